"""What an article says that belongs elsewhere: shown beside the original, done unless declined."""

import re
from html import unescape

from .report import Report
from .tables import ABOUT, HEADINGS, REFERENCES, TYPE, Tables
from .text import headings, tails
from .things import Post

# “The Last Train – OpEd”: which endings name a type, the tables say.
SUFFIX = re.compile(r"^(?P<headline>.*\S)\s+[–—-]\s*(?P<suffix>[^–—-][^–—]{1,29})$", re.S)
_BREAK = re.compile(r"</(?:p|li|h[1-6]|div)>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def settle(post: Post, tables: Tables, report: Report) -> None:
    """Tell of each proposal for this post, and follow those that the tables accept."""
    _settle_type(post, tables, report)
    _settle_tails(post, tables, report)
    _settle_headings(post, tables, report)


def _settle_type(post: Post, tables: Tables, report: Report) -> None:
    found = SUFFIX.match(post.headline)
    label = found and tables.types.get(found["suffix"].strip())
    if found and label:
        report.propose(TYPE, post, post.headline, f"{found['headline']}\n{label}")
        if tables.accepts(TYPE, post.source_id):
            post.headline, post.type_label = found["headline"], label


def _settle_tails(post: Post, tables: Tables, report: Report) -> None:
    found = tails.found(post.body)
    if found.references:
        report.name("proposed: references", f"{post.label}: {len(found.references)} lines")
        lines = "\n".join(found.references)
        report.propose(REFERENCES, post, _words(found.originals[REFERENCES]), lines)
    if found.about:
        report.name("proposed: about the author", post.label)
        report.propose(ABOUT, post, _words(found.originals[ABOUT]), _words(found.about))
    taken = {kind for kind in found.originals if tables.accepts(kind, post.source_id)}
    post.body = found.without(taken)
    post.references = found.references if REFERENCES in taken else []
    post.note = found.about if ABOUT in taken else ""


def _settle_headings(post: Post, tables: Tables, report: Report) -> None:
    made, lines = headings.made_of_bold_lines(post.body)
    if not lines:
        return
    report.name("proposed: bold lines that are headings", f"{post.label}: {len(lines)}")
    words = [_words(line) for line in lines]
    report.propose(HEADINGS, post, "\n".join(words), "\n".join(f"## {one}" for one in words))
    if tables.accepts(HEADINGS, post.source_id):
        post.body = made


def _words(html: str) -> str:
    lines = unescape(_TAG.sub("", _BREAK.sub("\n", html))).split("\n")
    return "\n".join(words for line in lines if (words := " ".join(line.split())))
