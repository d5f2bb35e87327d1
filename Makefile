# make grade     grade the example class and write its report (installs what that needs)
# make test      all tests (installs the rest)           make quick     the everyday tests
# make lint      ruff and mypy                           make validate  measure the suites (docs/kill-sheet.md)
# make docs      the pages made from the code            make site      the documentation as a site, in site/
# make bench     the table of docs/speed.md
# make matrix    the everyday tests on every Python here  make clean     remove .venv and runs
# make install   .venv with everything
PYTHON ?= $(shell command -v python3.11 || echo python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check -c constraints.txt
# The CPU build of torch first, so that nothing pulls gigabytes of CUDA: from pip's own sources, else from PyTorch's index of CPU
# wheels, else (macOS) the plain one, which is a CPU build there.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
EXAMPLE := tests/fixtures/example_class
RUN ?= runs/example
# Tests run beside each other, a file's mostly in one process: what a module of tests prepares is prepared once.
SIDE_BY_SIDE ?= -n logical --maxprocesses 4 --dist worksteal

.PHONY: install grade test quick matrix lint validate docs site bench clean

# The engine alone: enough for every NumPy assignment (about 90 MB, under a minute). PyTorch and the rest come with `make install`.
.venv/engine: pyproject.toml constraints.txt
	@echo "Installing the engine into .venv ..."
	$(PYTHON) -m venv .venv
	$(PIP) -e .
	touch .venv/engine

.venv/installed: .venv/engine
	@echo "Installing PyTorch, Otter, Dask and what the tests need into .venv (about 1 GB: some minutes) ..."
	$(PIP) torch==2.13.0+cpu || $(PIP) --index-url $(TORCH_INDEX) torch==2.13.0+cpu || $(PIP) torch
	$(PIP) -e '.[course,otter,dask,canvas,lti,github,validate,docs,dev]'
	touch .venv/installed

install: .venv/installed

grade: .venv/engine
	$(BIN)/convgrade grade convolution $(EXAMPLE)/moodle.zip --out $(RUN) || test $$? -eq 1
	$(BIN)/convgrade report $(RUN)

test: install lint
	$(BIN)/python -m pytest $(SIDE_BY_SIDE)

quick: install
	$(BIN)/python -m pytest -m "not slow" $(SIDE_BY_SIDE)

matrix:
	.ci/matrix

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

validate: install
	$(BIN)/convgrade validate --write docs/kill-sheet.md

docs: install
	$(BIN)/python docs/lms/overview.py
	$(BIN)/python docs/reference/make.py

site: install
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build -f .ci/mkdocs.yml

bench: install
	$(BIN)/python -m tests.benchmarks.peers

clean:
	rm -rf .venv .matrix .bench runs
