from typing import Any

from django.db import models

from opinion.references import words


class WordsField(models.TextField):
    """The words that a work is searched by, made at every save."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"editable": False, "blank": True, "default": "", "db_default": ""}
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance: Any, add: bool) -> str:
        said = words.of(model_instance.record)
        setattr(model_instance, self.attname, said)
        return said
