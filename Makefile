# Everything runs in an environment of its own, .venv, made on first need.
PYTHON ?= python3
BIN := .venv/bin
RUN_STAMP := .venv/.run
TEST_STAMP := .venv/.test

.DEFAULT_GOAL := help
.PHONY: help run talk test check texts bench lock clean

help:  ## What can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */  make \1\t/' | expand -t 16

run: $(RUN_STAMP)  ## Start the service here: no token, no server, no question asked
	@$(BIN)/soglia run

talk: $(RUN_STAMP)  ## Walk the conversation in this terminal
	@$(BIN)/soglia talk

test: $(TEST_STAMP)  ## Run every test; what a missing browser leaves out is printed
	@$(BIN)/python -m pytest $(TESTS)

check: $(TEST_STAMP)  ## Lint, types, flows and stale texts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/soglia check --quiet
	@$(BIN)/python -m locales.texts --check

texts: $(RUN_STAMP)  ## Bring the catalogues in step with the Italian
	@$(BIN)/python -m locales.texts

bench: $(TEST_STAMP)  ## Measure speed side by side with peers, handoffs, the studio, the places' accuracy
	@$(BIN)/python -m tests.load.bench

lock: $(TEST_STAMP)  ## Renew the pinned requirements from pyproject.toml (needs uv)
	@for kind in run test; do \
	  uv pip compile pyproject.toml $$([ $$kind = test ] && echo --extra test) --universal \
	    --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
	    --python-version 3.11 -q -o requirements/$$kind.txt; done
	@for kind in build peers; do \
	  uv pip compile requirements/$$kind.in --universal --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --no-header --python-version 3.11 -q -o requirements/$$kind.txt; done

clean:  ## Remove the environments and what tools left; var/ stays
	@rm -rf .venv .venv-peers build dist ./*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Soglia needs Python 3.11 or newer; set PYTHON=python3.12, for example."; exit 1; }
	@echo "Making .venv (once)"
	@$(PYTHON) -m venv .venv

$(RUN_STAMP): .venv/bin/python requirements/run.txt requirements/build.txt pyproject.toml
	@echo "Installing what Soglia needs, each file checked against its hash"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
	  -r requirements/build.txt -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps \
	  --no-build-isolation --editable .
	@touch $@

$(TEST_STAMP): $(RUN_STAMP) requirements/test.txt
	@echo "Installing what the tests need"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
	  -r requirements/test.txt
	@touch $@
