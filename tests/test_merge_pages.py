"""Sections, topics and authors are merged on pages that first show what changes."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission

from comments.models import SectionPolicy
from opinion.articles.models import Article, Redirect, Section, Topic
from tests.newsroom import (
    make_article,
    make_author,
    make_draft,
    make_section,
    make_topic,
    make_user,
)
from tests.writing_desk import desk as desk

pytestmark = pytest.mark.django_db
TOPICS, AUTHORS, SECTIONS = (
    f"/admin/{where}/" for where in ("articles/topic", "authors/author", "articles/section")
)


def page(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.text.split())


def merging(where, *rows, kept=None) -> str:
    asked = "&".join(f"chosen={row.pk}" for row in rows)
    return f"{where}merge/?{asked}" + (f"&kept={kept.pk}" if kept else "")


@pytest.fixture
def topics(publication):
    rail, trains = make_topic("Rail"), make_topic("Trains")
    make_draft("On both", topics=[rail, trains])
    make_draft("On rail", topics=[rail])
    make_article("Live on rail", topics=[rail])
    return rail, trains


def test_the_lists_action_leads_to_the_choice_of_which_one_stays(desk, topics):
    rail, trains = topics
    chosen = {"action": "merge", "_selected_action": [rail.pk, trains.pk]}
    answer = desk.post(TOPICS, chosen)
    assert answer.url == merging(TOPICS, rail, trains)
    assert f'<a href="{TOPICS}merge/">Merge</a>' in page(desk, TOPICS)
    choice = page(desk, answer.url)
    assert "/topic/rail/ · 1 published · 2 drafts" in choice
    assert "/topic/trains/ · 0 published · 1 draft" in choice


def test_what_would_change_is_counted_with_examples_and_nothing_is_changed(desk, topics):
    rail, trains = topics
    Redirect.objects.create(path="/tag/railway/", topic=rail)
    told = page(desk, merging(TOPICS, rail, trains, kept=trains))
    assert "“Rail” becomes “Trains”" in told
    assert "1 published article is listed at /topic/trains/ from then on." in told
    assert "/topic/rail/, /tag/railway/ leads to /topic/trains/ from then on" in told
    assert "Articles: 3 follow (1 of them stands there already, and goes):" in told
    assert "<bdi>On both</bdi>" in told and "<bdi>Live on rail</bdi>" in told
    assert "This cannot be undone." in told
    assert not Topic.objects.exclude(merged_into=None).exists()


def test_a_merge_does_what_was_said_and_stands_in_both_histories(desk, client, editor, topics):
    rail, trains = topics
    answer = desk.post(merging(TOPICS, rail, trains, kept=trains), {"_merge": ""})
    assert answer.url == TOPICS
    assert "1 was merged into “Trains”." in page(desk, TOPICS)
    rail.refresh_from_db()
    assert (rail.merged_into, rail.merged_by) == (trains, editor)
    assert Article.objects.filter(topics=trains).count() == 3
    assert client.get("/topic/rail/")["Location"] == "/topic/trains/"
    logged = LogEntry.objects.filter(change_message__contains="“Rail” was merged into “Trains”.")
    assert {entry.object_id for entry in logged} == {str(rail.pk), str(trains.pk)}


def test_another_one_is_added_by_its_name(desk, topics):
    rail, trains = topics
    choice = page(desk, f"{merging(TOPICS, rail)}&name=TRAINS")
    assert f'name="kept" value="{trains.pk}"' in choice
    unknown = page(desk, f"{merging(TOPICS, rail)}&name=Boats")
    assert "Nothing here is called “Boats”." in unknown and 'value="Boats"' in unknown
    section = make_section("Rail")
    assert f'value="{section.pk}"' in page(desk, f"{SECTIONS}merge/?name=rail")
    make_author("Ana Reis"), make_author("Ana Reis", slug="ana-2")
    shared = page(desk, f"{AUTHORS}merge/?name=Ana+Reis")
    assert "“Ana Reis” is more than one: Ana Reis (ana-reis), Ana Reis (ana-2)." in shared


def test_of_authors_bylines_links_and_the_account_are_told(desk):
    ana, lim = make_author("Ana Lim", user=make_user("ana")), make_author("Anna Lim")
    for author, url in ((ana, "a"), (ana, "b"), (lim, "a")):
        author.links.create(label="Website", url=f"https://{url}.example.org/")
    make_draft("Hers", authors=[ana])
    told = page(desk, merging(AUTHORS, ana, lim, kept=lim))
    assert "Byline: 1 follows: <bdi>Hers</bdi>" in told
    assert "Links: 2 follow (1 of them stands there already, and goes)" in told
    assert "Account: 1 follows" in told
    desk.post(merging(AUTHORS, ana, lim, kept=lim), {"_merge": ""})
    urls = {link.url for link in lim.links.all()}
    assert urls == {"https://a.example.org/", "https://b.example.org/"}
    assert lim.links.count() == 2


def test_two_accounts_are_refused_and_nothing_is_merged(desk):
    ana = make_author("Ana Lim", user=make_user("ana"))
    lim = make_author("Bo Lim", user=make_user("bo"))
    answer = desk.post(merging(AUTHORS, ana, lim, kept=lim), {"_merge": ""})
    assert "Both have an account. Remove one first." in page(desk, answer.url)
    ana.refresh_from_db()
    assert ana.merged_into is None


def test_of_sections_what_is_said_of_comments_is_told(desk, editor):
    rail, trains = make_section("Rail"), make_section("Trains")
    for section in (rail, trains):
        SectionPolicy(section=section).set_policy("closed", editor)
    told = page(desk, merging(SECTIONS, rail, trains, kept=trains))
    assert "Comments in this section: 1 follows (1 of them stands there already, and goes)" in told


def test_three_are_merged_at_once_or_none(desk, editor):
    one, two, three = (make_section(name) for name in ("One", "Two", "Three"))
    desk.post(merging(SECTIONS, one, two, three, kept=two), {"_merge": ""})
    assert [*Section.objects.filter(merged_into=two).order_by("pk")] == [one, three]


def test_examples_name_no_draft_that_one_may_not_read(client, topics):
    rail, trains = topics
    user = make_user("keeper", group="Authors")
    user.user_permissions.add(Permission.objects.get(codename="change_topic"))
    client.force_login(user)
    told = page(client, merging(TOPICS, rail, trains, kept=trains))
    assert "Articles: 3 follow" in told and "On rail" not in told


def test_made_up_addresses_choose_nothing(desk, topics):
    rail, trains = topics
    for query in ("", "chosen=x&kept=x", f"chosen={rail.pk}&kept={rail.pk}", "chosen=%F0%9F%9A%82"):
        told = page(desk, f"{TOPICS}merge/?{query}")
        assert "This cannot be undone." not in told
        assert desk.post(f"{TOPICS}merge/?{query}", {"_merge": ""}).status_code == 200
    rail.merge_into(trains, by=None)
    assert "Nothing chosen yet." in page(desk, merging(TOPICS, rail))
