"""The Celery application: `celery -A pollenpost worker` and `celery -A pollenpost beat`."""

import os

from celery import Celery

from pollenpost import broker

# The same as wsgi.py: whoever starts a server without saying which settings means the public installation. This
# line runs before that of wsgi.py, because the package imports this module.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pollenpost.settings.production")

broker.install()
app = Celery("pollenpost")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
