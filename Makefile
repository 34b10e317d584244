# Golden Thread: `make run` and `make test` are all a newcomer needs; `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export FLASK_APP := app.py

.DEFAULT_GOAL := help
.PHONY: help run test test-fast check format bench pins pictures clean

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/product ## Set everything up and serve on http://127.0.0.1:8000
	@$(BIN)/flask prepare
	@exec $(BIN)/flask serve

test: $(VENV)/tests ## Every test: both databases and a real browser
	@$(BIN)/python -m tests.browser_present
	@$(BIN)/python -m pytest -n auto --dist worksteal

test-fast: $(VENV)/tests ## Every test that needs no browser
	@$(BIN)/python -m pytest -n auto --dist worksteal --ignore=tests/journeys
	@echo "Left out: tests/journeys, which need Chromium. 'make test' runs them too."

check: $(VENV)/tests ## Lint, types and import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/tests ## Put the code into the house's form
	@$(BIN)/ruff check --fix-only -q .
	@$(BIN)/ruff format .

bench: $(VENV)/tests ## Measure what people wait for
	@for name in first_answer pages course_format import_people standing organisation reminders exports; do $(BIN)/python -m bench.$$name || exit 1; done

pins: $(VENV)/tests ## Choose the newest releases that fit and pin them with their hashes
	@$(BIN)/python -m pip install -q pip-tools
	@$(BIN)/pip-compile -q --upgrade --generate-hashes --no-header --no-emit-index-url --no-emit-trusted-host --strip-extras -o requirements.txt pyproject.toml
	@$(BIN)/pip-compile -q --upgrade --generate-hashes --no-header --no-emit-index-url --no-emit-trusted-host --strip-extras --extra tests -o tests/requirements.txt pyproject.toml

pictures: $(VENV)/tests ## Make the pictures of the README anew
	@$(BIN)/python -m tests.browser_present
	@$(BIN)/python -m docs.make_pictures

clean: ## Remove the virtual environment; data/ stays
	@rm -rf $(VENV)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Name another with: make run PYTHON=python3.11")'
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's ensurepip is missing. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/product: requirements.txt | $(VENV)/bin/python
	@echo "Installing what the product needs (once, and when requirements.txt changes) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/tests: tests/requirements.txt | $(VENV)/bin/python
	@echo "Installing what the tests need (once, and when tests/requirements.txt changes) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r tests/requirements.txt
	@touch $@
