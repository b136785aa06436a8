"""A card tells how long its article takes to read and how many comments it has, a minute late."""

import re
from datetime import timedelta

import pytest

from comments.models import SectionPolicy, Thread
from comments.tasks import count_comments
from opinion.articles.models import Edition, FrontPlace, Tally
from opinion.articles.models.sanctioned_act import sanctioned_act
from tests.kept_pages import get, outcome, seen
from tests.kept_pages import publication as publication
from tests.newsroom import (
    MORNING,
    make_article,
    make_comment,
    make_published_comment,
    make_section,
    make_user,
    publish_again,
)

pytestmark = pytest.mark.django_db(transaction=True)


def counts(page: str) -> list[str]:
    """What each card tells, in the order of the page."""
    found = re.findall(r'<p class="card-counts"[^>]*>(.*?)</p>', page, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", words).split()) for words in found]


def test_every_list_tells_how_long_an_article_takes_to_read():
    article = make_article(body=f"<p>{'word ' * 1_150}</p>")
    for page in ("/", "/section/world/", "/author/ngaire-whitcombe/", "/2024/01/"):
        assert counts(seen(page)) == ["5 min read"], page
    publish_again(article, body="<p>Short.</p>")
    assert counts(seen("/")) == ["1 min read"]
    with sanctioned_act("redaction", make_user(), "To count it anew."):
        Edition.objects.update(minutes=7)
    assert counts(seen("/")) == ["7 min read"]


def test_an_approval_redraws_no_list_before_the_worker_has_counted():
    article, other = make_article("One"), make_article("Two", section=make_section("Rail"))
    pages = ("/", "/section/world/", "/section/rail/")
    for page in pages:
        get(page)
    make_published_comment(article)
    assert [outcome(get(page)) for page in pages] == ["hit"] * 3
    count_comments(0)
    assert counts(seen("/section/world/")) == ["1 min read 1 comment"]
    assert outcome(get("/")) == "miss"
    # Nothing that it shows has changed.
    assert outcome(get("/section/rail/")) == "hit"
    count_comments(0)
    make_comment(other, "It waits.", email="bo@readers.example.org")
    count_comments(0)
    assert [outcome(get(page)) for page in pages] == ["hit"] * 3


def test_what_is_taken_down_or_hidden_is_not_counted():
    article = make_article()
    moderator = make_user("mo", group="Moderators")
    comment, other = (make_published_comment(article, text) for text in ("Here.", "I was there."))
    assert other and told() == ["1 min read 2 comments"]
    comment.take_down(by=moderator, reason="attack")
    assert told() == ["1 min read 1 comment"]
    thread = Thread.objects.get(article=article)
    thread.set_policy("closed", moderator)
    assert told() == ["1 min read"]
    thread.set_policy("", moderator)
    assert told() == ["1 min read 1 comment"]
    SectionPolicy(section=article.section).set_policy("closed", moderator)
    assert told() == ["1 min read"]
    publish_again(article, section=make_section("Rail"))
    assert told() == ["1 min read 1 comment"]


def told():
    count_comments(0)
    return counts(seen("/"))


def test_the_most_discussed_are_ranked_by_the_worker_and_cost_the_front_no_more_than_that(
    publication, time_machine
):
    time_machine.move_to("2024-01-20T09:00Z", tick=False)
    articles = [make_article(f"Article {n}") for n in range(4)]
    old = make_article("Old", at=MORNING - timedelta(days=90))
    for article, number in ((articles[1], 1), (articles[2], 2), (old, 3)):
        for n in range(number):
            make_published_comment(article, f"Comment {n}.", email=f"r{n}@readers.example.org")
    FrontPlace.objects.create(publication=publication, kind="discussed")
    count_comments(0)
    ranked = Tally.objects.exclude(rank=None).order_by("rank")
    assert [tally.article.headline for tally in ranked] == ["Article 2", "Article 1"]
    time_machine.move_to("2024-03-20T09:00Z", tick=False)
    count_comments(0)
    assert not ranked.all().exists()
