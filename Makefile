# Needs Python 3.11 or later with its venv module, and a pip that can reach its packages; nothing else.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --constraint constraints.txt

# Name an interpreter as in `make demo PYTHON=/opt/python3.13/bin/python3`; without it the newest usual name that works is taken.
PYTHON ?=
# Passed on, as in `make demo ARGS="--demo-calls 1000000"` or `make test ARGS="tests/storage -x"`.
ARGS ?=
# How many tests run at once; those of real terminals, which keep time, follow one another in one of them.
WORKERS ?= 2

.PHONY: help demo test lint format bench kills equivalence screenshots readme clean

help:
	@echo 'make demo         open the program on its embedded gateway: no key, no network'
	@echo 'make test         run every test'
	@echo 'make lint         check style, format and types'
	@echo 'make format       put the code into the standard format'
	@echo 'make bench        print the measured ratios of start-up, keys, bytes and memory'
	@echo 'make kills        kill the program over and over, and count decisions lost, doubled or out of order'
	@echo 'make equivalence  hold the display layer against the bytes of Textual, for 100,000 updates'
	@echo 'make screenshots  draw the pictures of the README anew, from the demo'
	@echo 'make readme       write the key table of the README anew, from the action table'
	@echo 'make clean        remove what the above made'

demo: $(VENV)/.run
	@$(BIN)/callrail-tui --demo $(ARGS)

test: $(VENV)/.dev
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadgroup $(ARGS)

lint: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(VENV)/.dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# Measured as people have it installed: without development tools, some of which httpx would load at its import.
bench: $(VENV)-bench/.made
	@$(VENV)-bench/bin/python -m bench $(ARGS)

$(VENV)-bench/.made: $(VENV)/.made pyproject.toml constraints.txt
	@echo 'Installing callrail-tui into $(VENV)-bench ...'
	@$(BIN)/python -m venv $(VENV)-bench
	@$(VENV)-bench/bin/python -m pip --disable-pip-version-check --quiet install --constraint constraints.txt --editable . pyte
	@touch $@

# Real processes on a line that breaks; `make kills ARGS="--seed 17"` runs one schedule alone.
kills: $(VENV)/.dev
	@$(BIN)/python -m bench.kills $(ARGS)

# Two terminal emulators in one process; `make equivalence ARGS="--seed 17 --session 3"` runs one session alone.
equivalence: $(VENV)/.dev
	@$(BIN)/python -m bench.equivalence $(ARGS)

screenshots: $(VENV)/.dev
	@$(BIN)/python -m screenshots $(ARGS)

readme: $(VENV)/.dev
	@$(BIN)/python -c "from pathlib import Path; from callrail_tui.present.key_table import with_key_table; \
		readme = Path('README.md'); readme.write_text(with_key_table(readme.read_text('utf-8')), 'utf-8')"

clean:
	rm -rf $(VENV) $(VENV)-bench .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist snapshot_report.html
	find callrail_tui tests bench screenshots -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps: made once, and again only when what they were made from has changed.
$(VENV)/.run: $(VENV)/.made pyproject.toml constraints.txt
	@echo 'Installing callrail-tui into $(VENV) ...'
	@$(PIP) --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.made pyproject.toml constraints.txt
	@echo 'Installing callrail-tui and its development tools into $(VENV) ...'
	@$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.run

# A name on the PATH may be a shim for a Python that is not there, or one without venv: each is tried, not only looked up.
$(VENV)/.made:
	@no_venv=; \
	for python in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python); do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
		"$$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || { no_venv=$$python; continue; }; \
		"$$python" -m venv $(VENV) && touch $@ && exit 0; \
		echo "$$python could not make $(VENV)." >&2; exit 1; \
	done; \
	if [ -n "$$no_venv" ]; then \
		echo "$$no_venv has no venv module. Install it (on Debian and Ubuntu: apt install python3-venv)." >&2; \
	else \
		echo 'Python 3.11 or later is needed, and none was found.' >&2; \
		echo 'Install one, or name it: make $(firstword $(MAKECMDGOALS)) PYTHON=/path/to/python3' >&2; \
	fi; \
	exit 1
