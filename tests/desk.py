"""The moderation desk as the tests use it: what waits, what a page shows, a button pressed."""

import re
from datetime import timedelta

from tests.newsroom import MORNING, make_comment

QUEUE = "/admin/comments/comment/"


def make_waiting(article, count, at=MORNING):
    """`count` comments that wait, a minute apart, numbered from 1."""
    return [
        make_comment(
            article,
            text=f"Thought {number}.",
            name=f"Reader {number}",
            email=f"reader{number}@readers.example.org",
            address=f"2001:db8:0:{number:x}::1",
            at=at + timedelta(minutes=number),
        )
        for number in range(1, count + 1)
    ]


def shown(response):
    """The primary keys of the comments on a page of the desk, from top to bottom."""
    return [int(pk) for pk in re.findall(r'id="at-(\d+)"', response.text)]


def decide(desk, comment, kind, version=1, next=QUEUE, **words):
    form = {"chosen": f"{comment.pk}-{version}", "kind": kind, "next": next} | words
    return desk.post(f"{QUEUE}decide/", form)
