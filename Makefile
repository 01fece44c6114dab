# make run      set everything up and serve the demo site
# make dev      the same with automatic reload and debug pages
# make test     the whole suite: SQLite, PostgreSQL, a real browser
# make check    what CI runs: lint, formats, migrations, make test
# make bench    speed and size as ratios
# make lock     renew requirements/*.txt from pyproject.toml

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$p; exit; }; done; echo python3)
PORT ?= 8000
export PORT
PY := .venv/bin/python

.PHONY: run dev setup setup-dev test test-sqlite test-postgresql test-browser check lint format bench lock clean

run: setup
	@$(PY) manage.py serve --demo

dev: setup
	@DEBUG=1 $(PY) manage.py migrate --verbosity 0
	@DEBUG=1 $(PY) manage.py load_demo --if-empty
	@DEBUG=1 $(PY) manage.py runserver $(PORT)

setup:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
		echo "Python 3.11 or newer is needed. Debian, Ubuntu: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) newsportal/install.py base

setup-dev:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
		echo "Python 3.11 or newer is needed. Debian, Ubuntu: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) newsportal/install.py dev

test: setup-dev
	@$(PY) -m tests.run

test-sqlite test-postgresql test-browser: setup-dev
	@$(PY) -m tests.run $(@:test-%=%)

lint: setup-dev
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m djlint --quiet --lint templates
	@$(PY) manage.py makemigrations --check --dry-run
	@echo "lint: clean"

format: setup-dev
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

check: lint test

bench: setup-dev
	@$(PY) -m bench

lock:
	@for set in "base" "production --extra production" "dev --group dev"; do \
		set -- $$set; name=$$1; shift; \
		.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
			--no-header --no-emit-index-url --no-emit-find-links pyproject.toml "$$@" \
			-o requirements/$$name.txt || exit 1; \
	done

clean:
	@rm -rf .venv var .pytest_cache .ruff_cache
