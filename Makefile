# Every target sets itself up: bare python3 (3.11 or newer) with pip, git and make are enough.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.ready

.PHONY: setup run test test-slow test-all check format bench battery kill-loop keys-meanwhile two-windows fuzz audit wheel-test release lock clean

setup: $(STAMP)

$(STAMP): requirements-dev.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q src
	@touch $(STAMP)

run: setup
	@$(BIN)/newsdesk

test: setup
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m "not slow"

test-slow: setup
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m slow

test-all: setup
	@$(BIN)/python -m pytest -n 2

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# All of the suite, or one: make bench NAME=refresh. The figures go into docs/performance.md.
bench: setup
	$(BIN)/python -m benchmarks $(NAME)

# Every case of a folder of hostile inputs, end to end; HOSTILE names the folder.
HOSTILE ?= ../shared/hostile
battery: setup
	$(BIN)/python -m tests.battery $(HOSTILE)

# Everything killed again and again while it fetches and marks; KILLS says how often.
KILLS ?= 200
kill-loop: setup
	$(BIN)/python -m tests.battery.kill_loop $(KILLS)

# How long keys take while the whole folder is fetched at once.
keys-meanwhile: setup
	$(BIN)/python -m tests.battery.keys_meanwhile $(HOSTILE)

# SECONDS of random keys in two windows on one home; make fuzz takes as long for each target.
SECONDS ?= 60
two-windows: setup
	$(BIN)/python -m tests.battery.two_windows $(SECONDS)

fuzz: setup
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS) $(FUZZ)

# Every dependency pinned with hashes, none of a version that is known to be bad.
audit: setup
	$(BIN)/python -m tools.audit requirements.lock requirements-dev.lock

# The wheel as people get it: built, installed in a clean environment with run-time dependencies only, and run.
wheel-test: setup
	rm -rf dist
	$(BIN)/python -m build --no-isolation --quiet
	$(BIN)/python -m tests.wheel dist requirements.lock

release: check test-all wheel-test

lock: setup
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --allow-unsafe --output-file requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --allow-unsafe --extra dev --output-file requirements-dev.lock pyproject.toml

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
