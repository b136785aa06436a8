"""Whether a page still says what it said: by its title and its words, not by its bytes.

Adverts, dates and counters change with every visit, and a page is redesigned now and then. So what
is kept of a page is its title and a sketch of its text: of all runs of four words the smallest
digests, of which two alike texts have most in common (bottom-k sketches of Broder's resemblance).
"""

import json
import re
from hashlib import blake2b
from heapq import nsmallest
from html import unescape

from rapidfuzz.fuzz import ratio

SKETCH = 64
RUN = 4
TITLE_LIMIT = 200
# Below this, a page has too few words to be told apart by them.
FEW_RUNS = 12
TITLES_ALIKE = 85.0
TEXTS_ALIKE = 0.5
# Under the same title, so much may remain.
TEXTS_RELATED = 0.1

_PIECES = re.compile(r"<!--|-->|<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_UNSEEN = {"script", "style", "template", "noscript", "nav", "header", "footer", "aside", "svg"}
_WORDS = re.compile(r"\w+")
_TITLE = re.compile(r"<title[^<>]*>([^<]{0,2000})", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([a-z0-9_-]{2,20})", re.IGNORECASE)
_ENCODINGS = ("utf", "iso-8859", "windows-", "koi8", "big5", "gb", "euc", "shift", "us-ascii")


def fingerprint(body: bytes, kind: str) -> str:
    """What is kept of a page of this content type, as a text; empty when there are no words."""
    text = _decoded(body, kind)
    title = " ".join(unescape(found[1]).split())[:TITLE_LIMIT] if (found := _title(text)) else ""
    words = _WORDS.findall(_seen(text).lower())
    runs = {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    if not title and not runs:
        return ""
    sketch = nsmallest(SKETCH, {blake2b(run.encode(), digest_size=6).hexdigest() for run in runs})
    return json.dumps({"title": title, "runs": len(runs), "sketch": sketch}, ensure_ascii=False)


def is_alike(before: str, now: str) -> bool:
    """Whether two fingerprints are those of the same page. Where nothing is known, they are."""
    if not before or not now:
        return True
    old, new = json.loads(before), json.loads(now)
    known = old["title"] and new["title"]
    same_title = known and ratio(old["title"].lower(), new["title"].lower()) >= TITLES_ALIKE
    if min(old["runs"], new["runs"]) < FEW_RUNS:
        return bool(same_title or not known)
    resemblance = _resemblance(set(old["sketch"]), set(new["sketch"]))
    return resemblance >= (TEXTS_RELATED if same_title else TEXTS_ALIKE)


def _resemblance(old: set[str], new: set[str]) -> float:
    smallest = set(nsmallest(SKETCH, old | new))
    return len(smallest & old & new) / len(smallest)


def _title(text: str) -> re.Match[str] | None:
    return _TITLE.search(text)


def _decoded(body: bytes, kind: str) -> str:
    named = _CHARSET.search(kind) or _CHARSET.search(body[:2_000].decode("latin-1"))
    encoding = named[1].lower() if named else "utf-8"
    if not encoding.startswith(_ENCODINGS) or encoding.startswith("utf-7"):
        encoding = "utf-8"
    try:
        return body.decode(encoding, "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def _seen(text: str) -> str:
    """The words that a page shows, in one pass however it is written."""
    shown, hidden_by, at = [], "", 0
    for piece in _PIECES.finditer(text):
        if not hidden_by:
            shown.append(text[at : piece.start()])
        at = piece.end()
        name = (piece[2] or "comment").lower()
        closes = piece[1] == "/" or piece[0] == "-->"
        if hidden_by:
            hidden_by = "" if closes and name == hidden_by else hidden_by
        elif not closes and (name in _UNSEEN or name == "comment"):
            hidden_by = name
    if not hidden_by:
        shown.append(text[at:])
    return unescape(" ".join(shown))
