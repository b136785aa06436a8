"""The figures of an article's text: filled in when it is drawn, from the pictures as printed.

In the stored text a figure is `<figure data-picture="12"></figure>`, by the id of its picture. One
whose picture is not among those of the edition is left out whole.
"""

import re

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from opinion import html

from .models.picture import PictureRole

_FIGURE = re.compile(r'<figure data-picture="([0-9]+)"></figure>')
PAGE, FEED = "articles/_picture.html", "articles/_feed_picture.html"


def filled(body: str, edition, template: str = PAGE) -> SafeString:
    """A stored text with its figures. The pictures are asked for only where it has any."""
    if not _FIGURE.search(body):
        return html.stored(body)
    named = {int(picture) for picture in _FIGURE.findall(body)}
    figures = {
        one.picture_id: render_to_string(template, {"picture": one})
        for one in edition.printed_pictures
        if one.role == PictureRole.FIGURE and one.picture_id in named
    }
    return html.stored(_FIGURE.sub(lambda figure: figures.get(int(figure[1]), ""), body))
