# Every target sets up what it needs; `make help` lists them.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
CLIENTS := tests/clients

.DEFAULT_GOAL := help
.PHONY: help run test test-clients eval bench check lint format pictures lock clean

help:  ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

run: $(VENV)/.runtime  ## Start Pesan: the demo in a browser, or real Telegram when .env holds a token
	@$(BIN)/pesan start

test: $(VENV)/.dev lint  ## Lints, types, contracts and every test (real PostgreSQL, real Chromium)
	@$(BIN)/python -m pytest

test-clients: $(VENV)/.dev $(CLIENTS)/.venv/.installed $(CLIENTS)/node_modules/.installed  ## The simulator under bots of aiogram, pyTelegramBotAPI and grammY (needs node and npm)
	@$(BIN)/python -m pytest $(CLIENTS)

lint: $(VENV)/.dev  ## Ruff, mypy --strict and the import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/.dev  ## Let ruff write the code its way
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

eval: $(VENV)/.dev  ## Read the lines whose meaning is known, and say how well
	@$(BIN)/python -m tests.tools.evaluate

bench: $(VENV)/.dev  ## Measure against yardsticks of the same run; writes benchmarks/results.json
	@$(BIN)/python -m benchmarks

check: $(VENV)/.runtime  ## Recompute stock and money from the ledgers
	@$(BIN)/pesan check

pictures: $(VENV)/.dev  ## Take the pictures of the docs anew, from the stories on the page
	@$(BIN)/python -m tests.tools.take_pictures

lock: $(VENV)/.dev  ## Write the lock files anew from what is installed
	@$(BIN)/python -m tests.tools.lock

clean:  ## Remove the environment and caches
	rm -rf $(VENV) $(CLIENTS)/.venv $(CLIENTS)/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

# The clients of others live apart: their pins are not ours, and nothing of ours imports them.
$(CLIENTS)/.venv/.installed: $(CLIENTS)/requirements.lock
	$(PYTHON) -m venv $(CLIENTS)/.venv
	$(CLIENTS)/.venv/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

$(CLIENTS)/node_modules/.installed: $(CLIENTS)/package-lock.json $(CLIENTS)/package.json
	cd $(CLIENTS) && npm ci --loglevel=error
	@touch $@
