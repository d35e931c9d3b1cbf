# `make site` builds the digest, `make test` checks everything. Both work on a fresh machine with Python 3.11+ and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RECENT := 'import sys; sys.version_info >= (3, 11) or sys.exit("Papershelf needs Python 3.11 or newer, and this is \
%d.%d. Name one that you have: make PYTHON=python3.12" % sys.version_info[:2])'

# The tests start Python some hundred times: what it compiled is to be kept, whatever the environment says.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help site serve test suite slow lint fuzz words bench browser clean

help:  ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(VENV)/venv:
	@$(PYTHON) -c $(RECENT)
	@$(BIN)/python -c $(RECENT) 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/site: $(VENV)/venv pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/test: $(VENV)/venv pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@ $(VENV)/site

site: $(VENV)/site  ## build the digest into _site/
	@$(BIN)/papershelf split
	@$(BIN)/papershelf build
	@echo "The site is in $(CURDIR)/_site. Look at it with: make serve"

serve: $(VENV)/site  ## preview at http://127.0.0.1:5500, rebuilding on save; PORT=N and HOST=ADDRESS change that
	@$(BIN)/papershelf serve $(if $(PORT),--port $(PORT)) $(if $(HOST),--host $(HOST))

test:  ## run the checks that take minutes, as CI does
	@$(MAKE) --no-print-directory --jobs=2 lint suite

suite: $(VENV)/test browser
	$(BIN)/python -m pytest -n auto --dist loadgroup -rs -m "not slow"

slow: $(VENV)/test browser  ## run the checks that take longest: kills, installs, days of a reader, every pattern
	$(BIN)/python -m pytest -n auto --dist loadgroup -rs -m slow

lint: $(VENV)/test  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

fuzz: $(VENV)/test browser  ## attack the readers, pages and builds for long: 100,000 inputs, 1,000 kills; FUZZ=N scales it
	PAPERSHELF_FUZZ=$(or $(FUZZ),40) $(BIN)/python -m pytest -n auto tests/fuzz

words: $(VENV)/test  ## bring the lists of words up to date: site_builder/words/*.po, for translators
	@$(BIN)/python -m tests.words

bench: $(VENV)/test  ## measure builds beside Hugo's; PAPERS="10000 100000", PAPERSHELF_CORPUS=lines.jsonl
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	@$(BIN)/python -m tests.bench $(PAPERS)

browser: $(VENV)/test
	@$(BIN)/python tests/browser/find.py

clean:  ## remove everything that can be made again
	rm -rf $(VENV) _site .papershelf .mypy_cache .ruff_cache .pytest_cache .hypothesis
