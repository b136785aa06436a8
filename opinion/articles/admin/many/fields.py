"""An author or a topic, typed by name: exactly one is meant, or it is said why none is."""

from types import ModuleType

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from authors import naming
from opinion.articles import topic_naming
from opinion.html import clean_line


class NameField(forms.CharField):
    naming: ModuleType
    suggested_at: str | Promise
    unknown: str | Promise
    shared: str | Promise

    def __init__(self, **options):
        super().__init__(max_length=self.naming.LONGEST, **options)
        self.widget.attrs |= {"list": "many-names", "dir": "auto", "autocomplete": "off"}

    def clean(self, value):
        typed = clean_line(super().clean(value))
        found = self.naming.meant([typed])[typed]
        if len(found) == 1:
            return found[0]
        rows = found or self.naming.near(typed)
        names = [*self.naming.written(rows).values()]
        said = (self.shared if found else self.unknown) % {"name": typed}
        raise ValidationError(" ".join([said, " · ".join(names)]).strip())


class AuthorNameField(NameField):
    naming = naming
    suggested_at = reverse_lazy("admin:articles_article_authors")
    unknown = _("No author is called “%(name)s”.")
    shared = _("More than one author is called “%(name)s”. Choose one:")


class TopicNameField(NameField):
    naming = topic_naming
    suggested_at = reverse_lazy("admin:articles_article_topics")
    unknown = _("No topic is called “%(name)s”.")
    shared = _("More than one topic is called “%(name)s”. Choose one:")
