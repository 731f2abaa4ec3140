# `make demo` and `make test` need Python 3.11 or later and make: whatever else they use is installed into .venv on
# first use, in the versions of constraints.txt, by uv where it is installed and by pip otherwise. It is installed
# again only when pyproject.toml or constraints.txt changes. PYTHON=/path/to/python chooses the interpreter.

VENV ?= .venv
OUT ?= mlgraph-out
CANDIDATES = $(or $(PYTHON),python3.13 python3.12 python3.11 python3)
BIN := $(VENV)/bin
CONSTRAINTS := constraints.txt
PACKAGES := mlgraph ontology ingest queries

.DELETE_ON_ERROR:
.PHONY: help demo test check lint slow format constraints clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -e 's/:.*## /: /'

demo: $(VENV)/.ready-run ## scan examples/rag-chat; the documents and the graph go to mlgraph-out/
	@mkdir -p $(OUT)
	$(BIN)/mlgraph scan examples/rag-chat --offline --graph $(OUT)/graph.duckdb -o $(OUT)/demo

test: $(VENV)/.ready-dev ## the tests, without the slow ones
	$(BIN)/python -m pytest -m "not slow" --numprocesses=auto --dist=worksteal

slow: $(VENV)/.ready-dev ## the slow tests: the installed wheel in an empty and in a foreign folder, the README
	$(BIN)/python -m pytest -m slow

lint: $(VENV)/.ready-dev ## format, lint rules, types, layers, docstrings
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict
	$(BIN)/lint-imports
	$(BIN)/interrogate --quiet $(PACKAGES)

check: lint test ## what a change has to pass: lint and test

format: $(VENV)/.ready-dev ## rewrite the sources in the one format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

constraints: $(BIN)/python ## renew constraints.txt: the newest versions that pyproject.toml allows
	$(BIN)/python -m venv --clear $(VENV)/renewed
	$(VENV)/renewed/bin/python -m pip install --no-input --disable-pip-version-check --quiet --editable '.[dev]'
	$(VENV)/renewed/bin/python -m pip freeze --disable-pip-version-check --exclude-editable > $(CONSTRAINTS).new
	mv $(CONSTRAINTS).new $(CONSTRAINTS)
	rm -rf $(VENV)/renewed

clean: ## remove the environment, the caches and what the demo wrote
	rm -rf $(VENV) $(OUT) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

# A name on the PATH proves nothing (a version manager's shim may fail), so every candidate is run.
$(BIN)/python:
	@for candidate in $(CANDIDATES); do \
	  if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then chosen=$$candidate; break; fi; \
	done; \
	if command -v uv >/dev/null 2>&1; then uv venv --quiet --clear --python "$${chosen:->=3.11}" $(VENV); exit; fi; \
	if [ -z "$$chosen" ]; then \
	  echo "mlgraph needs Python 3.11 or later, and none of these is one: $(CANDIDATES). Name yours: make PYTHON=/path/to/python" >&2; exit 1; \
	fi; \
	if ! "$$chosen" -c 'import ensurepip, venv' >/dev/null 2>&1; then \
	  echo "$$chosen cannot make virtual environments: install its venv package (Debian, Ubuntu: python3-venv) or uv" >&2; exit 1; \
	fi; \
	"$$chosen" -m venv --clear $(VENV)

define install
	@if command -v uv >/dev/null 2>&1; then \
	  uv pip install --quiet --python $(BIN)/python --constraint $(CONSTRAINTS) --editable '$(1)'; exit; \
	fi; \
	if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then $(BIN)/python -m ensurepip >/dev/null; fi; \
	$(BIN)/python -m pip install --no-input --disable-pip-version-check --quiet --constraint $(CONSTRAINTS) --editable '$(1)'
endef

$(VENV)/.ready-run: pyproject.toml $(CONSTRAINTS) | $(BIN)/python
	$(call install,.)
	@touch $@

$(VENV)/.ready-dev: pyproject.toml $(CONSTRAINTS) | $(BIN)/python
	$(call install,.[dev])
	@touch $@ $(VENV)/.ready-run
