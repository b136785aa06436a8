"""The only door for HTML that people typed.

What comes out as a SafeString went through bleach under the policy of its use, and through nh3
behind it. Render when a text is saved, and store what was typed, the HTML and POLICY_VERSION.
"""

from django.utils.safestring import SafeString

from opinion.html import markup, policy
from opinion.html.addresses import (
    EMBED_LIMIT,
    URL_LIMIT,
    Link,
    address_alone,
    embeddable_url,
    links,
    safe_url,
)
from opinion.html.blocks import Block, Mark, Word, blocks, words
from opinion.html.characters import clean_line, clean_text
from opinion.html.cleaning import clean
from opinion.html.limits import (
    ARTICLE_LIMIT,
    COMMENT_LIMIT,
    INLINE_LIMIT,
    NOTE_LIMIT,
    TooDeep,
    TooLong,
    check_length,
)
from opinion.html.pieces import pieces
from opinion.html.policy import POLICY_VERSION
from opinion.html.reading import excerpt, plain_text
from opinion.html.redaction import TooShort, Words, mark

__all__ = [
    "ARTICLE_LIMIT",
    "COMMENT_LIMIT",
    "EMBED_LIMIT",
    "INLINE_LIMIT",
    "NOTE_LIMIT",
    "POLICY_VERSION",
    "URL_LIMIT",
    "Block",
    "Link",
    "Mark",
    "TooDeep",
    "TooLong",
    "TooShort",
    "Word",
    "Words",
    "address_alone",
    "article",
    "blocks",
    "check_length",
    "clean_line",
    "clean_text",
    "comment",
    "embeddable_url",
    "excerpt",
    "inert",
    "inline",
    "links",
    "mark",
    "note",
    "pieces",
    "plain_text",
    "printed",
    "safe_url",
    "stored",
    "words",
]


def article(source: str) -> SafeString:
    """The body of an article, from the rich editor. Raises TooLong, TooDeep."""
    check_length(source, ARTICLE_LIMIT)
    return clean(source, policy.ARTICLE)


def note(source: str) -> SafeString:
    """An author's note, a bio, an explanation, from the small editor. Raises TooLong, TooDeep."""
    check_length(source, NOTE_LIMIT)
    return clean(source, policy.NOTE)


def comment(source: str) -> SafeString:
    """A reader's comment: plain text, in which `<` and `&` are shown as typed. Raises TooLong."""
    check_length(source, COMMENT_LIMIT)
    return clean(markup.paragraphs(clean_text(source)), policy.COMMENT)


def inert(rendered: str) -> SafeString:
    """What `comment` has rendered, its links as mere words: for what nobody has approved yet."""
    return clean(rendered, policy.INERT)


def inline(source: str) -> SafeString:
    """A reference line or a caption: plain text on one line, with links. Raises TooLong."""
    check_length(source, INLINE_LIMIT)
    return clean(markup.emphasised(clean_line(source)), policy.INLINE)


def printed(source: str) -> SafeString:
    """A reference as a citation style has set it: emphasis and links. Raises TooLong, TooDeep."""
    check_length(source, NOTE_LIMIT)
    return clean(source, policy.INLINE)


def stored(html: str) -> SafeString:
    """HTML from a column that only the functions above have written."""
    return SafeString(html)
