# Everything a person or CI runs. `make run` and `make test` need git, make, python3 and python3-venv; nothing else.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
DATA_DIR ?= $(CURDIR)/var
WORKERS ?= 2
export PORT DATA_DIR
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test test-services ci fmt lint types arch check-deploy messages bench screenshots requirements clean

run: $(VENV)/.run
	@$(BIN)/python -m config.system run
	@exec $(BIN)/python -m config.run

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Porte-voix needs Python 3.11 or later with venv (Debian: apt-get install python3 python3-venv)." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	@echo "Installing dependencies (once, about a minute) ..."
	@$(BIN)/pip install -q --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.test: requirements-dev.txt | $(VENV)/bin/python
	@echo "Installing dependencies for tests (once) ..."
	@$(BIN)/pip install -q --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/.run

test: $(VENV)/.test
	@$(BIN)/python -m config.system test
	@$(BIN)/python -m config.translations
	$(BIN)/pytest -m "not services" -n $(WORKERS) --dist worksteal

test-services: $(VENV)/.test
	@$(BIN)/python -m config.system test
	@$(BIN)/python -m config.translations
	$(BIN)/python -m tests.with_services $(BIN)/pytest -m "not browser and not embedded" -n $(WORKERS) --dist worksteal

ci: test test-services lint types arch check-deploy

fmt: $(VENV)/.test
	$(BIN)/ruff check --fix . && $(BIN)/ruff format .

lint: $(VENV)/.test
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(VENV)/.test
	$(BIN)/mypy

arch: $(VENV)/.test
	$(BIN)/lint-imports

check-deploy: $(VENV)/.test
	$(BIN)/python -m tests.check_deploy

messages: $(VENV)/.test
	$(BIN)/python manage.py makemessages --all --no-obsolete --no-location --ignore .venv --ignore var --ignore tests
	$(BIN)/python -m config.translations

bench: $(VENV)/.test
	$(BIN)/python -m benchmarks.run

screenshots: $(VENV)/.test
	$(BIN)/python -m config.system test
	$(BIN)/python -m tests.screenshots

requirements: $(VENV)/.test
	@$(BIN)/pip install -q uv
	PIP_CONFIG_FILE=/dev/null PIP_FIND_LINKS= $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-annotate --no-header -o requirements.txt pyproject.toml
	PIP_CONFIG_FILE=/dev/null PIP_FIND_LINKS= $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-annotate --no-header --group dev -c requirements.txt -o requirements-dev.txt pyproject.toml

clean:
	rm -rf $(VENV) var static-root .mypy_cache .ruff_cache .pytest_cache
