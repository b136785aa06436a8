"""Notes: in the text their calls, behind it their texts, numbers only where they are drawn."""

import re

import pytest

from comments.rules import quotes
from opinion import forms, html
from opinion.articles import citations, notes
from opinion.articles.models import Article, Revision
from tests.bibliography import make_citing, make_work
from tests.forms import fields_of, press
from tests.newsroom import MORNING, make_article, make_draft
from tests.test_html_limits import calls
from tests.writing_desk import desk as desk

ADDRESS = "/2024/01/the-last-train/"


def call(key="a"):
    return f'<a data-note="{key}"></a>'


def texts(**by_key):
    items = "".join(f'<li data-note="{key}">{text}</li>' for key, text in by_key.items())
    return f'<section data-notes=""><ol>{items}</ol></section>'


BODY = f"<p>The last train{call()} leaves at nine.</p>{texts(a='At Inverey, <em>mostly</em>.')}"


# --- The door ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (BODY, BODY),
        # As others write them: with numbers, in the middle, without a list.
        (
            "<p>a<a data-note=x href='#fn1' class=y>[1]</a></p><section data-notes>"
            "<li data-note=x id=fn1>One.</section><p>b</p>",
            f"<p>a{call('x')}</p><p>b</p>{texts(x='One.')}",
        ),
        # Words in a call are the text's.
        (
            f"<p>a <a data-note=a>train</a></p>{texts(a='One.')}",
            f"<p>a train{call()}</p>{texts(a='One.')}",
        ),
        # In the order of their calls.
        (
            f"<p>{call('b')}x{call('a')}</p>{texts(a='A', b='B')}",
            f"<p>{call('b')}x{call('a')}</p>{texts(b='B', a='A')}",
        ),
        # Called twice, it is one note.
        (f"<p>x{call()} y{call()}</p>{texts(a='A')}", f"<p>x{call()} y{call()}</p>{texts(a='A')}"),
        # Two texts of one key, and two sections.
        (
            f"<p>x{call()}</p>{texts(a='One.')}{texts(a='Two.')}",
            f"<p>x{call()}</p>{texts(a='One. Two.')}",
        ),
        # A call without a text, and without words in it; a text without a call.
        (f"<p>x{call()}</p>", "<p>x</p>"),
        (f"<p>x{call()}</p>{texts(a=' <br> ')}", "<p>x</p>"),
        (f"<p>x</p>{texts(a='One.')}", "<p>x</p>"),
        (f"<p>x<del>{call()}</del></p>{texts(a='One.')}", "<p>x</p>"),
        # A note calls no note.
        (
            f"<p>x{call('a')}{call('b')}</p>{texts(a=f'A{call(chr(98))}', b='B')}",
            f"<p>x{call('a')}{call('b')}</p>{texts(a='A', b='B')}",
        ),
        # What else stands in the section is text.
        (
            f"<p>x{call()}</p><section data-notes><h2>Notes</h2><li data-note=a>A</section>",
            f"<p>x{call()}</p><h2>Notes</h2>{texts(a='A')}",
        ),
        # A note may hold paragraphs and lists, and cite a work.
        (
            f"<p>x{call()}</p>{texts(a='<p>A</p><ul><li>B</li></ul>')}",
            f"<p>x{call()}</p>{texts(a='<p>A</p><ul><li>B</li></ul>')}",
        ),
        (
            f'<p>x{call()}</p>{texts(a="""<a href="#work-3">W</a>""")}',
            f'<p>x{call()}</p>{texts(a="""<a href="#work-3">W</a>""")}',
        ),
        # No key of ours.
        (
            "<p>x<a data-note='a b'></a></p><section data-notes><li data-note='a b'>A</section>",
            "<p>x</p><p>A</p>",
        ),
        (f"<p>x<a data-note={'k' * 41}></a></p>", "<p>x</p>"),
        ("<section><p>x</p></section>", "<p>x</p>"),
        ("<ul><li data-note=a>x</li></ul>", "<ul><li>x</li></ul>"),
    ],
)
def test_the_door_lets_notes_through_in_one_form(typed, kept):
    assert html.article(typed) == kept
    assert html.article(kept) == kept


def test_other_texts_have_no_notes():
    assert (
        html.note(BODY)
        == "<p>The last train leaves at nine.</p><ol><li>At Inverey, <em>mostly</em>.</li></ol>"
    )


@pytest.mark.parametrize("key", ["k{}", "k"], ids=["many keys", "one key"])
def test_twice_as_many_notes_cost_twice_as_much(key):
    def noted(many):
        keys = [key.format(number) for number in range(many)]
        items = "".join(f'<li data-note="{each}">A</li>' for each in keys)
        paragraphs = "".join(f"<p>x{call(each)}</p>" for each in keys)
        return f'{paragraphs}<section data-notes=""><ol>{items}</ol></section>'

    few, many = noted(100), noted(200)
    assert calls(html.article, many) < 2.5 * calls(html.article, few)
    assert calls(notes.drawn, html.article(many)) < 2.5 * calls(notes.drawn, html.article(few))


def test_what_is_read_on_leaves_notes_out():
    assert html.plain_text(BODY) == "The last train leaves at nine."
    assert html.excerpt(BODY, 20) == "The last train leaves at nine."
    assert html.plain_text(BODY, with_notes=True).endswith("At Inverey, mostly.")


# --- Drawn ------------------------------------------------------------------------------------


