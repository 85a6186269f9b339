from .accountability import PersonalView, RetentionRun
from .asking import AskedAddress, PermissionAsk, PermissionCampaign
from .consent import ConsentEvent, ConsentEventQuerySet, ConsentState
from .embedding import EmbeddingSettings
from .import_run import ImportRun
from .leaving import LeavingReason
from .purpose import Purpose, Wording
from .requests import AddressChange, LinkRequest, Receipt
from .signup import SignUp
from .subscriber import Subscriber, SubscriberQuerySet
from .suppression import SuppressedAddress
from .topic_choice import TopicChoice

__all__ = [
    "AddressChange",
    "AskedAddress",
    "ConsentEvent",
    "ConsentEventQuerySet",
    "ConsentState",
    "EmbeddingSettings",
    "ImportRun",
    "LeavingReason",
    "LinkRequest",
    "PermissionAsk",
    "PermissionCampaign",
    "PersonalView",
    "Purpose",
    "Receipt",
    "RetentionRun",
    "SignUp",
    "Subscriber",
    "SubscriberQuerySet",
    "SuppressedAddress",
    "TopicChoice",
    "Wording",
]
