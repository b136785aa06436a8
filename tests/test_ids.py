"""Numbers in addresses and forms: whatever somebody writes in the place of one is no error."""

import json

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter

from comments.models import Contact, Hold
from opinion.articles.models import Reference
from opinion.parse_id import BIGGEST, parse_id
from opinion.references import formats
from opinion.references.models import Likeness
from opinion.references.reading import month_names
from opinion.references.record import Date
from tests.forms import article_form
from tests.newsroom import make_article, make_comment, make_draft, make_published_comment
from tests.test_same_work import keep

LONG = "9" * 5_000
NONSENSE = [LONG, "9" * 19, str(BIGGEST + 1), "0", "-1", "", "x", "1.5", "\x00", "²", "٣", "1\n"]
QUEUE = "/admin/comments/comment/"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", 1),
        ("42", 42),
        ("007", 7),
        (str(BIGGEST), BIGGEST),
        (str(BIGGEST + 1), None),
        ("9" * 19, None),
        (LONG, None),
        ("0", None),
        ("-1", None),
        ("+1", None),
        (" 1", None),
        ("1\n", None),
        ("1_000", None),
        ("1.0", None),
        ("٣", None),
        ("²", None),
        ("\x001", None),
        ("", None),
        (None, None),
        ("nine", None),
    ],
)
def test_an_id_is_a_positive_number_in_ascii_digits_that_a_column_holds(text, number):
    assert parse_id(text) == number


def patterns(resolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern)
        elif isinstance(pattern, URLPattern):
            yield pattern


def test_no_address_takes_a_number_without_a_bound():
    unbounded = [
        str(pattern.pattern)
        for pattern in patterns(get_resolver())
        for converter in pattern.pattern.converters.values()
        if isinstance(converter, IntConverter)
    ]
    assert unbounded == []


@pytest.fixture
def newsroom(client, publication, admin_user):
    client.force_login(admin_user)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("number", [LONG, "9" * 19, "0"])
@pytest.mark.parametrize(
    "address",
    [
        "/preview/{}/",
        "/works/{}/",
        "/works/{}.bib",
        "/comment/{}/",
        "/comment/{}/report/",
        "/comment/received/{}/",
        "/2024/01/the-last-train/conversation/{}/",
        f"{QUEUE}{{}}/change/",
        f"{QUEUE}{{}}/person/",
        f"{QUEUE}1/person/{{}}/forget/",
        "/admin/comments/decision/{}/change/",
    ],
)
def test_what_no_column_holds_is_no_address(newsroom, address, number):
    make_article()
    assert newsroom.get(address.format(number)).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("number", NONSENSE)
def test_a_question_about_works_that_is_none_is_not_found(newsroom, number):
    keep(), keep(year=2018)
    answer = newsroom.post(
        "/admin/references/work/questions/", {"question": number, "answer": "same"}
    )
    assert answer.status_code == 404
    assert Likeness.objects.open().count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("number", sorted({*NONSENSE} - {"\x00"}))
def test_works_to_merge_that_are_none_are_left_out(newsroom, number):
    work = keep()
    answer = newsroom.get("/admin/references/work/merge/", {"work": [work.pk, number]})
    assert answer.status_code == 302
    chosen = {"work": [work.pk, number, keep(year=2018).pk]}
    assert newsroom.get("/admin/references/work/merge/", chosen).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("number", [LONG, "9" * 19, "x", "٣"])
@pytest.mark.parametrize(
    "address",
    [
        "/admin/references/import/{}/change/",
        "/admin/references/import/{}/history/",
        "/admin/references/work/{}/history/",
        "/admin/references/work/?import={}",
        "/admin/articles/article/works/?article={}",
        "/admin/articles/article/{}/history/",
        f"{QUEUE}?article={{}}",
        f"{QUEUE}news/?since={{}}",
        f"{QUEUE}focus/?at={{}}",
        "/admin/comments/hold/?after={}",
        "/comment/opened/?article={}",
        "/2024/01/the-last-train/?thread={}",
        "/2024/01/the-last-train/reply/?to={}",
        "/section/world/?before={}",
        "/works/?after={}",
    ],
)
def test_a_number_that_is_none_breaks_no_page(newsroom, address, number):
    make_published_comment(make_article())
    keep()
    assert newsroom.get(address.format(number)).status_code in {200, 302, 404}


@pytest.mark.django_db
@pytest.mark.parametrize("number", [LONG, "9" * 19, "x"])
def test_a_number_that_is_none_takes_no_form_at_the_desk(newsroom, number):
    comment = make_comment(make_article())
    for name in ("skip", "start", "confirm", "decide"):
        form = {"at": number, "following": number, "chosen": f"{number}-1", "kind": "approve"}
        assert newsroom.post(f"{QUEUE}{name}/", form).status_code in {302, 400}
    good = {"chosen": f"{comment.pk}-1", "kind": "approve", "following": number}
    assert newsroom.post(f"{QUEUE}decide/", good).status_code == 302
    comment.refresh_from_db()
    assert comment.status == "published"
    assert not Hold.objects.exists() and Contact.objects.exists()


@pytest.mark.django_db
def test_a_desk_that_never_had_a_comment_hears_of_the_first(newsroom):
    make_comment(make_article())
    assert newsroom.get(f"{QUEUE}news/?since=0").json()["count"] == 1
    assert newsroom.get(f"{QUEUE}news/?since={LONG}").json()["count"] == 0


@pytest.mark.django_db
@pytest.mark.parametrize("number", [LONG, "9" * 19, "x"])
def test_a_row_of_references_that_leads_to_no_work_is_kept_without_one(newsroom, number):
    draft = make_draft(references=["Westad 2017"])
    url, fields = article_form(newsroom, draft.pk)
    Reference.objects.all().delete()
    typed = {"references-0-cites": number, "references-0-id": "", "_draft": "1"}
    answer = newsroom.post(url, fields | typed)
    assert answer.status_code in {200, 302}
    assert "Westad 2017" in newsroom.get(url).text or "Westad 2017" in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize("number", [LONG, "9" * 19])
def test_choices_that_a_colleagues_save_overtook_are_compared_whatever_they_are(newsroom, number):
    draft = make_draft()
    url, fields = article_form(newsroom, draft.pk, section=number)
    newsroom.post(url, article_form(newsroom, draft.pk, headline="Sooner")[1] | {"_draft": "1"})
    assert newsroom.post(url, fields | {"_draft": "1"}).status_code == 200


@pytest.mark.django_db
def test_a_length_that_no_body_has_is_too_large(client, publication):
    make_article()
    answer = client.post("/2024/01/the-last-train/reply/", {"text": "x"}, CONTENT_LENGTH=LONG)
    assert answer.status_code == 413


@pytest.mark.parametrize("part", ["9" * 5_000, "1e400", '"' + "9" * 5_000 + '"', "true", "null"])
def test_a_date_of_no_calendar_stops_no_import(part):
    text = '[{"type": "book", "title": "X", "issued": {"date-parts": [[PART]]}}]'
    (entry,) = formats.read(text.replace("PART", part))
    assert entry.problem or entry.record.issued is None


def test_a_date_that_csl_tells_is_read_in_either_writing():
    for parts in ([2011, 5, 9], ["2011", "5", "09"]):
        text = json.dumps([{"type": "book", "title": "X", "issued": {"date-parts": [parts]}}])
        (entry,) = formats.read(text)
        assert entry.record.issued == Date(2011, 5, 9)


def test_a_line_with_a_number_of_any_length_is_read():
    assert month_names.read(f"2011年{LONG}月") == Date(2011)
