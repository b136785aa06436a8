"""Model fields that several apps share."""

import unicodedata

from django import forms
from django.conf import settings
from django.core.validators import validate_unicode_slug
from django.db import models

from opinion import html, slugs


def languages():
    """The choices of every language field; a function, so that no migration lists them."""
    return settings.LANGUAGES


class RenderedField(models.TextField):
    """HTML made by a policy of `opinion.html` from the source in another field, at every save.

    Reading gives a SafeString: what lies in this column has passed the door for HTML. An instance
    whose `keeps_html` is true was given HTML that today's policy has made of the same source.
    """

    def __init__(self, *args, source: str, policy: str, **kwargs):
        self.source = source
        self.policy = policy
        kwargs |= {"editable": False, "blank": True}
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"source": self.source, "policy": self.policy}

    def pre_save(self, model_instance, add):
        if getattr(model_instance, "keeps_html", False):
            return getattr(model_instance, self.attname)
        source = getattr(model_instance, self.source)
        rendered = getattr(html, self.policy)(source) if source else html.stored("")
        setattr(model_instance, self.attname, rendered)
        return rendered

    def from_db_value(self, value, expression, connection):
        return value if value is None else html.stored(value)


class PolicyVersionField(models.PositiveSmallIntegerField):
    """The version of the HTML policies that a row's rendered fields were made with."""

    def __init__(self, *args, **kwargs):
        kwargs |= {"editable": False, "default": 0}
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance, add):
        setattr(model_instance, self.attname, html.POLICY_VERSION)
        return html.POLICY_VERSION


class AddressField(models.SlugField):
    """The last part of an address, in the one spelling that `opinion.slugs` gives it.

    What is typed is spelled anew, and so never refused.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs | {"allow_unicode": True})
        self.validators.remove(validate_unicode_slug)

    def formfield(self, form_class=None, choices_form_class=None, **kwargs):
        kwargs |= {"form_class": form_class or forms.CharField}
        return models.CharField.formfield(self, choices_form_class=choices_form_class, **kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        # To the database it is any slug.
        return name, "django.db.models.SlugField", args, kwargs

    def clean(self, value, model_instance):
        return super().clean(slugs.slug(value or ""), model_instance)

    def pre_save(self, model_instance, add):
        slug = slugs.slug(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, slug)
        return slug


def sort_key(text: str) -> str:
    """`text` as people file it: without case and accents ("Ångström" beside "angle").

    Stored, because the embedded server has no ICU and would sort "ä" after "z".
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


class SortKeyField(models.CharField):
    """The sort key of another field, made at every save."""

    def __init__(self, *args, source: str, **kwargs):
        self.source = source
        kwargs |= {"editable": False, "blank": True, "max_length": 300, "db_index": True}
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"source": self.source}

    def pre_save(self, model_instance, add):
        key = sort_key(getattr(model_instance, self.source))[: self.max_length]
        setattr(model_instance, self.attname, key)
        return key
