# One image for web, worker, packs, beat, keeper and migrate. It runs as nobody in particular.
FROM python:3.11-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY requirements-prod.lock /
RUN /venv/bin/pip install --quiet --require-hashes -r /requirements-prod.lock

FROM python:3.11-slim-bookworm
RUN apt-get -qq update \
    && apt-get -qq install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*
COPY --from=packages /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY . .
# A manifest must be there for the settings to choose file names that carry a hash.
RUN mkdir -p staticfiles /data /backups \
    && echo '{"version": "1.1", "paths": {}, "hash": ""}' > staticfiles/staticfiles.json \
    && SECRET_KEY=building TOKEN_KEY=building VAULT_KEYS=building \
        DATABASE_URL=postgresql:///none CACHE_URL=redis:// CELERY_BROKER_URL=redis:// \
        DATA_DIR=/tmp python manage.py collectstatic --no-input -v0 \
    && python -m compileall -q alliance members partnership_board coproduction funding \
    && chown 10001:10001 /data /backups
USER 10001:10001
EXPOSE 8000
