"""The web process: connections are pooled, and the alliance is read from the address."""

import os

from django.core.wsgi import get_wsgi_application

from alliance.tenancy.prefix import alliance_prefix

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alliance.settings")
os.environ.setdefault("DATABASE_POOL", "4")  # as many as a worker has threads

application = alliance_prefix(get_wsgi_application())
