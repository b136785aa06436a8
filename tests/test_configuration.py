"""The environment is read strictly, and every variable is written down where people look."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from opinion import environment

CLONE = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("name", sorted(environment.names))
def test_every_variable_is_explained_and_listed(name):
    explained = re.findall(r"`([A-Z_]+)`", (CLONE / "docs/configuration.md").read_text())
    listed = re.findall(r"^([A-Z_]+)=", (CLONE / ".env.example").read_text(), re.MULTILINE)
    assert name in explained
    assert name in listed


def test_nothing_is_listed_that_is_not_read():
    listed = re.findall(r"^([A-Z_]+)=", (CLONE / ".env.example").read_text(), re.MULTILINE)
    assert {*listed} == environment.names


@pytest.mark.parametrize(
    ("word", "meaning"), [("1", True), ("Yes", True), ("off", False), ("", False)]
)
def test_a_flag_knows_a_few_words(monkeypatch, word, meaning):
    monkeypatch.setenv("DEBUG", word)
    assert environment.flag("DEBUG") is meaning


@pytest.mark.parametrize(
    ("reader", "word"),
    [
        (environment.flag, "maybe"),
        (lambda name: environment.number(name, 1), "ten"),
        (lambda name: environment.number(name, 1, at_least=1), "0"),
        (lambda name: environment.one_of(name, "INFO", ("INFO", "ERROR")), "LOUD"),
        (environment.url, "ftp://example.org"),
        (environment.url, "example.org"),
        (environment.url, "https://example.org:port"),
    ],
)
def test_what_cannot_be_understood_is_refused_by_name(monkeypatch, reader, word):
    monkeypatch.setenv("DEBUG", word)
    with pytest.raises(ImproperlyConfigured, match="DEBUG"):
        reader("DEBUG")


def run_check(*arguments, **variables):
    environ = {
        "PATH": "/usr/bin:/bin",
        "DATABASE_URL": "postgresql://opinion@db.example.org/opinion",
        "SECRET_KEY": "a-long-enough-secret-for-a-check-of-the-deployment-0123456789",
        "CONTACT_KEYS": "1:" + "A" * 43 + "=",
        "CONTACT_DIGEST_KEY": "A" * 43 + "=",
    } | variables
    return subprocess.run(
        [sys.executable, "manage.py", "check", *arguments],
        cwd=CLONE,
        env={name: value for name, value in environ.items() if value},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_deployment_with_https_has_nothing_to_complain_about():
    done = run_check(
        "--deploy", "--fail-level", "WARNING", PUBLIC_URL="https://opinion.example.org"
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "CONTACT_KEYS", "CONTACT_DIGEST_KEY"])
def test_no_secret_is_made_up_for_a_database_of_ones_own(name):
    done = run_check(**{name: ""})
    assert done.returncode != 0
    assert f"{name} is not set" in done.stderr


def test_each_package_that_an_outlet_installs_has_its_reason_written_down():
    needed = tomllib.loads((CLONE / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.match(r"[a-z0-9-]+", package)[0] for package in needed}
    page = (CLONE / "docs/decisions/2026-11-30-why-each-package.md").read_text()
    assert {*re.findall(r"^\| ([a-z0-9-]+) \|", page, re.MULTILINE)} - {"package"} == names
