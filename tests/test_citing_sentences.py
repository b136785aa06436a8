"""The sentence around a citation, as the page of the cited work shows it."""

import pytest

from opinion.articles.citing_sentences import sentences
from tests.bibliography import make_citing, make_work
from tests.steps import assert_grows_with_length
from tests.test_lists import read


def cite(work=1, label="Rolt 1955"):
    return f'<a href="#work-{work}">{label}</a>'


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (f"<p>One. Two says {cite()} so. Three.</p>", ["Two says so."]),
        (f"<p>One.{cite()} Two.</p>", ["One."]),
        (f"<p>“Is it so?”{cite()} Two.</p>", ["“Is it so?”"]),
        (f"<p>No end {cite()}</p><p>Another.</p>", ["No end"]),
        (f"<p>Both {cite()} and {cite(2)}.</p>", ["Both and."]),
        (f"<p>Only the other {cite(2)}.</p>", []),
        (
            f"<p>A <em>first {cite()}</em> one. A second {cite()} one.</p>",
            ["A first one.", "A second one."],
        ),
        (f"<p>Fish &amp; chips␟ {cite()}.</p>", ["Fish & chips."]),
    ],
)
def test_the_sentence_around_a_citation(body, shown):
    assert sentences(body, [1]) == shown


def test_a_sentence_without_end_is_cut():
    (shown,) = sentences(f"<p>{'word ' * 500}{cite()}</p>", [1])
    assert len(shown) <= 300
    assert shown.endswith("…")


def test_many_citations_cost_no_more_than_their_number():
    assert_grows_with_length(lambda body: sentences(body, [1]), f"<p>So {cite()}.</p>", 100, 1_000)


@pytest.mark.django_db
def test_the_page_of_a_work_shows_where_it_is_cited(publication, client):
    work = make_work()
    body = f"<p>Nobody doubts it. Rolt told of every wreck {cite(work.pk)}. He was right.</p>"
    article = make_citing(work, body=body)
    page = read(client, f"/works/{work.pk}/")
    assert "Rolt told of every wreck.</blockquote>" in page
    assert "Nobody doubts it" not in page
    assert f'href="/works/{work.pk}/">About this work</a>' in read(
        client, article.get_absolute_url()
    )
