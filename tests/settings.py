"""As in production, but with fast hashes and templates that say what they miss."""

import os

from alliance.settings import *  # noqa: F403
from alliance.settings import CACHES, DATA_DIR, DATABASES, STORAGES, TEMPLATES

# Each worker of pytest has a cache of its own, so that it may empty it between tests.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
CACHES["default"]["LOCATION"] = CACHES["default"]["LOCATION"].replace("db=1", f"db={1 + WORKER}")

TEMPLATES[0]["OPTIONS"]["debug"] = True  # type: ignore[index]  # coverage of templates needs it
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
DATABASES["default"]["OPTIONS"].pop("pool", None)
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
STATIC_ROOT = DATA_DIR / "collected"  # nothing is collected for the tests
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
