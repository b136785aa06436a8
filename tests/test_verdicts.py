"""Of each verdict on their comment a writer hears, while it stands, and of none twice."""

import itertools
from collections import defaultdict

import pytest

from comments.tasks import deliver
from tests.followers import announce_all, make_followed_comment, make_follower, work
from tests.newsroom import MORNING, make_published_comment

pytestmark = pytest.mark.django_db

PUBLISHED = "Published: your comment on “The Last Train – OpEd” – The Signal Box"
REFUSED = "Not published: your comment on “The Last Train – OpEd” – The Signal Box"
TAKEN_DOWN = "Taken down: your comment on “The Last Train – OpEd” – The Signal Box"
ASKED = "Please edit your comment on “The Last Train – OpEd” – The Signal Box"
EDITED = "Edit published: your comment on “The Last Train – OpEd” – The Signal Box"
UNEDITED = "Edit not published: your comment on “The Last Train – OpEd” – The Signal Box"

WORDS = {
    "refuse": {"reason": "attack"},
    "take_down": {"reason": "private"},
    "reject_edit": {"reason": "attack"},
    "ask_edit": {"message_to_writer": "Without the name, please.", "until": MORNING},
}
TELLS = {
    "approve": PUBLISHED,
    "refuse": REFUSED,
    "spam": REFUSED,
    "take_down": TAKEN_DOWN,
    "ask_edit": ASKED,
    "accept_edit": EDITED,
    "reject_edit": UNEDITED,
}
# What makes the second verdict possible after the first, and is none itself.
BETWEEN = {
    ("refuse", "refuse"): ["reverse"],
    ("refuse", "ask_edit"): ["reverse"],
    ("refuse", "take_down"): None,
    ("spam", "spam"): ["reverse"],
    ("spam", "ask_edit"): ["reverse"],
    ("spam", "take_down"): None,
    ("approve", "approve"): ["reverse"],
    ("approve", "refuse"): ["reverse"],
    ("approve", "ask_edit"): ["reverse"],
    ("take_down", "take_down"): ["approve"],
    ("take_down", "refuse"): None,
    ("take_down", "ask_edit"): None,
    ("ask_edit", "take_down"): None,
    ("ask_edit", "ask_edit"): [],
}
BEFORE = {"take_down": ["approve"], "accept_edit": ["approve"], "reject_edit": ["approve"]}
ABOUT_EDITS = ("accept_edit", "reject_edit")


def decide(comment, kind, by):
    if kind in ABOUT_EDITS:
        comment.edit("I was on that train, twice.")
    comment.decide(kind, by=by, **WORDS.get(kind, {}))


def pairs():
    kinds = ["approve", "refuse", "spam", "take_down", "ask_edit"]
    for first, second in itertools.product(kinds, kinds):
        between = BETWEEN.get((first, second), [])
        if between is not None:
            yield [*BEFORE.get(first, []), first], [*between, second]
    for second in [*ABOUT_EDITS, "take_down", "spam"]:
        for first in ABOUT_EDITS:
            yield ["approve", first], [second]
    for second in ABOUT_EDITS:
        yield ["approve"], [second]


# Reversing a verdict brings the one before back: that is news where the reversed one was told.
BROUGHT_BACK = [
    (["approve", "take_down"], ["reverse"], [TAKEN_DOWN, PUBLISHED], [PUBLISHED]),
    (["refuse", "approve"], ["reverse"], [PUBLISHED, REFUSED], [REFUSED]),
    (["refuse"], ["reverse"], [REFUSED], []),
    (["refuse"], ["reverse", "reverse"], [REFUSED], [REFUSED]),
    (["ask_edit", "refuse"], ["reverse"], [REFUSED, ASKED], [ASKED]),
    (["approve", "accept_edit"], ["reverse"], [EDITED], []),
    # What is not about the writer's words changes nothing for them.
    (["approve"], ["take_down", "reverse"], [PUBLISHED], [PUBLISHED]),
    (["refuse"], ["approve", "reverse"], [REFUSED], [REFUSED]),
]


@pytest.fixture
def tell(article, moderator, mail_server):
    def told(cases, *, mailing_between):
        """For each case of some verdicts and later ones, the subjects of what its writer got."""
        comments = [
            make_followed_comment(article, email=f"r{number}@readers.example.org")
            for number in range(len(cases))
        ]
        for place in 0, 1:
            for comment, case in zip(comments, cases, strict=True):
                for kind in case[place]:
                    decide(comment, kind, moderator)
            work() if mailing_between or place else announce_all()
        deliver()
        subjects = defaultdict(list)
        for mail in mail_server.taken:
            subjects[mail["To"]].append(mail["Subject"])
        return [subjects[f"r{number}@readers.example.org"] for number in range(len(cases))]

    return told


def test_of_two_verdicts_that_each_stood_when_mail_went_out_both_are_told_once(tell):
    cases = [*pairs()]
    both = [[TELLS[first[-1]], TELLS[second[-1]]] for first, second in cases]
    assert tell(cases, mailing_between=True) == both


def test_of_two_verdicts_before_mail_went_out_the_one_that_stands_is_told_once(tell):
    cases = [*pairs()]
    last = [[TELLS[second[-1]]] for _first, second in cases]
    assert tell(cases, mailing_between=False) == last


@pytest.mark.parametrize("mailing_between", [True, False])
def test_what_a_reversal_brings_back_is_told_where_its_writer_knew_otherwise(tell, mailing_between):
    told = [case[2 if mailing_between else 3] for case in BROUGHT_BACK]
    assert tell([case[:2] for case in BROUGHT_BACK], mailing_between=mailing_between) == told


def test_who_follows_a_thread_hears_of_a_comment_once_whatever_is_decided(
    article, moderator, mail_server
):
    make_follower(article)
    comment = make_followed_comment(article)
    for kind in "approve", "take_down", "approve":
        decide(comment, kind, moderator)
        work()
    assert [to[0] for to in mail_server.to()].count("fay@readers.example.org") == 1


def test_nobody_is_mailed_their_own_words_whether_their_address_was_confirmed_or_not(
    article, mail_server
):
    from tests.followers import make_follower

    make_follower(article)
    make_published_comment(article, email="fay@readers.example.org")
    work()
    assert mail_server.to() == []
