"""Pictures that are still on the old site: fetched from there alone, and put where they stood.

May be ended and begun again at any moment: each article is done whole or not at all.
"""

from urllib.parse import urljoin

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from opinion import html
from opinion.articles.models import Article, ArticlePicture
from opinion.articles.models.change import Change
from opinion.pictures.models import Picture
from opinion.references.links.http_client import Deadline, SafeClient, place
from opinion.references.links.outcome import FetchError

from .models import AwaitedPicture, MoveIn, Provenance
from .report import Report
from .storing.articles import said_by
from .storing.origins import Origins, digest
from .storing.pictures import KIND, Pictures, Uploads
from .storing.redirects import Redirects
from .text import images
from .things import Image

AGENT = "OpinionMoving"
SECONDS = 30.0
MOST_HOPS = 3
MOST_TRIES = 5
# Also what says nothing of its kind, or not more than that it is bytes.
KINDS = ("image/", "application/octet-stream", "binary/")
State = AwaitedPicture.State


class Fetching:
    """The pictures of one moving in. `client` is the guarded one unless a test says which."""

    def __init__(self, move_in: MoveIn, report: Report, client: SafeClient | None = None) -> None:
        self.move_in, self.report = move_in, report
        self.client = client or SafeClient(AGENT, allowed=settings.CHECK_LINKS_ALSO_AT)
        self.origins, self.redirects = Origins(move_in, move_in.source_base), Redirects()
        self.pictures = Pictures(self.origins, Uploads(None), self.redirects, report)

    def run(self) -> None:
        """Try all that are waited for once."""
        awaited = AwaitedPicture.objects.filter(move_in=self.move_in, tries__lt=MOST_TRIES).exclude(
            state=State.HAD
        )
        for article in [*awaited.order_by("article").values_list("article", flat=True).distinct()]:
            rows = [*awaited.filter(article=article).order_by("pk")]
            # Nothing is locked while we wait for another's server.
            files = {row.pk: self._bytes(row) for row in rows}
            self._place(article, rows, files)

    def _bytes(self, row: AwaitedPicture) -> bytes | None:
        if self.origins.known(KIND, [row.url]):
            return b""
        address, row.why = row.url, ""
        try:
            for _hop in range(MOST_HOPS):
                if not images.is_from(address, self.move_in.source_base):
                    row.why = "elsewhere"
                    return None
                answer = self.client.get(
                    place(address), Deadline(SECONDS), {}, KINDS, settings.PICTURE_MAX_BYTES + 1
                )
                if answer.code not in (301, 302, 303, 307, 308):
                    break
                address = urljoin(address, answer.header("location"))
        except FetchError as error:
            row.why = str(error.reason.value)
            return None
        row.why = "" if answer.code == 200 and answer.body else f"answer {answer.code}"
        return answer.body if not row.why else None

    @transaction.atomic
    def _place(self, article_id: int, rows: list[AwaitedPicture], files: dict) -> None:
        found = Article.objects.select_for_update(of=("self",)).filter(pk=article_id)
        article = found.select_related("live_edition", "type", "section").first()
        if article is None:
            return
        was_as_moved, had_changes = self._is_as_moved(article), article.has_unpublished_changes
        placed = [row for row in rows if self._put(article, row, files[row.pk])]
        AwaitedPicture.objects.bulk_update(rows, ["state", "tries", "why"])
        self.redirects.flush()
        if placed:
            self._save(article, was_as_moved, had_changes)
        self.origins.flush()

    def _put(self, article: Article, row: AwaitedPicture, data: bytes | None) -> bool:
        row.tries += 1
        picture = self._picture(row, data)
        if picture is None:
            row.state = State.FAILED
            row.why = row.why or "no picture"
            self.report.name("pictures that could not be had", f"{article.pk}: {row.url}")
            return False
        row.state = State.HAD
        self.report.count("pictures placed")
        words = {"alt": row.alt, "caption": row.caption, "credit": row.credit}
        uses = article.pictures
        if row.role == "lead":
            words["alt"] = row.alt or row.caption or article.headline[:300]
            if not uses.filter(role="lead").exists():
                uses.create(picture=picture, role="lead", position=0, **words)
            return True
        where = images.is_placeholder_of(row.url)
        body = where.sub(f'<figure data-picture="{picture.pk}"></figure>', article.body, count=1)
        article.body = where.sub("", body)
        if not uses.filter(role="figure", picture=picture).exists():
            last = ArticlePicture.objects.filter(article=article).order_by("-position").first()
            position = last.position + 1 if last else 1
            uses.create(picture=picture, role="figure", position=position, **words)
        return True

    def _picture(self, row: AwaitedPicture, data: bytes | None) -> Picture | None:
        known = self.origins.known(KIND, [row.url]).get(row.url)
        if known:
            return Picture.objects.filter(pk=known).first()
        if data is None:
            return None
        image = Image(row.url, row.alt, row.caption, row.credit)
        picture = self.pictures.store(image, data)
        self.origins.flush()
        return picture

    def _is_as_moved(self, article: Article) -> bool:
        return self._provenance(article).filter(digest=digest(*said_by(article))).exists()

    def _provenance(self, article: Article):
        kind = ContentType.objects.get_for_model(Article)
        return Provenance.objects.filter(content_type=kind, object_id=article.pk)

    def _save(self, article: Article, was_as_moved: bool, had_changes: bool) -> None:
        """Readers see them at once, unless an editor is at work: then with what they publish."""
        article.body = str(html.article(article.body))
        article.edited(None)
        article.save()
        if article.is_published and not had_changes:
            # Nothing is said differently.
            article.publish(by=None, at=timezone.now(), change=Change.TYPO)
        else:
            article.keep_revision(None)
        if was_as_moved:
            article.refresh_from_db()
            self._provenance(article).update(digest=digest(*said_by(article)))
