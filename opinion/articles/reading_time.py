"""How long an article takes to read, by its words."""

import re

from django.db import models

WORDS_A_MINUTE = 230
# Chinese, Japanese and Thai put no spaces between words: there the letters are counted.
LETTERS_A_MINUTE = 450
_TAG = re.compile("<[^>]*>")
_NO_SPACES = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


def minutes(html: str) -> int:
    """Whole minutes, at least one, for HTML that was stored clean."""
    text = _TAG.sub(" ", html)
    letters = len(_NO_SPACES.findall(text))
    words = len(_NO_SPACES.sub(" ", text).split())
    return max(round(words / WORDS_A_MINUTE + letters / LETTERS_A_MINUTE), 1)


class MinutesField(models.PositiveSmallIntegerField):
    """The minutes that the HTML in another field takes, counted at every save."""

    def __init__(self, *args, source: str, **kwargs):
        self.source = source
        super().__init__(*args, **kwargs | {"editable": False, "default": 1})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"source": self.source}

    def pre_save(self, model_instance, add):
        counted = minutes(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, counted)
        return counted
