"""The byline as it is typed: authors by name, suggested, told apart, near to one another."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from authors.models import Author
from opinion.articles.models import Article
from tests.forms import article_form, fields_of, press
from tests.newsroom import make_author, make_draft, make_user
from tests.writing_desk import desk as desk

pytestmark = pytest.mark.django_db

NAMES = "/admin/articles/article/authors/"


def signed(article):
    return [line.author for line in article.bylines.all()]


def typed(desk, draft, name):
    """What the first line of the byline comes to with this name; the answer, and the authors."""
    answer = press(desk, pk=draft.pk, **{"bylines-0-author": name})
    return answer, signed(draft)


# --- Resolved when it is saved


@pytest.mark.parametrize(
    "name", ["Åsa Lind", "  Åsa \u00a0 Lind ", "asa lind", "ÅSA LIND", "Åsa Lind (asa-lind)"]
)
def test_an_author_is_named_as_people_write_the_name(desk, name):
    asa = make_author("Åsa Lind", slug="asa-lind")
    make_author("Åsa Lindgren")
    answer, authors = typed(desk, make_draft(), name)
    assert (answer.status_code, authors) == (302, [asa])


def test_an_author_is_named_by_number_as_well(desk):
    bo = make_author("Bo Lind")
    assert typed(desk, make_draft(), str(bo.pk))[1] == [bo]


def test_a_name_that_is_a_number_is_a_name_first(desk):
    draft = make_draft()
    number = make_author(str(draft.bylines.get().author.pk), slug="number")
    assert typed(desk, draft, number.name)[1] == [number]


def test_a_name_that_nobody_bears_is_told_beside_it_with_those_that_are_near(desk):
    make_author("Bo Lind")
    near = make_author("Tomasz Wieczorek")
    draft = make_draft()
    before = signed(draft)
    answer, authors = typed(desk, draft, "Tomas Wieczoreck")
    page = answer.content.decode()
    assert "There is no author “Tomas Wieczoreck”. Did you mean Tomasz Wieczorek?" in page
    assert '<option value="Tomasz Wieczorek">' in page
    assert "Bo Lind" not in page
    fields = fields_of(answer, "article_form")
    assert (fields["bylines-0-author"], authors) == ("Tomas Wieczoreck", before)
    assert typed(desk, draft, near.name)[1] == [near]


def test_a_name_like_no_other_is_told_as_well(desk):
    answer, _authors = typed(desk, make_draft(), "Qqq")
    assert "There is no author “Qqq”. Add them first." in answer.content.decode()


def test_of_two_with_one_name_each_can_be_chosen_and_stays_chosen(desk):
    first = make_author("Ana Reis", slug="ana-reis")
    second = make_author("Ana Reis", slug="ana-reis-2")
    draft = make_draft()
    answer, _authors = typed(desk, draft, "Ana Reis")
    page = answer.content.decode()
    assert "2 authors have this name." in page
    for written in ("Ana Reis (ana-reis)", "Ana Reis (ana-reis-2)"):
        assert f'<option value="{written}">' in page
    assert fields_of(answer, "article_form")["bylines-0-author"] == "Ana Reis"
    assert typed(desk, draft, "Ana Reis (ana-reis-2)")[1] == [second]
    _url, fields = article_form(desk, draft.pk)
    assert fields["bylines-0-author"] == "Ana Reis (ana-reis-2)"
    press(desk, pk=draft.pk, headline="Another")
    assert signed(draft) == [second]
    assert typed(desk, draft, "Ana Reis (ana-reis)")[1] == [first]


def test_an_address_alone_means_nobody_and_neither_does_the_wrong_name_with_it(desk):
    make_author("Ana Reis", slug="ana-reis")
    draft = make_draft()
    before = signed(draft)
    for name in ("ana-reis-1", "Bo Lind (ana-reis)"):
        answer, authors = typed(desk, draft, name)
        assert (answer.status_code, authors) == (200, before), name


def test_who_was_merged_is_named_no_more(desk, editor):
    gone, kept = make_author("Ana Reis"), make_author("Ana Reis-Lind")
    gone.merge_into(kept, by=editor)
    answer, _authors = typed(desk, make_draft(authors=[kept]), "Ana Reis")
    assert "Did you mean Ana Reis-Lind?" in answer.content.decode()
    assert [one["name"] for one in desk.get(NAMES, {"q": "Ana"}).json()["authors"]] == [kept.name]


@pytest.mark.parametrize("name", ["\0", "x" * 300, "9" * 30, "(", "a (b)", "'|&:*!", "\u202e", "—"])
def test_no_name_breaks_the_form(desk, name):
    answer, _authors = typed(desk, make_draft(), name)
    assert answer.status_code == 200
    suggested = desk.get(NAMES, {"q": name})
    assert suggested.status_code == 400 if name == "\0" else suggested.json() == {"authors": []}


def test_a_new_article_is_signed_by_name(desk):
    make_author("Bo Lind")
    draft = make_draft()
    typed = {"headline": "New", "type": draft.type_id, "section": draft.section_id, "body": "Text."}
    press(desk, **typed, **{"bylines-0-author": "Bo Lind", "bylines-0-role": "with"})
    line = Article.objects.get(headline="New").bylines.get()
    assert (line.author.name, line.role) == ("Bo Lind", "with")


# --- Suggested


def test_names_are_suggested_by_the_beginnings_of_their_words(desk):
    asa = make_author("Åsa Lind", role="Engineer")
    make_author("Bo Berg")
    told = {"authors": [{"id": asa.pk, "name": "Åsa Lind", "role": "Engineer"}]}
    for asked in ("as", "lin", "Åsa", "lind å", "  ASA  LIND "):
        assert desk.get(NAMES, {"q": asked}).json() == told, asked
    for asked in ("", " ", "ind", "asa berg"):
        assert desk.get(NAMES, {"q": asked}).json() == {"authors": []}, asked


def test_a_number_suggests_whose_it_is(desk):
    bo = make_author("Bo Lind")
    assert [one["id"] for one in desk.get(NAMES, {"q": bo.pk}).json()["authors"]] == [bo.pk]


def test_those_with_one_name_are_suggested_apart(desk):
    make_author("Ana Reis", slug="ana-reis")
    make_author("Ana Reis", slug="ana-2")
    names = {one["name"] for one in desk.get(NAMES, {"q": "reis"}).json()["authors"]}
    assert names == {"Ana Reis (ana-reis)", "Ana Reis (ana-2)"}


def test_ten_are_suggested_in_their_order(desk):
    for number in range(12):
        make_author(f"Author {number:02}")
    names = [one["name"] for one in desk.get(NAMES, {"q": "author"}).json()["authors"]]
    assert names == [f"Author {number:02}" for number in range(10)]


def test_names_are_for_those_who_write(client, publication, moderator):
    make_author("Bo Lind")
    client.force_login(moderator)
    assert client.get(NAMES, {"q": "Bo"}).status_code == 403
    client.force_login(make_user("writer", group="Authors"))
    assert len(client.get(NAMES, {"q": "Bo"}).json()["authors"]) == 1
    client.logout()
    assert client.get(NAMES, {"q": "Bo"}).status_code == 302


def test_three_thousand_names_are_looked_up_by_their_index(desk):
    Author.objects.bulk_create(
        Author(name=f"Author {n}", sort_name=f"{n}, Author", slug=f"a-{n}") for n in range(3_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE authors_author")
        for queryset in (
            Author.objects.canonical().matching("2999")[:10],
            Author.objects.canonical().filter(name="Author 2999"),
        ):
            sql, params = queryset.query.sql_with_params()
            cursor.execute(f"EXPLAIN {sql}", params)
            assert "Seq Scan" not in str(cursor.fetchall())


def test_all_names_of_a_byline_are_looked_up_together(desk):
    names = [make_author(f"Author {n}").name for n in range(8)]
    draft = make_draft(authors=[make_author()])
    url, fields = article_form(desk, draft.pk)

    def asked(number):
        rows = {f"bylines-{n}-author": names[n] for n in range(number)}
        sent = fields | rows | {"bylines-TOTAL_FORMS": number, "_draft": "1"}
        sent |= {f"bylines-{n}-role": "with" for n in range(number)}
        with CaptureQueriesContext(connection) as queries:
            desk.post(url, sent | {"headline": "", "version": draft.version})
        return sum('"authors_author"."name" IN' in query["sql"] for query in queries)

    assert asked(1) == asked(8) == 1
