"""bleach, and nh3 behind it.

bleach is at its final release, so what it lets through is cleaned again by nh3, which is kept up.
Every call makes its own Cleaner: one that is shared mixes the texts of two threads.
"""

import re
from typing import Any

import nh3
from bleach import html5lib_shim
from bleach._vendor.html5lib import getTreeBuilder
from bleach.sanitizer import Cleaner
from django.utils.safestring import SafeString

from opinion.html.limits import (
    ATTRIBUTE_LIMIT,
    DEPTH_LIMIT,
    ELEMENT_LIMIT,
    MARK_LIMIT,
    MISPLACED_LIMIT,
    TooDeep,
)
from opinion.html.nesting import READ, SWALLOWED
from opinion.html.normalise import Normaliser, Token
from opinion.html.policy import Policy

# Longer than any character's number; Python refuses to convert one of thousands of digits.
_ENDLESS_REFERENCE = re.compile("&#[xX]?[0-9a-fA-F]{8,};?")


# A class made at run time, of which mypy cannot know what it has.
class BoundedTree(getTreeBuilder("etree")):  # type: ignore[misc]
    """Stops at the first element too deep: the cost of an element grows with its depth."""

    def reset(self) -> None:
        super().reset()
        self.elements = 0
        self.misplaced = 0

    def insertElementNormal(self, token: Token) -> Any:
        self.count()
        return super().insertElementNormal(token)

    def insertElementTable(self, token: Token) -> Any:
        self.count_misplaced()
        return super().insertElementTable(token)

    def insertText(self, data: str, parent: Any = None) -> None:
        if self.insertFromTable:
            self.count_misplaced()
        super().insertText(data, parent)

    def count(self) -> None:
        self.elements += 1
        if self.elements > ELEMENT_LIMIT or len(self.openElements) > DEPTH_LIMIT:
            raise TooDeep

    def count_misplaced(self) -> None:
        """What stands between the cells of a table is moved before it, by a search each time."""
        self.misplaced += 1
        if self.misplaced > MISPLACED_LIMIT:
            raise TooDeep


class BoundedTokenizer(html5lib_shim.BleachHTMLTokenizer):
    """Stops at a tag with too many attributes: each is compared with all before it."""

    def attributeNameState(self) -> bool:
        if len(self.currentToken["data"]) > ATTRIBUTE_LIMIT:
            raise TooDeep
        return bool(super().attributeNameState())


class BoundedParser(html5lib_shim.BleachHTMLParser):
    def __init__(self) -> None:
        super().__init__(
            tags=READ,
            strip=True,
            consume_entities=True,
            tree=BoundedTree,
            namespaceHTMLElements=False,
        )

    def _parse(
        self,
        stream: str,
        innerHTML: bool = False,
        container: str = "div",
        scripting: bool = True,
        **options: Any,
    ) -> None:
        self.innerHTMLMode = innerHTML
        self.container = container
        self.scripting = scripting
        self.tokenizer = BoundedTokenizer(
            stream=stream, consume_entities=self.consume_entities, parser=self, **options
        )
        self.reset()
        self.mainLoop()


class ArrangingCleaner(Cleaner):
    """bleach's Cleaner, which judges the text after it has been arranged."""

    def __init__(self, policy: Policy) -> None:
        super().__init__(
            tags=policy.tags,
            attributes=lambda tag, name, value: policy.allows(
                tag, name, value.replace("&amp;", "&")
            ),
            protocols={"http", "https", "mailto"},
            strip=True,
        )
        self.parser = BoundedParser()
        self.walker = lambda tree: Normaliser(policy).arrange(tree)


def clean(source: str, policy: Policy) -> SafeString:
    """`source` with nothing in it but what `policy` allows. Raises TooDeep."""
    return SafeString(checked_by_nh3(cleaned_by_bleach(source, policy), policy))


def tokens(source: str, policy: Policy) -> list[Token]:
    """The arranged tokens of `source`, for reading its text."""
    return Normaliser(policy).arrange(BoundedParser().parseFragment(_readable(source)))


def cleaned_by_bleach(source: str, policy: Policy) -> str:
    return str(ArrangingCleaner(policy).clean(_readable(source)))


def checked_by_nh3(html: str, policy: Policy) -> str:
    return nh3.clean(
        html,
        tags=set(policy.tags),
        clean_content_tags=set(SWALLOWED),
        attributes=policy.attribute_names(),
        attribute_filter=lambda tag, name, value: (
            value if policy.allows(tag, name, value) else None
        ),
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
    )


def _readable(source: str) -> str:
    # Each is a step of its own for the parser, whether it begins anything or not.
    if source.count("<") + source.count("&") > MARK_LIMIT:
        raise TooDeep
    return _ENDLESS_REFERENCE.sub("\ufffd", source)
