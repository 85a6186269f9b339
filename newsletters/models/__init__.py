from .arm_count import ArmCount
from .click import ClickCount, HeldClick
from .delivery import Delivery, DeliveryQuerySet
from .edition import Edition, EditionQuerySet, Exclusion, Pin, Quota
from .newsletter import Newsletter

__all__ = [
    "ArmCount",
    "ClickCount",
    "Delivery",
    "DeliveryQuerySet",
    "Edition",
    "EditionQuerySet",
    "Exclusion",
    "HeldClick",
    "Newsletter",
    "Pin",
    "Quota",
]
