"""Two moderators at one queue, each in a browser: who decides, and what the other is told."""

import re
from functools import partial

from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from comments.models import Claim, Comment

from .contention import _article, _moderator, _write, assert_exact, together

QUEUE = "/admin/comments/comment/"
FOCUS = f"{QUEUE}focus/"
DECISIONS = {
    "approve": ("published", "Approved", {}),
    "refuse": ("refused", "Refused", {"reason": "off_topic"}),
}


class Desk:
    """A moderator in a browser of their own, who reads one by one and presses buttons."""

    def __init__(self):
        self.moderator = _moderator()
        self.moderator.groups.add(Group.objects.get(name="Moderators"))
        self.browser = Client(SERVER_NAME="127.0.0.1")
        self.browser.force_login(self.moderator)

    def start(self) -> int:
        return self._led_to(self._press("start/"))

    def skip(self, number) -> int:
        return self._led_to(self._press("skip/", at=number))

    def open(self, number):
        """Open a comment on purpose, whoever else has it open."""
        self._press(f"{number}/claim/")

    def decide(self, kind, number) -> str:
        """Decide about the first version of a comment; the page that is shown then."""
        words = {"kind": kind, "chosen": f"{number}-1", **DECISIONS[kind][-1]}
        return self._see(self._press("decide/", **words))

    def close(self):
        Claim.objects.release(self.moderator)

    def _press(self, page, **words) -> str:
        answer = self.browser.post(QUEUE + page, {"next": FOCUS} | words, secure=True)
        assert answer.status_code == 302, f"{page} answered {answer.status_code}"
        return answer.url

    def _see(self, address) -> str:
        answer = self.browser.get(address, secure=True)
        assert answer.status_code == 200, f"{address} answered {answer.status_code}"
        return answer.content.decode()

    def _led_to(self, address) -> int:
        found = re.search(r"#at-(\d+)$", address)
        assert found, f"a comment is free, and {address} shows none"
        return int(found[1])


def two_desks(rounds: int):
    """Two open one comment and decide at once: one decision, and the other is told whose."""
    article, desks = _article(), [Desk(), Desk()]
    _write(article)  # so that something is left to go on with
    for number in range(rounds):
        contested = _write(article)
        for desk in desks:
            desk.open(contested.pk)
        kinds = ["approve", "refuse"][:: (-1) ** number]
        acts = [
            partial(desk.decide, kind, contested.pk)
            for desk, kind in zip(desks, kinds, strict=True)
        ]
        pages = together(*acts)
        _assert_one_decided(contested, dict(zip(kinds, pages, strict=True)))
        assert Claim.objects.count() <= len(desks), "a moderator has two comments open"
    # Or what they went on to would stay shut for whoever comes to the queue next.
    for desk in desks:
        desk.close()
    assert_exact(article)


def _assert_one_decided(comment, pages):
    decision = comment.decisions.get()
    status, outcome, _words = DECISIONS[decision.kind]
    comment.refresh_from_db()
    assert (comment.status, comment.version) == (status, 2), "both decided"
    won = pages.pop(decision.kind)
    (lost,) = pages.values()
    assert f"1 comment {outcome.lower()}." in won
    assert f"Nothing was changed: {decision.by} decided" in lost, "nobody said whose it was"
    assert re.search(rf"decided first, on [^<]*\. {outcome}\.", lost), "nobody said what it was"


def two_at_one_queue(rounds: int):
    """Going through one queue at once, no two stand at the same comment; nothing stays shut."""
    article, desks = _article(), [Desk(), Desk()]
    assert not Claim.objects.active().exists(), "others still have comments open"
    for _comment in range(4):
        _write(article)
    for _round in range(rounds):
        begun = together(*[desk.start for desk in desks])
        assert len({*begun}) == len(desks), "two were led to one comment"
        skipped = together(*[partial(desk.skip, at) for desk, at in zip(desks, begun, strict=True)])
        assert len({*skipped}) == len(desks), "two were led to one comment"
        _assert_what_is_left_open_comes_back(*desks)


def _assert_what_is_left_open_comes_back(stays, leaves):
    for desk in (stays, leaves):
        desk.close()
    first = Comment.objects.waiting().order_by("priority_at", "pk")[0].pk
    assert leaves.start() == first, "the first comment is shut, and nobody has it open"
    assert stays.start() != first, "what a colleague has open was opened once more"
    # Five minutes later.
    Claim.objects.update(until=timezone.now())
    assert stays.start() == first, "a claim never ends"
    stays.close()


SCENARIOS = (two_desks, two_at_one_queue)
