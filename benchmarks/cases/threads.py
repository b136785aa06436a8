"""Reading a thread and its longest conversation, posting into it, and deciding deep down in it."""

from itertools import count

from benchmarks.measuring import Case, Group
from comments.models import Comment, Thread
from comments.threads.pagination import NEWEST, PAGE, ROOTS

from .asking import ask

visitors = count(1)


def thread_page(outlet, place: float, sort: str = "") -> str:
    """Where the page that begins at `place` of the thread is: 0 is its first page, 1 its last."""
    start = int((len(outlet.roots) - ROOTS) * place)
    root = outlet.roots[-1 - start] if sort else outlet.roots[start]
    return f"{outlet.busiest.get_absolute_url()}?thread={root}{sort and f'&sort={sort}'}"


def page_at(place: float, sort: str = ""):
    def act(outlet, measured):
        ask(outlet.reader, measured, thread_page(outlet, place, sort))

    return act


def first_page(outlet, measured):
    ask(outlet.reader, measured, outlet.busiest.get_absolute_url())


def first_page_of_newest(outlet, measured):
    ask(outlet.reader, measured, f"{outlet.busiest.get_absolute_url()}?sort={NEWEST}")


def feed(outlet, measured):
    ask(outlet.reader, measured, f"{outlet.busiest.get_absolute_url()}feed/")


def conversation_at(place: float):
    """The page of a hundred that begins at `place` of the conversation, the last one at 1."""

    def act(outlet, measured):
        keys = outlet.conversation
        start = keys[int((len(keys) - PAGE) * place)]
        address = f"{outlet.discussed.get_absolute_url()}conversation/{keys[0]}/"
        ask(outlet.reader, measured, f"{address}?from={start}")

    return act


def permalink(outlet, measured):
    deep = outlet.conversation[len(outlet.conversation) * 3 // 4]
    ask(outlet.reader, measured, f"/comment/{deep}/")


def receive(outlet, measured):
    thread = Thread.objects.for_article(outlet.busiest)
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


def approve_deep_down(outlet, measured):
    """Each comment above it counts one more below."""
    shown = Comment.objects.published().filter(article=outlet.discussed)
    comment = shown.order_by("-depth", "pk")[0]
    comment.decide("reverse", by=outlet.moderator)
    with measured:
        comment.approve(by=outlet.moderator)


def _new_address() -> str:
    """Of a household that never wrote before, so that no limit is met."""
    return f"2001:db8:{next(visitors):x}::1"


READING = Group(
    "Threads of {small.threads[0]:,} and {large.threads[0]:,} comments",
    (
        Case("article page", first_page),
        Case("a page in the middle", page_at(0.5)),
        Case("last page", page_at(1)),
        Case("article page, newest first", first_page_of_newest),
        Case("a page in the middle, newest first", page_at(0.5, NEWEST)),
        Case("last page, newest first", page_at(1, NEWEST)),
        Case("feed of the thread", feed),
        Case("taking a reply (Thread.receive)", receive),
        Case("posting the form", post),
    ),
)
CONVERSATION = Group(
    "A long conversation, threads of {small.threads[1]:,} and {large.threads[0]:,}",
    (
        Case("conversation, first page", conversation_at(0)),
        Case("conversation, in the middle", conversation_at(0.5)),
        Case("conversation, last page", conversation_at(1)),
        Case("a deep permalink", permalink),
        Case("approving a reply deep down", approve_deep_down),
    ),
)
