from .click import ClickCount, HeldClick
from .delivery import Delivery, DeliveryQuerySet
from .edition import Edition, EditionQuerySet, Exclusion, Pin, Quota
from .newsletter import Newsletter

__all__ = [
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