def test_calls_are_numbered_and_lead_there_and_back():
    body = f"<p>One{call('x')}, two{call('y')}, one{call('x')}.</p>{texts(x='X', y='Y')}"
    text, (first, second) = notes.drawn(body)
    links = re.findall(
        r'<sup class="note-call"><a id="(.*?)" href="(.*?)"[^>]*>(\d)</a></sup>', text
    )
    assert links == [("n1-1", "#note-1", "1"), ("n2-1", "#note-2", "2"), ("n1-2", "#note-1", "1")]
    assert (first.html, first.places) == ("X", ["n1-1", "n1-2"])
    assert (second.html, second.places) == ("Y", ["n2-1"])
    assert "data-note" not in text


def test_numbers_side_by_side_stay_apart():
    body = f"<p>One{call('x')}{call('y')}</p>{texts(x='X', y='Y')}"
    assert re.sub("<[^>]*>", "", notes.drawn(body).text) == "One1, 2"


def test_a_text_without_notes_is_drawn_as_it_is():
    assert notes.drawn("<p>One.</p>") == ("<p>One.</p>", [])


@pytest.mark.django_db
def test_a_note_beside_a_citation_is_not_taken_for_one_number(publication, editor):
    work = make_work("The Cold War")
    cites = f'<a href="#work-{work.pk}">Westad</a>'
    body = f"<p>a{cites}{call()} b{call()} {cites}</p>{texts(a=f'See {cites}')}"
    article = make_citing(work, body=body)
    shown = citations.shown(article.live_edition)
    assert re.sub("<[^>]*>", "", shown.html) == "a1, 1 b1, 1"
    assert shown.parts[0].lines[0].places == ["c1-1", "c1-2", "c1-3"]
    assert 'href="#ref-1"' in shown.notes[0].html


@pytest.mark.django_db
def test_readers_find_the_notes_under_the_text_and_in_feeds(publication, client):
    make_article(body=BODY)
    page = client.get(ADDRESS).content.decode()
    assert '<a id="n1-1" href="#note-1" role="doc-noteref" aria-label="Note 1">1</a>' in page
    under = page.partition('role="doc-endnotes"')[2]
    assert '<li id="note-1">' in under and "At Inverey, <em>mostly</em>." in under
    assert 'href="#n1-1" role="doc-backlink"' in under
    feed = client.get("/feed/").content.decode()
    assert f'&lt;a href="http://127.0.0.1:8000{ADDRESS}#note-1"&gt;1&lt;/a&gt;' in feed
    assert "At Inverey, &lt;em&gt;mostly&lt;/em&gt;." in feed
    assert "data-note" not in page + feed


@pytest.mark.django_db
def test_a_description_and_a_quoted_passage_leave_notes_out(publication, client):
    edition = make_article(body=BODY).live_edition
    assert "Inverey" not in client.get("/feed/").content.decode().partition("<content:")[0]
    assert quotes.stands_in(edition, "The last train leaves at nine.")
    assert not quotes.stands_in(edition, "Inverey")


@pytest.mark.django_db
def test_a_text_of_notes_alone_is_no_text(publication):
    assert not make_draft(body=f"<p>{call()}</p>{texts(a='A')}").manuscript().has_text


# --- The article's form -----------------------------------------------------------------------


@pytest.mark.django_db
def test_notes_and_figures_outlive_the_form(desk):
    body = f'{BODY.partition("<section")[0]}<figure data-picture="7"></figure>{texts(a="A")}'
    draft = make_draft(body=body)
    press(desk, pk=draft.pk, headline="The First Train")
    draft.refresh_from_db()
    assert (draft.headline, draft.body_html) == ("The First Train", body)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (
            "Trains stop[^1] here[^b], twice[^1].\n\n[^1]: At Inverey & Ayr,\nmostly.\n[^b]: So.",
            f"<p>Trains stop{call('1')} here{call('b')}, twice{call('1')}.</p>"
            + texts(**{"1": "<p>At Inverey &amp; Ayr,<br>mostly.</p>", "b": "<p>So.</p>"}),
        ),
        # Beside a note that is there already, in HTML that was stored.
        (
            f"<p>a{call('1')} b[^1]</p>\n{texts(**{'1': 'A'})}\n\n[^1]: B",
            f"<p>a{call('1')} b{call('1-2')}</p>" + texts(**{"1": "A", "1-2": "<p>B</p>"}),
        ),
        ("A call[^1] without a text.", "<p>A call[^1] without a text.</p>"),
    ],
)
def test_notes_are_typed_without_the_editor(typed, kept):
    assert html.article(forms.text(typed)) == kept


@pytest.mark.django_db
def test_two_who_change_one_note_see_where_they_differ(desk):
    draft = make_draft(body=BODY)
    url = f"/admin/articles/article/{draft.pk}/change/"
    mine = fields_of(desk.get(url), "article_form")
    press(desk, pk=draft.pk, body=BODY.replace("Inverey", "Aberdeen"))
    # What both began with is known no more, so that nothing goes together by itself.
    Revision.objects.all().delete()
    response = desk.post(url, mine | {"_draft": "1"})
    assert [difference.label for difference in response.context["differences"]] == ["Text"]


@pytest.mark.django_db
def test_an_edition_shows_its_notes_to_the_newsroom(admin_client, publication):
    draft = make_draft(body=BODY)
    draft.publish(by=None, at=MORNING)
    edition = Article.objects.get().live_edition
    page = admin_client.get(f"/admin/articles/edition/{edition.pk}/change/").content.decode()
    assert "1. At Inverey, <em>mostly</em>." in page
