"""Words are taken out of a text wherever they stand, and nothing else is."""

import pytest
from django.utils import translation

from opinion import html

WORDS = html.Words("Jane O'Roe")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Jane O'Roe said so.", "[removed] said so."),
        ("JANE  o’roe, and Jane\u00a0O‘Roe.", "[removed], and [removed]."),
        ("Ja\u00adne\nO'\u200bRoe", "[removed]"),
        ("(Jane O'Roe)", "([removed])"),
        ("Jane O'Roeburn", "Jane O'Roeburn"),
        ("Maryjane O'Roe", "Maryjane O'Roe"),
        ("Jane. O'Roe", "Jane. O'Roe"),
        ("", ""),
    ],
)
def test_whole_words_are_taken_out_of_plain_text(text, left):
    assert WORDS.from_text(text) == left


def test_words_within_others_are_taken_out_when_that_is_asked():
    assert html.Words("Roe").from_text("Roe's Roeburn") == "[removed]'s Roeburn"
    assert html.Words("Roe", within=True).from_text("Roeburn") == "[removed]burn"


def test_scripts_without_spaces_have_no_whole_words():
    assert html.Words("田中太郎").from_text("被告は田中太郎である") == "被告は[removed]である"
    assert html.Words("田中").from_text("田中である") == "[removed]である"


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("<p>Jane O'Roe said so.</p>", "<p>[removed] said so.</p>"),
        ("<p>It was Jane <em>O'Roe</em>.</p>", "<p>It was [removed].</p>"),
        ("<p>It was <em>Jane</em> O&#39;Roe.</p>", "<p>It was <em>[removed]</em>.</p>"),
        ("<p>Said <strong>Ms Jane</strong> O’Roe</p>", "<p>Said <strong>Ms [removed]</strong></p>"),
        ("<p>J<em>an</em>e O'R<s>o</s>e</p>", "<p>[removed]</p>"),
        ("<p>Jane<br>O'Roe left</p>", "<p>[removed] left</p>"),
        ("<p>Then Jane</p><p>O'Roe left.</p>", "<p>Then [removed]</p><p>left.</p>"),
        (
            '<p><a href="https://e.example/jane-o%27roe">Her page</a></p>',
            "<p>Her page</p>",
        ),
        (
            '<p><a href="https://e.example/" title="Of Jane O\'Roe">Her</a></p>',
            '<p><a href="https://e.example/" title="Of [removed]" rel="noopener">Her</a></p>',
        ),
        (
            '<figure><img src="/media/a.jpg" alt="Jane O\'Roe"></figure>',
            '<figure><img src="/media/a.jpg" alt="[removed]"></figure>',
        ),
        (
            '<p>Says Jane <a href="#work-12">O\'Roe</a>.</p>',
            '<p>Says [removed]<a href="#work-12">[removed]</a>.</p>',
        ),
        ("<p>x &lt; y &amp; Jane O'Roe</p>", "<p>x &lt; y &amp; [removed]</p>"),
        ("<p>Jane of O'Roe &amp; <em></em></p>", None),
    ],
)
def test_words_that_run_on_over_markup_are_taken_out_of_html(typed, left):
    cleaned = html.article(typed)
    found = WORDS.from_html(cleaned)
    if left is None:
        assert found == cleaned
    else:
        assert html.article(found) == left


def test_where_the_words_are_not_the_html_stays_as_it_is():
    whole = html.article("<p>A &amp; B, <em>not</em> Jane, &quot;O'Roe&quot;</p><h2>Jane</h2>")
    assert WORDS.from_html(whole) == whole


@pytest.mark.parametrize(
    "typed",
    [
        "<p>Fine.</p><!-- Jane O'Roe -->",
        '<p data-who="Jane O\'Roe">Fine.</p>',
        "<script>Jane O'Roe</script>",
        "<p>Fine.</p><!-- <b>Jane</b> O'Roe",
    ],
)
def test_words_that_no_reader_sees_are_found_in_what_was_typed(typed):
    assert WORDS.are_in_html(typed)
    assert not WORDS.are_in_html("<p>Fine.</p><!-- Jane -->")


@pytest.mark.parametrize("words", ["", "   ", "ab", "…!?", "\u200b\u200b\u200b", "田"])
def test_words_that_would_be_found_everywhere_are_refused(words):
    with pytest.raises(html.TooShort):
        html.Words(words)


@pytest.mark.parametrize(
    ("address", "left"),
    [
        ("https://e.example/Jane_O'Roe", ""),
        ("https://e.example/people/jane-o%E2%80%99roe/?page=2", ""),
        ("https://e.example/jane-o-roe/", "https://e.example/jane-o-roe/"),
        ("https://e.example/", "https://e.example/"),
    ],
)
def test_an_address_that_holds_the_words_goes_whole(address, left):
    assert WORDS.from_address(address) == left


def test_a_hostile_text_costs_no_more_than_its_size():
    """It is read by patterns: one that goes back over what it has read would not end here."""
    hostile = ("<", "&", "Jane ", '<a title="', "<!--", "<a", "</em ", ' href="', "&am", "<a/")
    for text in hostile:
        assert WORDS.from_html(text * 10_000) == text * 10_000
        assert WORDS.from_html(f"Jane O'Roe {text * 10_000}")[:9] == "[removed]"


def test_the_mark_is_written_in_the_language_that_is_active(monkeypatch):
    monkeypatch.setattr(
        "opinion.html.redaction.gettext",
        lambda text: {"de": "[entfernt]"}.get(translation.get_language(), text),
    )
    with translation.override("de"):
        assert WORDS.from_text("Jane O'Roe") == "[entfernt]"
