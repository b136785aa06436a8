from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from authors.models import Author
from opinion.pictures.models import Picture
from opinion.references.models import Work

from .article import Article
from .byline import Byline
from .classification import ArticleType, Section, Topic
from .manuscript import PICTURE_FIELDS, REFERENCE_FIELDS, Manuscript
from .picture import SOCIAL_POSITION, ArticlePicture, PictureRole
from .reference import Reference

# Whoever pauses for longer begins another autosave.
SITTING = timedelta(minutes=30)


class RevisionQuerySet(models.QuerySet):
    def keep(self, article, document, by, kind) -> "Revision":
        """Keep what stands in the draft; the newest revision as it is where that says the same."""
        newest = self.filter(article=article).saved().order_by("-pk").first()
        if newest and newest.document == document:
            return newest
        said = {"document": document, "by": by, "kind": kind, "version": article.version}
        return self.create(article=article, **said)

    def begin(self, article):
        """Keep what stands in the draft before its first save, as an import made it."""
        if not (article.is_begun or self.filter(article=article).saved().exists()):
            self.create(
                article=article,
                document=article.manuscript().document(),
                kind=Revision.Kind.SAVE,
                by=article.edited_by,
                at=article.edited_at,
                version=article.version,
            )

    @transaction.atomic
    def autosave(self, article, document, by, version, into=None) -> "Revision":
        """Keep what `by` has typed, beside the draft, which stays as it is.

        `version` is that of the draft which they had before them. `into` names the autosave that
        the same page began: it is written on within one sitting, and never anybody's save.
        """
        now = timezone.now()
        begun = self.select_for_update().autosaves().filter(pk=into, article=article, by=by)
        revision = begun.filter(version=version, at__gte=now - SITTING).first()
        if not revision:
            revision = Revision(article=article, by=by, version=version, kind="autosave")
        revision.document, revision.at = document, now
        revision.save()
        return revision

    def saved(self):
        """What somebody saved, restored or published, and no page by itself."""
        return self.exclude(kind=Revision.Kind.AUTOSAVE)

    def autosaves(self):
        return self.filter(kind=Revision.Kind.AUTOSAVE)

    def outlived(self, before):
        """Autosaves from `before`, of drafts that somebody has saved since."""
        later = Revision.objects.saved().filter(article=OuterRef("article"), at__gt=OuterRef("at"))
        return self.autosaves().filter(Exists(later), at__lt=before)

    def wordless(self):
        """Those that say nothing: the copy, the references and the byline are empty."""
        words = {f"document__content__{name}": "" for name in ("headline", "standfirst", "body")}
        lists: dict[str, list] = {
            "document__references": [],
            "document__byline": [],
            "document__typed": [],
        }
        return self.filter(document__content__note="", **words, **lists)

    def at_version(self, article, version: int) -> "Revision | None":
        """What stood in the draft at `version`; none where it was not kept."""
        then = self.saved().filter(article=article, version__lte=version)
        return then.order_by("-pk").first()

    def prunable(self):
        """Those that may be deleted: nothing waits for them, and later ones say more."""
        needed = Article.objects.filter(
            Q(scheduled_revision=OuterRef("pk")) | Q(live_edition__revision=OuterRef("pk"))
        )
        later = Revision.objects.saved().filter(article=OuterRef("article"))
        return self.filter(~Exists(needed), Exists(later.filter(pk__gt=OuterRef("pk"))))


