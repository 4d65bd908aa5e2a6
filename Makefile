# What you can do here; `make help` lists it.
# Bytecode is kept between runs, whatever the shell says: each start reads it.
unexport PYTHONDONTWRITEBYTECODE

PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest

help: ## Say what can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1  /p' $(MAKEFILE_LIST) | awk '{printf "  make %-12s", $$2; $$1 = $$2 = ""; print}'

up: ## Start the console; Ctrl-C stops it
	@sh tools/install requirements.txt
	@exec $(PYTHON) manage.py up

dev:
	@sh tools/install requirements-dev.txt

check: dev ## All static checks (under 10 s)
	@sh tools/check

fix: dev ## Repair what the checks can repair
	@.venv/bin/ruff check --fix --quiet . || true
	@.venv/bin/ruff format --quiet .

test: check ## All static checks and all tests
	@$(PYTEST) -q -n 2 -m "not e2e and not proof"
	@$(PYTEST) -q -n 2 --dist loadfile -m "e2e and not proof" tests/e2e/terminal
	@$(PYTEST) -q -m "e2e and not proof" --ignore tests/e2e/terminal

proof: dev ## The tests that are too slow for every run
	@THOROUGH=1 $(PYTEST) -q -n 2 -m "property and not e2e"
	@$(PYTEST) -q -m proof

golden: dev ## Write the expected change logs anew; review the diff
	@$(PYTEST) -q tests/golden --rewrite-golden

docs: dev ## Write docs/terminal.md anew, from the terminal's own commands
	@$(PYTEST) -q tests/terminal/test_document.py --rewrite-golden

screenshots: dev ## Every page and state as pictures in var/screenshots
	@$(PYTHON) -m tests.e2e.pages.screenshots

bench: dev ## Measure, print a table, write var/bench.json
	@$(PYTHON) -m tests.load.bench

.PHONY: help up dev check fix test proof golden docs screenshots bench
