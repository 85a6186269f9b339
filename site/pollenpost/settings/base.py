"""What holds everywhere. Each value that differs between machines comes from the environment.

`.env.example` explains every variable; one that is missing or wrong is named before anything starts. What the
house promises its readers stands in promises.py.
"""

import logging

from kombu import Queue

from .environment import ROOT, VAR, env, names_a_way_to_send
from .promises import *  # noqa: F403
from .promises import MAILBOX_URL

INSTALLED_APPS = [
    "pollenpost",
    "newsletters",
    "segments",
    "pollen",
    "contributions",
    "desk",
    "subscribers",
    "blog",
    "magazine",
    "editorial",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.frontend_cache",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "pollen.views.beacon.beacons_first",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pollen.middleware.recognising",
    "pollenpost.page_cache.page_cache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "pollenpost.language.LanguageOfTheAddress",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "pollenpost.urls"
WSGI_APPLICATION = "pollenpost.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# --- Database -------------------------------------------------------------------------------------

DATABASES = {"default": env.dj_db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'pollenpost.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Four writing processes get along only with a write-ahead log and with transactions that take the
    # write lock at their beginning (docs/decisions/0002-sqlite-as-the-embedded-default.md).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }

if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # A new connection costs more than a page. One that the server has closed is noticed before it is used.
    DATABASES["default"]["CONN_MAX_AGE"] = DATABASES["default"].get("CONN_MAX_AGE") or 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# --- Caches ---------------------------------------------------------------------------------------

CACHES = {"default": env.dj_cache_url("CACHE_URL", default="locmem://pollenpost")}
if CACHES["default"]["BACKEND"].endswith(("LocMemCache", "DummyCache")):
    # The worker publishes pages, and the web process must hear of it: what they share are files.
    CACHES["pages"] = {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(VAR / "cache" / "pages"),
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
    # A copy in each process would name files of pictures that another has replaced.
    CACHES["renditions"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
else:
    CACHES["pages"] = {**CACHES["default"], "KEY_PREFIX": "pages"}
    CACHES["renditions"] = {**CACHES["default"], "KEY_PREFIX": "renditions", "TIMEOUT": 24 * 3600}

# For so long a page is kept when nothing is published; 0 keeps none (docs/decisions/0024).
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=600)
# For so long a proxy in front may answer without asking; and where it is told that a page has changed.
PAGE_CACHE_PROXY_SECONDS = env.int("PAGE_CACHE_PROXY_SECONDS", default=0)
_proxy = env.str("PAGE_CACHE_PROXY_URL", default="")
if _proxy:
    WAGTAILFRONTENDCACHE = {
        "proxy": {"BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend", "LOCATION": _proxy}
    }

# --- Celery ---------------------------------------------------------------------------------------

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://")
if CELERY_BROKER_URL.startswith("filesystem://"):
    _broker = VAR / "broker"
    for _folder in ("queue", "control"):
        (_broker / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "queue"),
        "data_folder_out": str(_broker / "queue"),
        "control_folder": str(_broker / "control"),
        "polling_interval": 0.1,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "Europe/Berlin"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "dispatch due editions": {"task": "newsletters.tasks.dispatch_due_editions", "schedule": 5.0},
    "make due digests": {"task": "newsletters.tasks.make_due_digests", "schedule": 600.0},
    "sweep stuck deliveries": {"task": "newsletters.tasks.sweep_deliveries", "schedule": 60.0},
    "judge clicks in letters": {"task": "newsletters.tasks.judge_clicks", "schedule": 20.0},
    "count the arms of the comparison": {"task": "newsletters.tasks.count_arms", "schedule": 3600.0},
    "fold grains into interests": {"task": "pollen.tasks.fold_grains", "schedule": 5.0},
    "learn who reads the same": {"task": "pollen.tasks.learn_company", "schedule": 86400.0},
    "expire old grains": {"task": "pollen.tasks.expire_grains", "schedule": 3600.0},
    "forget profiles without consent": {
        "task": "pollen.tasks.forget_profiles_without_consent",
        "schedule": 3600.0,
    },
    "resume forgotten sign-ups": {"task": "subscribers.tasks.resume_signups", "schedule": 60.0},
    "ask for agreement to new wordings": {"task": "subscribers.tasks.send_permission_asks", "schedule": 60.0},
    "remind of unconfirmed sign-ups": {"task": "subscribers.tasks.remind_signups", "schedule": 3600.0},
    "resume requests for links": {"task": "subscribers.tasks.resume_link_requests", "schedule": 60.0},
    "carry on with imports of readers": {"task": "subscribers.tasks.resume_imports", "schedule": 60.0},
    "expire unconfirmed sign-ups": {"task": "subscribers.tasks.expire_signups", "schedule": 3600.0},
    "resume changes of address": {"task": "subscribers.tasks.resume_address_changes", "schedule": 60.0},
    "expire changes of address": {"task": "subscribers.tasks.expire_address_changes", "schedule": 3600.0},
    "keep the rules of retention": {"task": "subscribers.tasks.run_retention", "schedule": 86400.0},
    "send due receipts": {"task": "subscribers.tasks.send_due_receipts", "schedule": 60.0},
    "carry on with contributions": {"task": "contributions.tasks.carry_on_with_all", "schedule": 60.0},
    "expire contributions": {"task": "contributions.tasks.expire", "schedule": 600.0},
    "send letters of the desk": {"task": "desk.tasks.send_due_mail", "schedule": 60.0},
    "remind staff of deadlines": {"task": "desk.tasks.remind_staff", "schedule": 1800.0},
    "publish scheduled pages": {"task": "editorial.tasks.publish_scheduled_pages", "schedule": 30.0},
    "make wanted issue files": {"task": "magazine.tasks.make_wanted_issue_files", "schedule": 30.0},
}

# What a slow worker has not come to by then comes again by itself; it need not pile up.
for _entry in CELERY_BEAT_SCHEDULE.values():
    _entry["options"] = {"expires": _entry["schedule"]}
# Pictures are drawn in large numbers and can wait; letters and answers must not stand behind them. A worker takes
# from both queues in turn.
CELERY_TASK_QUEUES = [Queue(name, routing_key=name) for name in ("celery", "pictures")]
CELERY_TASK_ROUTES = {"editorial.tasks.warm_page": {"queue": "pictures"}}

# --- Mail -----------------------------------------------------------------------------------------

OUTBOX_DIR = VAR / "outbox"
# A misspelt scheme would be taken for the outbox, and no letter would leave the house.
_email_url = env.str("EMAIL_URL", default="outbox://", validate=names_a_way_to_send)
_email = env.dj_email_url("EMAIL_URL", default="outbox://")
if _email_url.startswith(("smtp+tls://", "smtp+ssl://")):
    # dj-email-url does not know these two, and would leave them to the outbox as well.
    _tls = _email_url.startswith("smtp+tls://")
    _email["EMAIL_BACKEND"] = "django.core.mail.backends.smtp.EmailBackend"
    _email |= {"EMAIL_USE_TLS": _tls, "EMAIL_USE_SSL": not _tls}
    _email["EMAIL_PORT"] = _email["EMAIL_PORT"] or (587 if _tls else 465)
EMAIL_BACKEND = _email.get("EMAIL_BACKEND") or "newsletters.outbox.OutboxBackend"
EMAIL_HOST = _email.get("EMAIL_HOST") or ""
EMAIL_PORT = _email.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _email.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _email.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = _email.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _email.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Pollenpost <post@pollenpost.example>")

# --- Language -------------------------------------------------------------------------------------

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
# What was ordered to be translated is a draft until somebody who may publish does so.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True

# --- Files ----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_FINDERS = [
    "pollenpost.stylesheet.StylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
# Further fonts for postcards, and where their pictures and PDFs are kept (drawn anew whenever they are missing).
POSTCARD_FONTS = env.path("POSTCARD_FONTS", default=VAR / "fonts")
POSTCARD_FILES = VAR / "postcards"

# --- Wagtail --------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Pollenpost"
WAGTAILADMIN_BASE_URL = env.str("PUBLIC_URL", default="http://localhost:8000").rstrip("/")
# The address that links in letters begin with.
PUBLIC_URL = WAGTAILADMIN_BASE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_AUTOSAVE_INTERVAL = 3000
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = ["Europe/Berlin", "Europe/Vienna", "Europe/Zurich", "Europe/London", "UTC"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_EXTENSIONS = ["pdf", "epub", "csv", "txt", "vtt", "mp3", "m4a"]
# Measured on drawn and photographed pictures: where the eye stops to see more. AVIF takes three fifths of WebP.
WAGTAILIMAGES_AVIF_QUALITY = 55
WAGTAILIMAGES_WEBP_QUALITY = 78
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

if MAILBOX_URL:
    CELERY_BEAT_SCHEDULE["read the mailbox"] = {
        "task": "subscribers.tasks.read_mailbox",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    }

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"without_recipients": {"()": "pollenpost.quiet_logs.WithoutRecipients"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.log_level("LOG_LEVEL", default=logging.INFO)},
    "loggers": {
        # Without Django's own handler, which says everything a second time while DEBUG is on.
        "django": {"level": "NOTSET"},
        # Every save of a page is several lines of these.
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        "wagtail.admin": {"filters": ["without_recipients"]},
    },
}
