# `make run` shows the dashboard, `make test` tests it; both install what they need, once.
# "NPM" is the National Preventive Mechanism.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What an index hands out must hash to what was locked.
LOCKED := --require-hashes -r
PIP := $(BIN)/python -m pip install --quiet --no-input --disable-pip-version-check
# uv takes seconds where pip takes a minute; where only pip is set to an index, pip does it.
INSTALL = $(BIN)/python -m uv pip install --quiet --python $(BIN)/python $(1) || $(PIP) $(1)
RUNTIME := $(VENV)/.installed
DEVELOPMENT := $(VENV)/.installed-dev
# DuckDB's long-term version with what a lake needs: laid before the environment's DuckDB.
LAKE_LOCK := requirements-lake-dev.lock
LAKE_DUCKDB := $(shell sed -n 's/^duckdb==\([0-9.]*\).*/\1/p' $(LAKE_LOCK))
LAKE_FOLDER := .artifacts/lake-$(LAKE_DUCKDB)
ON_LAKE = PYTHONPATH=$(LAKE_FOLDER) $(BIN)/python
# What DuckDB answers, against numbers worked out without it.
DUCKDB_TESTS := tests/queries/test_worked_example.py tests/queries/test_oracle.py
# What it writes as well; what is the program's own or the system's (kills, faults) is tried once.
MORE_DUCKDB_TESTS := tests/database tests/queries tests/keeping/test_change.py tests/keeping/test_update.py \
	tests/cli/test_query.py tests/cli/test_history.py::test_an_older_register_is_brought_up_to_date
# What is told of keeping holds in a lake too; the rest of tests/keeping is about the file itself.
KEPT_IN_LAKE := tests/keeping/test_update.py tests/keeping/test_follow_up.py tests/keeping/test_left_out.py \
	tests/ui/test_history.py tests/cli/test_history.py tests/ui/test_follow_up_entry.py
REFERENCES_FOLDER := .artifacts/references
SOURCES := npm_data pages dashboard.py bench scripts tests

# Where nothing compiled may be written, each process compiles all that it imports.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run serve install check format rewritten test test-unit test-browser test-lake test-duckdb-1.5 browser lake \
	programs bench screenshots references audit everywhere lock clean

help: ## this list
	@grep -E '^[a-z0-9.-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

run: $(RUNTIME) ## the dashboard at http://127.0.0.1:8501 (PORT=, NPM_DATABASE= to change)
	@$(BIN)/python -m scripts.serve

serve: $(RUNTIME) ## the same for many people: a process a core behind nginx (WORKERS=2 to change)
	@WORKERS=$(or $(WORKERS),auto) $(BIN)/python -m scripts.serve

install: $(DEVELOPMENT) ## everything that the checks and tests need

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; name it with PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@sed -n '/^uv==/,/[^\\]$$/p' requirements-dev.lock > $(VENV)/uv.lock
	@$(PIP) $(LOCKED) $(VENV)/uv.lock

$(RUNTIME): requirements.lock | $(VENV)/bin/python
	@echo "Installing packages into $(VENV) (once, a minute at most) ..."
	@$(call INSTALL,$(LOCKED) requirements.lock)
	@touch $@

$(DEVELOPMENT): requirements-dev.lock $(RUNTIME)
	@echo "Installing what the tests need into $(VENV) ..."
	@$(call INSTALL,$(LOCKED) requirements-dev.lock)
	@touch $@

check: $(DEVELOPMENT) ## format, lint, types and the layers of the modules
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(DEVELOPMENT) ## lays out the code as `make check` wants it
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

# Otherwise each process of the tests rewrites the assertions of all of them, all at once.
rewritten: $(DEVELOPMENT)
	@$(BIN)/python -m pytest --collect-only -qq --ignore tests/lake >/dev/null

test: test-unit test-lake test-browser ## all tests, with coverage, and in a real browser

# A file stays with one process: its servers and registers are made once.
test-unit: $(DEVELOPMENT) ## all tests that need no browser, with the coverage gate
	$(BIN)/python -m pytest -n 2 --dist loadfile --ignore tests/browser --ignore tests/lake --cov --cov-report=term:skip-covered

# Three of them keep two cores busy: a browser waits now and then.
test-browser: $(DEVELOPMENT) browser ## the dashboard in Chromium
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder tests/browser -m browser \
		--junitxml=.artifacts/browser.xml

programs: # Chromium, nginx and PostgreSQL of the system; beside the packages where make runs several jobs
	@$(PYTHON) -m scripts.install_programs

browser: programs $(DEVELOPMENT) # installed ones, or such as can be had
	@$(BIN)/python -m scripts.install_programs --or-fetch

$(LAKE_FOLDER)/.installed: $(LAKE_LOCK) $(DEVELOPMENT)
	@$(call INSTALL,--no-deps --target $(LAKE_FOLDER) $(LOCKED) $(LAKE_LOCK))
	@touch $@

lake: $(LAKE_FOLDER)/.installed ## DuckDB's long-term version, DuckLake and S3 storage, in a folder

# Two of them wait for servers that start, hang and die.
test-lake: lake programs ## a register in a lake, with a real PostgreSQL and S3 storage
	COVERAGE_FILE=.artifacts/lake.coverage $(ON_LAKE) -m pytest -n 2 --dist loadfile tests/lake \
		--cov --cov-config=tests/lake/coverage.ini --cov-report=term:skip-covered --junitxml=.artifacts/lake.xml
	KEPT_IN=lake $(ON_LAKE) -m pytest -n 2 tests/keeping/test_change.py

test-duckdb-1.5: lake ## the same numbers on DuckDB's long-term version
	@$(ON_LAKE) -c "import duckdb; assert duckdb.__version__ == '$(LAKE_DUCKDB)'"
	$(ON_LAKE) -m pytest $(DUCKDB_TESTS)

bench: $(DEVELOPMENT) browser ## what is asked, sent and drawn at national size, or SIZE=10 (100) times of it
	$(BIN)/python -m bench $(if $(SIZE),--size $(SIZE))

screenshots: $(DEVELOPMENT) browser ## the pictures of the README
	$(BIN)/python -m scripts.screenshots

references: $(DEVELOPMENT) requirements-references.txt ## figures of lifelines, scipy and statsmodels that tests hold ours against
	@mkdir -p .artifacts && sed -E '/^ +--hash/d; s/ *\\$$//' requirements-dev.lock > .artifacts/versions.txt
	@$(call INSTALL,--target $(REFERENCES_FOLDER) --constraint .artifacts/versions.txt -r requirements-references.txt)
	PYTHONPATH=$(REFERENCES_FOLDER) $(BIN)/python -m scripts.references

audit: $(DEVELOPMENT) ## whether a pinned package has a known vulnerability, where the services can be asked
	$(BIN)/python -m scripts.audit

everywhere: export EVERYWHERE ?= $(shell date +%s)
everywhere: audit test ## what the gate samples, whole, with chance drawn anew: long
	$(ON_LAKE) -m pytest -n 2 --dist worksteal $(MORE_DUCKDB_TESTS)
	KEPT_IN=lake $(ON_LAKE) -m pytest -n 2 --dist loadfile $(KEPT_IN_LAKE)

lock: $(DEVELOPMENT) ## pins the versions of requirements*.txt anew
	@$(BIN)/python -m scripts.lock $(LOCK_OPTIONS)

clean: ## removes what was generated, but neither databases nor the environment
	rm -rf .artifacts .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
