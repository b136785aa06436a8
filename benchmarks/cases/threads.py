"""Reading a thread, which shows a hundred comments a page, and posting into one."""

from itertools import count

from benchmarks.measuring import Case, Group
from comments.models import Comment, Thread
from comments.paging import PAGE

from .asking import ask

visitors = count(1)


def whole_or_first(outlet, measured):
    """50 comments on the one side and 100 on the other: what a page of each thread shows."""
    response = ask(outlet.reader, measured, outlet.busiest.get_absolute_url())
    return response.content.count(b'<article class="comment"')


def first_page(outlet, measured):
    ask(outlet.reader, measured, outlet.discussed.get_absolute_url())


def page_at(place):
    """The page of a hundred that begins at `place` (0 to 1) of the thread, the last one at 1."""

    def act(outlet, measured):
        start = outlet.thread[int((len(outlet.thread) - PAGE) * place)]
        address = outlet.discussed.get_absolute_url()
        ask(outlet.reader, measured, f"{address}?thread={start}")

    return act


def permalink(outlet, measured):
    deep = outlet.thread[len(outlet.thread) * 3 // 4]
    ask(outlet.reader, measured, f"/comment/{deep}/")


def receive(outlet, measured):
    thread = Thread.objects.of(outlet.busiest)
    parent = Comment.objects.published().filter(article=outlet.busiest).order_by("-pk").first()
    with measured:
        comment = thread.receive(
            name="Ana Reader",
            email="ana@readers.example.org",
            text="I was on that train.",
            address=_new_address(),
            parent=parent,
        )
    comment.delete()


def post(outlet, measured):
    """All that happens when a reader sends the form, with the look-up of the names we know."""
    typed = {"name": "Ana Reader", "email": "ana@readers.example.org", "text": "I was there."}
    address = f"{outlet.busiest.get_absolute_url()}reply/"
    headers = {"Origin": "https://127.0.0.1", "Sec-Fetch-Site": "same-origin"}
    with measured:
        response = outlet.reader.post(
            address, typed, secure=True, headers=headers, REMOTE_ADDR=_new_address()
        )
    if response.status_code != 303:
        raise AssertionError(f"{address} answered {response.status_code}")
    Comment.objects.order_by("-pk")[0].delete()


def _new_address() -> str:
    """Of a household that never wrote before, so that no limit is met."""
    return f"2001:db8:{next(visitors):x}::1"


READING = Group(
    "Article page, threads of {small.threads[1]:,} and {large.threads[0]:,}",
    (
        Case("first page", first_page),
        Case("a page in the middle", page_at(0.5)),
        Case("last page", page_at(1)),
        Case("a deep permalink", permalink),
    ),
)
POSTING = Group(
    "Threads of {small.threads[0]:,} and {large.threads[0]:,} comments",
    (
        Case("article page (50 and 100 of them shown)", whole_or_first, per="comment"),
        Case("taking a reply (Thread.receive)", receive),
        Case("posting the form", post),
    ),
)
