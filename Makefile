# `make` says what there is. Everything is kept in .venv (packages) and .data (what the site keeps).
PYTHON ?= python3
PORT ?= 8000
RUN = .venv/bin/python
WITH_SERVICES = $(RUN) -m alliance.embedded with-services --
# What an installation on the web would set; nothing is sent or reached.
ON_THE_WEB = BASE_URL=https://alliance.example.org ALLOWED_HOSTS=alliance.example.org \
	MAIL_DOMAIN=alliance.example.org MAIL_FROM=post@alliance.example.org \
	EMAIL_URL=smtp://127.0.0.1:25 TRUSTED_PROXY_COUNT=1 DEMO=0
COMPILE = .venv/bin/uv pip compile -q pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header --no-annotate

.DEFAULT_GOAL := help
.PHONY: help run demo test coverage check bench photos fresh setup lock system-run system-test
MAKEFLAGS += --no-print-directory
export UV_PYTHON_DOWNLOADS = never

help:
	@echo "make run      run the site with its demonstration (PORT=8001 for another port)"
	@echo "make test     run every test (ARGS='-k board' for some of them)"
	@echo "make coverage the lines, branches and templates that the tests reach (slow)"
	@echo "make check    style, types, layers, settings, locks"
	@echo "make bench    measure the site against its targets"
	@echo "make photos   take pictures of the pages"
	@echo "make demo     throw the local data away, after asking, and begin again"
	@echo "make fresh    throw the local data away, after asking (YES=1: without)"
	@echo "make setup    make .venv from requirements.lock"
	@echo "make lock     write the locks again from pyproject.toml"

run: system-run setup
	@exec $(RUN) -m alliance.embedded up --port $(PORT)

demo: fresh run

test: system-test setup
	@exec $(RUN) -m pytest -n 2 --dist worksteal $(ARGS)

coverage: system-test setup
	@exec $(RUN) -m pytest -n 2 --dist worksteal --cov --cov-report=term:skip-covered --cov-fail-under=95 $(ARGS)

check: system-test setup
	@$(RUN) -m ruff format --check --quiet .
	@$(RUN) -m ruff check --quiet .
	@.venv/bin/lint-imports --no-cache
	@$(RUN) -m djlint templates --lint --quiet
	@$(RUN) tools/check_lock.py requirements.lock requirements-prod.lock
	@$(ON_THE_WEB) $(WITH_SERVICES) sh -ec '\
		$(RUN) -m mypy alliance members partnership_board coproduction funding; \
		$(RUN) manage.py makemigrations --check --dry-run; \
		$(RUN) manage.py check --deploy --fail-level WARNING'

bench: system-test setup
	@exec $(WITH_SERVICES) $(RUN) -m tests.bench

photos: system-test setup
	@exec $(WITH_SERVICES) $(RUN) -m tests.photos

fresh: setup
	@$(RUN) -m alliance.embedded fresh $(if $(filter 1 yes,$(YES)),--yes)

lock: setup
	@$(COMPILE) --group dev -o requirements.lock
	@$(COMPILE) -o requirements-prod.lock
	@$(RUN) tools/check_lock.py requirements.lock requirements-prod.lock

system-run system-test: system-%:
	@$(PYTHON) alliance/embedded/system.py $*

# Only when the lock has changed. uv takes seconds where pip takes half a minute.
setup:
	@cmp -s requirements.lock .venv/requirements.lock && $(RUN) -c "" 2>/dev/null \
		|| PYTHON="$(PYTHON)" sh tools/make_environment.sh
