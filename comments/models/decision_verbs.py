class DecisionVerbs:
    """A moderator's verbs. `version` is the one seen: Overtaken if it is another by now.

    `note` is for colleagues, `told` for the comment's writer instead of the reason's wording.
    """

    def approve(self, by, version=None, at=None):
        return self.decisions.record("approve", by, version=version, at=at)

    def refuse(self, by, reason, note="", version=None, at=None, told=""):
        return self.decisions.record("refuse", by, reason, note, version, at, told=told)

    def mark_spam(self, by, note="", version=None, at=None):
        return self.decisions.record("spam", by, note=note, version=version, at=at)

    def take_down(self, by, reason, note="", version=None, at=None, told=""):
        return self.decisions.record("take_down", by, reason, note, version, at, told=told)

    def keep(self, by, note="", version=None, at=None):
        """Leave what readers reported as it is: their reports are answered."""
        return self.decisions.record("keep", by, note=note, version=version, at=at)

    def accept_edit(self, by, version=None, at=None):
        """Show the text that its writer proposed instead of the published one."""
        return self.decisions.record("accept_edit", by, version=version, at=at)

    def reject_edit(self, by, reason, note="", version=None, at=None, told=""):
        """Keep the published text, and refuse the one that its writer proposed."""
        return self.decisions.record("reject_edit", by, reason, note, version, at, told=told)

    def ask_edit(self, by, told, until=None, reason="", note="", version=None, at=None):
        """Ask its writer for another text; without one by `until` it comes back to the queue."""
        return self.decisions.record(
            "ask_edit", by, reason, note, version, at, told=told, until=until
        )

    def hand_over(self, by, to, note="", version=None, at=None):
        return self.decisions.record("hand_over", by, note=note, version=version, at=at, to=to)

    def escalate(self, by, note="", version=None, at=None):
        """Leave it to whoever may decide what moderators escalate."""
        return self.decisions.record("escalate", by, note=note, version=version, at=at)

    def snooze(self, by, until, note="", version=None, at=None):
        return self.decisions.record("snooze", by, note=note, version=version, at=at, until=until)

    def requeue(self, by, note="", version=None, at=None):
        """Put what was put aside into the queue of everybody again."""
        return self.decisions.record("requeue", by, note=note, version=version, at=at)

    def reverse(self, by, note="", version=None, at=None):
        """Undo the last decision: the comment is again what it was before."""
        return self.decisions.record("reverse", by, note=note, version=version, at=at)
