"""Acts on many articles: said first and counted, then done to each that it is for."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from authors.models import Author
from opinion.acts.models import Act
from opinion.articles.models import Article, Revision
from tests.forms import article_form
from tests.newsroom import (
    make_article,
    make_author,
    make_draft,
    make_section,
    make_topic,
    make_type,
)
from tests.writing_desk import desk as desk

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"
MANY = f"{LIST}change-many/"


def press(client, action, articles, **posted):
    return client.post(
        MANY, {"action": action, "article": [one.pk for one in articles], "list": "q=a"} | posted
    )


def seen(client, action, articles, **posted) -> str:
    """The page that says what would change; nothing is changed by it."""
    before = versions()
    page = press(client, action, articles, **posted)
    assert page.status_code == 200
    assert versions() == before
    return " ".join(page.text.split())


def done(client, action, articles, **posted) -> str:
    """What the list says when it is done."""
    answer = press(client, action, articles, _change="", **posted)
    assert answer.url == f"{LIST}?q=a"
    return " ".join(client.get(answer.url).text.split())


def versions():
    return {*Article.objects.values_list("pk", "version", "status", "digest")}


def test_the_list_leads_to_the_page_that_asks_and_changes_nothing(desk):
    articles = [make_draft("One"), make_draft("Two"), make_draft("Three")]
    drafts, chosen = f"{LIST}?status__exact=draft", [one.pk for one in articles[1:]]
    page = desk.post(drafts, {"action": "section", "_selected_action": chosen}).text
    assert "2 articles chosen." in page and 'name="list" value="status__exact=draft"' in page
    assert "Delete selected" not in desk.get(LIST).text
    everything = {"action": "section", "_selected_action": articles[0].pk, "select_across": 1}
    assert "3 articles chosen." in desk.post(LIST, everything).text


def test_a_section_is_set_where_it_is_another_one(desk, editor):
    world, rail = make_section("World"), make_section("Rail")
    live, draft = make_article("Live", section=world), make_draft("Draft", section=world)
    there = make_draft("There", section=rail)
    page = seen(desk, "section", [live, draft, there], value=rail.pk)
    assert "Change 2 articles" in page
    assert "1 of them is published: readers see the change with its next edition." in page
    assert "1 article stays as it is" in page and "In this section already." in page
    told = done(desk, "section", [live, draft, there], value=rail.pk)
    assert "2 articles changed. Section set to “Rail”." in told
    assert "1 article stayed as it was." in told
    for article in (live, draft):
        article.refresh_from_db()
        assert (article.section, article.edited_by, article.version) == (rail, editor, 2)
        kept = article.revisions.saved().order_by("pk").last()
        assert (kept.by, kept.version) == (editor, 2)
        assert kept.document["content"]["section_id"] == rail.pk
    assert live.live_edition.section == world and live.has_unpublished_changes
    logged = LogEntry.objects.filter(change_message="Section set to “Rail”.")
    assert {entry.object_id for entry in logged} == {str(live.pk), str(draft.pk)}
    act = Act.objects.get(page="admin:articles_article_change_many")
    assert (act.by, act.button) == (editor, "_change section")


def test_topic_type_and_author_are_set_as_well(desk):
    draft, topic, kind = make_draft(), make_topic("Rail"), make_type("Letter")
    author = make_author("Bo Ek")
    assert "Topic “Rail” added." in done(desk, "topic", [draft], value="rail")
    assert "Type set to “Letter”." in done(desk, "type", [draft], value=kind.pk)
    assert "“Bo Ek” added to the byline." in done(desk, "author", [draft], value="Bo Ek")
    draft.refresh_from_db()
    assert ([*draft.topics.all()], draft.type) == ([topic], kind)
    assert [line.author.name for line in draft.bylines.all()] == ["Ngaire Whitcombe", author.name]
    for action, value in (("topic", "rail"), ("type", kind.pk), ("author", "Bo Ek")):
        assert "Nothing would change." in seen(desk, action, [draft], value=value)


def test_what_is_published_gets_a_new_edition_only_if_nothing_else_waits(desk):
    rail, topic = make_topic("Rail"), {"value": "Rail", "publishes": "on"}
    clean, edited = make_article("Clean"), make_article("Edited")
    edited.standfirst = "Not yet said."
    edited.save()
    edited.keep_revision(by=None)
    page = seen(desk, "topic", [clean, edited], **topic)
    assert "1 published article gets a new edition" in page
    assert "1 published article has other changes that wait" in page
    told = done(desk, "topic", [clean, edited], **topic)
    assert "1 of them was published again." in told
    assert "1 of them is published: readers see the change with its next edition." in told
    assert [*Article.objects.get(pk=clean.pk).live_edition.topics.all()] == [rail]
    first = Article.objects.get(pk=edited.pk).live_edition
    assert (first.number, first.topics.count(), first.standfirst) == (1, 0, "")
    # Readers are not told of an update that says nothing new.
    newest = Article.objects.get(pk=clean.pk).live_edition
    assert (newest.change, newest.modified_at) == ("typo", clean.live_edition.modified_at)


def test_what_is_scheduled_goes_out_as_it_was_and_this_is_said(desk, editor):
    draft = make_draft()
    draft.schedule(editor, at=timezone.now() + timedelta(days=1))
    page = seen(desk, "topic", [draft], value=make_topic("Rail").name)
    assert "1 of them is scheduled, and goes out as it was when it was scheduled." in page


def test_published_articles_are_withdrawn_and_readers_are_told_why(desk, client):
    live, draft = make_article("Live"), make_draft("Draft")
    page = seen(desk, "withdraw", [live, draft], value="It was wrong.")
    assert "Withdraw 1 article" in page and "Not published." in page
    done(desk, "withdraw", [live, draft], value="It was wrong.")
    live.refresh_from_db(), draft.refresh_from_db()
    assert (live.status, live.withdrawal_reason) == ("withdrawn", "It was wrong.")
    assert draft.status == "draft"


def test_an_open_form_learns_of_it_and_does_not_take_it_back(desk):
    world, rail = make_section("World"), make_section("Rail")
    draft = make_draft("Open", section=world)
    address, typed = article_form(desk, draft.pk, headline="Typed meanwhile")
    done(desk, "section", [draft], value=rail.pk)
    desk.post(address, typed | {"_draft": "1"})
    draft.refresh_from_db()
    assert (draft.headline, draft.section) == ("Typed meanwhile", rail)


def test_an_author_changes_own_drafts_and_is_told_of_the_others(client, writer, publication):
    own = [Author.objects.get(user=writer)]
    draft, live = make_draft("Hers", authors=own), make_article("Live", authors=own)
    other = make_draft("Of another", authors=[make_author("Bo Ek")])
    make_topic("Rail")
    client.force_login(writer)
    page = seen(client, "topic", [draft, live, other], value="Rail")
    assert "Change 1 article" in page and "it is no draft any more" in page
    assert "Of another" not in page
    assert "Publish the published ones" not in press(client, "topic", [draft]).text
    done(client, "topic", [draft, live, other], value="Rail")
    assert [one.topics.count() for one in (draft, live, other)] == [1, 0, 0]
    assert "Choose some articles" in done(client, "withdraw", [live], value="Mine.")
    live.refresh_from_db()
    assert live.is_published


# What is posted, and what the page says beside its field.
MISTAKES = [
    ("section", {"value": ""}, "This field is required."),
    ("section", {"value": "99999999999999999999"}, "Select a valid choice."),
    ("section", {"value": "\0"}, "Null characters are not allowed."),
    ("type", {"value": "x"}, "Select a valid choice."),
    ("topic", {"value": "Boats"}, "No topic is called “Boats”."),
    ("author", {"value": "Ana Rais"}, "No author is called “Ana Rais”. Ana Reis (ana-reis)"),
    ("author", {"value": "Ana Reis"}, "More than one author is called “Ana Reis”."),
    ("withdraw", {"value": " "}, "This field is required."),
    ("withdraw", {"value": "x" * 301}, "at most 300 characters"),
]


def test_a_mistake_is_told_beside_its_field_and_nothing_is_changed(desk):
    article = make_article()
    make_author("Ana Reis"), make_author("Ana Reis", slug="ana-2")
    for action, posted, said in MISTAKES:
        page = seen(desk, action, [article], _change="", **posted)
        assert said in page, (action, posted)
        assert "1 article chosen." in page


def test_too_many_none_or_no_act_changes_nothing(desk):
    draft, section = make_draft(), make_section("Rail")
    assert "Choose some articles and an action." in done(desk, "section", [], value=section.pk)
    assert "Choose some articles and an action." in done(desk, "explode", [draft], value=1)
    numbers = [Article(pk=number) for number in range(draft.pk, draft.pk + 201)]
    assert "Choose at most 200 articles at once." in done(
        desk, "section", numbers, value=section.pk
    )
    elsewhere = desk.post(MANY, {"list": "//evil.example/?x=1"})
    assert elsewhere.url.startswith(f"{LIST}?")
    assert desk.get(MANY).status_code == 405


def test_the_page_asks_as_much_for_many_as_for_few(desk, django_assert_max_num_queries):
    topic = make_topic("Rail")
    articles = [make_draft(f"Draft {n}") for n in range(3)]
    with django_assert_max_num_queries(16):
        seen(desk, "topic", articles, value=topic.name)
    articles += [make_article(f"Live {n}") for n in range(12)]
    with django_assert_max_num_queries(16):
        seen(desk, "topic", articles, value=topic.name)


def test_what_becomes_impossible_meanwhile_is_left_alone(desk):
    draft, rail = make_draft(), make_section("Rail")
    Article.objects.filter(pk=draft.pk).update(section=rail)
    count = Revision.objects.count()
    assert "1 article stayed as it was." in done(desk, "section", [draft], value=rail.pk)
    assert Revision.objects.count() == count


# Who may do what with which article, typed by hand: y is done, n is left as it is and said why, -
# is not offered. Authors have a draft of their own, and what became of it since.
MAY = """
act       article         authors  editors
section   own-draft       y        y
section   own-published   n        y
section   others-draft    -        y
topic     own-draft       y        y
topic     own-published   n        y
topic     others-draft    -        y
type      own-draft       y        y
type      own-published   n        y
type      others-draft    -        y
author    own-draft       y        y
author    own-published   n        y
author    others-draft    -        y
withdraw  own-draft       -        n
withdraw  own-published   -        y
withdraw  others-draft    -        n
"""


def test_each_group_may_do_to_many_what_the_table_says(client, writer, editor, publication):
    own = [Author.objects.get(user=writer)]
    articles = {
        "own-draft": make_draft("One", authors=own),
        "own-published": make_article("Two", authors=own),
        "others-draft": make_draft("Three", authors=[make_author("Bo Ek")]),
    }
    values = {"section": make_section("Rail").pk, "type": make_type("Letter").pk}
    values |= {"topic": make_topic("Rail"), "author": make_author("Cy Roe"), "withdraw": "Wrong."}
    _head, *rows = MAY.strip().splitlines()
    for row in rows:
        act, which, *cells = row.split()
        for user, cell in zip((writer, editor), cells, strict=True):
            client.force_login(user)
            answer = press(client, act, [articles[which]], value=values[act])
            assert answered(answer) == cell, (row, user)


def answered(answer) -> str:
    plan = answer.context["plan"] if answer.status_code == 200 else None
    if plan is None or not plan.chosen:
        return "-"
    return "y" if plan.changed else "n"
