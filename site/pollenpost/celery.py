"""The Celery application: `celery -A pollenpost worker` and `celery -A pollenpost beat`."""

import os

from celery import Celery

from pollenpost import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pollenpost.settings.dev")

broker.install()
app = Celery("pollenpost")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
