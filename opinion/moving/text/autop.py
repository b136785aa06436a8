"""Paragraphs from blank lines, as WordPress's classic editor leaves them to be made."""

import re

_BLOCKS = (
    "address|article|aside|blockquote|caption|col|colgroup|dd|details|div|dl|dt|fieldset|"
    "figcaption|figure|footer|form|h[1-6]|header|hr|iframe|legend|li|main|map|math|menu|nav|ol|p|"
    "section|style|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_OPENS = re.compile(rf"(<(?:{_BLOCKS})(?=[\s/>])[^<>]*>)", re.IGNORECASE)
_CLOSES = re.compile(rf"(</(?:{_BLOCKS})\s*>)", re.IGNORECASE)
# What holds paragraphs of its own.
_HOLDERS = re.compile(
    r"(</?(?:blockquote|div|section|article|aside|details|main)(?=[\s/>])[^<>]*>)", re.IGNORECASE
)
_LINES = re.compile(r"</(?:p|h[1-6]|pre|dt|figcaption|summary)\s*>", re.IGNORECASE)
_IS_BLOCK = re.compile(rf"</?(?:{_BLOCKS})(?=[\s/>])", re.IGNORECASE)
_KEPT = re.compile(r"<(pre|script|style|textarea)(?=[\s>]).*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_KEEPS = re.compile(r"<(?:pre|script|style|textarea)(?=[\s>])", re.IGNORECASE)
_MARK = "\x1a{}\x1a"
_MARKED = re.compile("\x1a(\\d+)\x1a")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
# Bounded before the break: a long run of blanks would be looked through from each of them.
_BREAK = re.compile(r"[ \t]{0,20}\n[ \t]*")
MOST_KEPT = 500


def paragraphs(text: str) -> str:
    """`text` with `<p>` and `<br>` where its blank lines and line breaks were."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\n\n{_MARK.format(len(kept) - 1)}\n\n"

    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x1a", "")
    if 0 < len(_KEEPS.findall(text)) <= MOST_KEPT:
        text = _KEPT.sub(keep, text)
    text = _CLOSES.sub(r"\1\n\n", _OPENS.sub(r"\n\n\1", text))
    text = _HOLDERS.sub(r"\n\n\1\n\n", text)
    made = [_paragraph(one.strip()) for one in _PARAGRAPHS.split(text) if one.strip()]
    whole = "\n".join(made)
    return _MARKED.sub(lambda found: kept[int(found[1])], whole) if kept else whole


def _paragraph(words: str) -> str:
    if _IS_BLOCK.match(words) or _MARKED.fullmatch(words):
        return _BREAK.sub(" ", words) if words.startswith("</") else _broken_within(words)
    closes = _CLOSES.search(words)
    if closes:
        # The last words of a block that began before: its paragraph ends with it.
        inner, end = words[: closes.start()], words[closes.start() :]
        inner = _BREAK.sub("<br>", inner.strip())
        return f"{inner}{end}" if _LINES.match(end) else f"<p>{inner}</p>{end}"
    return f"<p>{_BREAK.sub('<br>', words)}</p>"


def _broken_within(words: str) -> str:
    """Line breaks between the words of a block, and not between its tags."""
    return re.sub(r"(?<!>)[ \t]{0,20}\n[ \t]*(?!\s*<)", "<br>", words)
