# Set-up on a fresh machine needs nothing but Python >= 3.11, git and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint data bench clean

run: $(VENV)/ready  ## install, and rank the candidate investments on the bundled data
	$(BIN)/controlshift shift

test: $(VENV)/ready-to-test  ## the whole suite
	$(BIN)/python -m pytest

lint: $(VENV)/ready-to-test  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

data: $(VENV)/ready  ## write data/datapackage.json anew from the schema
	$(BIN)/python -m loaders.datapackage

bench: $(VENV)/ready-to-test  ## measure start-up, ranking and robustness
	$(BIN)/python -m benchmarks.commands

clean:
	rm -rf $(VENV) dist

$(VENV)/ready: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	touch $@

$(VENV)/ready-to-test: $(VENV)/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	touch $@
