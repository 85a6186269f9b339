# Two commands for everybody: `make run` (the demo) and `make test`. `make help` lists the rest.

SHELL := bash
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check
CATALOGUES = $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
export PYTHONUNBUFFERED := 1

# Installs a lock file and names each package as it comes; pip's whole output is kept for when it fails. The file is
# complete, and pip must not fetch what it leaves out on purpose (pyproject.toml, tool.uv): hence --no-deps.
define install
set -o pipefail; $(PIP) install --require-hashes --no-deps --only-binary :all: --progress-bar off -r $(1) 2>&1 | tee $(VENV)/pip.log | \
  awk '/^Collecting/ { printf "\r  %d packages found …", ++n; fflush() } \
       /^Installing collected/ { printf "\r  unpacking %d packages …\n", n; fflush() }' || \
  { tail -n 15 $(VENV)/pip.log; echo "Installing failed; the whole report is in $(VENV)/pip.log. Is the package index within reach?"; exit 1; }
endef

.PHONY: help setup setup-test run test test-services test-browser lint format lock messages screenshots clean

help: ## Lists these targets.
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

setup: $(VENV)/run.stamp $(CATALOGUES) ## Makes the virtual environment from requirements.lock.

setup-test: $(VENV)/test.stamp $(CATALOGUES) ## The same, with what the tests and checks need.

$(VENV)/bin/python:
	@if [ -z "$(PYTHON)" ]; then \
	  echo "Pollenpost needs Python 3.11 or newer, and found none on the PATH."; \
	  echo "On Debian or Ubuntu: apt install python3 python3-venv   (or name yours: make run PYTHON=/path/to/python3.12)"; exit 1; fi
	@command -v "$(PYTHON)" >/dev/null 2>&1 || { echo "There is no $(PYTHON). Name another: make run PYTHON=python3.12"; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Pollenpost needs Python 3.11 or newer; $(PYTHON) is $$("$(PYTHON)" -V 2>&1). Name another: make run PYTHON=python3.12"; exit 1; }
	@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "$(PYTHON) comes without the venv module. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Making the virtual environment in $(VENV) with $$("$(PYTHON)" -V) …"
	@"$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); echo "The virtual environment could not be made."; exit 1; }

$(VENV)/run.stamp: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what the program needs (first time: a minute or two) …"
	@$(call install,requirements.lock)
	@$(PIP) install --no-build-isolation --no-deps -q -e .
	@touch $@ && echo "The environment stands."

$(VENV)/test.stamp: requirements-test.lock $(VENV)/run.stamp
	@echo "Installing what the tests need …"
	@$(call install,requirements-test.lock)
	@touch $@

# A catalogue is compiled again when its .po is newer.
%.mo: %.po | $(VENV)/run.stamp
	@$(BIN)/python manage.py compile_translations $<

run: setup ## The demo: site, worker and beat together, letters in the outbox. Ctrl-C ends all three.
	@$(BIN)/python manage.py run_demo $(if $(PORT),--port $(PORT))

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
	@DJANGO_SETTINGS_MODULE=pollenpost.settings.dev $(BIN)/django-admin makemessages -l de --no-obsolete --no-location \
	  -e html,xhtml,opf,txt,py,mjml -i '.venv*' -i var -i tests -i bench -i docs
	@$(BIN)/python manage.py compile_translations

screenshots: setup-test ## Photographs the running demo (needs Chromium): docs/screenshots/.
	@$(BIN)/python docs/screenshots/take.py

clean: ## Removes the environment and everything the program wrote.
	@rm -rf $(VENV) var
