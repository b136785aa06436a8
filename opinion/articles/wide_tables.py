"""Tables of a text on a page: each in a frame that is read sideways, by keys as well."""

import re

from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from opinion import html

_BEGIN = re.compile(r"<table>(?:<caption>(.*?)</caption>)?", re.DOTALL)


def framed(text: str) -> SafeString:
    """A stored text with its tables framed; a frame is called by its table's caption."""

    def begin(table: re.Match[str]) -> str:
        caption = html.stored(strip_tags(table[1] or ""))
        frame = format_html(
            '<div class="table-frame" role="group" tabindex="0" aria-label="{}">',
            caption or gettext("Table"),
        )
        return frame + table[0]

    return html.stored(_BEGIN.sub(begin, text).replace("</table>", "</table></div>"))
