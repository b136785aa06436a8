#!/bin/sh
# The steps of an outlet, one a word: the Containerfile and compose.yaml take them, and so may you,
# where there is no container engine. What they need is named by the environment.
#
#   deploy/steps.sh install    packages, by their hashes, into .venv
#   deploy/steps.sh prepare    the database's tables, and static files into OPINION_VAR
#   deploy/steps.sh web        serve at BIND (0.0.0.0:8000), until stopped
#   deploy/steps.sh worker     work in the background, until stopped
#   deploy/steps.sh metrics    answer Prometheus, until stopped
#   deploy/steps.sh manage …   any other command: manage setup, manage health
set -eu
cd "$(dirname "$0")/.."
python=.venv/bin/python

case "${1:-}" in
install)
    "${PYTHON:-python3}" -m venv .venv
    "$python" -m pip install --no-cache-dir --disable-pip-version-check --require-hashes \
        -r requirements/production.txt
    # Nobody can later, where the root is read-only.
    "$python" -m compileall -q .venv/lib authors comments opinion
    ;;
prepare)
    "$python" manage.py check --deploy
    "$python" manage.py migrate --no-input
    "$python" manage.py collectstatic --no-input --verbosity 0
    ;;
web) exec "$python" -m opinion.serving --bind "${BIND:-0.0.0.0:8000}" --workers "${WEB_CONCURRENCY:-2}" ;;
worker) exec "$python" manage.py worker ;;
metrics) exec "$python" manage.py metrics ;;
manage)
    shift
    exec "$python" manage.py "$@"
    ;;
*)
    sed -n '2,11s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
