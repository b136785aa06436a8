"""A cleaned text taken apart into what stands in it side by side, to be put together again."""

from html.parser import HTMLParser

from django.utils.safestring import SafeString

from opinion.html.nesting import VOID


def pieces(cleaned: SafeString) -> list[SafeString]:
    """The elements at the top of what a function of `opinion.html` has given, each whole."""
    parser = _Pieces(cleaned)
    parser.feed(cleaned)
    parser.close()
    return [SafeString(piece) for piece in parser.found if piece]


class _Pieces(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.source = source
        self.found: list[str] = []
        self.depth = self.begin = 0
        self.lines = [0]
        for line in source.split("\n"):
            self.lines.append(self.lines[-1] + len(line) + 1)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag not in VOID:
            self.depth += 1
        elif not self.depth:
            self.cut(self.here() + len(self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1
        if not self.depth:
            self.cut(self.source.index(">", self.here()) + 1)

    def close(self) -> None:
        super().close()
        self.cut(len(self.source))

    def here(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def cut(self, end: int) -> None:
        self.found.append(self.source[self.begin : end].strip())
        self.begin = end
