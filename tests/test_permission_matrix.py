"""Who may open and who may post to each page of the newsroom: permission_matrix.txt, typed by hand.

A page that is added without its row fails. What a cell says is what a person wants, and is never
asked of the permissions themselves.
"""

from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpResponse
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from comments.models import Hold, Reason, Rule
from opinion import errors
from opinion.acts.models import Act
from opinion.admin_site import StaffAdminSite
from opinion.articles.models import Publication, Redirect
from opinion.logins.models import Login
from opinion.moving.models import MoveIn, MoveOut
from opinion.references.models import Import
from tests.bibliography import make_work
from tests.newsroom import (
    make_article,
    make_author,
    make_comment,
    make_draft,
    make_host,
    make_picture,
    make_publication,
    make_published_comment,
    make_series,
    make_topic,
    make_user,
)
from tests.test_links import make_link

TABLE = Path(__file__).with_name("permission_matrix.txt")
GROUPS = {
    "nobody": [],
    "authors": ["Authors"],
    "editors": ["Editors"],
    "moderators": ["Moderators"],
    "leads": ["Moderators", "Lead moderators"],
}
# Django's old addresses of change forms, which lead on; and what is a word and no page.
NO_PAGES = {"admin:-", "-"}


def pages() -> set[str]:
    """The names of all addresses below /admin/, and of the doors of public pages to their forms."""
    doors = {name for _route, name in routes() if name.startswith("edit_")}
    return doors | {name for route, name in routes() if route.startswith("admin/")} - NO_PAGES


def routes(resolver=None, before="", space=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from routes(pattern, route, space + inner)
        else:
            yield route, space + (pattern.name or "-")


def rows() -> list[list[str]]:
    lines = [line.split() for line in TABLE.read_text().splitlines() if line.strip()]
    return [cells for cells in lines if not cells[0].startswith("#")]


def test_every_page_of_the_newsroom_has_its_row_and_no_row_is_without_a_page():
    head, *body = rows()
    assert head == ["page", "whose", *GROUPS]
    assert {cells[0] for cells in body} == pages()
    assert all(len(cells) == len(head) for cells in body)


@pytest.fixture
def house(db, monkeypatch, settings, tmp_path):
    """One of everything; only who is let in is asked, so no page is drawn.

    And each of the five is read once: 1,700 requests are long enough without it.
    """
    settings.VAR_DIR = tmp_path
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")
    monkeypatch.setattr(StaffAdminSite, "each_context", lambda site, request: {})
    monkeypatch.setattr(errors, "render", lambda *_page, status: HttpResponse(status=status))
    found = build()
    known = {user.pk: user for user in found["users"].values()}
    monkeypatch.setattr(ModelBackend, "get_user", lambda _backend, pk: known[int(pk)])
    return found


def build() -> dict:
    """By the beginning of a page's name the row that it is about; `users` by their group."""
    make_publication()
    users = {name: make_user(name) for name in GROUPS}
    for name, groups in GROUPS.items():
        users[name].groups.set(Group.objects.filter(name__in=groups))
    author, lead = make_author(user=users["authors"]), users["leads"]
    other = make_article("Another's", authors=[make_author("Bo Other")])
    decision = make_published_comment(other, by=lead).decisions.get()
    comment = make_comment(other)
    until = timezone.now() + timezone.timedelta(days=1)
    return {
        "users": users,
        "own": make_draft("Mine", authors=[author]),
        "articles_article_": other,
        "articles_articletype": other.type,
        "articles_edition": other.live_edition,
        "articles_section": other.section,
        "articles_topic": make_topic(),
        "articles_series": make_series(),
        "articles_publication": Publication.objects.get(),
        "articles_front": Publication.objects.get(),
        "articles_redirect": Redirect.objects.create(path="/before/", article=other),
        "edit_article": other,
        "edit_section": other.section,
        "edit_topic": make_topic("Boats"),
        "edit_author": author,
        "edit_work": make_work("The Last Bus"),
        "pictures_picture": make_picture(),
        "embeds_host": make_host(),
        "moving_movein_file": make_move_out(),
        "moving_movein": MoveIn.objects.create(platform="wordpress", begun_by=users["editors"]),
        "comments_comment_policy": other,
        "comments_comment": comment,
        "comments_decision": decision,
        "comments_hold": Hold.objects.place(comment, "network", until, "A flood", lead),
        "comments_reason": Reason.objects.first(),
        "comments_rule": Rule.objects.first(),
        "authors_author": author,
        "authors_user": users["nobody"],
        "auth_user": users["nobody"],
        "auth_group": Group.objects.first(),
        "references_work": make_work("The Cold War"),
        "references_link": make_link(),
        "references_import": Import.objects.create(name="a.bib", format="bibtex", started_by=lead),
        "procrastinate": ProcrastinateJob.objects.first(),
        "logins": Login.objects.create(user=lead, kind="entered"),
        "acts": Act.objects.create(by=lead, name="leads", page="admin:index"),
    }


def make_move_out() -> MoveOut:
    """One whose file is there."""
    file = Path(settings.VAR_DIR, "moving-out", "a.zip")
    file.parent.mkdir()
    file.touch()
    return MoveOut.objects.create(kind="archive", finished_at=timezone.now(), file=file.name)


VALUES = [
    lambda pk: {},
    lambda pk: {"object_id": pk},
    lambda pk: {"pk": pk},
    lambda pk: {"id": pk},
    lambda pk: {"pk": pk, "note": 1},
    lambda pk: {"pk": pk, "revision": 1},
    lambda pk: {"pk": pk, "entry": 1},
    lambda pk: {"pk": pk, "key": "1"},
    lambda pk: {"pk": pk, "step": "stop"},
    lambda pk: {"content_type_id": 1, "object_id": 1},
    lambda pk: {"app_label": "articles"},
    lambda pk: {"uidb64": "MQ", "token": "x-y"},
]


def address(name: str, house: dict, whose: str) -> str:
    """The page's address, for the row that it is about."""
    if name == "edit_publication":
        return "/about/edit/"
    if name == "edit_work":
        return f"/works/{house[name].pk}/edit/"
    if name.startswith("edit_"):
        return f"{house[name].get_absolute_url()}edit/"
    page = name.partition(":")[2]
    found = next((row for start, row in house.items() if page.startswith(start)), None)
    found = house["own"] if whose == "own" else found
    for values in VALUES:
        with suppress(NoReverseMatch):
            return reverse(name, kwargs=values(found.pk if found else 1))
    raise LookupError(name)


def answer(client, method: str, path: str) -> str:
    """y: let in; n: turned away, or told that there is no such thing; -: not by this method."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = getattr(client, method)(path)
        transaction.set_rollback(True)
    client.cookies = cookies
    if response.streaming:
        b"".join(response.streaming_content)  # then its file is closed
    if response.status_code == 405:
        return "-"
    turned_away = response.status_code in (403, 404) or (
        response.status_code == 302
        and response["Location"].partition("?")[0] in ("/admin/", "/admin/login/")
    )
    return "n" if turned_away else "y"


def test_each_group_may_do_what_its_cell_says_and_nothing_else(house):
    _head, *body = rows()
    clients = {}
    for name, user in house["users"].items():
        clients[name] = Client()
        clients[name].force_login(user)
    wrong = []
    for page, whose, *cells in body:
        path = address(page, house, whose)
        for group, cell in zip(GROUPS, cells, strict=True):
            found = "".join(answer(clients[group], one, path) for one in ("get", "post"))
            if found != cell:
                wrong.append(f"{page} {whose} {group}: {found}, not {cell}")
    assert wrong == []
