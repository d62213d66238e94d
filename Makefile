# The ways in. `make` alone prints them.
PYTHON ?= python3
PIP_ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
MODEL := smollm2-135m

.DEFAULT_GOAL := help
.PHONY: help chat test check fix eval clean lint model

help: ## print this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

chat: $(VENV)/installed model ## install what is missing and open the chat page on this machine
	$(BIN)/sommelier serve

test: $(VENV)/tools model ## install the test tools and run every test that this machine can run
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: lint test ## format, lint, types, layers and tests: what has to be green before a commit

lint: $(VENV)/tools
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(VENV)/tools ## format the code and repair what the linter can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

eval: $(VENV)/installed ## play the scripted dialogues
	$(BIN)/sommelier evaluate dialogues

clean: ## remove the environment and every cache of this folder
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Fetched and converted once; without a network the chat works in plain wording and the tests of the model are skipped.
model: $(VENV)/installed
	@$(BIN)/sommelier models prepare $(MODEL) --quiet || echo "Going on without a language model."

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=python3.12 ..."; exit 2; }
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/installed: pyproject.toml constraints.txt | $(VENV)/python
	$(PIP) install --quiet -c constraints.txt $(PIP_ARGS) -e .
	touch $@

$(VENV)/tools: $(VENV)/installed
	$(PIP) install --quiet -c constraints.txt $(PIP_ARGS) -e '.[dev]'
	touch $@
