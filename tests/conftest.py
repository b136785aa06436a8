import gc
import json

import pytest
from django.db import connection
from django.test import TransactionTestCase, override_settings

from opinion.references.printing import pandoc
from tests import newsroom, template_database
from tests.emptying import Emptying, shrink
from tests.link_server import LinkServer
from tests.smtp import MailServer

# Most of what a test makes is gone with its references; looking for circles took a tenth of a run.
gc.set_threshold(50_000, 20, 50)
LONGEST = ("tests/browser/", "tests/failures/", "tests/test_supervisor.py")


def pytest_collection_finish():
    """What is imported by now stays, and need not be looked through again."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items):
    """The longest files first: at the end nobody waits for one that has just begun."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.fixture(scope="session", autouse=True)
def static_files_as_they_lie(django_test_environment):
    """No collectstatic before a test: files are found where they are written, under plain names."""
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(
        STORAGES=storages, WHITENOISE_AUTOREFRESH=True, WHITENOISE_USE_FINDERS=True
    ):
        yield


@pytest.fixture(autouse=True)
def quick_passwords_and_own_folders(settings, tmp_path):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"


@pytest.fixture(scope="session", autouse=True)
def asked_once_of_pandoc():
    """What pandoc made of the same works in the same style need not be made again."""
    run, answers = pandoc.run, {}

    def answer(items, csl, language):
        asked = (json.dumps(items), csl, language)
        if asked not in answers:
            answers[asked] = run(items, csl, language)
        return answers[asked]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pandoc, "run", answer)
        yield run


def pytest_sessionfinish(session):
    if not hasattr(session.config, "workerinput"):
        template_database.drop()


@pytest.fixture(scope="session")
def template(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """What databases are copied from, those of benchmarks as well."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template_database.make()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, django_db_keepdb, django_db_createdb):
    if not django_db_keepdb or django_db_createdb:
        request.getfixturevalue("template")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Ends what sessions threads left open: they would keep the database from being dropped."""
    with pytest.MonkeyPatch.context() as patch:
        with django_db_blocker.unblock():
            emptying = Emptying()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: emptying.after(test))
        yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="module", autouse=True)
def small_tables(django_db_blocker):
    """Each file leaves the tables as small as it found them."""
    yield
    if connection.connection:
        with django_db_blocker.unblock():
            shrink()


@pytest.fixture
def publication(db):
    return newsroom.make_publication()


@pytest.fixture
def article(publication):
    """“The Last Train”, published."""
    return newsroom.make_article()


@pytest.fixture
def editor(db):
    return newsroom.make_user("editor", group="Editors")


@pytest.fixture
def moderator(db):
    return newsroom.make_user("moderator", group="Moderators")


@pytest.fixture
def desk(client, moderator):
    """A moderator's browser."""
    client.force_login(moderator)
    return client


@pytest.fixture
def writer(db):
    """A member of the group Authors, whose byline is Ngaire Whitcombe's."""
    user = newsroom.make_user("writer", group="Authors")
    newsroom.make_author("Ngaire Whitcombe", user=user)
    return user


@pytest.fixture
def mail_server(settings):
    """A real mail server, to which mail is sent during this test."""
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = False
    server.open()
    yield server
    server.close()


@pytest.fixture
def link_server():
    """A server of other people's pages, on this machine."""
    server = LinkServer()
    server.open()
    yield server
    server.close()
