"""Many act on one thread at once: nothing is lost, no count drifts, and nobody blocks another.

Each scenario takes how often it is played, makes what it needs on real connections, and raises
AssertionError when something went wrong. A deadlock is an error of the database and comes through.
"""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connections
from django.utils import timezone

from authors.models import Author, User
from comments.models import (
    Comment,
    Confirmation,
    ParentGone,
    RateLimited,
    Report,
    StaleVersion,
    Subscription,
    Thread,
)
from opinion.articles.models import Article, ArticleType, Byline, Section

PATIENCE = 60
_numbers = count(1)


def double_submits(rounds: int, at_once: int = 8):
    """The same comment, sent several times in one moment, is one comment."""
    article = _article()
    for _round in range(rounds):
        number = next(_numbers)
        sends = [partial(_write, article, f"Thought {number}", number)] * at_once
        sent = together(*sends)
        assert len({comment.pk for comment in sent}) == 1, "one text was stored twice"
        assert [comment.is_repeated for comment in sent].count(False) == 1
    assert Comment.objects.filter(article=article).count() == rounds


def replies_at_once(rounds: int, writers: int = 10, each: int = 5, moderators: int = 3):
    """Replies to one comment come at once and are approved at once; none is lost."""
    staff = [_moderator() for _number in range(moderators)]
    for _round in range(rounds):
        article = _article()
        parent = _published(article, staff[0])
        written = together(*[partial(_write_some, parent, each) for _writer in range(writers)])
        replies = [comment for some in written for comment in some]
        assert Comment.objects.filter(parent=parent).count() == writers * each == len(replies)
        wins = together(*[partial(_approve_all, replies, by) for by in staff])
        assert sum(wins) == len(replies), "a reply was approved twice, or by nobody"
        parent.refresh_from_db()
        assert parent.published_below == writers * each
        assert_exact(article)


def edit_against_approval(rounds: int):
    """What is published is always what was approved, or an edit that waits for a moderator."""
    article, by = _article(), _moderator()
    for number in range(rounds):
        comment = _write(article, f"Read {number}")
        edit, approval = together(
            partial(_fresh(comment).edit, f"Unread {number}"),
            partial(_fresh(comment).approve, by, version=1),
            expected=(StaleVersion,),
        )
        comment.refresh_from_db()
        if isinstance(approval, StaleVersion):
            assert (comment.status, comment.text) == ("waiting", f"Unread {number}")
        else:
            assert (comment.status, comment.text) == ("published", f"Read {number}")
            assert comment.proposed_edit == edit, "an edit was lost, or published unread"
    assert_exact(article)


def withdrawal_against_reply(rounds: int):
    """A reply hangs on a comment that was there, or its writer hears that it is gone."""
    article, by = _article(), _moderator()
    for _round in range(rounds):
        parent = _published(article, by)
        _none, reply = together(
            _fresh(parent).withdraw, partial(_reply, parent), expected=(ParentGone,)
        )
        is_stored = Comment.objects.filter(parent=parent).exists()
        assert is_stored == (not isinstance(reply, ParentGone)), "a reply was lost"
        if is_stored:
            reply.approve(by)
        parent.refresh_from_db()
        assert parent.status == "withdrawn"
    assert_exact(article)


def withdrawal_against_approval(rounds: int):
    """Who withdraws is never overruled by a moderator who was slower."""
    article, by = _article(), _moderator()
    above = _published(article, by)
    for _round in range(rounds):
        comment, neighbour = _reply(above), _reply(above)
        together(
            _fresh(comment).withdraw,
            partial(_fresh(comment).approve, by),
            partial(_fresh(neighbour).approve, by),
            expected=(ValidationError,),
        )
        comment.refresh_from_db()
        assert comment.status == "withdrawn"
    assert_exact(article)
    above.refresh_from_db()
    assert above.published_below == rounds


def erasure_against_approval(rounds: int):
    """What is erased is gone, whoever decided about it in the same moment."""
    article, by = _article(), _moderator()
    above = _published(article, by)
    for _round in range(rounds):
        comment = _reply(above)
        together(
            _fresh(comment).erase,
            partial(_fresh(comment).approve, by, version=1),
            expected=(ValidationError, StaleVersion),
        )
        _assert_erased(comment)
    assert_exact(article)


def erasure_against_confirmation(rounds: int):
    """A comment that is erased while its mail is answered is erased, and nothing follows it."""
    article = _article()
    for _round in range(rounds):
        number = next(_numbers)
        comment = _write(article, f"Thought {number}", number)
        confirmation = _ask(article, number, comment)
        together(_fresh(comment).erase, confirmation.confirm, expected=(Confirmation.DoesNotExist,))
        _assert_erased(comment)
        assert not Subscription.objects.filter(comment=comment).exists()
    assert_exact(article)


def readers_erasure_against_confirmation(rounds: int):
    """A reader is erased while another mail to the same address is answered."""
    article = _article()
    for _round in range(rounds):
        number = next(_numbers)
        # Half of them wrote nothing: then all that is erased is the reader, in one stroke.
        first = _write(article, f"Thought {number}", number) if number % 2 else None
        second = _write(article, f"Another {number}", number)
        reader = _ask(article, number, first).confirm()
        answers = [_ask(article, number, second), _ask(article, number)]
        together(
            reader.erase,
            *[confirmation.confirm for confirmation in answers],
            expected=(Confirmation.DoesNotExist,),
        )
        if first:
            _assert_erased(first)
    assert_exact(article)


