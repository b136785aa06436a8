"""The moderators' desk: one decision, the lists it is taken in, and looking back at decisions."""

from benchmarks.measuring import Case, Group
from comments.desk.ordering import written
from comments.desk.queue import Queue
from comments.models import Claim, Comment

from .asking import ask

QUEUE = "/admin/comments/comment/"
FOCUS = f"{QUEUE}focus/?status=waiting"
DECISIONS = "/admin/comments/decision/"


def approve(outlet, measured):
    comment = Comment.objects.waiting().filter(article=outlet.busiest)[0]
    with measured:
        comment.approve(by=outlet.moderator)
    _undo(outlet, comment)


# --- One decision, as a browser sees it: a form is sent, and a page shown


def deciding(back):
    """An act: send the form, and open the page to which it leads."""

    def act(outlet, measured):
        comment = _first(outlet)
        with measured:
            _look(outlet, _press(outlet, comment, back), "1 comment approved.")
        _undo(outlet, comment)

    return act


def seeing_the_next(back):
    def act(outlet, measured):
        comment = _first(outlet)
        answer = _press(outlet, comment, back)
        with measured:
            _look(outlet, answer, "1 comment approved.")
        _undo(outlet, comment)

    return act


def start(outlet, measured):
    with measured:
        _look(outlet, _send(outlet, "start/", next=FOCUS), "Review mode")
    Claim.objects.release(outlet.moderator)


def skip(outlet, measured):
    first = _first(outlet)
    with measured:
        _look(outlet, _send(outlet, "skip/", at=first.pk, next=FOCUS), "Review mode")
    Claim.objects.release(outlet.moderator)


def _first(outlet) -> Comment:
    return Queue(outlet.moderator).next_free()


def _press(outlet, comment, back):
    chosen = f"{comment.pk}-{comment.version}"
    return _send(outlet, "decide/", chosen=chosen, kind="approve", next=back)


def _send(outlet, page, **typed):
    answer = outlet.desk.post(QUEUE + page, typed, secure=True)
    if answer.status_code != 302:
        raise AssertionError(f"{page} answered {answer.status_code}")
    return answer


def _look(outlet, answer, words):
    page = outlet.desk.get(answer.url, secure=True)
    if words not in page.content.decode():
        raise AssertionError(f"{answer.url} does not say {words!r}")


def _undo(outlet, comment):
    """Back to the end of the queue, so that each round decides about another one."""
    Comment.objects.get(pk=comment.pk).decide("reverse", by=outlet.moderator)
    Claim.objects.release(outlet.moderator)


# --- Lists


def page(address):
    def act(outlet, measured):
        ask(outlet.desk, measured, address)

    return act


def in_the_middle(outlet, measured):
    comment = Comment.objects.waiting().order_by("priority_at", "pk")[outlet.sizes.waiting // 2]
    address = Queue(outlet.moderator).address(after=written((comment.priority_at, comment.pk)))
    ask(outlet.desk, measured, QUEUE + address)


def counts(outlet, measured):
    queue = Queue(outlet.moderator)
    with measured:
        queue.tabs()


def of_the_first(place):
    """An act: open a page about the first comment that waits."""

    def act(outlet, measured):
        ask(outlet.desk, measured, f"{QUEUE}{_first(outlet).pk}/{place}/")

    return act


DESK = Group(
    "Desk, {small.comments:,} and {large.comments:,} comments, 1 in 10 waits",
    (
        Case("approving a comment", approve),
        Case("one decision in the focus view", deciding(FOCUS), varies=3),
        Case("  of it, the page with the next one", seeing_the_next(FOCUS), varies=3),
        Case("one decision in the list", deciding(QUEUE), varies=3),
        Case("opening the first one", start, varies=3),
        Case("skipping one", skip, varies=3),
        Case("queue", page(QUEUE)),
        Case("queue, in the middle", in_the_middle),
        Case("queue, longest waiting first", page(f"{QUEUE}?order=oldest")),
        Case("queue, latest first", page(f"{QUEUE}?order=newest")),
        Case("reported", page(f"{QUEUE}?status=reported")),
        Case("put aside", page(f"{QUEUE}?status=aside")),
        Case("all comments", page(f"{QUEUE}?status=all")),
        Case("counts of all lists", counts),
        Case("what is new", page(f"{QUEUE}news/?since=1")),
        Case("one comment with its story", of_the_first("change"), varies=3),
        Case("who wrote it", of_the_first("person"), varies=3),
        Case("the same from many", of_the_first("like"), varies=3),
        Case("all decisions", page(DECISIONS)),
        Case("decisions of one moderator", page(f"{DECISIONS}?by=2")),
        Case("how the team does", page(f"{DECISIONS}team/")),
    ),
)
# What is asked for is had by every third that waits; the last ones by none, so that nothing is
# found before all that waits was looked at.
FILTERS = Group(
    "Queue narrowed, {small.waiting:,} and {large.waiting:,} wait",
    (
        Case("noticed: a newcomer", page(f"{QUEUE}?held=newcomer")),
        Case("writer new here", page(f"{QUEUE}?writer=new")),
        Case("writer known", page(f"{QUEUE}?writer=known")),
        Case("address confirmed", page(f"{QUEUE}?address=confirmed")),
        Case("older than an hour", page(f"{QUEUE}?age=1")),
        Case("the section with most", page(f"{QUEUE}?section=section-1")),
        Case("a name that everybody has", page(f"{QUEUE}?name=reader")),
        Case("noticed: what nobody did", page(f"{QUEUE}?held=shouting")),
        Case("writer new, address confirmed", page(f"{QUEUE}?writer=new&address=confirmed")),
        Case("a name that nobody has", page(f"{QUEUE}?name=Zebedee")),
    ),
)
