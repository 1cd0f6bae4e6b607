# Set-up on a fresh machine needs nothing but Python >= 3.11, git and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test test-lowest lint data bench clean

run: $(VENV)/ready  ## install, and rank the candidate investments on the bundled data
	$(BIN)/controlshift shift

test: $(VENV)/ready-to-test  ## the whole suite
	$(BIN)/python -m pytest

# Python 3.11, for which the oldest versions have wheels: make test-lowest PYTHON=python3.11
test-lowest: LOWEST := $(VENV)-lowest/bin
test-lowest:  ## the whole suite on the lowest versions that pyproject.toml allows
	$(PYTHON) -m venv --clear $(VENV)-lowest
	$(LOWEST)/python -m pip install --quiet --disable-pip-version-check uv
	$(LOWEST)/uv pip install --quiet --python $(LOWEST)/python --resolution lowest-direct --compile-bytecode --editable '.[test]'
	$(LOWEST)/python -m pytest

lint: $(VENV)/ready-to-test  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

data: $(VENV)/ready  ## write data/datapackage.json anew from the schema
	$(BIN)/python -m loaders.datapackage

bench: $(VENV)/ready-to-test  ## measure start-up, ranking and robustness
	$(BIN)/python -m benchmarks.commands

clean:
	rm -rf $(VENV) $(VENV)-lowest dist

$(VENV)/ready: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	touch $@

$(VENV)/ready-to-test: $(VENV)/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	touch $@
