"""The list of articles is searched, filtered by names that are typed, and keeps filters."""

import pytest
from django.db import transaction

from authors.models import Author
from opinion.articles.models import Article, DraftEntry, SavedFilter
from opinion.articles.tasks import read_for_search
from tests.newsroom import (
    make_article,
    make_author,
    make_draft,
    make_section,
    make_topic,
    make_type,
    make_user,
)
from tests.writing_desk import desk as desk

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


def listed(client, query) -> list[str]:
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200, query
    return sorted(article.headline for article in response.context["cl"].result_list)


@pytest.fixture
def papers(publication):
    """A draft and a published article, which say different things in each of their parts."""
    ana = make_author("Ana Östlund")
    make_draft(
        "Night trains",
        authors=[ana],
        standfirst="They come back.",
        body="<p>Signals in <b>Łódź</b> fail; 東京駅 doesn't.</p>",
        note="<p>She minds points.</p>",
        references=["Lee, K. (2019). Timetables of the north. Inverey Press."],
        topics=[make_topic("Rail")],
    )
    make_article("Harbour", authors=[make_author("Bo Ek")], body="<p>Boats wait.</p>")


# What is typed, and what is found; A is the draft, B the published article.
SEARCHES = {
    "night": "A",
    "trains night": "A",
    "NIGHT Tra": "A",
    "come": "A",
    "ostlund": "A",
    "Östlund sign": "A",
    "lodz": "A",
    "東京": "A",
    "minds": "A",
    "timetables inverey": "A",
    "boats": "B",
    "ek": "B",
    "harbour boats": "B",
    "ins": "",
    "ni": "",
    "night boats": "",
    "strong": "",
    "!!!": "",
    "' | ! & :* (": "",
    "%": "",
}


def test_words_are_found_in_each_part_of_a_draft_and_of_what_is_published(desk, papers):
    heads = {"A": "Night trains", "B": "Harbour"}
    for asked, wanted in SEARCHES.items():
        found = desk.get(LIST, {"q": asked}).context["cl"].result_list
        assert [one.headline for one in found] == [heads[one] for one in wanted], asked


def test_what_is_found_follows_each_change(desk, papers, editor):
    article = Article.objects.get(headline="Night trains")
    author = article.bylines.get().author
    article.headline = "Day trains"
    article.save()
    assert listed(desk, "q=night") == [] and listed(desk, "q=day") == ["Day trains"]
    author.name = "Ana Berg"
    author.save()
    assert listed(desk, "q=ostlund") == [] and listed(desk, "q=berg") == ["Day trains"]
    article.references.all().delete()
    assert listed(desk, "q=timetables") == []
    author.merge_into(make_author("Cy Roe"), by=editor)
    assert listed(desk, "q=roe") == ["Day trains"]
    article.delete()
    assert listed(desk, "q=day") == []
    assert DraftEntry.objects.count() == 1


def test_what_came_in_by_the_hundred_is_read_by_the_worker(desk):
    article_type, section = make_type(), make_section()
    Article.objects.bulk_create(
        Article(headline=f"Moved {n}", slug=f"moved-{n}", type=article_type, section=section)
        for n in range(120)
    )
    assert listed(desk, "q=moved") == []
    read_for_search(0)
    assert listed(desk, "q=moved+77") == ["Moved 77"]


def test_an_author_finds_no_draft_of_others(client, writer, papers):
    make_draft("Her night", authors=[Author.objects.get(user=writer)])
    client.force_login(writer)
    assert listed(client, "q=night") == ["Her night"]
    assert listed(client, "author=Ana+%C3%96stlund") == []


def test_a_name_that_is_typed_filters_and_an_unknown_one_is_told_with_its_neighbours(desk, papers):
    topic = make_topic("Rail")
    for query in ("author=Ana+Östlund", "author=ana+ostlund", "topic=rail", f"topic={topic.pk}"):
        assert listed(desk, query) == ["Night trains"], query
    assert listed(desk, "author=Bo+Ek&status__exact=published&q=boats") == ["Harbour"]
    page = desk.get(f"{LIST}?author=Ana+Ostlunt&topic=Trains").text
    assert "No author is called “Ana Ostlunt”." in page
    assert "No topic is called “Trains”." in page
    assert f"author={make_author_id('Ana Östlund')}" in page
    assert listed(desk, "author=Nobody") == []
    assert f'value="{topic.name}"' in desk.get(f"{LIST}?topic={topic.pk}").text


def make_author_id(name) -> int:
    return Article.objects.get(bylines__author__name=name).bylines.get().author_id


def test_a_filter_by_what_was_merged_finds_what_stands_for_it(desk, papers, editor):
    rail = make_topic("Rail")
    rail.merge_into(make_topic("Railways"), by=editor)
    assert listed(desk, f"topic={rail.pk}") == ["Night trains"]


def test_topics_are_suggested_to_those_who_write(client, moderator, editor, publication):
    rail, other = make_topic("Rail"), make_topic("Monorail")
    client.force_login(editor)
    told = client.get(f"{LIST}topics/", {"q": "RAIL"}).json()["topics"]
    assert told == [{"id": rail.pk, "name": "Rail"}, {"id": other.pk, "name": "Monorail"}]
    client.force_login(moderator)
    assert client.get(f"{LIST}topics/", {"q": "rail"}).status_code == 403


# --- Saved filters ----------------------------------------------------------------------------


def save(client, name, query):
    return client.post(f"{LIST}save-filter/", {"name": name, "list": query})


def test_a_filter_is_kept_under_a_name_shown_above_the_list_and_deleted(desk, editor, papers):
    assert "Save this filter" not in desk.get(LIST).text
    assert "Save this filter" in desk.get(f"{LIST}?q=boats").text
    answer = save(desk, " On the water ", "q=boats&p=3&status__exact=published&author=")
    assert answer.url == f"{LIST}?q=boats&status__exact=published"
    page = desk.get(answer.url).text
    assert f'<a href="{answer.url.replace("&", "&amp;")}" aria-current="page">On the water' in page
    save(desk, "On the water", "q=harbour")
    kept = SavedFilter.objects.get()
    assert (kept.user, kept.query) == (editor, "q=harbour")
    desk.post(f"{LIST}delete-filter/", {"filter": kept.pk})
    assert not SavedFilter.objects.exists()


def test_nobody_sees_or_deletes_the_filters_of_others(desk, client, papers):
    assert ">Mine alone</a>" in desk.get(save(desk, "Mine alone", "q=boats").url).text
    kept = SavedFilter.objects.get()
    client.force_login(make_user("nora", group="Editors"))
    assert ">Mine alone</a>" not in client.get(LIST).text
    client.post(f"{LIST}delete-filter/", {"filter": kept.pk})
    assert SavedFilter.objects.get() == kept


@pytest.mark.parametrize(
    ("name", "query", "told"),
    [
        ("", "q=boats", "cannot be blank"),
        ("x" * 61, "q=boats", "at most 60 characters"),
        ("All", "", "Choose a filter or search for something first."),
        ("Long", "q=" + "x" * 1_500, "at most 1000 characters"),
    ],
)
def test_a_filter_that_cannot_be_kept_is_told_beside_its_name(desk, name, query, told):
    with transaction.atomic():
        page = save(desk, name, query).text
    assert told in page
    assert not SavedFilter.objects.exists()
    if query:
        assert f'value="{name}"' in page
