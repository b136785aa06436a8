"""The four styles, and what is altered in them before they print.

The files are the work of the Citation Style Language project (see NOTICE) and stay as they came.
"""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from opinion import html

# Raise it whenever the same style would print a work otherwise, as with a newer pandoc: what was
# kept is then printed anew.
OUR_VERSION = 1


class Style(NamedTuple):
    label: str | Promise
    file: str


STYLES = {
    "chicago-notes": Style(_("Chicago, notes and bibliography"), "chicago-notes-bibliography"),
    "chicago-author-date": Style(_("Chicago, author and date"), "chicago-author-date"),
    "apa": Style("APA", "apa"),
    "mla": Style("MLA", "modern-language-association"),
}
_FOLDER = Path(__file__).parent / "csl"

# What makes an entry depend on its neighbours: the order, “———” for the author of the entry before,
# and 2001a, 2001b.
_OF_THE_LIST = re.compile(
    r"(?<=>)\s*<sort>.*?</sort>"
    r'| subsequent-author-substitute="[^"]*"'
    r'| disambiguate-[a-z-]+="[^"]*"',
    re.DOTALL,
)
# Chicago and APA know how a speech, a post, a manuscript or a letter is printed, but want it in the
# notes or the text alone: the layout of their bibliographies leaves it out, these macros do not.
_ALL_WORKS = {
    "chicago-notes": "bibliography-notes",
    "chicago-author-date": "bibliography-author-date",
    "apa": "bibliography",
}
_CHOICE = re.compile(r"(<bibliography[^>]*>\s*<layout[^>]*>).*(</layout>)", re.DOTALL)


@cache
def altered(style: str) -> str:
    """The CSL of `style`, in which every work is printed, and each as if it stood alone.

    KeyError for a style we have not.
    """
    csl = _OF_THE_LIST.sub("", _source(style))
    if macro := _ALL_WORKS.get(style):
        csl = _CHOICE.sub(rf'\1<text macro="{macro}"/>\2', csl)
    return csl


@cache
def style_hash(style: str) -> str:
    """Another one as soon as an entry of this style may be printed otherwise."""
    said = f"{OUR_VERSION}\n{html.POLICY_VERSION}\n{altered(style)}"
    return hashlib.sha256(said.encode()).hexdigest()


def _source(style: str) -> str:
    return (_FOLDER / f"{STYLES[style].file}.csl").read_text(encoding="utf-8")
