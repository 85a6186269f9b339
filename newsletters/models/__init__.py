from .delivery import Delivery, DeliveryQuerySet
from .edition import Edition, EditionQuerySet, Pin
from .newsletter import Newsletter

__all__ = ["Delivery", "DeliveryQuerySet", "Edition", "EditionQuerySet", "Newsletter", "Pin"]
