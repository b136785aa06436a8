"""Which picture files readers may see: those that something public shows, cards included.

So a picture is closed by whatever takes its last public use away (a withdrawal, a redaction, a new
edition without it), and opened by what shows it again; nobody has to think of it.
"""

import re

from django.db.models import Exists, OuterRef

from opinion.pictures.models import Picture

from .models import Article, Card, EditionEmbed, EditionPicture

_CARD = re.compile(r"cards/.*")
# As `opinion.images` names a file, and `renditions` what it makes of it.
_THUMBNAIL = re.compile(r"embeds/[0-9]{4}/[0-9]{2}/[^/]+")
_OURS = re.compile(r"pictures/[0-9]{4}/[0-9]{2}/[0-9a-f]{16}(?:-[0-9]+)?\.[a-z]+")


def is_open(path: str) -> bool:
    """Whether readers may see what lies at `path` in the storage.

    The card of an article is open with it. A picture that nobody knows any more is gone, even where
    its file was left behind. Of what is no picture, such as a portrait or the publication's logo,
    nothing is asked.
    """
    is_public = {"edition__live_for__status": Article.Status.PUBLISHED}
    if _CARD.fullmatch(path):
        return Card.objects.filter(file=path, article__status=Article.Status.PUBLISHED).exists()
    if _THUMBNAIL.fullmatch(path):
        return EditionEmbed.objects.filter(thumbnail=path, **is_public).exists()
    shown = EditionPicture.objects.filter(picture=OuterRef("pk"), **is_public)
    found = Picture.objects.at_path(path).values_list(Exists(shown))
    answers = [is_shown for (is_shown,) in found]
    return any(answers) if answers else not _OURS.fullmatch(path)
