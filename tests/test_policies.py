"""Who may answer where: what an article says, what its section says, and what the clock does."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.utils import timezone

from comments.models import Comment, SectionPolicy, Thread
from comments.threads import auto_close
from tests.desk import QUEUE
from tests.forms import article_form, fields_of, press
from tests.newsroom import (
    MORNING,
    make_article,
    make_comment,
    make_draft,
    make_published_comment,
    make_section,
    make_user,
    publish_again,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def say(section, policy, by, days=None):
    rules, _created = SectionPolicy.objects.get_or_create(section=section)
    rules.set_policy(policy, by=by, close_after_days=days)
    return rules


def set_policy(article, policy, by, days=None, at=None):
    thread, _created = Thread.objects.get_or_create(article=article)
    thread.set_policy(policy, by=by, close_after_days=days, at=at)
    return thread


def policy_of(article):
    return Thread.objects.get(article=article).policy


# --- What is in force


@pytest.mark.parametrize(
    ("own", "of_section", "in_force"),
    [
        ("", None, "moderated"),
        ("", "trusted", "trusted"),
        ("", "closed", "closed"),
        ("moderated", "closed", "moderated"),
        ("read_only", "trusted", "read_only"),
    ],
)
def test_an_article_follows_its_section_until_it_says_something_itself(
    article, editor, own, of_section, in_force
):
    if of_section:
        say(make_section(), of_section, editor)
    set_policy(article, own, editor)
    thread = Thread.objects.for_article(article)
    assert thread.policy_in_force == in_force
    assert thread.is_open == (in_force in ("trusted", "moderated"))


@pytest.mark.parametrize(("policy", "shown"), [("read_only", 1), ("closed", 0), ("trusted", 1)])
def test_a_read_only_section_shows_its_comments_and_a_closed_one_none(
    article, editor, client, policy, shown
):
    make_published_comment(article)
    say(make_section(), policy, editor)
    assert Comment.objects.visible_to(client.get("/").wsgi_request.user).count() == shown


def test_what_is_set_to_what_it_was_keeps_the_name_of_who_set_it(article, editor, moderator):
    thread = set_policy(article, "moderated", editor, days=7, at=MORNING)
    thread.set_policy("moderated", by=moderator, close_after_days=7)
    thread = Thread.objects.get()
    assert (thread.policy_changed_by, thread.policy_changed_at) == (editor, MORNING)
    thread.set_policy("moderated", by=moderator, close_after_days=8)
    assert Thread.objects.get().policy_changed_by == moderator


# --- The forms of the newsroom


def group(page):
    return page.text.partition('id="thread-group"')[2].partition("</fieldset>")[0]


def test_the_form_of_an_article_says_what_its_section_says(client, article, editor):
    client.force_login(editor)
    address = f"/admin/articles/article/{article.pk}/change/"
    form = group(client.get(address))
    assert "Section default (now: Open: every comment is reviewed first)" in form
    say(make_section(), "trusted", editor, days=1)
    form = group(client.get(address))
    assert "Section default (now: Open: known readers are published at once" in form
    assert "read-only after 1 day)" in form


def test_an_editor_sets_an_articles_policy_and_its_days(client, article, editor):
    client.force_login(editor)
    press(
        client,
        pk=article.pk,
        **{"thread-0-policy": "trusted", "thread-0-close_after_days": "14"},
    )
    thread = Thread.objects.get()
    assert (thread.policy, thread.close_after_days, thread.policy_changed_by) == (
        "trusted",
        14,
        editor,
    )


def test_days_that_are_none_are_answered_beside_the_field(client, article, editor):
    client.force_login(editor)
    for days in ("-1", "many", "99999"):
        typed = {"thread-0-policy": "trusted", "thread-0-close_after_days": days}
        answer = press(client, pk=article.pk, **typed)
        assert answer.status_code == 200, days
        assert f'value="{days}"' in group(answer), days
    assert not Thread.objects.exists()


@pytest.mark.parametrize(
    ("typed", "days", "by"),
    [({}, None, "moderator"), ({"thread-0-close_after_days": "3"}, 3, "editor")],
)
def test_saving_an_article_does_not_open_a_thread_that_was_closed_meanwhile(
    client, article, editor, moderator, typed, days, by
):
    set_policy(article, "trusted", moderator)
    client.force_login(editor)
    url, fields = article_form(client, article.pk)
    set_policy(article, "read_only", moderator)
    client.post(url, fields | typed | {"headline": "Another headline", "_draft": "1"})
    thread = Thread.objects.get()
    assert (thread.policy, thread.close_after_days) == ("read_only", days)
    assert thread.policy_changed_by.username == by


def test_the_form_of_an_article_tells_when_the_clock_did_it(client, article, editor):
    set_policy(article, "moderated", editor, days=1, at=MORNING)
    auto_close.close_due(MORNING + 2 * DAY)
    client.force_login(editor)
    form = group(client.get(f"/admin/articles/article/{article.pk}/change/"))
    assert "January 13, 2024 at 5:25 am, automatically" in form


def section_form(client, section, **typed):
    url = f"/admin/articles/section/{section.pk}/change/"
    fields = fields_of(client.get(url), "section_form")
    return client.post(url, fields | typed)


def test_an_editor_sets_what_holds_in_a_section(client, publication, editor):
    section = make_section()
    client.force_login(editor)
    section_form(client, section, name="The World")
    assert not SectionPolicy.objects.exists()
    typed = {"comments_policy-0-policy": "trusted", "comments_policy-0-close_after_days": "30"}
    section_form(client, section, **typed)
    rules = SectionPolicy.objects.get(section=section)
    assert (rules.policy, rules.close_after_days, rules.policy_changed_by) == (
        "trusted",
        30,
        editor,
    )
    page = client.get(f"/admin/articles/section/{section.pk}/change/").text
    assert "by editor" in page


def test_a_section_is_ruled_only_by_who_may_rule_threads(client, publication):
    section = make_section()
    user = make_user("archivist")
    names = ["change_section", "view_section", "change_sectionpolicy", "add_sectionpolicy"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    client.force_login(user)
    page = client.get(f"/admin/articles/section/{section.pk}/change/")
    assert "comments_policy" not in page.text
    forged = {
        "comments_policy-TOTAL_FORMS": "1",
        "comments_policy-INITIAL_FORMS": "0",
        "comments_policy-0-policy": "closed",
        "comments_policy-0-section": section.pk,
    }
    section_form(client, section, **forged)
    assert not SectionPolicy.objects.exists()


# --- The desk


@pytest.mark.parametrize("policy", ["trusted", "moderated", "read_only", "closed", ""])
def test_any_policy_is_chosen_at_the_desk(client, article, moderator, policy):
    client.force_login(moderator)
    set_policy(article, "read_only" if policy != "read_only" else "trusted", None, days=9)
    page = client.get(f"{QUEUE}?article={article.pk}&status=all").text
    assert f'<option value="{policy}"' in page
    client.post(f"{QUEUE}article/{article.pk}/policy/", {"policy": policy})
    thread = Thread.objects.get()
    assert (thread.policy, thread.policy_changed_by, thread.close_after_days) == (
        policy,
        moderator,
        9,
    )


@pytest.mark.parametrize("form", [{}, {"policy": "open"}, {"policy": "\x00"}])
def test_a_policy_that_is_none_changes_nothing(client, article, moderator, form):
    client.force_login(moderator)
    set_policy(article, "read_only", None)
    client.post(f"{QUEUE}article/{article.pk}/policy/", form)
    assert policy_of(article) == "read_only"


# --- The clock


def test_a_thread_closes_when_its_own_days_are_over(article, editor):
    set_policy(article, "moderated", editor, days=7, at=MORNING)
    assert auto_close.close_due(MORNING + 7 * DAY - timedelta(seconds=1)) == 0
    assert auto_close.close_due(MORNING + 7 * DAY) == 1
    thread = Thread.objects.get()
    assert thread.policy == "read_only"
    assert thread.was_set_by_the_clock
    assert thread.policy_changed_at == MORNING + 7 * DAY
    assert auto_close.close_due(MORNING + 8 * DAY) == 0


def test_the_threads_of_a_section_close_also_where_nobody_wrote(article, editor):
    elsewhere = make_article("The Night Bus", section=make_section("Home"))
    written = make_article("The Milk Train")
    make_comment(written)
    say(make_section(), "trusted", editor, days=30)
    assert auto_close.close_due(MORNING + 31 * DAY) == 2
    assert policy_of(article) == policy_of(written) == "read_only"
    assert Thread.objects.for_article(elsewhere).is_open


def test_a_thread_that_follows_its_section_may_have_days_of_its_own(article, editor):
    say(make_section(), "trusted", editor, days=30)
    set_policy(article, "", editor, days=3, at=MORNING)
    assert auto_close.close_due(MORNING + 4 * DAY) == 1


def test_a_thread_with_a_policy_of_its_own_has_no_days_of_its_section(article, editor):
    say(make_section(), "trusted", editor, days=3)
    set_policy(article, "moderated", editor, at=MORNING)
    assert auto_close.close_due(MORNING + 400 * DAY) == 0


def test_what_a_person_opened_after_its_days_stays_open(article, editor):
    set_policy(article, "trusted", editor, days=7, at=MORNING)
    auto_close.close_due(MORNING + 8 * DAY)
    set_policy(article, "trusted", editor, days=7, at=MORNING + 9 * DAY)
    assert auto_close.close_due(MORNING + 10 * DAY) == 0
    assert policy_of(article) == "trusted"
    say(make_section(), "trusted", editor, days=7)
    set_policy(article, "", editor, at=MORNING + 11 * DAY)
    assert auto_close.close_due(MORNING + 12 * DAY) == 0


def test_who_opens_a_thread_while_the_clock_is_at_it_is_heard(article, editor):
    set_policy(article, "trusted", editor, days=7, at=MORNING)
    found = [*auto_close.due(MORNING + 9 * DAY).values_list("pk", flat=True)]
    set_policy(article, "moderated", editor, days=7, at=MORNING + 9 * DAY)
    assert auto_close._close(found, MORNING + 9 * DAY) == 0
    assert policy_of(article) == "moderated"


@pytest.mark.parametrize("policy", ["read_only", "closed"])
def test_what_is_not_open_is_left_as_it_is(article, editor, policy):
    set_policy(article, policy, editor, days=1, at=MORNING)
    assert auto_close.close_due(MORNING + 9 * DAY) == 0
    thread = Thread.objects.get()
    assert (thread.policy, thread.policy_changed_by) == (policy, editor)


def test_the_clock_leaves_alone_what_is_not_published(publication, editor):
    say(make_section(), "trusted", editor, days=1)
    make_draft("A draft")
    withdrawn = make_article("Withdrawn")
    withdrawn.withdraw(by=editor, reason="It was wrong.")
    assert auto_close.close_due(MORNING + 9 * DAY) == 0
    assert not Thread.objects.exists()


def test_days_are_counted_from_the_first_publication(article, editor):
    set_policy(article, "trusted", editor, days=7, at=MORNING)
    publish_again(article, at=MORNING + 6 * DAY)
    assert auto_close.close_due(MORNING + 7 * DAY) == 1


def test_closing_takes_many_in_batches_and_asks_no_question_for_each(
    publication, editor, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(auto_close, "BATCH", 3)
    say(make_section(), "trusted", editor, days=1)
    for number in range(7):
        make_article(f"Train {number}")
    # All are found at once; each of three batches is stored, locked and closed in a savepoint.
    with django_assert_num_queries(1 + 3 * 5):
        assert auto_close.close_due(MORNING + 2 * DAY) == 7
    assert Thread.objects.filter(policy="read_only").count() == 7


def test_the_worker_closes_by_the_clock(article, editor):
    from comments.tasks import close_due

    set_policy(article, "trusted", editor, days=7, at=MORNING)
    with time_machine.travel(MORNING + 8 * DAY, tick=False):
        close_due(timestamp=0)
        assert policy_of(article) == "read_only"
        assert Thread.objects.get().policy_changed_at == timezone.now()


@pytest.mark.parametrize(
    ("days", "opened", "says"),
    [(7, 0, 7), (None, 0, None), (7, 9, None)],
)
def test_a_thread_knows_when_the_clock_will_close_it(article, editor, days, opened, says):
    thread = set_policy(article, "trusted", editor, days=days, at=MORNING + opened * DAY)
    assert thread.closes_at == (says and MORNING + says * DAY)
