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
_IGNORABLE_ONLY = re.compile(f"[{_UNWANTED}]*")
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def is_ignorable(text: str) -> bool:
    return _IGNORABLE_ONLY.fullmatch(text) is not None


def clean_text(text: str) -> str:
    """A plain text as it is stored: NFC, lines ended by LF, no control or invisible characters.

    Bidirectional overrides and isolates go, direction marks (LRM, RLM, ALM) stay.
    """
    visible = _KEPT_OR_UNWANTED.sub(lambda match: match[1] or "", text)
    return unicodedata.normalize("NFC", _LINE_BREAKS.sub("\n", visible))


def clean_line(text: str) -> str:
    """`clean_text` on one line: every run of white space, line breaks too, is one space."""
    return " ".join(clean_text(text).split())
