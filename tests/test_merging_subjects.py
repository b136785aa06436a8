"""Sections, topics and authors are merged: drafts, settings and addresses follow, print stays."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from comments.models import SectionPolicy, Thread
from comments.threads import auto_close
from opinion.articles.models import Byline, Redirect, Section
from tests.newsroom import (
    MORNING,
    make_article,
    make_author,
    make_comment,
    make_draft,
    make_section,
    make_topic,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]


@pytest.fixture
def rail():
    return make_section("Rail")


@pytest.fixture
def trains():
    return make_section("Trains")


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


# --- What follows -----------------------------------------------------------------------------


def test_a_merged_section_hands_over_its_articles_and_its_address(client, editor, rail, trains):
    printed = make_article("Printed", section=rail)
    draft = make_draft("Unfinished", section=rail)
    rail.merge_into(trains, by=editor)
    draft.refresh_from_db()
    assert draft.section == trains
    assert printed.editions.get().section == rail
    assert (rail.merged_into, rail.merged_by) == (trains, editor)
    assert client.get("/section/rail/")["Location"] == "/section/trains/"
    assert client.get("/section/rail/feed/")["Location"] == "/section/trains/feed/"
    for address in ("/section/trains/", "/section/trains/feed/"):
        assert "Printed" in page(client, address)
    # As it was printed.
    assert 'href="/section/rail/"' in page(client, "/2024/01/printed/")


def test_a_merged_section_is_listed_nowhere(client, admin_client, editor, rail, trains):
    make_article("Printed", section=rail)
    rail.merge_into(trains, by=editor)
    assert "/section/rail/" not in page(client, "/about/")
    # A file lists a thousand numbers, and a long run of tests has used up more.
    sitemap = page(client, f"/sitemap-sections.xml?p={(trains.pk - 1) // 1_000 + 1}")
    assert "/section/trains/" in sitemap and "/section/rail/" not in sitemap
    changelist = admin_client.get("/admin/articles/section/").context["cl"]
    assert [*changelist.result_list] == [trains]
    form = admin_client.get("/admin/articles/article/add/").context["adminform"].form
    assert [*form.fields["section"].queryset] == [trains]


def test_a_merged_topic_stands_once_where_both_did(client, editor):
    rail, trains = make_topic("Rail"), make_topic("Trains")
    both = make_article("Both", topics=[rail, trains])
    one = make_article("One", topics=[rail])
    rail.merge_into(trains, by=editor)
    assert [*both.topics.all()] == [*one.topics.all()] == [trains]
    assert {*both.editions.get().topics.all()} == {rail, trains}
    listed = page(client, "/topic/trains/")
    assert listed.count('<article class="') == 2
    assert client.get("/topic/rail/")["Location"] == "/topic/trains/"


def test_a_merged_author_hands_over_bylines_links_and_account(client, editor):
    ana, lim = make_author("Ana Lim"), make_author("Anna Lim")
    ana.links.create(label="Website", url="https://ana.example.org/")
    ana.links.create(label="Book", url="https://book.example.org/")
    lim.links.create(label="Site", url="https://ana.example.org/")
    ana.user = make_user("ana")
    ana.save()
    printed = make_article("Printed", authors=[ana])
    draft = make_draft("Unfinished", authors=[ana])
    ana.merge_into(lim, by=editor)
    lim.refresh_from_db()
    assert lim.user.username == "ana" and ana.user is None
    assert [link.label for link in lim.links.all()] == ["Book", "Site"]
    assert [line.author for line in draft.bylines.all()] == [lim]
    assert [(line.author, line.name) for line in printed.live_edition.bylines.all()] == [
        (ana, "Ana Lim")
    ]
    assert "Printed" in page(client, "/author/anna-lim/")
    assert client.get("/author/ana-lim/")["Location"] == "/author/anna-lim/"
    index = page(client, "/authors/")
    assert "Anna Lim" in index and "Ana Lim" not in index


def test_both_in_one_byline_become_one(editor):
    ana, lim = make_author("Ana Lim"), make_author("Bo Lim")
    draft = make_draft(authors=[ana, lim])
    Byline.objects.create(article=draft, author=ana, role="translated", position=3)
    ana.merge_into(lim, by=editor)
    lines = [(line.author.name, line.role) for line in draft.bylines.all()]
    assert lines == [("Bo Lim", "by"), ("Bo Lim", "translated")]


def test_two_accounts_are_not_one(editor):
    ana = make_author("Ana Lim", user=make_user("ana"))
    lim = make_author("Bo Lim", user=make_user("bo"))
    draft = make_draft(authors=[ana])
    with pytest.raises(ValidationError, match="account"):
        ana.merge_into(lim, by=editor)
    assert draft.bylines.get().author == ana


# --- Comments ---------------------------------------------------------------------------------


def test_what_was_said_of_comments_moves_where_nothing_is_said(editor, rail, trains):
    SectionPolicy(section=rail).set_policy("closed", editor)
    article = make_article(section=rail)
    Thread.objects.create(article=article)
    rail.merge_into(trains, by=editor)
    assert SectionPolicy.objects.get().section == trains
    assert Thread.objects.for_article(article).effective_policy.policy == "closed"
    assert [thread.article for thread in Thread.objects.closed()] == [article]


def test_the_section_that_stands_says_what_holds(editor, rail, trains):
    SectionPolicy(section=rail).set_policy("closed", editor)
    SectionPolicy(section=trains).set_policy("trusted", editor, close_after_days=7)
    article = make_article(section=rail)
    rail.merge_into(trains, by=editor)
    assert SectionPolicy.objects.get().policy == "trusted"
    assert Thread.objects.for_article(article).effective_policy.policy == "trusted"
    assert not Thread.objects.closed().exists()
    auto_close.close_due()
    assert Thread.objects.get(article=article).policy == "read_only"


def test_the_desk_finds_the_comments_of_a_merged_section(client, editor, rail, trains):
    make_comment(make_article(section=rail), "I was there.")
    rail.merge_into(trains, by=editor)
    client.force_login(make_user("mo", group="Moderators"))
    assert "I was there." in page(client, "/admin/comments/comment/?section=trains")


# --- One step, one transaction ----------------------------------------------------------------


def test_from_what_was_merged_one_step_leads_to_what_stands(client, editor, rail, trains):
    transport = make_section("Transport")
    make_article("Printed", section=rail)
    rail.slug = "railways"
    rail.save()
    rail.merge_into(trains, by=editor)
    trains.merge_into(transport, by=editor)
    rail.refresh_from_db()
    assert rail.merged_into == transport
    for slug in ("rail", "railways", "trains"):
        assert client.get(f"/section/{slug}/")["Location"] == "/section/transport/"
    assert "Printed" in page(client, "/section/transport/")
    assert {redirect.section for redirect in Redirect.objects.all()} == {transport}


def test_what_is_merged_is_not_merged_again(editor, rail, trains):
    rail.merge_into(trains, by=editor)
    for one, other in ((rail, trains), (trains, rail), (trains, trains)):
        with pytest.raises(ValidationError):
            one.merge_into(other, by=editor)


def test_a_merge_that_fails_leaves_everything_as_it_was(editor, rail, trains, monkeypatch):
    draft = make_draft(section=rail)
    monkeypatch.setattr(Section, "save", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        rail.merge_into(trains, by=editor)
    draft.refresh_from_db()
    assert draft.section == rail
    assert not Redirect.objects.exists()


def test_the_database_takes_no_merge_in_two_steps(editor, rail, trains):
    transport = make_section("Transport")
    rail.merge_into(trains, by=editor)
    for one, other in ((trains, transport), (transport, rail)):
        with pytest.raises(IntegrityError, match="one step"), transaction.atomic():
            Section.objects.filter(pk=one.pk).update(merged_into=other, merged_at=MORNING)


def test_the_database_takes_no_half_merge(rail, trains):
    for wrong in ({"merged_into": rail}, {"merged_into": trains}, {"merged_at": MORNING}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Section.objects.filter(pk=rail.pk).update(**wrong)


def test_a_merge_asks_as_much_for_many_articles_as_for_few(editor):
    """Also where both stand: it goes through no rows one by one."""

    def merge(count):
        ana, lim = make_author(f"Ana {count}"), make_author(f"Lim {count}")
        for _number in range(count):
            make_draft("Both", authors=[ana, lim]), make_draft("One", authors=[ana])
        with CaptureQueriesContext(connection) as asked:
            ana.merge_into(lim, by=editor)
        assert Byline.objects.filter(author=lim).count() == 2 * count
        return len(asked)

    assert merge(6) == merge(1)
