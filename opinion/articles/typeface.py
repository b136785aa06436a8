"""Which files of the typeface a page in some language begins with; see training/typeface.py."""

# The others come where a letter of theirs stands. Here those that stand in every paragraph.
_WESTERN = frozenset(
    "af ast br ca cy da de es eu fi fr fy ga gd gl ia io is it lb nb nn no pt sq sv".split()
)
_CENTRAL = frozenset("az bs cs dsb eo et hr hsb hu lt lv pl ro sk sl tk tr uz".split())
_BASIC = frozenset("en id ms nl sw".split())


def files(language: str) -> tuple[str, ...]:
    """Names without their ending; none for a script that the typeface has no letters of."""
    first = language.partition("-")[0]
    if first in _CENTRAL:
        return "text", "bold", "text-western", "text-central"
    if first in _WESTERN:
        return "text", "bold", "text-western"
    return ("text", "bold") if first in _BASIC else ()
