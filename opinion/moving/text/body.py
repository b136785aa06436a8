"""The text of a post as HTML for our one door: pictures, embeds and notes in our own forms."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from opinion.moving.report import Report
from opinion.moving.things import Image

from . import footnotes, images, tree

_TREE = re.compile(
    r"<(?:img|figure|iframe|video|audio|embed|object|amp-|script|style|noscript|form|center)"
    r"|data-fn=|href=[\"'][^\"']{0,300}#",
    re.IGNORECASE,
)
_WP_IMAGE = re.compile(r"(?:wp-image-|attachment_)(\d{1,18})")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_MEDIA = frozenset({"iframe", "video", "audio", "embed", "object"})
_DROPPED = frozenset({"script", "style", "noscript", "form", "button", "input"})
_INLINE = frozenset(
    {"a", "em", "strong", "b", "i", "span", "font", "u", "picture", "center", "small"}
)


@dataclass
class Body:
    html: str
    images: list[Image] = field(default_factory=list)


@dataclass
class Texts:
    """What the texts of one source have in common: its address, and its files by their ids."""

    base: str
    report: Report
    attachments: dict[str, Image] = field(default_factory=dict)
    by_url: dict[str, Image] = field(default_factory=dict)
    allows: Callable[[str], bool] | None = None

    def body(self, html: str, notes: footnotes.Notes, fn: dict[str, str] | None = None) -> Body:
        """Raises TooDeep."""
        if not _TREE.search(html):
            return Body(html + notes.html)
        root = tree.parsed(html)
        made = _Arranged(self, root)
        if fn:
            footnotes.from_blocks(root, fn, notes)
        if (count := footnotes.from_links(root, notes)) or fn or notes.texts:
            self.report.count("footnotes", count + len(fn or {}))
        made.arrange()
        return Body(tree.written(root) + notes.html, made.images)

    def image(self, source: str, said: Element | None = None, link: str = "") -> Image | None:
        """What is known of a picture: by its id in the text, or by its address."""
        named = _WP_IMAGE.search(said.attrib.get("class", "")) if said is not None else None
        url = images.original(source, self.base)
        known = self.attachments.get(named[1]) if named else None
        known = known or self.by_url.get(url)
        if not known and link and images.is_picture_file(link):
            linked = images.original(link, self.base)
            url = linked if images.is_from(linked, self.base) else url
        url = known.url if known else url
        if not url:
            return None
        alt = (said.attrib.get("alt", "") if said is not None else "") or (
            known.alt if known else ""
        )
        return Image(
            url,
            alt=" ".join(alt.split()),
            credit=known.credit if known else "",
            source_id=known.source_id if known else "",
            title=known.title if known else "",
            caption="",
        )


class _Arranged:
    """One text while its pictures and embeds are put into our forms."""

    def __init__(self, texts: Texts, root: Element) -> None:
        self.texts, self.root = texts, root
        self.images: list[Image] = []

    def arrange(self) -> None:
        above = tree.parents(self.root)
        for one in [*tree.elements(self.root)]:
            if one.tag in _DROPPED and one in above:
                self.texts.report.count(f"left out of texts: {one.tag}")
                tree.remove(above[one], one)
        for figure in [one for one in tree.elements(self.root) if one.tag == "figure"][::-1]:
            self._figure(figure)
        self._media()
        self._pictures()

    def _figure(self, figure: Element) -> None:
        caption = tree.first(figure, lambda one: one.tag == "figcaption")
        words = ""
        inner = [one for one in tree.elements(figure) if one is not figure]
        pictures = [one for one in inner if one.tag == "img"]
        if caption is not None:
            words = tree.words(caption)
            tree.remove(tree.parents(figure)[caption], caption)
        if len(pictures) == 1:
            pictures[0].attrib["data-caption"] = pictures[0].attrib.get("data-caption") or words
        elif words:
            said = Element("p")
            said.text = words
            figure.append(said)
        for text in [figure, *figure.iter("div")]:
            if "embed" in text.attrib.get("class", "") and not [*text.iter("iframe")]:
                self._link_alone(text)
        figure.tag = "div"

    def _link_alone(self, wrapper: Element) -> None:
        """The address that an embed is, as a link."""
        found = _ADDRESS.fullmatch((wrapper.text or "").strip())
        if found:
            self.texts.report.count("embeds in texts")
            link = _paragraph_with_link(found[0])
            wrapper.text = ""
            wrapper.insert(0, link)

    def _media(self) -> None:
        above = tree.parents(self.root)
        for one in [one for one in tree.elements(self.root) if one.tag in _MEDIA and one in above]:
            source = one.attrib.get("src") or one.attrib.get("data") or one.attrib.get("data-src")
            inner = tree.first(one, lambda part: part.tag == "source" and "src" in part.attrib)
            address = _watched(source or (inner.attrib["src"] if inner is not None else ""))
            new = [_paragraph_with_link(address)] if address else []
            self.texts.report.count("embeds in texts" if address else "embeds without an address")
            self._put(one, new, above)
            above = tree.parents(self.root)

    def _pictures(self) -> None:
        above = tree.parents(self.root)
        for one in [one for one in tree.elements(self.root) if one.tag == "img"]:
            link = _link_around(one, above)
            source = one.attrib.get("src", "")
            if source.startswith("data:"):
                source = one.attrib.get("data-src", "")
            image = self.texts.image(
                source, one, link.attrib.get("href", "") if link is not None else ""
            )
            outer = link if link is not None else one
            caption = " ".join(one.attrib.get("data-caption", "").split())
            if image is None:
                self._put(outer, [], above)
                continue
            image = Image(**{**vars(image), "caption": caption})
            self.images.append(image)
            made = tree.parsed(images.placeholder(image))
            self._put(outer, [*made], above)

    def _put(self, one: Element, new: list[Element], above: dict[Element, Element]) -> None:
        """In the place of `one`; a paragraph is never put into another, but before it."""
        parent = above[one]
        holder: Element | None = parent
        while holder is not None and holder is not self.root and holder.tag in _INLINE:
            holder = above.get(holder)
        if new and holder is not None and holder.tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6"):
            tree.remove(parent, one)
            outer = above[holder]
            outer.insert([*outer].index(holder), new[0])
            for part in new:
                above[part] = outer
            if not tree.words(holder) and not _holds_more(holder):
                tree.remove(outer, holder)
        else:
            tree.replace(parent, one, new)
            for part in new:
                above[part] = parent


def _holds_more(holder: Element) -> bool:
    return any(
        one.tag in ("img", "a") or one.tag in _MEDIA
        for one in tree.elements(holder)
        if one is not holder
    )


def _link_around(one: Element, above: dict[Element, Element]) -> Element | None:
    parent = above.get(one)
    if parent is not None and parent.tag == "a" and not tree.words(parent) and len(parent) == 1:
        return parent
    return None


def _paragraph_with_link(address: str) -> Element:
    paragraph = Element("p")
    link = Element("a", {"href": address})
    link.text = address
    paragraph.append(link)
    return paragraph


def _watched(address: str) -> str:
    """The page of what is embedded, where that is known."""
    if address.startswith("//"):
        address = f"https:{address}"
    if not address.startswith(("http://", "https://")):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    name = parts.path.rpartition("/")[2]
    if "youtube" in parts.netloc and "/embed/" in parts.path and name not in ("", "videoseries"):
        return f"https://www.youtube.com/watch?v={name}"
    if parts.netloc == "player.vimeo.com" and name:
        return f"https://vimeo.com/{name}"
    return address


def gallery(found: Iterable[Image]) -> str:
    """Pictures side by side are pictures one after another."""
    return "".join(
        f'<figure><img src="{escape(one.url)}" alt="{escape(one.alt)}">'
        f"<figcaption>{escape(one.caption)}</figcaption></figure>"
        for one in found
    )
