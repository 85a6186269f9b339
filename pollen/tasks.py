from celery import shared_task

from pollen.services import company, folding, gathering


@shared_task
def fold_grains() -> None:
    # What arrives meanwhile is for the next time; otherwise a busy hour would keep the worker here.
    while folding.fold() >= folding.MOST:
        pass


@shared_task
def expire_grains() -> None:
    gathering.expire()


@shared_task
def forget_profiles_without_consent() -> None:
    gathering.forget_without_consent()


@shared_task
def learn_company() -> None:
    company.learn()
