# Two commands do everything on a machine with Python 3.11+ and git: make demo, make test.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CONSTRAINTS := constraints.txt
WORKERS ?= 2
QUICK := tests/cases tests/house tests/unit tools --ignore=tests/house/test_docs.py --ignore=tests/unit/git

# By these variables pip keeps to the constraints where it builds, too; the second is what pip 25.3 and later read.
PIP := PIP_CONSTRAINT=$(CONSTRAINTS) PIP_BUILD_CONSTRAINT=$(CONSTRAINTS) \
  $(BIN)/python -m pip install --quiet --disable-pip-version-check

# What is installed is known by the name of its Python: with another one, the environment is built again.
DEMO := $(VENV)/.demo-$(notdir $(PYTHON))
DEV := $(VENV)/.dev-$(notdir $(PYTHON))

.DELETE_ON_ERROR:
.PHONY: demo quick lint test test-floors bench bench-peers clients interop clean help check-machine
.PHONY: soak soak-suite soak-inputs soak-settings soak-bombs soak-kills soak-reads soak-kept soak-downloads

help:
	@echo "make demo     build .venv, validate the catalog, show a resolved card"
	@echo "make quick    lint, types, and the tests that a change most likely breaks: under two minutes"
	@echo "make test     all that CI runs: lint, types, tests; with PYTHON=python3.13, on that Python"
	@echo "make test-floors  the same with the lowest version of each dependency that pyproject.toml allows"
	@echo "make bench    what the command costs beside an empty Python, and in catalogs of up to 10,000 cards"
	@echo "make bench-peers  other programs that make bench compares with (downloads about 300 MB of packages)"
	@echo "make soak     the long campaigns: all samples whole, odd cards and settings, bombs, kills inside fetches, commits that land while others read and what is kept is removed, downloads with faults"
	@echo "make clients  type checkers, notebooks, data frames and drawings by other programs (downloads about 150 MB; Graphviz, npm and Chromium are the system's)"
	@echo "make interop  the real fairseq2 beside ours (downloads about 1 GB of packages)"

demo: $(DEMO)
	$(BIN)/catalog validate --strict --quiet
	$(BIN)/catalog show qwen3_8b

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/catalog validate --strict --quiet

quick: lint
	$(BIN)/python -m pytest -n $(WORKERS) $(QUICK)

test: lint
	$(BIN)/python -m pytest -n $(WORKERS) --cov --cov-report=term:skip-covered --cov-fail-under=95

test-floors: build/floors.txt
	$(MAKE) test VENV=.venv-floors CONSTRAINTS=$<

build/floors.txt: pyproject.toml tests/floors.py | check-machine
	mkdir -p build
	$(PYTHON) tests/floors.py > $@

bench: $(DEV)
	$(BIN)/python bench/startup.py
	$(BIN)/python bench/fetching.py
	$(BIN)/python bench/scale.py
	$(BIN)/python bench/table.py $(BENCH)

bench-peers: $(DEMO)
	$(BIN)/python bench/peers.py

soak: soak-suite soak-inputs soak-settings soak-bombs soak-kills soak-reads soak-kept soak-downloads

soak-suite: $(DEV)
	SOAK=1 $(BIN)/python -m pytest -n $(WORKERS)

soak-inputs: $(DEV)
	$(BIN)/python -m tests.campaigns.soak cards

soak-settings: $(DEV)
	$(BIN)/python -m tests.campaigns.soak settings

soak-bombs: $(DEV)
	$(BIN)/python -m tests.campaigns.soak_bombs

soak-kills: $(DEV)
	$(BIN)/python -m tests.remote.kills 200

soak-reads: $(DEV)
	$(BIN)/python -m tests.integrity.torn_reads 1000 8

soak-kept: $(DEV)
	$(BIN)/python -m tests.kept.crowd 1000 8

soak-downloads: $(DEV)
	$(BIN)/python -m tests.assets.faults
	$(BIN)/python -m tests.assets.command_faults

clients: $(DEV) build/clients/mermaid.min.js
	$(PIP) --editable ".[clients,dev]"
	$(BIN)/python -m pytest tests/clients

build/clients/mermaid.min.js: | check-machine
	mkdir -p build/clients
	npm pack --silent --pack-destination build/clients mermaid@12.3.0
	tar -xzf build/clients/mermaid-12.3.0.tgz -O package/dist/mermaid.min.js > $@

interop: $(DEV)
	$(BIN)/python -m tests.interop

clean:
	rm -rf $(VENV) .venv-floors .interop build

$(DEMO): pyproject.toml $(CONSTRAINTS) | check-machine
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) --editable .
	$(BIN)/python -m compileall -q tools hooks
	touch $@

$(DEV): $(DEMO)
	$(PIP) --editable ".[dev]"
	touch $@

check-machine:
	@command -v git >/dev/null || { echo "git is missing: install it with the system's packages (apt install git)"; exit 1; }
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing: install Python 3.11 or later, or name it: make PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than 3.11: name another with make PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "this Python has no venv: install it (apt install python3-venv)"; exit 1; }
