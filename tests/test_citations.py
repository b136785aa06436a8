"""A citation in the text is a number, which leads to a reference and back."""

import re
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.rules import quotes
from opinion import html
from opinion.articles import citations
from opinion.articles.admin import citing
from opinion.articles.models import Edition, Reference
from opinion.references.models import Work
from opinion.references.models.work import Source
from opinion.references.record import Date, Name, Record
from tests.forms import press
from tests.newsroom import know_the_site, make_draft, make_user
from tests.steps import steps_of
from tests.test_feeds import CONTENT, channel
from tests.writing_desk import desk as desk


def references(*work_ids):
    return [SimpleNamespace(work_id=work_id) for work_id in work_ids]


def cite(work_id, label="Westad 2017"):
    return f'<a href="#work-{work_id}">{label}</a>'


def plain(body, *work_ids):
    """The text with [3#2] for the second citation of the third reference."""
    text, _places = citations.numbered(html.article(body), references(*work_ids))
    written = re.sub(
        r'<sup class="citation"><a id="c(\d+)-(\d+)" href="#ref-\1" role="doc-biblioref"'
        r' aria-label="Reference \1">\1</a></sup>',
        r"[\1#\2]",
        text,
    )
    return written.replace("<sup>,</sup> ", ",")


# --- The door for HTML


@pytest.mark.parametrize(
    "typed",
    [
        cite(12),
        '<a href="#work-12" title="x" class="x">Westad 2017</a>',
        '<a class=x href="#work-12" rel=nofollow onclick="x()">Westad 2017</a>',
        "<A HREF='#work-12' id=c1-1>Westad 2017</A>",
    ],
)
def test_a_citation_has_one_form_whatever_was_typed(typed):
    assert html.article(f"<p>{typed}</p>") == f"<p>{cite(12)}</p>"


@pytest.mark.parametrize(
    "address",
    ["#ref-1", "#work-", "#work-0", "#work-012", "#work-1x", "#work-٣", "#", "#work-" + "9" * 19]
    + ["/#work-1/", "#work-1\n2", "#WORK-1"],
)
def test_no_other_fragment_comes_through(address):
    assert 'href="#' not in html.article(f'<p><a href="{address}">words</a></p>')


def test_only_an_article_cites():
    for door in (html.note, html.comment, html.inline):
        assert "<a " not in door(cite(12))


# --- Numbers


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<p>So {cite(7)}.</p>", "<p>So[1#1].</p>"),
        (f"<p>So {cite(8)}, and {cite(7)}.</p>", "<p>So[2#1], and[1#1].</p>"),
        (f"<p>So {cite(7)}.</p><p>And {cite(7)}.</p>", "<p>So[1#1].</p><p>And[1#2].</p>"),
        # Two numbers beside each other are two numbers.
        (f"<p>So {cite(7)} {cite(8)}{cite(7)}.</p>", "<p>So[1#1],[2#1],[1#2].</p>"),
        (f"<p>{cite(7)}</p>", "<p>[1#1]</p>"),
        (f"<p><em>So {cite(7)}</em></p>", "<p><em>So[1#1]</em></p>"),
        (f"<p>So {cite(7, '<em>Westad</em> 2017')}.</p>", "<p>So[1#1].</p>"),
        (f"<p>So {cite(9)}.</p>", "<p>So Westad 2017.</p>"),
        (f"<p>So {cite(9, '<em>W</em>')} {cite(7)}</p>", "<p>So <em>W</em>[1#1]</p>"),
        ('<p>So <a href="/a/">a</a> b</p>', '<p>So <a href="/a/">a</a> b</p>'),
        ('<p>So &lt;a href="#work-7"&gt;</p>', '<p>So &lt;a href="#work-7"&gt;</p>'),
    ],
)
def test_each_citation_of_a_listed_work_is_the_number_of_its_reference(body, text):
    assert plain(body, 7, 8) == text


