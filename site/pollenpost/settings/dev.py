"""The demo and the developer's machine."""

from .base import *  # noqa: F403
from .base import env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env.str("SECRET_KEY", default="only-for-the-demo-and-for-development-never-in-production")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
# Whoever changes a template wants to see it. The demo keeps pages all the same (run_demo).
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=0)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
