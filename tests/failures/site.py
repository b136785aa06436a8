"""What the tests of the failures have in common: a reader at the site, and all that is stored."""

import html5lib
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from comments.models import Confirmation, Thread
from comments.tasks import announce, deliver, send_confirmation, tell_handed, tell_moderators
from tests import crawler
from tests.newsroom import make_comment

OURS = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
FOREIGN = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
ANA, BO = "ana@readers.example.org", "bo@readers.example.org"
TYPED = {"name": "Ana Reader", "email": ANA, "text": "I was on that train.", "more_words": ""}
# Kept by PostgreSQL's own tools, or by Django for itself.
NOT_OURS = {"django_migrations", "django_session", "procrastinate_periodic_defers"}


def reply_address(article) -> str:
    return f"{article.get_absolute_url()}reply/"


def send(article, client=None, headers=OURS, address="127.0.0.1", **typed):
    """Post a comment as a browser does."""
    client = client or Client()
    return client.post(reply_address(article), TYPED | typed, headers=headers, REMOTE_ADDR=address)


def trusting(article, by):
    """Let known readers appear at once under `article`."""
    Thread.objects.get_or_create(article=article)[0].set_policy("trusted", by=by)


def make_known(article, moderator, email=ANA):
    """A reader with a confirmed address, two of whose comments moderators approved."""
    for number in (1, 2):
        comment = make_comment(article, f"Known thought {number}.", email=email)
        confirmation = Confirmation.objects.ask(email, "203.0.113.50", article, comment)
        reader = confirmation.confirm()
        comment.approve(by=moderator)
    return reader


def hidden_comments(article, moderator, text="Hidden"):
    """A comment in each state in which nobody may read it, by the name of the state."""
    hidden = {
        state: make_comment(article, f"{text} {state}.", name=f"{text} {state}")
        for state in ("waiting", "refused", "spam", "taken down", "withdrawn", "erased")
    }
    hidden["refused"].refuse(by=moderator, reason="attack")
    hidden["spam"].decide("spam", by=moderator)
    hidden["taken down"].approve(by=moderator)
    hidden["taken down"].take_down(by=moderator, reason="attack")
    hidden["withdrawn"].approve(by=moderator)
    hidden["withdrawn"].withdraw()
    hidden["erased"].approve(by=moderator)
    hidden["erased"].erase()
    return hidden


def work():
    """What the worker does with everything that is queued, notices of all kinds."""
    for job in ProcrastinateJob.objects.filter(status="todo").order_by("pk"):
        for task in (announce, send_confirmation, tell_handed, tell_moderators):
            if job.task_name == task.name:
                task(**job.args)
    ProcrastinateJob.objects.all().delete()
    deliver()
    ProcrastinateJob.objects.all().delete()


def everything_stored() -> dict[str, list[str]]:
    """Every row of every table, as text, by table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        tables = {name for (name,) in cursor.fetchall()} - NOT_OURS
        found = {}
        for table in sorted(tables):
            cursor.execute(f'SELECT to_jsonb(one)::text FROM "{table}" one')
            found[table] = sorted(row for (row,) in cursor.fetchall())
    return found


def stored_text() -> str:
    return "\n".join(row for rows in everything_stored().values() for row in rows)


def document(response):
    return html5lib.parse(crawler.body(response), namespaceHTMLElements=False)


def words_in(element) -> str:
    return " ".join("".join(element.itertext()).split())
