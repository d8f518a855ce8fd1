# Two commands do everything on a machine with Python 3.11+ and git: make demo, make test.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2

.PHONY: demo test lint types check-machine bench soak soak-inputs soak-kills soak-reads interop clean help

help:
	@echo "make demo     build .venv, validate the catalog, show a resolved card"
	@echo "make test     all that CI runs: lint, types, tests"
	@echo "make bench    what the command costs beside an empty Python"
	@echo "make soak     the long campaigns: odd inputs, kills inside fetches, commits that land while others read"
	@echo "make interop  the real fairseq2 beside ours (downloads about 1 GB of packages)"

demo: $(VENV)/.demo
	$(BIN)/catalog validate --strict --quiet
	$(BIN)/catalog show qwen3_8b

test: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/catalog validate --strict --quiet
	$(BIN)/python -m pytest -n $(WORKERS) --cov --cov-report=term:skip-covered --cov-fail-under=95

bench: $(VENV)/.demo
	$(BIN)/python bench/startup.py

soak: soak-inputs soak-kills soak-reads

soak-inputs: $(VENV)/.dev
	$(BIN)/python -m tests.campaigns.soak

soak-kills: $(VENV)/.dev
	$(BIN)/python -m tests.remote.kills 200

soak-reads: $(VENV)/.dev
	$(BIN)/python -m tests.integrity.torn_reads 1000 8

interop: $(VENV)/.dev
	$(BIN)/python -m tests.interop

clean:
	rm -rf $(VENV) .interop

$(VENV)/.demo: pyproject.toml constraints.txt | check-machine
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	$(BIN)/python -m compileall -q tools hooks
	touch $@

$(VENV)/.dev: $(VENV)/.demo
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	touch $@

check-machine:
	@command -v git >/dev/null || { echo "git is missing: install it with the system's packages (apt install git)"; exit 1; }
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing: install Python 3.11 or later, or name it: make PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than 3.11: name another with make PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "this Python has no venv: install it (apt install python3-venv)"; exit 1; }
