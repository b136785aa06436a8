"""What may come out of the door for HTML, said once more and apart from the policies."""

from unicodedata import category
from urllib.parse import urlsplit

import html5lib

from opinion.html import policy

# What may come out, said once more and apart from the policies, so that one checks the other.
LINE = {"em": set(), "strong": set(), "a": {"href", "title", "rel"}}
TEXT = LINE | {"p": {"lang", "dir"}, "br": set()}
LISTS = {"ul": set(), "ol": {"start"}, "li": {"lang", "dir"}}
SPEECH = dict.fromkeys(("h2", "h3", "blockquote", "q", "cite", "span"), {"lang", "dir"})
TABLE = dict.fromkeys(("table", "caption", "thead", "tbody", "tr"), set())
CELLS = {"td": {"colspan", "rowspan"}, "th": {"scope", "colspan", "rowspan"}}
PLAIN = dict.fromkeys(("figure", "figcaption", "hr", "sup", "sub", "s", "code", "pre"), set())
PICTURE = {"img": {"src", "alt", "width", "height"}, "abbr": {"title"}}
# What is filled in when an article is drawn.
DRAWN = {
    "a": {"href", "title", "rel", "data-note"},
    "li": {"lang", "dir", "data-note"},
    "section": {"data-notes"},
    "figure": {"data-picture", "data-embed"},
}
ARTICLE = TEXT | LISTS | SPEECH | TABLE | CELLS | PLAIN | PICTURE | DRAWN
ALLOWED = {
    policy.ARTICLE: ARTICLE,
    policy.NOTE: TEXT | LISTS,
    policy.COMMENT: TEXT | {"blockquote": {"lang", "dir"}},
    policy.INLINE: LINE,
}


def elements(markup):
    """Every element that a parser finds, the fragment itself left out."""
    fragment = html5lib.parseFragment(markup, namespaceHTMLElements=False)
    return [element for element in fragment.iter() if element is not fragment]


def tree(markup):
    def node(element):
        children = tuple(node(child) for child in element)
        return element.tag, dict(element.attrib), element.text or "", children, element.tail or ""

    return node(html5lib.parseFragment(markup, namespaceHTMLElements=False))


def leads_somewhere_honest(url):
    if any(category(letter) in ("Cc", "Cf", "Zl", "Zp", "Co", "Cs") for letter in url):
        return False
    parts = urlsplit(url)
    if parts.scheme == "mailto":
        return parts.path.count("@") == 1
    if not parts.scheme:
        return url.startswith("/") and not url.startswith(("//", "/\\"))
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc


def assert_within(allowed, markup):
    for element in elements(markup):
        assert element.tag in allowed, f"<{element.tag}> in {markup}"
        assert set(element.attrib) <= allowed[element.tag], f"{element.attrib} in {markup}"
        assert leads_somewhere_honest(element.get("href", "/")), markup
        assert element.get("src", "/media/").startswith("/media/"), markup
        assert ".." not in element.get("src", ""), markup
