# `make cleaned` runs the main job on seeds/, `make test` the tests, `make check` everything else a
# change must pass. Each sets up what it needs from nothing but python3 (3.11 or later).
PYTHON ?= python3
BIN := .venv/bin

.PHONY: cleaned test check format

cleaned: .venv/ready
	$(BIN)/cleaner clean seeds -o cleaned

test: .venv/ready
	$(BIN)/pytest -n auto --dist loadfile -m "not heavy"

check: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto --dist loadfile --hypothesis-profile random
	$(BIN)/cleaner check seeds
	$(BIN)/cleaner clean seeds -o cleaned --check
	$(BIN)/cleaner check cleaned --no-baseline

format: .venv/ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/python -m cleaner.catalogue
	$(BIN)/python -m cleaner.schema

# Older pips stop where two of the peers ask for one extra of lxml in two spellings.
.venv/ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "cleaner needs Python 3.11 or later; set PYTHON=")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -qq --disable-pip-version-check --upgrade 'pip>=24'
	$(BIN)/python -m pip install -qq --disable-pip-version-check --editable '.[dev]'
	@touch $@
