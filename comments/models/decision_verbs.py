from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .decision import DecisionQuerySet


class DecisionVerbs:
    """What a moderator does about a comment."""

    # Of the comment that these verbs belong to.
    decisions: "DecisionQuerySet"

    def decide(self, kind, by, **words):
        """Decide in the name of `by`, with `words` as `Decision.objects.decide` takes them."""
        return self.decisions.decide(self, kind, by, **words)

    def approve(self, by, **words):
        return self.decide("approve", by, **words)

    def refuse(self, by, reason, **words):
        return self.decide("refuse", by, reason=reason, **words)

    def take_down(self, by, reason, **words):
        return self.decide("take_down", by, reason=reason, **words)
