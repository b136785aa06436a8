"""Whatever stands in the query of a page of the staff's site, no answer is a 500."""

from itertools import cycle
from urllib.parse import quote

import pytest

from tests.made_up import OF_ALL_PAGES, OF_EACH_LIST, lists, noting, staff_pages
from tests.newsroom import make_article, make_comment, make_topic
from tests.test_same_work import keep

# A refused query may leave a transaction that is no good any more: each request has its own.
pytestmark = [
    pytest.mark.django_db(transaction=True),
    # Only tests make an error of Django's advice about dates without a zone.
    pytest.mark.filterwarnings("ignore:DateTimeField .* received a naive datetime:RuntimeWarning"),
]

VALUES = {
    "NUL": "%00",
    "5,000 digits": "9" * 5_000,
    "an unknown word": "nonsense",
    "half a letter": "%ED%A0%80%FF",
    "overlong": "x" * 5_000,
    "the first day of all": "0001-01-01",
}


@pytest.fixture
def staff(client, publication, admin_user):
    client.force_login(admin_user)
    client.raise_request_exception = False
    return client


@pytest.fixture
def pages(staff):
    """The names that each page asks for, by its address; those that every list has stand apart."""
    make_topic()
    make_comment(make_article())
    keep(), keep(year=2018)
    asked = {}
    for page in staff_pages():
        with noting() as names:
            assert staff.get(page).status_code < 500, page
        asked[page] = names
    for page, names in lists():
        asked[page] |= names | OF_EACH_LIST
    return asked


def queries(pages):
    """Pairs of page and query.

    Of each page each name alone, with another value than the name before it; and all names at once
    with each value. What stands on every page, as Django's names do, stands alone there.
    """
    turns = cycle(VALUES.values())
    for page, names in pages.items():
        own = [quote(name) for name in sorted(names - OF_ALL_PAGES)]
        for name in [*own, *sorted(names & OF_ALL_PAGES)]:
            yield page, f"{name}={next(turns)}"
        if len(own) > 1:
            yield from (
                (page, "&".join(f"{name}={value}" for name in own)) for value in VALUES.values()
            )


def test_no_query_breaks_a_page_of_the_staff(staff, pages):
    assert_the_pages_and_their_names_are_found(pages)
    broken = [
        (page, query[:80])
        for page, query in queries(pages)
        if staff.get(page, QUERY_STRING=query).status_code >= 500
    ]
    assert broken == []


def assert_the_pages_and_their_names_are_found(pages):
    """Nothing passes for want of something to try."""
    assert len(pages) > 100
    jobs = pages["/admin/procrastinate/procrastinatejob/"]
    assert {"status", "queue_name__exact", "scheduled_at__gte", "q", "_to_field"} <= jobs
    assert {"status__exact", "changes", "language"} <= pages["/admin/articles/article/"]
    assert {"type", "import"} <= pages["/admin/references/work/"]
    assert {"state"} <= pages["/admin/references/link/"]
    assert {"kind__exact", "effect__exact"} <= pages["/admin/comments/rule/"]
    assert {"status", "held", "section", "after"} <= pages["/admin/comments/comment/"]
    assert {"since"} <= pages["/admin/comments/comment/news/"]
    assert {"article", "q"} <= pages["/admin/articles/article/works/"]
    assert {"work"} <= pages["/admin/references/work/merge/"]


def test_a_list_asked_for_nonsense_is_the_whole_list(staff):
    for address in (
        "/admin/procrastinate/procrastinatejob/?status=nonsense",
        "/admin/articles/article/?created_at__year=99999999999",
        "/admin/articles/topic/?name__regex=(",
    ):
        answer = staff.get(address)
        assert (answer.status_code, answer["Location"].partition("?")[2]) == (302, "e=1")
        assert staff.get(answer["Location"]).status_code == 200
        assert staff.get(f"{address}&e=1").status_code == 200


def test_what_breaks_without_being_asked_for_is_no_nonsense_of_others(staff, monkeypatch):
    def fail(*args, **kwargs):
        raise ValueError("A mistake of ours.")

    monkeypatch.setattr("opinion.articles.admin.article.ArticleAdmin.get_queryset", fail)
    assert staff.get("/admin/articles/article/").status_code == 500
    assert staff.get("/admin/articles/article/?e=1").status_code == 500


@pytest.mark.parametrize("key", ["abc", "9" * 5_000, "\0", "٣٣", ""])
def test_a_row_that_is_chosen_and_none_is_left_out(staff, key):
    keep()
    form = {"action": "merge_chosen", "_selected_action": key}
    for address in ("/admin/references/work/", "/admin/auth/group/"):
        assert staff.post(address, form).status_code in {200, 302}
