"""Which articles are asked for, and how much of each."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from .byline import Byline
from .classification import ArticleType, Section
from .edition import Edition
from .filing import Filing, filed_under
from .publication import Publication
from .searched import Searched

if TYPE_CHECKING:
    from .article import Article

# What a list need not fetch.
TEXTS = ("body", "body_html", "note", "note_html")


def _is_own(user) -> Q:
    signed = Byline.objects.written_by(user)
    return Q(edited_by=user) | Q(created_by=user) | Q(pk__in=signed)


class ArticleQuerySet(Searched):
    def published(self):
        """What the public may read. Every public page, list, feed and sitemap asks this."""
        return self.filter(status=self.model.Status.PUBLISHED)

    def visible_to(self, user):
        """What `user` may read in the admin: editors all, authors what is theirs."""
        if user.has_perm("articles.edit_all_articles"):
            return self
        return self.filter(Q(created_by=user) | Q(pk__in=Byline.objects.written_by(user)))

    def own(self, user):
        """What `user` has begun, edited last, or signs."""
        return self.filter(_is_own(user))

    def of_others(self, user):
        return self.exclude(_is_own(user))

    def begin(self, by) -> "Article":
        """An empty draft for what `by` has begun to type: there to be saved, not saved yet.

        Raises ValidationError where the publication has no type or no section to put it in.
        """
        article_type = ArticleType.objects.first()
        section = Section.objects.filter(merged_into=None).first()
        if not article_type or not section:
            raise ValidationError(_("Add an article type and a section first."))
        language = Publication.objects.current().language
        article = self.model(type=article_type, section=section, language=language)
        article.created_by = article.edited_by = by
        article.version = 0
        article.save()
        return article

    def begun(self, before):
        """Drafts that pages began until `before`, and nobody has saved yet."""
        return self.filter(version=0, live_edition=None, edited_at__lt=before)

    def newest(self):
        return self.order_by("-published_at", "-pk")

    def due(self, at):
        """What the clock shall publish: a first edition, or a new one of a live article."""
        scheduled = self.filter(scheduled_for__lte=at, schedule_failed_at=None)
        return scheduled.order_by("scheduled_for", "pk")

    def to_withdraw(self, at):
        """What the clock shall take away from readers."""
        return self.filter(withdraw_at__lte=at).order_by("withdraw_at", "pk")

    def failed(self):
        """What was due and could not be published, until somebody acts."""
        return self.filter(scheduled_for__isnull=False, schedule_failed_at__isnull=False)

    # The lists of one subject, or of what stands for it since it was merged: see `filed_under`.

    def in_section(self, section):
        return filed_under(self.published(), Filing.Kind.SECTION, section)

    def on_topic(self, topic):
        return filed_under(self.published(), Filing.Kind.TOPIC, topic)

    def written_by(self, author):
        """Published articles whose live byline names `author`."""
        return filed_under(self.published(), Filing.Kind.AUTHOR, author)

    def in_series(self, series):
        return filed_under(self.published(), Filing.Kind.SERIES, series)

    def with_edition(self):
        """With what readers see of the article, without its texts."""
        return self.select_related(
            "live_edition", "live_edition__type", "live_edition__section"
        ).defer(*TEXTS, *(f"live_edition__{name}" for name in TEXTS))

    def for_list(self):
        """With what a card in a list shows of the article; of its edition see `Parts`."""
        return self.with_edition().select_related("tally")

    def with_told_changes(self):
        """With `told_changes` in one query for all of them."""
        told = Edition.objects.told().defer(*TEXTS)
        return self.prefetch_related(Prefetch("editions", told, to_attr="told_changes"))

    def for_page(self):
        shown = self.with_edition().defer(None).select_related("card")
        return shown.defer(*TEXTS, "live_edition__body", "live_edition__note")
