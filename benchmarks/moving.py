"""A site of WordPress moved in while the program is killed again and again, at random instants.

What is there in the end is what one run that nobody disturbed gives; and what both cost.
"""

import hashlib
import itertools
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from comments.models import Comment, Decision, Thread
from opinion import html
from opinion.articles.models import Article, Edition, EditionByline, Filing, Revision
from opinion.moving.models import MoveIn, Provenance
from opinion.supervisor.console import Console

from . import outlets
from .budgets import BUDGETS
from .programs import CLONE, environment_of

MEGABYTE = 1_000_000
COMMENTS = 10
MOST_MEMORY = 200
# So far, of the whole, what is told may be from what is stored.
MOST_AMISS = 0.05
MODELS = (Article, Revision, Edition, EditionByline, Filing, Thread, Comment, Decision, Provenance)
# Rows by what they say, without the numbers and moments that two runs cannot have in common.
SAID = """
SELECT 'article', headline, status, address, guid, md5(body), digest <> '' FROM articles_article
UNION ALL
SELECT 'edition', headline, change, number::text, published_at::text, md5(body_html), true
FROM articles_edition
UNION ALL
SELECT 'comment', id::text, status, path::text, created_at::text, md5(html), published_below = 0
FROM comments_comment
UNION ALL
SELECT 'thread', address, policy, published_count::text, '', '', true
FROM comments_thread JOIN articles_article article ON article.id = article_id
UNION ALL
SELECT 'origin', kind, source_base, source_id, '', '', true FROM moving_provenance
UNION ALL
SELECT 'redirect', path, '', '', '', '', article_id IS NULL FROM articles_redirect
UNION ALL
SELECT 'decision', kind, status_after, comment_id::text, '', '', true FROM comments_decision
UNION ALL
SELECT 'author', name, slug, '', '', '', true FROM authors_author
ORDER BY 1, 2, 3, 4, 5, 6, 7
"""
TOLD = """
SELECT progress, (SELECT count(*) FROM articles_article) FROM moving_movein WHERE stage = 'moving'
"""
HEAD = (
    '<?xml version="1.0" encoding="UTF-8" ?>\n<rss version="2.0" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">\n'
    "<channel><title>The Old Paper</title><link>https://old.example</link>"
    "<wp:base_blog_url>https://old.example</wp:base_blog_url>\n"
)


@dataclass(frozen=True)
class Figures:
    megabytes: float
    articles: int
    comments: int
    kills: int
    seconds: float
    cleaning: float
    copying: float
    memory: float
    amiss: float

    @property
    def ratio(self) -> float:
        return self.seconds / (self.cleaning + self.copying)

    def __str__(self) -> str:
        return (
            f"{self.megabytes:.1f} MB, {self.articles:,} articles, {self.comments:,} comments: "
            f"{self.seconds:.1f} s of CPU, {self.ratio:.2f} × as much as cleaning the texts "
            f"({self.cleaning:.1f}) and copying the rows ({self.copying:.1f}); "
            f"{self.memory:.0f} MB at most; progress amiss by {self.amiss:.1%} at most; "
            f"the same after {self.kills} kills"
        )


