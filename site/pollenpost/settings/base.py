"""What holds everywhere. Each value that differs between machines comes from the environment.

`.env.example` explains every variable; one that is missing or wrong is named before anything starts.
"""

import logging
from pathlib import Path

from environs import Env

ROOT = Path(__file__).resolve().parents[3]
env = Env()
env.read_env(ROOT / ".env", recurse=False)

# Everything the program writes lives here.
VAR = Path(env.str("POLLENPOST_VAR", default=str(ROOT / "var"))).resolve()
VAR.mkdir(parents=True, exist_ok=True)

INSTALLED_APPS = [
    "pollenpost",
    "newsletters",
    "segments",
    "pollen",
    "subscribers",
    "blog",
    "magazine",
    "editorial",
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
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pollen.middleware.recognising",
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

CACHES = {"default": env.dj_cache_url("CACHE_URL", default="locmem://pollenpost")}

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
    "sweep stuck deliveries": {"task": "newsletters.tasks.sweep_deliveries", "schedule": 60.0},
    "fold grains into interests": {"task": "pollen.tasks.fold_grains", "schedule": 5.0},
    "expire old grains": {"task": "pollen.tasks.expire_grains", "schedule": 3600.0},
    "forget profiles without consent": {
        "task": "pollen.tasks.forget_profiles_without_consent",
        "schedule": 3600.0,
    },
    "resume forgotten sign-ups": {"task": "subscribers.tasks.resume_signups", "schedule": 60.0},
    "expire unconfirmed sign-ups": {"task": "subscribers.tasks.expire_signups", "schedule": 3600.0},
    "publish scheduled pages": {"task": "editorial.tasks.publish_scheduled_pages", "schedule": 30.0},
}

# --- Mail -----------------------------------------------------------------------------------------

OUTBOX_DIR = VAR / "outbox"
_email = env.dj_email_url("EMAIL_URL", default="outbox://")
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
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True

# --- Files ----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"

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
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- What the product promises --------------------------------------------------------------------

# Sign-ups that nobody confirmed are deleted after this many days (double opt-in).
SIGNUP_EXPIRES_DAYS = env.int("SIGNUP_EXPIRES_DAYS", default=14)
# A link to one's preferences stays fresh for this many minutes.
PREFERENCES_LINK_MINUTES = env.int("PREFERENCES_LINK_MINUTES", default=60)
# Raw reading events are deleted after this many days.
GRAIN_EXPIRES_DAYS = env.int("GRAIN_EXPIRES_DAYS", default=90)
# A list of fewer readers than this is not exported.
EXPORT_MINIMUM_SIZE = env.int("EXPORT_MINIMUM_SIZE", default=10)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.log_level("LOG_LEVEL", default=logging.INFO)},
    # Every save of a page is several lines of these.
    "loggers": {"django_tasks": {"level": "WARNING"}, "wagtail": {"level": "WARNING"}},
}
