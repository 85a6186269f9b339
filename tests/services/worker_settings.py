"""The test settings for a worker in a process of its own: with a queue that no other test's worker takes from."""

import os

from pollenpost.settings.test import *  # noqa: F403

CELERY_TASK_DEFAULT_QUEUE = os.environ["POLLENPOST_TEST_QUEUE"]
