"""Settings of one deployment. Everything that differs between deployments comes from the environment.

Documented in `docs/settings.md`; a test fails when a variable is read here and not described there.
"""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tinhso.site import logs, rooms

SOURCE = Path(__file__).resolve().parents[1]
_CHECKOUT = SOURCE.parents[1]
ROOT = _CHECKOUT if (_CHECKOUT / "pyproject.toml").is_file() else Path.cwd()  # installed: where one stands
DATA = Path(os.environ.get("TINHSO_DATA", ROOT / "var"))
DEMO = os.environ.get("TINHSO_DEMO", "") == "1"
DEBUG = os.environ.get("TINHSO_DEBUG", "") == "1"
HOME_PACK = os.environ.get("TINHSO_PACK", "langson")
PACKS = Path(os.environ.get("TINHSO_PACKS", ROOT / "packs"))
OFFICE_HOURS = os.environ.get("TINHSO_OFFICE_HOURS", "08:00-12:00,13:00-17:00")
PLACES_FROM = date.fromisoformat(os.environ.get("TINHSO_PLACES_FROM", "2008-08-01"))
OUTLOOK = tuple(int(part) for part in os.environ.get("TINHSO_OUTLOOK", "95,60,0").split(","))
# None: tasks may be given more time as often as is granted; a plan may say otherwise.
TINHSO_MOST_EXTENSIONS = (
    int(os.environ["TINHSO_MOST_EXTENSIONS"]) if os.environ.get("TINHSO_MOST_EXTENSIONS") else None
)
REPORTING_DUE = os.environ.get("TINHSO_REPORTING_DUE", "next_working_day")
REPORTING_REMIND_DAYS = int(os.environ.get("TINHSO_REPORTING_REMIND_DAYS", "3"))
DRAFT_REMIND_DAYS = tuple(int(part) for part in os.environ.get("TINHSO_DRAFT_REMIND_DAYS", "3,1").split(","))
DRAFT_CONTACT_DAYS = int(os.environ.get("TINHSO_DRAFT_CONTACT_DAYS", "180"))
REPORTING_PUBLIC = os.environ.get("TINHSO_REPORTING_PUBLIC", "") == "1"
URGING_HOUR = int(os.environ.get("TINHSO_URGING_HOUR", "8"))
SECRET_KEY = os.environ.get("TINHSO_SECRET_KEY", "") or "only-for-commands-that-sign-nothing"
ALLOWED_HOSTS = os.environ.get("TINHSO_HOSTS", "127.0.0.1,localhost,[::1]").split(",")


def _database(url: str) -> dict[str, object]:
    """Django's form of a `postgresql://user:password@host:port/name` address."""
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,  # a database that was away is back by itself
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 8, "timeout": 5},
            "options": "-c timezone=Asia/Ho_Chi_Minh",
        },
    }


DATABASES = {"default": _database(os.environ.get("DATABASE_URL", "postgresql://127.0.0.1/tinhso"))}

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "pgtrigger",
    "procrastinate.contrib.django",
    "tinhso.base",
    "tinhso.base.web",
    "tinhso.places",
    "tinhso.people",
    "tinhso.papers",
    "tinhso.ledger",
    "tinhso.notify",
    "tinhso.documents",
    "tinhso.committees",
    "tinhso.indicators",
    "tinhso.warehouse",
    "tinhso.indices",
    "tinhso.exploration",
    "tinhso.opendata",
    "tinhso.bordergate",
    "tinhso.steering",
    "tinhso.reading",
    "tinhso.consultation",
    "tinhso.urging",
    "tinhso.meetings",
    "tinhso.conclusions",
    "tinhso.reports",
    "tinhso.desk",
    "tinhso.api",
]

MIDDLEWARE = [
    "tinhso.base.web.requests.RequestName",
    "tinhso.base.web.csp.SecurityHeaders",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tinhso.base.web.language.ReaderLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tinhso.people.middleware.Principals",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tinhso.base.web.errors.Refusals",
]

ROOT_URLCONF = "tinhso.site.urls"
WSGI_APPLICATION = "tinhso.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "tinhso.base.web.shell.context",
            ],
        },
    },
]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [DATA / "locale", SOURCE / "locale"]  # compiled into the data folder: see cli.messages
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = None  # nothing is collected: see base.web.static_files
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "tinhso.base.web.static_files.VersionedStorage"},
}
WHITENOISE_USE_FINDERS = True  # straight from the rooms: nothing to collect, nothing to build
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 365 * 24 * 3600  # addresses carry the content's hash
WHITENOISE_MIMETYPES = {".mjs": "text/javascript"}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"errors": {"class": "logging.StreamHandler", "level": "ERROR"}},
    "loggers": {"django.request": {"handlers": ["errors"], "propagate": False}},
}

DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a grid sent as a plain form: a field a cell
CSRF_FAILURE_VIEW = "tinhso.base.web.errors.csrf_failure"

# What rooms offer to rooms above them.
TINHSO_NAV = rooms.NAV
TINHSO_VERBS = rooms.VERBS
TINHSO_DOCUMENT_PANELS = rooms.DOCUMENT_PANELS
TINHSO_FIGURE_HOLDERS = rooms.FIGURE_HOLDERS
TINHSO_FIGURE_PANELS = rooms.FIGURE_PANELS
TINHSO_AGENCY_PANELS = rooms.AGENCY_PANELS
TINHSO_PLACE_PANELS = rooms.PLACE_PANELS
TINHSO_DASHBOARD_PARTS = rooms.DASHBOARD_PARTS
TINHSO_INDICATOR_LINKS = rooms.INDICATOR_LINKS
TINHSO_OPEN_WORK = rooms.OPEN_WORK
TINHSO_WAITING = rooms.WAITING
TINHSO_TARGETS = rooms.TARGETS
TINHSO_TASK_PANELS = rooms.TASK_PANELS
TINHSO_COMMITTEE_PANELS = rooms.COMMITTEE_PANELS
TINHSO_MEETING_PANELS = rooms.MEETING_PANELS
TINHSO_NOTICES = rooms.NOTICES
TINHSO_NEWS = "tinhso.notify.inbox.NEWS"  # what the bell counts

TINHSO_SHELL = "tinhso.desk.shell.provide"  # a function (request) -> tinhso.base.web.shell.Shell
TINHSO_SAVED_FILTERS = "tinhso.people.saved.provide"  # (request) -> tinhso.base.web.saved.Saved or None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Signing in. Sessions end after a working day; the cookie travels over https only where TINHSO_HTTPS says so.
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["tinhso.people.backends.Passwords"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ["username"]}},
    {"NAME": f"{_VALIDATION}MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}NumericPasswordValidator"},
]
LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "/"
HTTPS = os.environ.get("TINHSO_HTTPS", "") == "1"
OIDC_PROVIDERS: list[dict[str, object]] = json.loads(os.environ.get("TINHSO_OIDC", "[]"))
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0

# How many questions a minute one address may have computed, in each worker; 0: any number.
PACES = {
    "compute": int(os.environ.get("TINHSO_COMPUTE_PER_MINUTE", "60")),
    "formulas": int(os.environ.get("TINHSO_FORMULAS_PER_MINUTE", "3000")),
    "queries": int(os.environ.get("TINHSO_QUERIES_PER_MINUTE", "120")),
    "opinions": int(os.environ.get("TINHSO_OPINIONS_PER_MINUTE", "5")),
    "readings": int(os.environ.get("TINHSO_READINGS_PER_MINUTE", "20")),
    "notices": int(os.environ.get("TINHSO_NOTICES_PER_MINUTE", "120")),
}

# Telling people. A channel without address and secret is closed; gateways must be on a host named here.
NOTICE_SMTP: dict[str, Any] = {
    "host": os.environ.get("TINHSO_SMTP_HOST", ""),
    "port": int(os.environ.get("TINHSO_SMTP_PORT", "587")),
    "user": os.environ.get("TINHSO_SMTP_USER", ""),
    "password": os.environ.get("TINHSO_SMTP_PASSWORD", ""),
    "security": os.environ.get("TINHSO_SMTP_SECURITY", "starttls"),
    "sender": os.environ.get("TINHSO_MAIL_FROM", ""),
}
NOTICE_SMS = {
    "url": os.environ.get("TINHSO_SMS_URL", ""),
    "secret": os.environ.get("TINHSO_SMS_SECRET", ""),
}
NOTICE_ZALO = {
    "url": os.environ.get("TINHSO_ZALO_URL", ""),
    "secret": os.environ.get("TINHSO_ZALO_SECRET", ""),
}
NOTICE_HOSTS = frozenset(filter(None, os.environ.get("TINHSO_NOTICE_HOSTS", "").split(",")))
NOTICE_TIMEOUT = float(os.environ.get("TINHSO_NOTICE_TIMEOUT", "10"))
NOTICE_DIGEST = os.environ.get("TINHSO_NOTICE_DIGEST", "daily@08:00")
NOTICE_SITE = os.environ.get("TINHSO_SITE_URL", "").rstrip("/")
NOTICES_SHOWN_DAYS = int(os.environ.get("TINHSO_NOTICES_SHOWN_DAYS", "90"))
QUIET_HOURS = os.environ.get("TINHSO_QUIET_HOURS", "21:00-06:30")
TINHSO_NOTICE_CHANNELS = [
    "tinhso.notify.channels.contrib.inapp.channel.InApp",
    "tinhso.notify.channels.contrib.email.channel.Email",
    "tinhso.notify.channels.contrib.sms.channel.Sms",
    "tinhso.notify.channels.contrib.zalo.channel.Zalo",
]