class Revision(models.Model):
    """What stood in a draft at one moment, as one document of JSON.

    `document` has the number of its schema and, by the ids of the rows they name, the content (the
    columns of the copy), the byline, the topics, the pictures and the references. See
    Manuscript.document. That of an autosave has besides, as `typed`, what the form would refuse.
    """

    class Kind(models.TextChoices):
        SAVE = "save", _("Saved")
        AUTOSAVE = "autosave", _("Saved by itself")
        PUBLISH = "publish", _("Published")
        RESTORE = "restore", _("Restored")

    article = models.ForeignKey(Article, models.CASCADE, related_name="revisions")
    kind = models.CharField(max_length=8, choices=Kind)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # That of the draft; for an autosave, of the draft which its writer had before them.
    version = models.PositiveIntegerField(default=0, db_default=0)
    document = models.JSONField()

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="revision_kind_is_known",
                condition=Q(kind__in=["save", "autosave", "publish", "restore"]),
            ),
            models.CheckConstraint(
                name="revision_names_its_schema",
                condition=Q(document__has_keys=["schema", "content", "byline", "references"]),
            ),
        ]
        indexes = [
            models.Index("article", F("at").desc(), F("id").desc(), name="revision_newest"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.at}"

    @property
    def typed(self) -> list[dict]:
        """What was typed and would have been refused: each with `name`, `label` and `values`."""
        return self.document.get("typed", [])

    def manuscript(self) -> Manuscript:
        """What was kept, with the rows it names as they are now; rows that are gone are left out.

        Of a section or a type that is gone, that of the draft takes the place.
        """
        missing: list[str] = []
        return Manuscript(
            content=self._content(missing),
            bylines=self._bylines(missing),
            topics=[*Topic.objects.filter(pk__in=self.document["topics"])],
            pictures=self._pictures(missing),
            references=self._references(missing),
            missing=missing,
        )

    @transaction.atomic
    def restore(self, by) -> list[str]:
        """Put what was kept into the draft, as a revision of its own. Gives what is missing now."""
        article = Article.objects.select_for_update(of=("self",)).get(pk=self.article_id)
        Revision.objects.begin(article)
        manuscript = self.manuscript()
        stands = Article.typed(article)
        for name, value in manuscript.content.items():
            if value != stands[name]:
                setattr(article, name, value)
        if article.is_begun:
            # It was made of no headline yet.
            article.slug = ""
        article.edited(by)
        article.save()
        article.topics.set(manuscript.topics)
        for rows, kept in (
            (article.bylines, manuscript.bylines),
            (article.pictures, manuscript.pictures),
            (article.references, manuscript.references),
        ):
            rows.all().delete()
            for row in kept:
                row.article = article
            rows.bulk_create(kept)
        article.keep_revision(by, self.Kind.RESTORE)
        return manuscript.missing

    def _content(self, missing) -> dict:
        """Columns that the copy has no more are left out, those it got since are the draft's."""
        now = Article.typed(self.article)
        kept = {name: value for name, value in self.document["content"].items() if name in now}
        for column, model in (("section_id", Section), ("type_id", ArticleType)):
            if not model.objects.filter(pk=kept[column]).exists():
                missing.append(str(model._meta.verbose_name))
                del kept[column]
        return now | kept

    def _bylines(self, missing) -> list[Byline]:
        lines = self.document["byline"]
        authors = Author.objects.in_bulk([line["author"] for line in lines])
        found = [line for line in lines if line["author"] in authors]
        missing += [str(Author._meta.verbose_name)] * (len(lines) - len(found))
        return [
            Byline(author=authors[line["author"]], role=line["role"], position=position)
            for position, line in enumerate(found, start=1)
        ]

    def _pictures(self, missing) -> list[ArticlePicture]:
        uses = self.document["pictures"]
        pictures = Picture.objects.in_bulk([use["picture"] for use in uses])
        found = [use for use in uses if use["picture"] in pictures]
        missing += [str(Picture._meta.verbose_name)] * (len(uses) - len(found))
        return [
            ArticlePicture(
                picture=pictures[use["picture"]],
                position=SOCIAL_POSITION if use["role"] == PictureRole.SOCIAL else position,
                **{name: use[name] for name in PICTURE_FIELDS},
            )
            for position, use in enumerate(found)
        ]

    def _references(self, missing) -> list[Reference]:
        """A reference whose work is gone is the line that it was."""
        lines = self.document["references"]
        works = Work.objects.select_related("merged_into").in_bulk(
            [line["work"] for line in lines if line["work"]]
        )
        references = []
        for position, line in enumerate(lines, start=1):
            said = {name: line[name] for name in REFERENCE_FIELDS}
            work = works.get(line["work"])
            if line["work"] and not work:
                missing.append(str(Work._meta.verbose_name))
                said["state"] = Reference.State.LINE
            references.append(Reference(work=work, position=position, **said))
        return references
