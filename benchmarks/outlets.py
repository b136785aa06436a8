"""Two outlets to measure, small and large, each in a database of its own beside the real one."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from urllib.parse import quote, urlencode

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import OperationalError, connection, connections
from django.test import Client

from authors.models import User
from comments.models import Comment
from opinion.articles.models import Article
from opinion.supervisor.console import Console
from opinion.supervisor.errors import StartupError

from . import filling
from .sizes import SMALL, Sizes

# Stands as a comment on each database that we made: no other is ever dropped.
MARK = "Made by benchmarks, and dropped by them."


def make_editor() -> User:
    """The editor of the outlet in charge, made where there is none yet."""
    named = {"username": "editor", "email": "editor@staff.example.org", "is_staff": True}
    user, _is_new = User.objects.get_or_create(**named)
    user.groups.add(Group.objects.get(name="Editors"))
    return user


class Outlet:
    """A publication of known size. Cases ask it for what they act on."""

    def __init__(self, name: str, sizes: Sizes = SMALL):
        self.sizes = sizes
        self.connection = connection.copy()
        self.connection.settings_dict["NAME"] = f"{connection.settings_dict['NAME']}_{name}"

    @property
    def database(self) -> str:
        return self.connection.settings_dict["NAME"]

    @property
    def url(self) -> str:
        """Its address, for other programs."""
        settings = self.connection.settings_dict
        parts = {name.lower(): settings[name] for name in ("HOST", "PORT", "USER", "PASSWORD")}
        given = {name: value for name, value in (parts | settings["OPTIONS"]).items() if value}
        return f"postgresql:///{quote(self.database)}?{urlencode(given)}"

    @contextmanager
    def in_charge(self) -> Iterator[None]:
        """Within, this outlet's database is Django's default one."""
        before = connections["default"]
        connections["default"] = self.connection
        try:
            yield
        finally:
            connections["default"] = before

    # --- What cases act on ------------------------------------------------------------------------

    @cached_property
    def reader(self) -> Client:
        return Client(SERVER_NAME="127.0.0.1")

    @cached_property
    def moderator(self) -> User:
        user = User.objects.get(username="moderator")
        user.groups.add(Group.objects.get(name="Moderators"))
        return user

    @cached_property
    def desk(self) -> Client:
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(self.moderator)
        return client

    @cached_property
    def editor(self) -> User:
        return make_editor()

    @cached_property
    def writing(self) -> Client:
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(self.editor)
        return client

    @property
    def middle(self) -> int:
        """The key of an article in the middle of the archive."""
        return self.sizes.articles // 2

    @cached_property
    def busiest(self) -> Article:
        """The article whose thread is read and posted into."""
        return Article.objects.get(pk=self.sizes.busiest[0][0])

    @cached_property
    def roots(self) -> list[int]:
        """The keys of the comments that begin its conversations, the oldest first."""
        shown = Comment.objects.published().filter(article=self.busiest, depth=0)
        return [*shown.order_by("pk").values_list("pk", flat=True)]

    @cached_property
    def discussed(self) -> Article:
        """The article with the longest conversation."""
        number, _size = max(self.sizes.busiest, key=lambda pair: pair[1])
        return Article.objects.get(pk=number)

    @cached_property
    def conversation(self) -> list[int]:
        """The keys of the comments in it, in its order."""
        shown = Comment.objects.published().filter(article=self.discussed)
        root = shown.order_by("-published_below").first().pk
        inside = shown.filter(path__gte=[root], path__lt=[root + 1])
        return [*inside.in_thread_order().values_list("pk", flat=True)]


@contextmanager
def opened(
    small: Sizes, large: Sizes, console: Console, name: str = "bench"
) -> Iterator[tuple[Outlet, Outlet]]:
    """Both outlets, filled; their databases are dropped at the end. Raises StartupError.

    Benchmarks that run at the same time need each a `name` of their own.
    """
    _refuse_without_right()
    pair = Outlet(f"{name}_small", small), Outlet(f"{name}_large", large)
    for outlet in pair:
        _drop_leftover(outlet.database)
    try:
        _create(*pair, console)
        for outlet in pair:
            with outlet.in_charge():
                filling.fill(outlet, console)
        yield pair
    finally:
        _drop(*pair)


@contextmanager
def scratch(
    console: Console, name: str = "bench_scratch", sizes: Sizes = SMALL
) -> Iterator[Outlet]:
    """An outlet without any content, whose database is dropped at the end. Raises StartupError."""
    _refuse_without_right()
    outlet = Outlet(name, sizes)
    _drop_leftover(outlet.database)
    try:
        with console.step("Creating a database"):
            _create_empty(outlet)
        yield outlet
    finally:
        _drop(outlet)


def _drop(*outlets: Outlet):
    ContentType.objects.clear_cache()
    for outlet in outlets:
        outlet.connection.close()
        _execute(f"DROP DATABASE IF EXISTS {_quoted(outlet.database)} WITH (FORCE)")


def _create_empty(outlet: Outlet):
    """With all tables: copied where the settings name a template, as tests' own databases are."""
    template = _quoted(connection.settings_dict["TEST"].get("TEMPLATE") or "template0")
    _execute(f"CREATE DATABASE {_quoted(outlet.database)} TEMPLATE {template} ENCODING 'UTF8'")
    _mark(outlet.database)
    with outlet.in_charge():
        ContentType.objects.clear_cache()
        call_command("migrate", verbosity=0)


def _create(first: Outlet, second: Outlet, console: Console):
    with console.step("Creating two databases"):
        _create_empty(first)
        first.connection.close()
        template = _quoted(first.database)
        _execute(f"CREATE DATABASE {_quoted(second.database)} TEMPLATE {template}")
        _mark(second.database)


def _refuse_without_right():
    try:
        ((role, may_create),) = _execute(
            "SELECT rolname, rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
        )
    except OperationalError:
        raise StartupError(
            "The database does not answer. `make bench` starts the embedded one; the one that "
            "DATABASE_URL names has to run."
        ) from None
    if not may_create:
        raise StartupError(
            "The benchmarks never touch your own data: they make two databases beside it, and the "
            f"role {role} may not create any. Let it (ALTER ROLE {_quoted(role)} CREATEDB), or "
            "unset DATABASE_URL to measure on the embedded database."
        )


def _drop_leftover(name: str):
    """Drop what a run that was killed left behind; StartupError where it is not ours, or in use."""
    made_by = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    found = _execute(made_by, name)
    if not found:
        return
    if found != [(MARK,)]:
        raise StartupError(
            f"There is a database {name} that the benchmarks did not make, so they leave it alone "
            "and cannot run. Rename it."
        )
    if _execute("SELECT 1 FROM pg_stat_activity WHERE datname = %s AND usename IS NOT NULL", name):
        raise StartupError(
            f"The database {name} is in use: other benchmarks are running. Wait for their end."
        )
    _execute(f"DROP DATABASE {_quoted(name)}")


def _mark(name: str):
    _execute(f"COMMENT ON DATABASE {_quoted(name)} IS '{MARK}'")


def _execute(sql: str, *values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall() if cursor.description else []


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
