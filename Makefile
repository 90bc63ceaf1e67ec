# Everything here works on a machine with Python 3.11 or newer and make. `make run` and `make test` are all that one needs.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
ifneq ($(filter test test-fast,$(MAKECMDGOALS)),)
ifeq ($(origin PYTHON),command line)
# `make test PYTHON=python3.13` has a venv of its own, and leaves alone the one that runs the bot.
VENV := .venv-$(notdir $(PYTHON))
endif
endif
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test test-fast test-all check setup bench bench_check lock places schema pictures clean

run: $(VENV)/run.done .env  ## the bot: on Telegram with BOT_TOKEN, else in the sandbox
	@$(BIN)/python -m bot start

test: $(VENV)/dev.done  ## every check and every test
	@$(BIN)/python -m tests.browser
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest $(SIDE_BY_SIDE) --cov --cov-report=json
	@$(BIN)/python -m tools.coverage_floors

test-fast: $(VENV)/dev.done  ## the tests that start no process and no browser
	$(BIN)/pytest $(SIDE_BY_SIDE) -m "not browser and not slow"

PYTHONS ?= python3.11 python3.12 python3.13 python3.14

test-all:  ## `make test` with each of these that is here
	@for python in $(PYTHONS); do \
	    if $$python -c '' 2>/dev/null; then $(MAKE) test PYTHON=$$python || exit 1; else echo "There is no $$python here."; fi; \
	done

# Who has run out of tests takes some of another's; beyond eight, each costs more to start than it saves.
SIDE_BY_SIDE := -n auto --maxprocesses 8 --dist worksteal

check: $(VENV)/dev.done  ## format, lint and types, mending what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/mypy

setup: $(VENV)/dev.done  ## only the .venv

bench: $(VENV)/bench.done  ## CPU per turn, beside two peers
	@$(BIN)/python -m benchmarks.turns

bench_check: $(VENV)/dev.done  ## CPU and memory of checking 200 dialogues
	@$(BIN)/python -m benchmarks.checking

lock: $(VENV)/tools.done  ## pin all dependencies anew, with hashes
	$(BIN)/uv pip compile $(LOCK) pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile $(LOCK) -c requirements/run.txt pyproject.toml --group dev -o requirements/dev.txt
	$(BIN)/uv pip compile $(LOCK) -c requirements/dev.txt pyproject.toml --group bench -o requirements/bench.txt
	$(BIN)/uv pip compile $(LOCK) -c requirements/dev.txt pyproject.toml --group tools -o requirements/tools.txt

LOCK := -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url

places: $(VENV)/tools.done  ## derive the table of cities anew
	$(BIN)/python -m tools.places

schema: $(VENV)/dev.done  ## what editors know of the dialogue files, anew
	$(BIN)/python -m tools.schemas

pictures: $(VENV)/dev.done  ## the README's pictures, from the real bot
	$(BIN)/python -m tools.pictures
	@$(BIN)/python -m bot graph home --format svg --out docs/pictures

clean:
	rm -rf .venv .venv-* .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*

.env:
	@(umask 077 && cp .env.example .env)
	@echo "Made .env from .env.example. Put a bot token into it to run the bot on Telegram."

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; make PYTHON=/path/to/python3.11 names it."; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# One stamp for each set of dependencies: a changed lock file installs anew, an unchanged one costs nothing.
$(VENV)/%.done: requirements/%.txt | $(VENV)/bin/python
	@echo "Installing requirements/$*.txt into $(VENV)"
	@$(BIN)/pip install --quiet --require-hashes --no-deps -r $<
	@touch $@
