"""The environment is read strictly, and every variable is written down where people look."""

import ast
import os
import re
import runpy
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.core.checks import Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.shortcuts import resolve_url
from django.test import override_settings
from django.urls import resolve

from opinion import environment

CLONE = Path(__file__).resolve().parent.parent


# What `make run` and its web server read for themselves, before there are settings.
BEFORE_SETTINGS = {"DEMO", "WEB_CONCURRENCY"}


def explained() -> list[str]:
    """The variables of the tables: the first cell of a row names one or more."""
    rows = re.findall(
        r"^\| (`[A-Z].*?) \|", (CLONE / "docs/configuration.md").read_text(), re.MULTILINE
    )
    return [name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)]


def listed() -> list[str]:
    return re.findall(r"^([A-Z_]+)=", (CLONE / ".env.example").read_text(), re.MULTILINE)


def test_every_variable_that_is_read_is_explained_and_listed_once_and_no_other():
    read = sorted(environment.names | BEFORE_SETTINGS)
    assert sorted(explained()) == read
    assert sorted(listed()) == read


def test_what_is_said_to_be_read_before_there_are_settings_is():
    files = [*(CLONE / "opinion/supervisor").glob("*.py"), CLONE / "opinion/serving/__main__.py"]
    code = "".join(path.read_text() for path in files)
    read = re.findall(r"environ(?:ment\.\w+|\.get)\(\"([A-Z_]+)\"", code)
    assert {*read} >= BEFORE_SETTINGS


def test_what_the_settings_name_is_there():
    for name in settings.LOCALE_PATHS:
        assert Path(name).is_dir()
    assert resolve(resolve_url(settings.LOGIN_REDIRECT_URL)).view_name == "admin:index"


def imported() -> set[str]:
    """The first name of each module that our code imports, our own apart."""
    found = set()
    for folder in ("opinion", "authors", "comments", "tests"):
        for path in (CLONE / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_bytes())):
                if isinstance(node, ast.Import):
                    found |= {alias.name for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and not node.level:
                    found.add(node.module)
    names = {name.partition(".")[0] for name in found}
    return {name for name in names if not (CLONE / name).exists()} - sys.stdlib_module_names


def test_every_package_that_is_imported_is_declared():
    project = tomllib.loads((CLONE / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    declared = [*project["dependencies"], *extras["embedded"], *extras["development"]]
    names = {re.match(r"[\w-]+", one)[0].lower() for one in declared}
    owners = {
        name: {one.lower().replace("_", "-") for one in owning}
        for name, owning in packages_distributions().items()
    }
    undeclared = {name for name in imported() if not names & owners.get(name, set())}
    assert undeclared == set()


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


DEPLOYED = {
    "PATH": "/usr/bin:/bin",
    "DATABASE_URL": "postgresql://opinion@db.example.org/opinion",
    "SECRET_KEY": "a-long-enough-secret-for-a-check-of-the-deployment-0123456789",
    "CONTACT_KEYS": "1:" + "A" * 43 + "=",
    "CONTACT_DIGEST_KEY": "A" * 43 + "=",
}


def read_settings(**variables) -> dict:
    """The settings as a process with these variables would read them."""
    with mock.patch.dict(os.environ, DEPLOYED | variables, clear=True):
        return runpy.run_path(str(CLONE / "opinion/settings.py"))


def run_check(*arguments, **variables):
    return subprocess.run(
        [sys.executable, "manage.py", "check", *arguments],
        cwd=CLONE,
        env=DEPLOYED | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def told_of_mail(**variables) -> list[str]:
    """What `check --deploy` says of mail in a deployment with these variables."""
    read = read_settings(**variables)
    names = "PUBLIC_URL", "EMAIL_HOST"
    with override_settings(**{name: read[name] for name in names}):
        found = run_checks(tags=[Tags.security], include_deployment_checks=True)
    return [one.hint for one in found if one.id == "opinion.W001"]


HTTPS = {"PUBLIC_URL": "https://opinion.example.org", "SMTP_HOST": "smtp.example.org"}


def test_a_deployment_with_https_and_mail_has_nothing_to_complain_about():
    done = run_check("--deploy", "--fail-level", "WARNING", **HTTPS)
    assert done.returncode == 0, done.stderr
    assert told_of_mail(**HTTPS) == []


def test_a_deployment_whose_mail_goes_nowhere_is_told_so():
    (hint,) = told_of_mail(**HTTPS | {"SMTP_HOST": ""})
    assert "Set SMTP_HOST" in hint


def test_where_nobody_is_written_to_no_mail_server_is_missed():
    assert told_of_mail(PUBLIC_URL="http://127.0.0.1:8000") == []


@pytest.mark.parametrize("name", ["SECRET_KEY", "CONTACT_KEYS", "CONTACT_DIGEST_KEY"])
def test_no_secret_is_made_up_for_a_database_of_ones_own(name):
    with pytest.raises(ImproperlyConfigured, match=f"^{name} is not set"):
        read_settings(**{name: ""})


def test_whoever_runs_a_program_without_a_secret_is_told_which():
    done = run_check(SECRET_KEY="")
    assert done.returncode != 0
    assert "SECRET_KEY is not set" in done.stderr


def test_each_package_that_an_outlet_installs_has_its_reason_written_down():
    needed = tomllib.loads((CLONE / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.match(r"[a-z0-9-]+", package)[0] for package in needed}
    page = (CLONE / "docs/decisions/2026-11-30-why-each-package.md").read_text()
    assert {*re.findall(r"^\| ([a-z0-9-]+) \|", page, re.MULTILINE)} - {"package"} == names