def test_what_is_written_in_an_attribute_is_no_citation():
    body = html.article("<p><abbr title='<a href=\"#work-7\">x</a>'>x</abbr></p>")
    assert citations.numbered(body, references(7))[0] == body


def test_a_reference_without_a_work_takes_a_number_too():
    assert plain(f"<p>So {cite(7)}.</p>", None, 7) == "<p>So[2#1].</p>"


def test_of_two_references_to_one_work_the_first_is_meant():
    assert plain(f"<p>So {cite(7)}.</p>", 7, 7) == "<p>So[1#1].</p>"


def test_every_citation_can_be_led_back_to():
    body = f"<p>So {cite(7)} or {cite(8)} or {cite(7)}.</p>"
    _text, places = citations.numbered(body, references(8, 7, 9))
    assert places == {2: ["c2-1", "c2-2"], 1: ["c1-1"]}


PIECES = [cite(7), cite(9), '<a href="#work-7">', "</a>", "<em>", "<p>", "x "]


@given(st.lists(st.sampled_from(PIECES)))
def test_whatever_is_typed_the_text_keeps_its_form(pieces):
    """Reading the numbered text again changes nothing but what only we write."""
    text, _places = citations.numbered(html.article("".join(pieces)), references(7))
    bare = re.sub(r'<sup class="citation"><a [^>]*>1</a></sup>', "<sup>1</sup>", text)
    assert html.article(bare) == bare
    assert "#work-" not in text


@pytest.mark.parametrize("piece", [f"<p>So {cite(7)}.</p>", '<a href="#work-7">', "</a>", " "])
def test_thousands_of_citations_take_as_long_as_they_are_many(piece):
    def number(body):
        citations.numbered(body, references(7))

    number(piece)
    few, many = (steps_of(lambda count=count: number(piece * count)) for count in (200, 4_000))
    assert many <= 25 * few


# --- The page


def make_work(title="The Cold War", family="Westad", year=2017, source=Source.IMPORTED):
    record = Record("book", (("author", Name(family)),), title, issued=Date(year))
    return Work.objects.keep(record, source)


@pytest.fixture
def works(publication):
    return [make_work("The Cold War"), make_work("Red for Danger", "Rolt", 1955)]


def make_citing(works, body, **values):
    """A draft with a line that is no work, then the works, cited by {0} and {1} in `body`."""
    links = [cite(work.pk, str(work)) for work in works]
    draft = make_draft(references=["Timetable"], body=body.format(*links), **values)
    for position, work in enumerate(works, start=2):
        Reference.objects.create(article=draft, text=str(work), work=work, position=position)
    return draft


def listed(page) -> list[tuple]:
    """Each heading and each line: its id and the ids that it leads back to."""
    lists = "".join(re.findall(r'<section class="references".*?</section>', page, re.DOTALL))
    found = re.findall(r'<h2 id="([\w-]+)"|<li id="(ref-\d+)">(.*?)</li>', lists, re.DOTALL)
    back = re.compile(r'href="#(c[\d-]+)" role="doc-backlink"')
    return [heading or (line, back.findall(rest)) for heading, line, rest in found]


def page_of(edition, client):
    return client.get(edition.article.get_absolute_url()).content.decode()


def test_a_page_leads_from_number_to_reference_and_back(works, client):
    draft = make_citing(works, "<p>Trains {1} stop {0} and stop {1}.</p>")
    page = page_of(draft.publish(by=make_user()), client)
    assert 'Trains<sup class="citation"><a id="c3-1" href="#ref-3" role="doc-biblioref"' in page
    lines = [("ref-1", []), ("ref-2", ["c2-1"]), ("ref-3", ["c3-1", "c3-2"])]
    assert listed(page) == ["references", *lines]


def test_a_list_that_nobody_cites_is_shown_without_ways_back(works, client):
    page = page_of(make_citing(works, "<p>Trains stop.</p>").publish(by=make_user()), client)
    assert "doc-backlink" not in page
    assert 'id="ref-3"' in page


