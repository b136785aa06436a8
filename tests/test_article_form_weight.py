"""The article's form weighs as much for thousands of authors as for one, and little per row."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from authors.models import Author
from opinion.articles.models import Reference
from opinion.references.models import Work
from tests.bibliography import RAILWAY, make_citing_draft, make_work
from tests.forms import article_form, fields_of, press
from tests.newsroom import make_draft
from tests.writing_desk import desk as desk

pytestmark = pytest.mark.django_db

# The publication of the builders asks for no check; each of the two that ask the database is one
# more: see test_checks_at_the_desk.
QUERIES = 19
LINE = "Schivelbusch, Wolfgang. The Railway Journey, vol. {}. Berkeley: California, 1986."


def draft_of(number, state="known"):
    works = [make_work(LINE.format(n)) for n in range(number)]
    draft = make_citing_draft(*works, headline=f"{number} {state}", state=state)
    for n, reference in enumerate(draft.references.all()):
        Reference.objects.filter(pk=reference.pk).update(
            text=LINE.format(n), url=f"https://example.org/{n}"
        )
    return draft


def make_authors(number):
    Author.objects.bulk_create(Author(name=f"Author {n}", slug=f"a-{n}") for n in range(number))


def opened(desk, draft):
    """The form as it comes, and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        answer = desk.get(f"/admin/articles/article/{draft.pk}/change/")
    return answer.content, len(queries)


def test_neither_authors_nor_works_make_the_form_heavier(desk):
    one = draft_of(1)
    opened(desk, one)
    before, asked = opened(desk, one)
    make_authors(3_000)
    Work.objects.bulk_create(Work.of(RAILWAY, "imported") for _n in range(300))
    after, asked_now = opened(desk, one)
    assert asked == asked_now == QUERIES
    assert (len(after), after.count(b"<option")) == (len(before), before.count(b"<option"))


def test_a_hundred_references_weigh_less_than_150_kilobytes(desk):
    make_authors(3_000)
    few, many = draft_of(1), draft_of(100)
    light, _asked = opened(desk, few)
    heavy, asked = opened(desk, many)
    assert asked == QUERIES
    assert len(heavy) < 150_000
    assert heavy.count(b"<option") == light.count(b"<option")
    assert len([n for n in article_form(desk, many.pk)[1] if n.endswith("-text")]) == 101


def test_works_to_look_at_bring_their_fields_and_the_types_once(desk):
    few, many = draft_of(1, "look"), draft_of(50, "look")
    light, _asked = opened(desk, few)
    heavy, asked = opened(desk, many)
    assert asked == QUERIES
    assert heavy.count(b'-work-title"') == 50
    assert heavy.count(b"<option") == light.count(b"<option")
    # Each row holds what it says of its own work, and short names of its fields.
    assert (len(heavy) - len(light)) / 49 < 3_000


def test_what_is_known_brings_no_fields_of_its_work(desk):
    page, _asked = opened(desk, draft_of(3))
    assert not re.search(rb"-work-|work-types", page)


def test_each_list_to_choose_from_is_asked_for_once(desk):
    draft = draft_of(2)
    with CaptureQueriesContext(connection) as queries:
        desk.get(f"/admin/articles/article/{draft.pk}/change/")
    for table in ("articles_articletype", "articles_section"):
        asked = [query["sql"] for query in queries if f'FROM "{table}"' in query["sql"]]
        assert len(asked) == 1, asked


def test_a_new_article_asks_no_more(desk):
    make_draft()
    with CaptureQueriesContext(connection) as queries:
        answer = desk.get("/admin/articles/article/add/")
    assert answer.status_code == 200
    assert len(queries) <= QUERIES


# --- Rows that are drawn by hand say no more than a template would


MARKUP = '"></textarea><script>alert(1)</script>&amp;'


@pytest.mark.parametrize("state", ["known", "look"])
def test_what_a_row_says_is_text_whatever_is_in_it(desk, state):
    draft = make_citing_draft(make_work(MARKUP, publisher=MARKUP), state=state)
    Reference.objects.update(text=MARKUP, url=MARKUP, locator=MARKUP)
    page, _asked = opened(desk, draft)
    assert b"<script>alert" not in page
    fields = article_form(desk, draft.pk)[1]
    assert [fields[f"references-0-{name}"] for name in ("text", "url", "locator")] == [MARKUP] * 3
    if state == "look":
        assert fields["references-0-work-publisher"] == MARKUP


def test_what_cannot_be_taken_in_a_row_is_told_beside_it_and_kept(desk):
    draft = draft_of(2)
    typed = {"references-0-url": MARKUP, "references-0-place": "<b>", "references-1-DELETE": "on"}
    typed["references-1-text"] = MARKUP
    answer = press(desk, pk=draft.pk, **typed)
    page = answer.content.decode()
    assert "<script>alert" not in page
    assert "Enter a whole number." in page
    assert "Enter a full web address" in page
    assert fields_of(answer, "article_form").items() >= typed.items()
    assert draft.references.count() == 2
