# make install   .venv with everything        make grade   grade the example class and write its report
# make test      all tests                    make lint    ruff and mypy
# make quick     the everyday tests           make validate   measure the suites (the README's table)
PYTHON ?= $(shell command -v python3.11 || echo python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet -c constraints.txt
# The CPU build of torch first, so that nothing pulls gigabytes of CUDA: from pip's own sources, else from PyTorch's index of CPU
# wheels, else (macOS) the plain one, which is a CPU build there.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
EXAMPLE := tests/fixtures/example_class
RUN ?= runs/example

.PHONY: install grade test quick lint validate bench clean

install: .venv/installed

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(PIP) torch==2.13.0+cpu 2>/dev/null || $(PIP) --index-url $(TORCH_INDEX) torch==2.13.0+cpu || $(PIP) torch
	$(PIP) -e '.[course,otter,dask,canvas,validate,dev]'
	touch .venv/installed

grade: install
	$(BIN)/convgrade grade convolution $(EXAMPLE)/moodle.zip --out $(RUN) || test $$? -eq 1
	$(BIN)/convgrade report $(RUN)

test: install lint
	$(BIN)/python -m pytest

quick: install
	$(BIN)/python -m pytest -m "not slow"

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

validate: install
	$(BIN)/convgrade validate

bench: install
	$(BIN)/python tests/benchmarks/throughput.py

clean:
	rm -rf .venv runs