# How long one screen of the wall stands before the next.
WALL_SECONDS = int(os.environ.get("TINHSO_WALL_SECONDS", "20"))
WALL_URL = "desk:wall"  # composed by the desk, led to from below

# The warehouse: immutable files beside the database, read in the web processes. `postgresql` reads the facts.
WAREHOUSE = DATA / "warehouse"
WAREHOUSE_ENGINE = os.environ.get("TINHSO_WAREHOUSE_ENGINE", "duckdb")
WAREHOUSE_MEMORY_MB = int(os.environ.get("TINHSO_WAREHOUSE_MEMORY_MB", "250"))
WAREHOUSE_THREADS = int(os.environ.get("TINHSO_WAREHOUSE_THREADS", "2"))

# Open data: counts above 0 and below the threshold are kept back, unless a dataset says otherwise. No text
# in force here that names a number is known; five is what offices of statistics commonly take (from memory).
OPEN_DATA_THRESHOLD = int(os.environ.get("TINHSO_OPEN_DATA_THRESHOLD", "5"))
_USUAL_THRESHOLD = (
    "Ngưỡng thường dùng trong thống kê để bảo mật thông tin "
    "(Luật Thống kê 89/2015/QH13, ghi theo trí nhớ; luật không nêu con số)."
)
OPEN_DATA_THRESHOLD_WHY = os.environ.get("TINHSO_OPEN_DATA_THRESHOLD_WHY", _USUAL_THRESHOLD)

# Files people send: the store, what is accepted (media type: extensions, most bytes), who may see them.
FILES = DATA / "files"
FILE_MAX_BYTES = int(os.environ.get("TINHSO_FILE_LIMIT_MB", "25")) << 20
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
FILE_TYPES: dict[str, tuple[tuple[str, ...], int]] = {
    "application/pdf": (("pdf",), FILE_MAX_BYTES),
    f"{_OFFICE}wordprocessingml.document": (("docx",), FILE_MAX_BYTES),
    f"{_OFFICE}spreadsheetml.sheet": (("xlsx",), FILE_MAX_BYTES),
    f"{_OFFICE}presentationml.presentation": (("pptx",), FILE_MAX_BYTES),
    f"{_OPEN}text": (("odt",), FILE_MAX_BYTES),
    f"{_OPEN}spreadsheet": (("ods",), FILE_MAX_BYTES),
    "text/plain": (("txt", "csv"), min(FILE_MAX_BYTES, 10 << 20)),
    "image/jpeg": (("jpg", "jpeg"), min(FILE_MAX_BYTES, 10 << 20)),
    "image/png": (("png",), min(FILE_MAX_BYTES, 10 << 20)),
}
FILE_SCANNER = os.environ.get("TINHSO_FILE_SCANNER", "tinhso.base.files.scanners.DemoScanner")
TINHSO_FILE_POLICIES: list[str] = [
    "tinhso.documents.policies.may_see_file",
    "tinhso.meetings.policies.may_see_file",
    "tinhso.consultation.pages.files.may_see_file",
    "tinhso.indices.rounds.evidence.may_see_file",
    "tinhso.steering.pages.evidence.may_see_file",
    "tinhso.steering.depth.attaching.may_see_file",
    "tinhso.urging.files.may_see_file",
    "tinhso.reading.policies.may_see_file",
]

# Modules that declare background work, and lists of `tinhso.base.events.dispatch.Subscriber`.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None
PROCRASTINATE_IMPORT_PATHS = rooms.JOBS
TINHSO_EVENTS = rooms.EVENTS
TINHSO_SUBSCRIBERS = rooms.SUBSCRIBERS

TINHSO_PACK_SECTIONS = rooms.PACK_SECTIONS

logs.configure()
