"""As in production, but with fast hashes and templates that say what they miss."""

from alliance.settings import *  # noqa: F403
from alliance.settings import DATA_DIR, DATABASES, STORAGES, TEMPLATES

TEMPLATES[0]["OPTIONS"]["debug"] = True  # type: ignore[index]  # coverage of templates needs it
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
DATABASES["default"]["OPTIONS"].pop("pool", None)
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
STATIC_ROOT = DATA_DIR / "collected"  # nothing is collected for the tests
STATIC_ROOT.mkdir(exist_ok=True)
