# Five words for everything. `make` alone lists them.

PYTHON := $(shell python3.11 -c '' 2>/dev/null && echo python3.11 || echo python3)
VENV := .venv/bin/python
# One more than there are processors: some test always waits, for a browser, a server or a lock.
WORKERS := $(shell echo $$(($$(nproc) + 1)))
OURS := find . \( -path ./.venv -o -path ./var -o -path ./.git \) -prune -o

.PHONY: help run test check demo bench python embedded development

help:
	@echo "make run     the publication with demo content, at http://127.0.0.1:8000 (PORT=8001 make run for another port)"
	@echo "make test    run all tests, also in a real browser   (ARGS='-k thread' for a part)"
	@echo "make check   format, lint, types, import rules, migrations, deployment settings"
	@echo "make demo    delete the demo content and create it again"
	@echo "make bench   run the benchmarks                      (PEERS=1 beside Debian's WordPress)"

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Opinion needs Python 3.11 or newer, installed as python3 or python3.11."; exit 1; } >&2

embedded: python
	@$(PYTHON) -m opinion.supervisor.install embedded

development: python
	@$(PYTHON) -m opinion.supervisor.install development

run: python
	@$(PYTHON) -m opinion.supervisor.install embedded --to-serve
	@exec $(VENV) -m opinion.supervisor

test: development
	@$(VENV) -m opinion.supervisor.chromium
	$(VENV) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

# Each line is a question of its own; the first one answered with no ends it.
# The settings want a database and secrets: these are never used for anything but checking.
check: export DATABASE_URL = postgresql://nobody@127.0.0.1:1/nothing?connect_timeout=1
check: export PUBLIC_URL = https://opinion.example
check: export SECRET_KEY = checking-only-checking-only-0123456789-abcdefghijklmnopqrstuvwxyz
check: export CONTACT_KEYS = check:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
check: export CONTACT_DIGEST_KEY = AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
check: export SMTP_HOST = smtp.opinion.example
check: export DEBUG = 0
check: development
	$(VENV) -m ruff format --check .
	$(VENV) -m ruff check .
	.venv/bin/oxfmt --check static/js
	.venv/bin/oxlint static/js
	$(OURS) -path '*/templates/*' -name '*.html' -print0 | xargs -0 -r .venv/bin/djade --check --target-version 5.2
	$(OURS) -name '*.py' -print0 | xargs -0 -r $(VENV) -m django_upgrade --check --target-version 5.2
	$(VENV) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()' --no-logo
	$(VENV) -m mypy
	$(VENV) -W ignore:Got:RuntimeWarning manage.py makemigrations --check --dry-run
	$(VENV) manage.py check --deploy --fail-level WARNING

demo: embedded
	@$(VENV) -m opinion.supervisor demo

bench: development
	@$(VENV) -m opinion.supervisor.chromium
	@$(VENV) -m opinion.supervisor bench
