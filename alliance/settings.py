"""One module for all places; the environment decides. `docs/settings.md` explains each setting.

A setting that is missing or unsafe stops the start with one sentence that names it.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def refuse_if(is_unsafe: bool, sentence: str) -> None:  # noqa: FBT001 -- reads as a sentence
    if is_unsafe:
        raise ImproperlyConfigured(sentence)


# ---- where and for whom --------------------------------------------------------------------------
BASE_URL = env("BASE_URL", default="http://127.0.0.1:8000")
IS_HTTPS = BASE_URL.startswith("https://")
HOST = urlsplit(BASE_URL).hostname or ""
IS_LOOPBACK = HOST in {"127.0.0.1", "localhost", "::1", "testserver"}
DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
refuse_if(
    not IS_HTTPS and not IS_LOOPBACK,
    "BASE_URL begins with http. Other people's information needs https.",
)
refuse_if(DEBUG and not IS_LOOPBACK, "DEBUG shows the program's insides. Leave it unset here.")

SECRET_KEY = env("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
TOKEN_KEY = env("TOKEN_KEY")
VAULT_KEYS = env.list("VAULT_KEYS")
refuse_if(not VAULT_KEYS, "VAULT_KEYS is empty. Give at least one key of 32 bytes, in base64.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / ".data")))
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
SENDFILE = env("SENDFILE", default="")
CLAMD_SOCKET = env("CLAMD_SOCKET", default="")
BACKUP_DIR = env("BACKUP_DIR", default="")
BACKUP_RECIPIENT = env("BACKUP_RECIPIENT", default="")
LOG_LEVEL = env("LOG_LEVEL", default="INFO")

# ---- the parts -----------------------------------------------------------------------------------
INSTALLED_APPS = [
    "alliance.platform_admin.AllianceAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "guardian",
    "pgtrigger",
    "pghistory",
    "csp",
    "django_htmx",
    "alliance",
    "members",
    "partnership_board",
    "coproduction",
    "funding",
]
MIDDLEWARE = [
    "alliance.middleware.headers_middleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "alliance.middleware.alliance_middleware",
    "alliance.middleware.log_middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "alliance.middleware.language_middleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "alliance.middleware.SessionMiddleware",
    "alliance.confined.middleware",
    "alliance.middleware.LimitsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "alliance.middleware.membership_middleware",
    "alliance.middleware.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "alliance.urls"
WSGI_APPLICATION = "alliance.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "alliance.context_processors.page",
            ],
        },
    },
]
FORM_RENDERER = "alliance.fields.AllianceRenderer"

# ---- database, cache, broker ---------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL") | {"ENGINE": "alliance.tenancy.backend"}}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # else the first requests after a crash fail
DATABASES["default"].setdefault("OPTIONS", {})  # a socket's folder is already in there
if pool := env.int("DATABASE_POOL", default=0):
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": pool, "timeout": 5}
if "DATABASE_OWNER_URL" in env.ENVIRON:  # only for migrations, upkeep and opening alliances
    DATABASES["owner"] = env.db("DATABASE_OWNER_URL")
    DATABASES["owner"].setdefault("OPTIONS", {})
    DATABASES["owner"]["OPTIONS"]["options"] = "-c lock_timeout=5s"
CACHES = {
    "default": {
        "BACKEND": "alliance.cache.SteadyCache",
        "LOCATION": env("CACHE_URL"),
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

CELERY_BROKER_URL = env("CELERY_BROKER_URL")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # kilobytes
CELERY_TASK_SOFT_TIME_LIMIT = 120
CELERY_BEAT_SCHEDULE = {"tick": {"task": "alliance.tick", "schedule": 60}}
CELERY_TIMEZONE = "Europe/London"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# ---- people --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "alliance.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_USER_OBJ_PERMS_MODEL = "alliance.UserPermission"
GUARDIAN_GROUP_OBJ_PERMS_MODEL = "alliance.GroupPermission"
ANONYMOUS_USER_NAME = None
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "alliance.adapters.AccountAdapter"
MFA_ADAPTER = "alliance.adapters.SecondFactorAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # our adapter then does the same work and sends nothing
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "request_login_code": "20/m/ip,3/m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reauthenticate": "10/m/user",
}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
_FORMS = "alliance.forms.accounts"
ACCOUNT_FORMS = {
    "login": f"{_FORMS}.LoginForm",
    "request_login_code": f"{_FORMS}.RequestLoginCodeForm",
    "confirm_login_code": f"{_FORMS}.ConfirmLoginCodeForm",
    "confirm_email_verification_code": f"{_FORMS}.ConfirmAddressForm",
    "add_email": f"{_FORMS}.AddEmailForm",
    "change_password": f"{_FORMS}.ChangePasswordForm",
    "set_password": f"{_FORMS}.SetPasswordForm",
    "reset_password": f"{_FORMS}.ResetPasswordForm",
    "reset_password_from_key": f"{_FORMS}.ResetPasswordKeyForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": f"{_FORMS}.AuthenticateForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateByCodeForm",
    "activate_totp": f"{_FORMS}.ActivateAppForm",
    "add_webauthn": f"{_FORMS}.AddPasskeyForm",
    "edit_webauthn": f"{_FORMS}.EditPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_ISSUER = "Alliance"
MFA_TRUST_ENABLED = True  # for fourteen days; who is asked all the same: alliance.known_devices
MFA_TRUST_COOKIE_NAME = "__Host-device" if IS_HTTPS else "device"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT

# ---- language, time, files -----------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANG_INFO["so"] = {"bidi": False, "code": "so", "name": "Somali", "name_local": "Soomaali"}
LANGUAGES = [("en-gb", "English"), ("bn", "বাংলা"), ("so", "Soomaali"), ("ar", "العربية")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = IS_HTTPS
TIME_ZONE = "Europe/London"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files", "file_permissions_mode": 0o600},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_HTTPS
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not IS_HTTPS  # on one's own machine nothing need be collected
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "alliance.unwritten.InMemoryHandler",  # what must not touch the disk in clear
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# ---- mail ----------------------------------------------------------------------------------------
MAIL_DOMAIN = env("MAIL_DOMAIN", default="alliance.example")
DEFAULT_FROM_EMAIL = env("MAIL_FROM", default=f"post@{MAIL_DOMAIN}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
refuse_if(
    DEMO and not MAIL_DOMAIN.endswith(".example"),
    "DEMO is set together with a real MAIL_DOMAIN. A demonstration sends no real mail.",
)
MAILBOX = DATA_DIR / "mailbox"  # where a demonstration keeps what it would have sent
if "EMAIL_URL" in env.ENVIRON:
    vars().update(env.email("EMAIL_URL"))
else:
    refuse_if(IS_HTTPS, "EMAIL_URL is missing: no letter would ever leave.")
    EMAIL_BACKEND = "alliance.mailbox.DemoMailbox"
EMAIL_TIMEOUT = 10

# ---- safety --------------------------------------------------------------------------------------
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-session" if IS_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrf"
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
CSRF_FAILURE_VIEW = "alliance.views.errors.form_open_too_long"
CSRF_TRUSTED_ORIGINS = [BASE_URL.rstrip("/")]
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"alliance": {"level": LOG_LEVEL}, "weasyprint": {"level": "ERROR"}},
}
