"""A small publication with one of everything: what the tests of all pages walk through."""

from types import SimpleNamespace

from comments.models import Hold
from tests.bibliography import make_citing, make_work
from tests.newsroom import (
    MORNING,
    make_article,
    make_author,
    make_comment,
    make_draft,
    make_publication,
    make_published_comment,
    make_series,
    make_topic,
    make_user,
)


def build_town() -> SimpleNamespace:
    """Articles in every state, a thread with comments in every state, staff of every group."""
    make_publication(
        about="<p>Who we are.</p>",
        comment_guidelines="<p>Be kind.</p>",
        contact_email="letters@signal-box.example",
    )
    moderator = make_user("moderator", group="Moderators")
    editor = make_user("editor", group="Editors", first_name="Edith", last_name="Orr")
    ngaire = make_author("Ngaire Whitcombe", role="Signal engineer", bio="She minds trains.")
    ngaire.links.create(label="Website", url="https://ngaire.example.org/")
    tomasz = make_author("Tomasz Wieczorek", orcid="0000-0002-1825-0097")
    article = make_article(
        standfirst="Why a town needs a train after nine.",
        authors=[ngaire, tomasz],
        topics=[make_topic()],
        references=["Rolt, L. T. C. Red for Danger. London, 1955.", "See https://example.org/a."],
        note="<p>Ngaire worked the night shift.</p>",
        by=editor,
    )
    draft = make_draft("Unfinished", created_by=editor)
    make_citing(make_work(), headline="Red Signals", locator="p. 12", authors=[ngaire])
    make_series("Night Trains", [article, draft])
    withdrawn = make_article("Withdrawn", by=editor)
    withdrawn.withdraw(by=editor, reason="Its figures were wrong.")
    first = make_published_comment(article, "I *was* there.", by=moderator, at=MORNING)
    reply = make_published_comment(article, "> I was\n\nSo was I.", parent=first, by=moderator)
    waiting = make_comment(article, "It waits.", parent=first)
    refused = make_comment(article, "Refuse me.")
    refused.refuse(by=moderator, reason="attack", note="Twice now.")
    hold = Hold.objects.place(
        refused, "email", until=MORNING.replace(year=2099), reason="Loud", by=moderator
    )
    return SimpleNamespace(
        moderator=moderator,
        editor=editor,
        authors=[ngaire, tomasz],
        article=article,
        draft=draft,
        withdrawn=withdrawn,
        comments=[first, reply, waiting, refused],
        hold=hold,
    )
