from celery import shared_task

from pollen.services import folding, gathering


@shared_task
def fold_grains() -> None:
    while folding.fold():
        pass


@shared_task
def expire_grains() -> None:
    gathering.expire()


@shared_task
def forget_profiles_without_consent() -> None:
    gathering.forget_without_consent()
