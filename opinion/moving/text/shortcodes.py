"""WordPress's shortcodes: the known ones become HTML, the others stay as they are and are told."""

import re
from collections.abc import Callable
from html import escape

_TAG = re.compile(r"\[(/?)([A-Za-z][\w-]{0,60})((?:\s[^\[\]<>]{0,2000}|\s?=[^\[\]]{0,500})?)(/?)\]")
_ATTRIBUTE = re.compile(
    r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|“([^”]*)”|([^\s\"']+))|\"([^\"]*)\"|(\S+)"
)
_ESCAPED = re.compile(r"\[(\[/?[A-Za-z][\w-]*[^\[\]]{0,500}\])\]")
_EMPTY = re.compile(r"^[A-Za-z][\w-]*$")
# The texts of notes, by the plugins that made them.
NOTES = frozenset(
    {"footnote", "ref", "efn_note", "fn", "mfn", "modern_footnote", "note", "sidenote", "fnote"}
)
_MEDIA = frozenset({"embed", "audio", "video", "youtube", "vimeo", "playlist", "wpvideo"})
_CAPTIONS = frozenset({"caption", "wp_caption"})
KNOWN = NOTES | _MEDIA | _CAPTIONS | {"gallery"}


class Shortcodes:
    """Those of one text. `gallery` gives the HTML of a gallery for its attributes."""

    def __init__(self, gallery: Callable[[dict], str], note: Callable[[str], str], report) -> None:
        self.gallery, self.note, self.report = gallery, note, report
        self.unknown: set[str] = set()

    def replaced(self, text: str) -> str:
        if "[" not in text:
            return text
        escaped: list[str] = []

        def keep(found: re.Match[str]) -> str:
            escaped.append(found[1])
            return f"\x1b{len(escaped) - 1}\x1b"

        text = _ESCAPED.sub(keep, text.replace("\x1b", "")) if "[[" in text else text
        text = self._known(text)
        return re.sub("\x1b(\\d+)\x1b", lambda found: escaped[int(found[1])], text)

    def _known(self, text: str) -> str:
        tags = [*_TAG.finditer(text)]
        ends = _ends(tags)
        pieces: list[str] = []
        place = 0
        for index, tag in enumerate(tags):
            name = tag[2].lower()
            if tag.start() < place:
                continue
            if tag[1] or name not in KNOWN:
                self._tell_unknown(tag, index in ends)
                continue
            end = tags[ends[index]] if index in ends else None
            inner = text[tag.end() : end.start()] if end else ""
            pieces += [text[place : tag.start()], self._html(name, attributes(tag[3]), inner)]
            self.report.count(f"shortcode [{name}]")
            place = end.end() if end else tag.end()
        return "".join([*pieces, text[place:]])

    def _tell_unknown(self, tag: re.Match[str], is_closed: bool) -> None:
        """What looks like a shortcode and no like “[sic]”."""
        if not tag[1] and (is_closed or "=" in tag[3] or "_" in tag[2] or "-" in tag[2] or tag[4]):
            self.report.count(f"unknown shortcode [{tag[2]}]")
            self.unknown.add(tag[2])

    def _html(self, name: str, said: dict[str, str], inner: str) -> str:
        if name in NOTES:
            return self.note(inner) if inner.strip() else ""
        if name in _CAPTIONS:
            return _caption(said, inner)
        if name == "gallery":
            return f"\n\n{self.gallery(said)}\n\n"
        return _media(name, said, inner)


def _ends(tags: list[re.Match[str]]) -> dict[int, int]:
    """Which tag ends which, by their places in the list."""
    open_tags: dict[str, list[int]] = {}
    found = {}
    for index, tag in enumerate(tags):
        name = tag[2].lower()
        if not tag[1]:
            open_tags.setdefault(name, []).append(index)
        elif open_tags.get(name):
            found[open_tags[name].pop()] = index
    return found


def attributes(text: str) -> dict[str, str]:
    """`id="12" 'old'` as names and values; what has no name goes by its number."""
    said: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(text):
        value = next((one for one in found.groups()[1:] if one is not None), "")
        said[(found[1] or str(len(said))).lower()] = value.replace("&amp;", "&")
    return said


def _caption(said: dict[str, str], inner: str) -> str:
    image = re.search(r"(?:<a\s[^<>]*>\s*)?<img\s[^<>]*>(?:\s*</a>)?", inner, re.IGNORECASE)
    if not image:
        return inner
    words = said.get("caption") or (inner[: image.start()] + inner[image.end() :]).strip()
    return f"\n\n<figure>{image[0]}<figcaption>{words}</figcaption></figure>\n\n"


def _media(name: str, said: dict[str, str], inner: str) -> str:
    formats = ("src", "url", "mp3", "mp4", "m4a", "ogg", "webm", "m4v", "wav", "id", "0")
    address = inner.strip() or next((said[one] for one in formats if said.get(one)), "")
    address = address.lstrip("=")
    if name in ("youtube", "vimeo") and address and "/" not in address:
        sites = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/"}
        address = sites[name] + address
    if not address.startswith(("http://", "https://")):
        return ""
    return f'\n\n<p><a href="{escape(address)}">{escape(address)}</a></p>\n\n'
