"""All settings of an installation, in one file."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from eksconsole.addresses import bracketed, names
from eksconsole.body_limit import LARGEST
from eksconsole.environment import env_bool, env_url, postgres
from eksconsole.home import REPOSITORY, home, redis_socket, secret_key, site_facts

BASE_DIR = REPOSITORY
HOME = home()
DEBUG = env_bool("HALFPLANE_DEBUG", default=False)
SECRET_KEY = os.environ.get("SECRET_KEY") or secret_key(HOME)

# Installation facts. `up` tells its children by environment; a command that runs
# beside it reads what it wrote down.
_site = site_facts(HOME)
BIND = os.environ.get("BIND") or _site.get("bind") or "127.0.0.1"
PUBLIC_URL = env_url(
    "PUBLIC_URL",
    schemes=("http", "https"),
    default=_site.get("public_url") or "http://localhost:8000",
)
KUBE_URL = env_url(
    "KUBE_URL",
    schemes=("https",),
    default=_site.get("kube_url") or "https://localhost:8443",
)
CA_FILE = HOME / "ca" / "ca.pem"

ALLOWED_HOSTS = [bracketed(name) for name in names(BIND, PUBLIC_URL, KUBE_URL)]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "eksconsole",
    "clusters",
    "lessons",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "channels",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    # Outermost, so that an error page of any of the others has its policy, too.
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "eksconsole.urls"
ASGI_APPLICATION = "eksconsole.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Storage. IMMEDIATE takes the write lock at BEGIN, so a transaction never has to
# be refused when it turns from reading to writing; NORMAL loses nothing when a
# process dies.
SQLITE: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": HOME / "db.sqlite3",
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
            "PRAGMA busy_timeout=20000;PRAGMA foreign_keys=ON;"
            "PRAGMA cache_size=-16000;PRAGMA temp_store=MEMORY;"
            "PRAGMA mmap_size=134217728"
        ),
    },
}
DATABASE_URL = os.environ.get("DATABASE_URL", "")
DATABASES = {
    "default": {**postgres(DATABASE_URL), "CONN_MAX_AGE": 60}
    if DATABASE_URL
    else SQLITE
}
# Reads ask SQLite by a connection of their own whether anything was committed.
FAST_READS = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# On SQLite, versions are asked through a plain connection beside the ORM's; tests
# whose data is never committed turn that off.
FAST_READS = True
# So many Worlds does a process remember.
WORLDS_HELD = 64

# Messages between processes: hints and nudges, never facts.
REDIS_SOCKET = redis_socket(HOME)
REDIS_URL = env_url(
    "REDIS_URL",
    schemes=("redis", "rediss", "unix"),
    default=f"unix://{REDIS_SOCKET}",
)
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL]},
    }
}

CELERY_BROKER_URL = (
    f"redis+socket://{REDIS_URL.removeprefix('unix://')}?virtual_host=1"
    if REDIS_URL.startswith("unix://")
    else REDIS_URL
)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "global_keyprefix": "halfplane:",
    "visibility_timeout": 60,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "socket_keepalive": True,
    "health_check_interval": 10,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    # Whoever sends while Redis is away hears it at once, not after two seconds.
    "max_retries": 0,
}
# No task takes seconds; one that hangs ends before its message is delivered again.
CELERY_TASK_TIME_LIMIT = 55
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None

# Pages.
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [BASE_DIR / "static"] if (BASE_DIR / "static").is_dir() else []
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "eksconsole.bundles.BundleFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# 'self' covers WebSockets in current browsers; older ones want the origin named.
_SOCKET_ORIGIN = urlsplit(PUBLIC_URL)._replace(path="", query="", fragment="").geturl()
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF, _SOCKET_ORIGIN.replace("http", "ws", 1)],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"

# A form's text may be as large as any body here: its page then says what its limit
# is, which an exception could not.
DATA_UPLOAD_MAX_MEMORY_SIZE = LARGEST

SESSION_COOKIE_AGE = 90 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en-us"
USE_I18N = False
TIME_ZONE = "UTC"
USE_TZ = True

# `up` gives each process a file of its own; a line says when and from where.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {
        # A missing page is no news; what a view could not do is.
        "django.request": {"level": "ERROR"},
        # Two lines a task would be all there is to read.
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
    },
}
