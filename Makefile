# Two commands for everybody: `make run` (the demo) and `make test`. `make help` lists the rest.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check
export PYTHONUNBUFFERED := 1

.PHONY: help setup setup-test run test test-services test-browser lint format lock messages screenshots clean

help: ## Lists these targets.
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

setup: $(VENV)/run.stamp ## Makes the virtual environment from requirements.lock.

setup-test: $(VENV)/test.stamp ## The same, with what the tests and checks need.

$(VENV)/bin/python:
	@if [ -z "$(PYTHON)" ]; then \
	  echo "Pollenpost needs Python 3.11 or newer, and found none on the PATH."; \
	  echo "On Debian or Ubuntu: apt install python3 python3-venv   (or name yours: make run PYTHON=/path/to/python3.12)"; exit 1; fi
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Pollenpost needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Name another: make run PYTHON=python3.12"; exit 1; }
	@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "$(PYTHON) comes without the venv module. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Making the virtual environment in $(VENV) with $$($(PYTHON) -V) …"
	@"$(PYTHON)" -m venv $(VENV)

$(VENV)/run.stamp: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what the program needs (first time: a minute or two) …"
	@$(PIP) install --require-hashes --only-binary :all: --progress-bar on -q -r requirements.lock
	@$(PIP) install --no-build-isolation --no-deps -q -e .
	@$(BIN)/python manage.py compile_translations
	@touch $@ && echo "The environment stands."

$(VENV)/test.stamp: requirements-test.lock $(VENV)/run.stamp
	@echo "Installing what the tests need …"
	@$(PIP) install --require-hashes --only-binary :all: --progress-bar on -q -r requirements-test.lock
	@touch $@

run: setup ## The demo: site, worker and beat together, letters in the outbox. Ctrl-C ends all three.
	@$(BIN)/python manage.py run_demo

test: setup-test ## The whole suite on the embedded default, in parallel.
	@$(BIN)/python -m pytest -n auto tests

test-services: setup-test ## The suite against PostgreSQL and Redis, with a real worker.
	@$(BIN)/python -m tests.services.environment $(BIN)/python -m pytest -n auto tests tests/services --ignore tests/browser

test-browser: setup-test ## Only the browser tests; a missing Chromium is a failure.
	@POLLENPOST_BROWSER=required $(BIN)/python -m pytest tests/browser

lint: setup-test ## Style, types, templates, layers, migrations.
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@git ls-files 'templates/**.html' | xargs -r $(BIN)/djade --target-version 5.2 --check
	@$(BIN)/lint-imports
	@$(BIN)/mypy .
	@DJANGO_SETTINGS_MODULE=pollenpost.settings.test $(BIN)/python manage.py makemigrations --check --dry-run

format: setup-test ## Puts code and templates into their usual shape.
	@$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format .
	@git ls-files 'templates/**.html' | xargs -r $(BIN)/djade --target-version 5.2

lock: setup-test ## Renews both lock files from the lower bounds in pyproject.toml.
	@$(BIN)/uv pip compile pyproject.toml --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make lock" -q --extra install -o requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make lock" -q --extra install --extra test -c requirements.lock -o requirements-test.lock

messages: setup-test ## Collects the strings to translate (needs gettext) and compiles them.
	@$(BIN)/django-admin makemessages -l de -l en --no-obsolete --no-location -i '.venv*' -i var -i tests -i bench
	@$(BIN)/python manage.py compile_translations

screenshots: setup-test ## Photographs the running demo (needs Chromium): docs/screenshots/.
	@$(BIN)/python docs/screenshots/take.py

clean: ## Removes the environment and everything the program wrote.
	@rm -rf $(VENV) var
