"""What a reference led to and is gone: readers are offered the archived copy beside the link."""

import re

import pytest

from opinion.articles import rendered_references
from opinion.articles.models import Reference
from opinion.references.links import State
from opinion.references.models import Link
from tests.bibliography import make_citing, make_work
from tests.newsroom import know_the_site, make_draft

pytestmark = pytest.mark.django_db

PAGE = "https://times.example/sisters?page=2&all=1"
HREF = "https://times.example/sisters?page=2&amp;all=1"
COPY = f"https://web.archive.org/web/20200730000000/{PAGE}"
COPY_HREF = COPY.replace("&", "&amp;")
OFFER = f'<a class="archived-copy" href="{COPY_HREF}" rel="noopener">archived copy</a>'


def make_article(text="Seven Sisters.", url=PAGE):
    draft = make_draft()
    Reference.objects.create(article=draft, position=1, text=text, url=url)
    draft.publish(by=None)
    return draft


def lose(state=State.GONE, copy=COPY):
    Link.objects.update(state=state, archived_address=copy)


def shown(client, article) -> str:
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    page = response.content.decode()
    return re.search(r'<li id="ref-1">.*?</li>', page, re.DOTALL)[0]


def test_the_address_behind_a_line_stays_and_the_copy_is_beside_it(publication, client):
    article = make_article()
    lose()
    reference = shown(client, article)
    link = f'<a href="{HREF}" rel="noopener" data-versionurl="{COPY_HREF}">{HREF}</a>'
    assert link in reference and OFFER in reference
    assert reference.index(link) < reference.index(OFFER)


@pytest.mark.parametrize("place", ["", "#part-3"])
def test_the_link_within_a_line_tells_of_the_copy(publication, client, place):
    article = make_article(f"Seven Sisters. {PAGE}{place}, and https://post.example/.", PAGE)
    lose()
    reference = shown(client, article)
    assert f'<a href="{HREF}{place}" data-versionurl="{COPY_HREF}"' in reference
    assert reference.count("data-versionurl") == 1
    assert OFFER in reference


def test_the_link_of_a_printed_work_tells_of_the_copy(publication, client):
    article = make_citing(make_work("Sisters", url=PAGE))
    rendered_references.print_all(article)
    lose()
    reference = shown(client, article)
    assert "<em>Sisters</em>" in reference
    assert f'<a href="{HREF}" data-versionurl="{COPY_HREF}"' in reference
    assert OFFER in reference


@pytest.mark.parametrize(
    "state, copy",
    [
        (State.GONE, ""),
        (State.GONE, "javascript:alert(1)"),
        (State.REACHABLE, COPY),
        (State.ERROR, COPY),
        (State.CHANGED, COPY),
        (State.NOT_CHECKED, COPY),
    ],
)
def test_only_what_is_gone_and_has_a_copy_is_offered_one(publication, client, state, copy):
    article = make_article()
    lose(state, copy)
    reference = shown(client, article)
    assert f'<a href="{HREF}" rel="noopener">' in reference
    assert "archived" not in reference and "data-version" not in reference


def test_an_address_cannot_end_its_attribute(publication, client):
    article = make_article(f"Seven Sisters. {PAGE}")
    lose(copy='https://web.archive.org/"><script>')
    reference = shown(client, article)
    assert "archived copy" in reference
    assert "<script" not in reference and reference.count('data-versionurl="https://') == 1


def test_an_editor_sees_it_in_the_preview(publication, editor, client):
    article = make_article()
    lose()
    client.force_login(editor)
    assert OFFER in client.get(f"/preview/{article.pk}/").content.decode()


def test_it_costs_one_query_and_nothing_without_addresses(
    publication, client, django_assert_num_queries
):
    bare = make_article(url="")
    know_the_site()
    with django_assert_num_queries(11):
        shown(client, bare)
    article = make_draft("Two Links")
    for position, url in enumerate([PAGE, "https://post.example/"], 1):
        Reference.objects.create(article=article, position=position, text="See.", url=url)
    article.publish(by=None)
    lose()
    with django_assert_num_queries(12):
        assert OFFER in shown(client, article)