def two_moderators(rounds: int):
    """Of two decisions about one version exactly one wins; the other sees whose."""
    article, staff = _article(), [_moderator(), _moderator()]
    for _round in range(rounds):
        comment = _write(article)
        ends = together(
            partial(_fresh(comment).approve, staff[0], version=1),
            partial(_fresh(comment).refuse, staff[1], "off_topic", version=1),
            expected=(StaleVersion,),
        )
        (overtaken,) = [end for end in ends if isinstance(end, StaleVersion)]
        assert overtaken.decision == comment.decisions.get()
    assert_exact(article)


def mails_at_once(rounds: int, at_once: int = 8):
    """However many ask at once, an address is sent as many mails as its cap allows."""
    article = _article()
    for _round in range(rounds):
        number = next(_numbers)
        asked = together(*[partial(_ask, article, number)] * at_once)
        sent = len([confirmation for confirmation in asked if confirmation])
        assert sent == min(at_once, settings.CONFIRMATIONS_PER_ADDRESS), (
            "a cap was passed or unused"
        )


def reports_at_once(rounds: int, at_once: int = 8):
    """A household's reports are one for each comment, and as many as its cap allows."""
    article, by = _article(), _moderator()
    shown = [_published(article, by) for _number in range(settings.COMMENTS_PER_NETWORK + 2)]
    for _round in range(rounds):
        address = _address(next(_numbers))
        reports = [partial(Report.objects.receive, one, "hate", address) for one in shown]
        together(*reports, *reports[:at_once], expected=(RateLimited,))
        made = Counter(Report.objects.values_list("comment", flat=True))
        assert sum(made.values()) == settings.COMMENTS_PER_NETWORK, "a cap was passed"
        assert {*made.values()} == {1}, "a household reported one comment twice"
        Report.objects.all().delete()


SCENARIOS = (
    double_submits,
    replies_at_once,
    edit_against_approval,
    withdrawal_against_reply,
    withdrawal_against_approval,
    erasure_against_approval,
    erasure_against_confirmation,
    readers_erasure_against_confirmation,
    two_moderators,
    mails_at_once,
    reports_at_once,
)


def together(*acts, expected=()):
    """Begin all `acts` at once, each on a connection of its own.

    What each returned, in their order, or the exception among `expected` with which it ended.
    """
    gate = threading.Barrier(len(acts), timeout=PATIENCE)
    ours = connections["default"]

    def begin(act):
        connections["default"] = ours.copy()
        try:
            connections["default"].ensure_connection()
            gate.wait()
            return act()
        except expected as error:
            return error
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(len(acts)) as pool:
        started = [pool.submit(begin, act) for act in acts]
    return [act.result() for act in started]


def assert_exact(article):
    """The counts that readers see are those that counting gives."""
    comments = [*Comment.objects.filter(article=article)]
    shown = [comment for comment in comments if comment.is_published]
    below = Counter(above for comment in shown for above in comment.path[:-1])
    assert Thread.objects.get(article=article).published_count == len(shown)
    for comment in comments:
        assert comment.published_below == below[comment.pk], f"comment {comment.pk}"


def _assert_erased(comment):
    comment.refresh_from_db()
    assert comment.is_erased
    assert not (comment.name or comment.text or comment.html or comment.is_published)
    assert not hasattr(_fresh(comment), "contact")


# --- What they act on


def _article() -> Article:
    number = next(_numbers)
    kind, _made = ArticleType.objects.get_or_create(
        label="OpEd", defaults={"suffix": "OpEd", "explanation": "A view."}
    )
    section, _made = Section.objects.get_or_create(slug="world", defaults={"name": "World"})
    article = Article.objects.create(
        headline=f"Crowded {number}", body="<p>Words.</p>", type=kind, section=section
    )
    author = Author.objects.create(name=f"Author {number}", slug=f"crowded-author-{number}")
    Byline.objects.create(article=article, author=author, position=1)
    article.publish(by=_moderator())
    return article


def _moderator() -> User:
    name = f"crowd-{next(_numbers)}"
    return User.objects.create_user(name, f"{name}@staff.example.org", is_staff=True)


def _address(number: int) -> str:
    # Another network for each, so that only what is meant to meet a cap does.
    return f"2001:db8:{number & 0xFFFF:x}:{number >> 16:x}::1"


def _email(number: int) -> str:
    return f"reader{number}@readers.example.org"


def _write(article, text="I was there.", number=None, parent=None) -> Comment:
    number = number or next(_numbers)
    return Thread.objects.for_article(article).receive(
        name=f"Reader {number}",
        text=text,
        email=_email(number),
        address=_address(number),
        parent=parent,
    )


def _reply(parent) -> Comment:
    return _write(parent.article, parent=parent)


def _write_some(parent, number) -> list[Comment]:
    return [_reply(parent) for _number in range(number)]


def _published(article, by) -> Comment:
    comment = _write(article)
    comment.approve(by)
    return comment


def _approve_all(comments, by) -> int:
    """How many of them this moderator was the first to approve."""
    wins = 0
    for comment in random.sample(comments, len(comments)):
        try:
            _fresh(comment).approve(by, version=1)
            wins += 1
        except StaleVersion:
            pass
    return wins


def _ask(article, number, comment=None):
    kind = "decision" if comment else "thread"
    return Confirmation.objects.ask(
        _email(number),
        _address(number),
        article,
        comment,
        wishes=[(kind, "at_once")],
        at=timezone.now(),
    )


def _fresh(comment) -> Comment:
    return Comment.objects.get(pk=comment.pk)
