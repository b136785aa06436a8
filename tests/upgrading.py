"""A live site with rows as a version before left them, and what upgrading makes of it."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from benchmarks.outlets import Outlet
from benchmarks.sizes import SMALL
from comments import founding
from comments.models import Comment
from comments.sequence import next_id
from tests import newsroom

MORNING = datetime(2024, 1, 11, 5, 25, tzinfo=UTC)
HOUR = timedelta(hours=1)
TEXT = "I was on that train."


class Site:
    """A site on the version before, and what `upgrade` makes of it."""

    def __init__(self, before):
        self.before = before
        self.models = self.migrate_to(before).apps
        newsroom.make_publication()
        self.editor, self.moderator = newsroom.make_user("ed"), newsroom.make_user("mo")

    def model(self, name):
        return self.models.get_model("comments", name)

    def thread(self, headline, *trees, **values):
        """An article with a thread; `trees` as `comments` takes them. Returns the article."""
        article = newsroom.make_article(headline, by=self.editor)
        stored = self.model("Thread").objects.create(article_id=article.pk, **values)
        shown = [self.comments(article, tree) for tree in trees]
        stored.published_count = sum(shown)
        stored.save()
        return article

    def comments(self, article, tree, parent=None) -> int:
        """Store (status, reply, reply …), where each reply is such a tree; how many are shown."""
        status, *replies = tree
        number = next_id(Comment)
        place = {"parent_id": None, "path": [number], "depth": 0}
        if parent:
            path = [*parent.path, number]
            place = {"parent_id": parent.pk, "path": path, "depth": parent.depth + 1}
        at = MORNING + number * HOUR
        comment = self.model("Comment").objects.create(
            pk=number,
            article_id=article.pk,
            edition_id=article.live_edition_id,
            in_reply_to_id=place["parent_id"],
            name=f"{status} {number}",
            text=TEXT,
            status=status,
            created_at=at,
            waiting_since=at,
            published_at=at if status in ("published", "taken_down") else None,
            version=1 if status == "waiting" else 2,
            **place,
        )
        self._decide(comment, at)
        return (status == "published") + sum(
            self.comments(article, reply, comment) for reply in replies
        )

    def _decide(self, comment, at):
        kinds = {"published": "approve", "refused": "refuse", "taken_down": "take_down"}
        # Spam that fell into the trap has no decision.
        if kind := kinds.get(comment.status):
            self.model("Decision").objects.create(
                comment_id=comment.pk,
                kind=kind,
                reason="" if kind == "approve" else "attack",
                by_id=self.moderator.pk,
                at=at + 2 * HOUR,
                comment_version=1,
                status_before="published" if kind == "take_down" else "waiting",
                status_after=comment.status,
            )

    def migrate_to(self, place):
        executor = MigrationExecutor(connection)
        others = [leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] != place[0]]
        return executor.migrate([*others, place])

    def upgrade(self):
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
        founding.found(None)


@contextmanager
def site_of(before, django_db_blocker, worker_id):
    """A site in a database of its own: the one of the other tests stays as it is."""
    with django_db_blocker.unblock():
        outlet = Outlet(f"from_{before[1][:4]}_{worker_id}", SMALL)
        name = connection.ops.quote_name(outlet.database)
        _execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        _execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        ContentType.objects.clear_cache()
        try:
            with outlet.in_charge():
                yield Site(before)
        finally:
            ContentType.objects.clear_cache()
            outlet.connection.close()
            _execute(f"DROP DATABASE {name} WITH (FORCE)")


def _execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
