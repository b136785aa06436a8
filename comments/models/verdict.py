"""What the writer of a comment is to be told: which verdict stands, and whether it was told before.

All functions take the decisions on one comment, the oldest first, and ask the database nothing.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .comment import Comment
    from .decision import Decision

VERDICT = "verdict "


def occasion(comment: "Comment", decisions: list["Decision"]) -> str:
    """On what occasion its writer hears of the comment as it is now; empty where on none.

    Named by the decision that brought it about, also where that one took another back.
    """
    last = latest(decisions)
    if last is None or not _stands(comment):
        return ""
    if last.kind == "reverse" and decisions[decisions.index(last) - 1].definition.is_about_edit:
        # The edit waits again.
        return ""
    return f"{VERDICT}{last.pk}"


def is_told(occasion_told: str, decisions: list["Decision"]) -> bool:
    """Whether the verdict that was told on that occasion stands now: news comes in between."""
    numbers = [decision.pk for decision in decisions]
    number = int(occasion_told.removeprefix(VERDICT))
    if number not in numbers:
        return False
    return standing(decisions[: numbers.index(number) + 1]) == standing(decisions)


def latest(decisions: list["Decision"]) -> "Decision | None":
    """The last one that was a verdict, or took one back."""
    meant = [
        (before if decision.kind == "reverse" else decision, decision)
        for before, decision in zip([*decisions[:1], *decisions], decisions, strict=False)
    ]
    verdicts = [decision for judged, decision in meant if judged.definition.is_verdict]
    return verdicts[-1] if verdicts else None


def standing(decisions: list["Decision"]) -> "Decision | None":
    """The verdict that holds after the last of the decisions: what was reversed does not."""
    held: list[Decision | None] = [None]
    for decision in decisions:
        if decision.kind == "reverse":
            held.append(held[-2] if len(held) > 1 else None)
        else:
            held.append(decision if decision.definition.is_verdict else held[-1])
    return held[-1]


def _stands(comment: "Comment") -> bool:
    """Whether moderators have said something of it that still holds."""
    return comment.is_asked or comment.is_decided and comment.status != comment.Status.WITHDRAWN
