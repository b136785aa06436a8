"""Which characters of a typed text are kept."""

import re
import unicodedata

_JOINING = (
    "\u0600-\u109f\u1780-\u18af\ua800-\uabff\ufb50-\ufdcf\ufdf0-\ufefc"
    "\U00011000-\U00011fff\U0001e900-\U0001e95f"
)
_PICTURES = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_FLAG = "\U0001f3f4[\U000e0030-\U000e007a]{1,8}\U000e007f"
_NONCHARACTERS = "".join(
    f"{chr(plane + 0xFFFE)}-{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)

# Private-use characters mean nothing without somebody's font, and the search marks its
# findings with some: nobody may type them.
_UNWANTED = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls
    "\xad\u200b-\u200d\u2060\ufeff\u3164\uffa0"  # invisible
    "\u202a-\u202e\u2066-\u2069"  # bidirectional embeddings, overrides and isolates
    "\u2061-\u2065\u206a-\u206f\ufff9-\ufffb\U000e0000-\U000e007f"  # format
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\U000f0000-\U0010ffff" + _NONCHARACTERS
)

# A joiner stays where a script or a compound emoji needs it, a tag where it makes a flag.
_KEPT_OR_UNWANTED = re.compile(
    f"({_FLAG}|(?<=[{_JOINING}])[\u200c\u200d]|(?<=[{_PICTURES}])\u200d(?=[{_PICTURES}]))"
    f"|[{_UNWANTED}]"
)
# Signs of every script: more than six upon one letter no language has.
_MARKS = "".join(
    letter for letter in map(chr, range(0x300, 0xFFFF)) if unicodedata.category(letter)[0] == "M"
)
# What is heaped upon letters until nobody can read them. Every language is content with less.
_HEAPED = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{2})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
    "|([\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u06d6-\u06ed]{4})"
    "[\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u06d6-\u06ed]+"
    "|([\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{3})[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+"
    f"|([{_MARKS}]{{6}})[{_MARKS}]+"
)
_IGNORABLE_ONLY = re.compile(f"[{_UNWANTED}]*")
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def is_ignorable(text: str) -> bool:
    return _IGNORABLE_ONLY.fullmatch(text) is not None


def clean_text(text: str) -> str:
    """A plain text as it is stored: NFC, lines ended by LF, no control or invisible characters.

    Bidirectional overrides and isolates go, direction marks (LRM, RLM, ALM) stay. Of marks that
    are heaped upon one letter the first few stay.
    """
    visible = _KEPT_OR_UNWANTED.sub(lambda match: match[1] or "", text)
    composed = unicodedata.normalize("NFC", _LINE_BREAKS.sub("\n", visible))
    return _HEAPED.sub(lambda match: match[match.lastindex or 0], composed)


def clean_line(text: str) -> str:
    """`clean_text` on one line: every run of white space, line breaks too, is one space."""
    return " ".join(clean_text(text).split())
