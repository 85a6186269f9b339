from .consent import ConsentEvent, ConsentEventQuerySet
from .purpose import Purpose, Wording
from .signup import SignUp
from .subscriber import Subscriber, SubscriberQuerySet
from .topic_choice import TopicChoice

__all__ = [
    "ConsentEvent",
    "ConsentEventQuerySet",
    "Purpose",
    "SignUp",
    "Subscriber",
    "SubscriberQuerySet",
    "TopicChoice",
    "Wording",
]
