"""Settings: the one place where the environment is read. Anything unclear fails loudly."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from habeas.engine import settings_link


def _text(name: str, default: str = "") -> str:
    """A setting; one that is set but empty counts as not set."""
    return os.environ.get(name, "").strip() or default


def _flag(name: str) -> bool:
    value = os.environ.get(name, "").strip().lower() or "no"
    if value not in {"yes", "no"}:
        raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")
    return value == "yes"


def _several(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


BASE_DIR = Path(__file__).resolve().parent
WORKSPACE = Path(_text("HABEAS_WORKSPACE", "workspace")).expanduser().absolute()
DATABASE_URL = _text("DATABASE_URL")
DATABASE_OWNER_URL = _text("DATABASE_OWNER_URL")

DEBUG = _flag("HABEAS_DEBUG")
BEHIND_HTTPS = _flag("HABEAS_HTTPS")
ALLOWED_HOSTS = _several(_text("HABEAS_HOSTS", "127.0.0.1,localhost,[::1]"))
SECRET_KEY = settings_link.secret_key(WORKSPACE)

DATABASES = settings_link.databases(WORKSPACE, url=DATABASE_URL, owner_url=DATABASE_OWNER_URL)

INSTALLED_APPS = [
    "habeas.audit",
    "habeas.accounts",
    "habeas.evidence",
    "habeas.statements",
    "habeas.index",
    "habeas.linkage",
    "habeas.registry",
    "habeas.intake",
    "habeas.desk",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "pgtrigger",
    "procrastinate.contrib.django",
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
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "habeas.accounts.policy.PolicyMiddleware",
]

ROOT_URLCONF = "habeas.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "habeas.desk.context.desk",
            ],
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "habeas.accounts.signin.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Habeas"

SESSION_COOKIE_AGE = 2 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"  # with "no-referrer" browsers send "Origin: null" and every form is refused
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [
    # Each in its own words, so that somebody who reads no other language finds it. "Draft": no speaker reviewed it.
    ("en", "English"),
    ("es", "Español"),
    ("zh-hans", "中文（简体）"),
    ("ru", "Русский"),
    ("tr", "Türkçe"),
    ("fr", "Français"),
    ("ar", "العربية"),
    ("ug", "ئۇيغۇرچە (draft)"),
    ("kk", "Қазақша (draft)"),
]
LANGUAGES_BIDI = ["ar", "ug"]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = settings_link.uploads(WORKSPACE)  # never on an unencrypted /tmp
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000  # the form that says which column is which has four for each of 2,000 columns
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PACKS = tuple(_several(_text("HABEAS_PACKS", "world,xinjiang")))
LOGGING = {
    # Values of people never reach a log: only our own short messages, no SQL, no request bodies.
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"quiet": {"()": "logging.Formatter" if DEBUG else "habeas.engine.logs.Quiet"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