def run(articles: int, kills: int, console: Console) -> Figures:
    """Raises AssertionError where a run that was killed ends with something else."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "export.xml")
        with path.open("w") as file:
            file.writelines(_file(articles))
        once = _moved(path, 0, console)
        again = _moved(path, kills, console)
        assert once.said == again.said, "a run that was killed ends with something else"
        assert once.memory < MOST_MEMORY, f"{once.memory:.0f} MB of memory"
        return Figures(
            path.stat().st_size / MEGABYTE,
            articles,
            articles * COMMENTS,
            kills,
            once.seconds,
            _cleaning(articles),
            once.copying,
            once.memory,
            once.amiss,
        )


def judge(figures: Figures) -> None:
    """Raises AssertionError past what is held. Of a small file, starting takes the most."""
    assert figures.amiss <= MOST_AMISS, f"progress is amiss by {figures.amiss:.1%}"
    BUDGETS["a site moved in"].judge(figures.ratio)


@dataclass(frozen=True)
class _Moved:
    said: str
    seconds: float
    copying: float
    memory: float
    amiss: float


def _moved(path: Path, kills: int, console: Console) -> _Moved:
    """What a database holds after the file was moved in, and what the last run cost."""
    chance = random.Random(kills)
    with outlets.scratch(console, "bench_moving") as outlet, tempfile.TemporaryDirectory() as var:
        environment = environment_of(outlet, var, 1)
        for kill in range(kills):
            with outlet.in_charge():
                _kill(path, environment, 0.9 * kill / kills, chance)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with outlet.in_charge():
            told = _run(path, environment)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        with outlet.in_charge(), connection.cursor() as cursor:
            cursor.execute(SAID)
            rows = [json.dumps(row) for row in cursor.fetchall()]
            copying, articles = _copying(), Article.objects.count()
        digest = hashlib.sha256("\n".join(rows).encode()).hexdigest()
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        amiss = max((abs(part - stored / articles) for part, stored in told), default=0.0)
        return _Moved(digest, spent, copying, after.ru_maxrss / 1024, amiss)


def _kill(path: Path, environment: dict[str, str], part: float, chance: random.Random) -> None:
    """The command, killed at a random instant soon after it has stored so much of the file.

    Not at what it says to have stored but a moment later, so that it is in the middle of a batch.
    """
    before = _stored()
    with _program(path, environment) as process:
        # Until it stores something, what is told is of the run before.
        while process.poll() is None and part and _stored() in (before, 0):
            time.sleep(0.01)
        while process.poll() is None and _stored() < part:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 1.5))
        assert process.poll() is None, f"it ended before it was killed: {_said(process)}"
        process.kill()
        process.wait()


def _stored() -> float:
    return max(MoveIn.objects.values_list("progress", flat=True), default=0.0)


def _run(path: Path, environment: dict[str, str]) -> list[tuple[float, int]]:
    """How far it said to be, and how many articles were there, at moments of the run."""
    told: list[tuple[float, int]] = []
    with _program(path, environment) as process:
        while process.poll() is None:
            time.sleep(0.5)
            with connection.cursor() as cursor:
                cursor.execute(TOLD)
                told += cursor.fetchall()
        assert process.returncode == 0, _said(process)
    return told


def _program(path: Path, environment: dict[str, str]) -> subprocess.Popen:
    words = [sys.executable, "manage.py", "move_in", str(path), "--yes"]
    return subprocess.Popen(
        words, cwd=CLONE, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def _said(process: subprocess.Popen) -> str:
    return process.stderr.read().decode()[-2_000:] if process.stderr else ""


def _file(articles: int) -> Iterator[str]:
    yield HEAD
    for number in range(1, articles + 1):
        yield _item(number)
    yield "</channel></rss>\n"


def _item(number: int) -> str:
    first = number * 100
    comments = "".join(_comment(first + one, first) for one in range(COMMENTS))
    return (
        f"<item><title>Article {number} – OpEd</title>"
        f"<link>https://old.example/2019/05/a-{number}/</link>"
        f"<dc:creator>writer-{number % 20}</dc:creator>"
        f'<guid isPermaLink="false">https://old.example/?p={number}</guid>'
        f"<content:encoded><![CDATA[{_text(number)}]]></content:encoded>"
        f"<wp:post_id>{number}</wp:post_id>"
        f"<wp:post_date_gmt>2019-05-{number % 28 + 1:02d} 08:20:30</wp:post_date_gmt>"
        f"<wp:post_name>a-{number}</wp:post_name><wp:status>publish</wp:status>"
        "<wp:post_type>post</wp:post_type>"
        f'<category domain="category" nicename="c-{number % 5}">Section {number % 5}</category>'
        f"{comments}</item>\n"
    )


def _text(number: int) -> str:
    return "\n\n".join(_words(number))


def _words(number: int) -> list[str]:
    line = f"The night train number {number} leaves at nine &amp; the <em>town</em> goes to bed. "
    return [line * 6 for _paragraph in range(10)]


def _comment(number: int, first: int) -> str:
    parent = first if number % 3 == 2 else 0
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id>"
        f"<wp:comment_author>Reader {number}</wp:comment_author>"
        f"<wp:comment_date_gmt>2019-06-{number % 28 + 1:02d} 12:00:00</wp:comment_date_gmt>"
        f"<wp:comment_content><![CDATA[{'I was on that train, and it was late. ' * 5}]]>"
        "</wp:comment_content><wp:comment_approved>1</wp:comment_approved>"
        f"<wp:comment_type></wp:comment_type><wp:comment_parent>{parent}</wp:comment_parent>"
        "</wp:comment>"
    )


def _copying() -> float:
    """Seconds of CPU that Django alone takes to store the same rows, without any trigger."""
    seconds = 0.0
    for model in MODELS:
        table, fields = model._meta.db_table, model._meta.concrete_fields
        # Until the transaction ends, the name is that of an empty table without keys.
        with transaction.atomic(), connection.cursor() as cursor:
            rows = model._default_manager.order_by("pk").iterator(2_000)
            cursor.execute(f'CREATE TEMPORARY TABLE copied (LIKE "{table}") ON COMMIT DROP')
            for batch in iter(lambda rows=rows: [*itertools.islice(rows, 2_000)], []):
                cursor.execute(f'ALTER TABLE pg_temp.copied RENAME TO "{table}"')
                begun = time.process_time()
                # Raw, or its field would clean each text again.
                model._base_manager._insert(batch, fields, using=connection.alias, raw=True)
                seconds += time.process_time() - begun
                cursor.execute(f'ALTER TABLE pg_temp."{table}" RENAME TO copied')
    return seconds


def _cleaning(articles: int) -> float:
    """Seconds of CPU that our door for HTML alone takes for these texts."""
    some = min(articles, 50)
    begun = time.process_time()
    for number in range(some):
        html.article("".join(f"<p>{one}</p>" for one in _words(number)))
        for _comment_number in range(COMMENTS):
            html.comment("I was on that train, and it was late. " * 5)
    return (time.process_time() - begun) / some * articles
