"""Which elements are read, what they become, and what may stand in what."""

from collections.abc import Mapping

# An element of the left reads as the one on the right.
RENAMED = {
    "b": "strong",
    "i": "em",
    "strike": "s",
    "tt": "code",
    "h1": "h2",
    "h4": "h3",
    "h5": "h3",
    "h6": "h3",
    "tfoot": "tbody",
}
INLINE = frozenset({"strong", "em", "a", "sup", "sub", "s", "code", "q", "cite", "abbr", "span"})
VOID = frozenset({"br", "hr", "img"})
CELLS = frozenset({"td", "th"})

_IN_CELL = frozenset({"p", "blockquote", "ul", "ol", "pre"})
_FLOW = _IN_CELL | {"h2", "h3", "figure", "hr", "table"}
_NOTHING: frozenset[str] = frozenset()

# "text" is a whole text, "line" one that stands inside a line. A section holds the notes.
CHILDREN = {
    "text": _FLOW | {"section"},
    "section": frozenset({"ol"}),
    "line": _NOTHING,
    "blockquote": _FLOW,
    "li": _IN_CELL | {"figure"},
    "figure": _IN_CELL | {"figcaption", "table"},
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "table": frozenset({"caption", "thead", "tbody"}),
    "thead": frozenset({"tr"}),
    "tbody": frozenset({"tr"}),
    "tr": CELLS,
} | dict.fromkeys(CELLS, _IN_CELL)
CHILDREN |= dict.fromkeys(("p", "h2", "h3", "pre", "figcaption", "caption"), _NOTHING)

LOOSE_WORDS_GO_INTO = {"text": "p", "blockquote": "p", "figure": "p", "ul": "li", "ol": "li"}
NO_WORDS_IN = frozenset({"table", "thead", "tbody", "tr"})

# Not kept, and read only because a word before them and one after are two words.
_DISSOLVED = frozenset({"div", "section", "article", "main", "header", "footer", "aside", "nav"})
_DISSOLVED |= {"address", "center", "form", "fieldset", "details", "summary", "dialog", "hgroup"}
_DISSOLVED |= {"dl", "dt", "dd"}
BLOCKS = (frozenset(CHILDREN) - {"text", "line"}) | {"hr"} | _DISSOLVED

# Their content goes too. `xml` is Word's, `del` what a reviser took out.
SWALLOWED = frozenset({"script", "style", "title", "noscript", "iframe", "noembed", "noframes"})
SWALLOWED |= {"object", "xml", "del"}

READ = INLINE | BLOCKS | SWALLOWED | frozenset(RENAMED) | VOID


def style_of(typed: Mapping[str, str]) -> str:
    return "".join(typed.get("style", "").lower().split())


def is_list_marker(typed: Mapping[str, str]) -> bool:
    """Word writes lists as paragraphs, each with its bullet or number as words: these."""
    return "mso-list:ignore" in style_of(typed)
