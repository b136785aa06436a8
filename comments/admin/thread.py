from django.contrib import admin
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.models import Thread

from .policy import PolicyFormSet, PolicyInline


class ThreadFormSet(PolicyFormSet):
    @cached_property
    def choices(self):
        """With what the section says now; a new article stands in no section yet."""
        article = self.instance
        said = self.form.base_fields["policy"].choices
        if not article.pk:
            return said
        # The row that is read for the form anyway.
        stored = next(iter(self.get_queryset()), None)
        return (stored or Thread(article=article)).choices

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "policy" in form.fields:
            form.fields["policy"].choices = self.choices


class ThreadInline(PolicyInline):
    model = Thread
    formset = ThreadFormSet
    verbose_name = verbose_name_plural = _("Comments")


@admin.display(description=_("comments"))
def comments_shown(article) -> str:
    """How many of an article's comments readers see, in the list of articles."""
    thread = getattr(article, "thread", None)
    count = thread.published_count if thread else 0
    # On a phone a row is a card, whose columns have no heads.
    words = ngettext("comment", "comments", count)
    return format_html('{} <span class="in-card">{}</span>', count, words)
