"""The newsroom's first page: what waits, what is in hand, what comes and what is out."""

from datetime import timedelta

import pytest

from authors.models import Author
from opinion.references.models import Link
from tests.newsroom import (
    MORNING,
    make_article,
    make_author,
    make_comment,
    make_draft,
    make_published_comment,
    make_user,
    publish_again,
)
from tests.writing_desk import desk as desk

pytestmark = pytest.mark.django_db


def first_page(client) -> str:
    response = client.get("/admin/")
    assert response.status_code == 200
    return " ".join(response.text.split())


def block(page: str, name: str) -> str:
    """What stands in one block; "" where it is not there."""
    return page.partition(f"newsroom-{name}")[2].partition("</section>")[0]


@pytest.fixture
def drafts(editor, publication):
    nora = make_user("nora", group="Editors", first_name="Nora", last_name="Felgate")
    bo = [make_author("Bo Roe")]
    make_draft("Typed by me", authors=bo, edited_by=editor)
    make_draft("Hers", authors=bo, edited_by=nora)
    make_draft("Written by me", authors=[make_author("Ada Lind", user=editor)], edited_by=nora)
    make_draft("Begun by a page", authors=bo, edited_by=editor, version=0)
    make_article("Out already", authors=bo, edited_by=editor)


def test_drafts_of_ones_own_stand_before_those_of_colleagues(desk, drafts):
    own, _heading, others = block(first_page(desk), "drafts").partition("Drafts of colleagues")
    assert [
        name for name in ("Typed by me", "Written by me", "Hers", "Out", "Begun") if name in own
    ] == [
        "Typed by me",
        "Written by me",
    ]
    assert "Hers" in others
    assert "Nora Felgate" in others


def test_an_author_sees_no_drafts_of_others_and_no_comments(client, writer, drafts):
    make_draft("Her own", authors=[Author.objects.get(user=writer)])
    client.force_login(writer)
    page = first_page(client)
    assert "Her own" in block(page, "drafts")
    assert "Typed by me" not in page
    assert not block(page, "comments")


def test_the_week_has_what_is_scheduled_on_its_day_in_the_publications_time(
    desk, editor, publication, time_machine
):
    time_machine.move_to(MORNING, tick=False)
    publication.time_zone = "Asia/Tokyo"
    publication.save()
    # 11 January, 2:25 pm in Tokyo; these are an hour before and after midnight there.
    for hours, headline in ((8.5, "Late today"), (10.5, "Early tomorrow"), (24 * 8, "Next week")):
        make_draft(headline).schedule(editor, at=MORNING + timedelta(hours=hours))
    live = make_article("To go")
    live.schedule_withdrawal(editor, at=MORNING + timedelta(hours=9), reason="It was wrong.")
    days = block(first_page(desk), "week").split('class="week-day')[1:]
    assert len(days) == 7
    assert [name for name in ("Late today", "To go", "Early tomorrow") if name in days[0]] == [
        "Late today",
        "To go",
    ]
    assert "Is withdrawn" in days[0]
    assert "Early tomorrow" in days[1]
    assert "Next week" not in "".join(days)


def test_moderators_see_how_many_wait_since_when_and_begin_from_there(client, moderator, article):
    client.force_login(moderator)
    assert "No comment waits" in block(first_page(client), "comments")
    make_comment(article, "First."), make_comment(article, "Second.")
    waits = block(first_page(client), "comments")
    assert "2 wait for a decision, the oldest since" in waits
    assert 'href="/admin/comments/comment/focus/"' in waits


def test_what_was_published_last_has_its_comments_and_its_last_change(desk, moderator, article):
    make_published_comment(article, by=moderator)
    newest = block(first_page(desk), "newest")
    assert "January 11, 2024 at 5:25 am" in newest
    assert "one comment" in newest
    assert "correction" not in newest
    note = "The train was late."
    publish_again(article, at=MORNING + timedelta(hours=1), change="correction", note=note)
    assert "correction January 11, 2024 at 6:25 am" in block(first_page(desk), "newest")


def test_links_that_are_gone_are_counted_until_a_copy_stands_beside_them(desk):
    page = "http://gone.example.org/"
    Link.objects.know([page, f"{page}2"])
    Link.objects.update(state="gone")
    assert "2 links in the references lead nowhere any more" in first_page(desk)
    Link.objects.filter(address=page).update(archived_address="https://web.archive.org/1")
    assert "One link in the references leads nowhere any more" in first_page(desk)


def test_the_page_asks_as_much_for_many_as_for_few(
    desk, editor, moderator, drafts, django_assert_max_num_queries
):
    article = make_article("Answered")
    make_published_comment(article, by=moderator)
    with django_assert_max_num_queries(12):
        first_page(desk)
    for number in range(12):
        make_draft(f"Draft {number}", edited_by=editor)
        make_article(f"Live {number}")
    with django_assert_max_num_queries(12):
        page = first_page(desk)
    assert block(page, "drafts").count("<li>") == 16 - 7
    assert block(page, "newest").count("<li>") == 8
