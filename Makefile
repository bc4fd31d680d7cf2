# Two commands do everything: `make demo` and `make test`. Both are safe to repeat.

PYTHON := .venv/bin/python
LOCK := uv pip compile --quiet --generate-hashes --no-emit-index-url --python-version 3.11
MAKEFLAGS += --no-print-directory

.PHONY: help setup demo test check bench rivals messages lock clean

help:
	@echo "make setup     install everything into .venv (quick when nothing changed)"
	@echo "make demo      fill an invented register and serve it at http://127.0.0.1:8000"
	@echo "make test      install and run all tests (ARGS=... goes to pytest)"
	@echo "make check     lint, types, import layers, house rules"
	@echo "make bench     print the measured numbers (ARGS=... goes to the benchmark)"
	@echo "make rivals    names compared and searched, beside other programs (installs them into .rivals)"
	@echo "make messages  collect and compile interface texts for translation"
	@echo "make lock      resolve dependencies again into requirements*.lock (needs uv)"
	@echo "make clean     remove .venv and caches (never a workspace)"

setup:
	@tools/setup.sh

demo: setup
	.venv/bin/habeas demo --workspace demo

test: setup
	$(PYTHON) -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal $(ARGS)

check: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PYTHON) -m pytest tests/test_house_rules.py tests/house

bench: setup
	$(PYTHON) -m bench $(ARGS)

rivals: setup
	[ -x .rivals/bin/python ] || $(PYTHON) -m venv .rivals
	.rivals/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r bench/names/rivals.lock
	PYTHONPATH=. .rivals/bin/python -m bench.names.rivals $(ARGS)

messages: setup
	$(PYTHON) -m tools.collect_messages
	@tools/setup.sh

lock:
	$(LOCK) pyproject.toml --output-file requirements.lock
	$(LOCK) --group dev --group bench pyproject.toml --output-file requirements-dev.lock
	$(LOCK) bench/names/rivals.in --output-file bench/names/rivals.lock

clean:
	rm -rf .venv .rivals .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find habeas tests bench -name __pycache__ -prune -exec rm -rf {} +
	find habeas -name '*.mo' -delete