def test_a_work_that_is_not_listed_is_its_label(works, client):
    draft = make_citing(works[:1], f"<p>So {cite(works[1].pk, 'Rolt 1955')}, and {{0}}.</p>")
    page = page_of(draft.publish(by=make_user()), client)
    assert '<p>So Rolt 1955, and<sup class="citation"><a id="c2-1"' in page


def test_further_reading_stands_apart_when_the_editor_says_so(works, client):
    draft = make_citing(works, "<p>Trains {1} stop.</p>", split_references=True)
    page = page_of(draft.publish(by=make_user()), client)
    assert 'Trains<sup class="citation"><a id="c1-1" href="#ref-1"' in page
    assert listed(page) == [
        "references",
        ("ref-1", ["c1-1"]),
        "further-reading",
        ("ref-2", []),
        ("ref-3", []),
    ]
    assert '<ol start="2">' in page


@pytest.mark.parametrize(("body", "heading"), [("{0}{1}", "references"), ("x", "further-reading")])
def test_no_heading_stands_over_nothing(works, body, heading):
    draft = make_citing(works, f"<p>{body}</p>", split_references=True)
    draft.references.filter(position=1).delete()
    parts = citations.shown(Edition.objects.preview(draft)).parts
    assert [part.anchor for part in parts] == [heading]


def test_a_preview_shows_what_readers_will_see(works, client, editor):
    draft = make_citing(works, "<p>Trains {1} stop.</p>")
    client.force_login(editor)
    page = client.get(f"/preview/{draft.pk}/").content.decode()
    assert '<a id="c3-1" href="#ref-3"' in page
    assert ("ref-3", ["c3-1"]) in listed(page)


def test_a_feed_leads_to_the_references_on_the_page(works, client):
    draft = make_citing(works, "<p>Trains {1} stop {0}.</p>", split_references=True)
    address = f"http://127.0.0.1:8000{draft.publish(by=make_user()).article.get_absolute_url()}"
    item = channel(client).find("item")
    whole = item.findtext(CONTENT)
    assert f'Trains<sup><a href="{address}#ref-2">2</a></sup> stop' in whole
    assert "doc-" not in whole
    assert 'id="' not in whole
    assert whole.index("References") < whole.index("Further reading") < whole.index("Timetable")
    assert item.findtext("description") == "Trains stop."


def test_a_reader_may_answer_a_passage_with_a_number_in_it(works):
    edition = make_citing(works, "<p>Trains {1} stop.</p>").publish(by=make_user())
    assert quotes.stands_in(edition, "Trains3 stop")
    assert not quotes.stands_in(edition, "Red for Danger")


# --- Saving


def save(desk, draft, body):
    response = press(desk, pk=draft.pk, body=body)
    assert response.status_code == 302, response.content.decode()
    return desk.get(response["Location"]).content.decode()


def lines(draft):
    return [(line.position, line.work, line.state) for line in draft.references.all()]


def test_a_cited_work_joins_the_references_when_the_draft_is_saved(works, desk):
    draft = make_draft(references=["Timetable"])
    cold, red = works
    page = save(desk, draft, f"<p>So {cite(red.pk)}, {cite(cold.pk)} and {cite(red.pk)}.</p>")
    assert "Added to the references: Red for Danger; The Cold War" in page
    assert lines(draft) == [(1, None, "line"), (2, red, "known"), (3, cold, "known")]
    assert draft.references.last().text == "Westad. The Cold War. 2017."
    assert "Added to the references" not in save(desk, draft, f"<p>{cite(red.pk)}</p>")


def test_a_work_that_was_merely_read_is_not_printed_for_being_cited(publication, desk):
    work = make_work(source=Source.READ)
    draft = make_draft()
    save(desk, draft, f"<p>So {cite(work.pk)}.</p>")
    assert lines(draft) == [(1, work, "look")]


