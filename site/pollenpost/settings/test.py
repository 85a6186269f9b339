"""The suite: quick, in parallel, on the embedded default. Each override says why it is there."""

import os
import tempfile

# Before base.py makes its folders: tests never write into the developer's var/.
os.environ.setdefault("POLLENPOST_VAR", tempfile.mkdtemp(prefix="pollenpost-test-"))

from .base import *  # noqa: F403
from .base import CACHES, DATABASES, VAR, env

DEBUG = False
SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]

# A password hash that costs nothing: hundreds of logins in a run.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A file rather than memory for SQLite: browser tests have a server thread beside them.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"

# Tests make pages and look at them at once; the page cache has tests of its own that turn it on.
PAGE_CACHE_SECONDS = 0
CACHES["pages"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"}

# Tasks are called as functions in tests; nothing may reach a broker by accident. (tests/services uses a real one.)
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="memory://")
CELERY_BROKER_TRANSPORT_OPTIONS = {}

# Wagtail's own index and its index of references are a quarter of the time that saving a page takes. Tests that
# ask them take the fixture `wagtail_indexes`.
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}

# No compressed, hashed static files while testing.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
PUBLIC_URL = WAGTAILADMIN_BASE_URL = "http://testserver"

# Nobody is put into the comparison by chance; the tests that are about it say so.
POLLEN_HOLDOUT = 0.0