def test_a_cited_work_takes_the_line_that_it_has_in_another_article(publication, desk):
    work = make_work(source=Source.READ)
    for number, state in enumerate(["look", "known", "look"]):
        other = make_draft(f"Train {number}")
        line = f"{state} {number}"
        Reference.objects.create(article=other, text=line, work=work, state=state, position=1)
    draft = make_draft()
    save(desk, draft, f"<p>So {cite(work.pk)}.</p>")
    assert lines(draft) == [(1, work, "known")]
    assert draft.references.get().text == "known 1"


def test_a_work_that_does_not_exist_is_named_and_not_invented(desk):
    draft = make_draft()
    page = save(desk, draft, f"<p>So {cite(999, '<em>Nobody</em> &amp; 3')}.</p>")
    assert "Cited, but not among the works: Nobody &amp; 3. Readers see plain text." in page
    assert lines(draft) == []


# --- The works to choose from


def find(desk, q="", article=""):
    answer = desk.get("/admin/articles/article/works/", {"q": q, "article": article})
    return [(one["id"], one["label"], one["listed"]) for one in answer.json()["works"]]


def test_works_are_found_by_title_people_and_year(works, desk):
    cold, red = ((work.pk, f"{label}", False) for work, label in zip(works, LABELS, strict=True))
    for q in ("cold", "COLD w", "west", "2017", "war westad 2017"):
        assert find(desk, q) == [cold], q
    dawn = (make_work("A Red Dawn", "Cobb", 1984).pk, "Cobb 1984", False)
    assert find(desk, "r") == [red, dawn]
    assert find(desk, "1984") == find(desk, "red 1984") == [dawn]
    assert find(desk, "1984 1955") == []
    assert find(desk, "author") == find(desk, "family") == find(desk, "\x01%_") == []
    assert find(desk) == []


LABELS = ["Westad 2017", "Rolt 1955"]


def test_the_works_of_the_article_come_first_and_without_asking(works, desk):
    dawn = make_work("A Red Dawn", "Cobb", 1984)
    draft = make_citing([dawn], "<p>x</p>")
    own, other = (dawn.pk, "Cobb 1984"), (works[1].pk, LABELS[1])
    assert find(desk, "", draft.pk) == [(*own, True)]
    assert find(desk, "r", draft.pk) == [(*own, True), (*other, False)]


def test_a_merged_work_is_found_only_where_it_is_listed(works, desk):
    draft = make_citing(works[:1], "<p>x</p>")
    Work.objects.filter(pk=works[0].pk).update(merged_into=works[1])
    assert find(desk, "cold") == []
    assert find(desk, "cold", draft.pk) == [(works[0].pk, LABELS[0], True)]


def test_finding_works_asks_as_much_for_many_as_for_one(works, desk, django_assert_num_queries):
    know_the_site()
    with django_assert_num_queries(6):
        find(desk, "cold")
    for number in range(30):
        make_work(f"The Cold War {number}")
    with django_assert_num_queries(6):
        assert len(find(desk, "cold")) == 20


@pytest.mark.parametrize("article", ["x", "-1", "9" * 30, "²", "\x01"])
def test_an_article_that_is_none_has_no_works_of_its_own(works, desk, article):
    assert find(desk, "", article) == []


def test_whoever_may_not_write_articles_finds_no_works(works, client, moderator):
    address = "/admin/articles/article/works/?q=cold"
    assert client.get(address).status_code == 302
    client.force_login(moderator)
    assert client.get(address).status_code == 403


@pytest.mark.parametrize(
    ("names", "label"),
    [
        ([Name("Gogh", particle="van")], "van Gogh 2017"),
        ([Name("A"), Name("B")], "A and B 2017"),
        ([Name("A"), Name("B"), Name("C")], "A et al. 2017"),
        ([Name(literal="Trains Institute")], "Trains Institute 2017"),
        ([], "The Last Train to… 2017"),
    ],
)
def test_the_label_says_who_and_when(names, label):
    people = tuple(("author", name) for name in names)
    work = Work()
    work.take(Record("book", people, "The Last Train to Inverey", issued=Date(2017)), "editor")
    assert citing.label_of(work) == label
