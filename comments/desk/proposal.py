from django.utils.functional import cached_property

from opinion.articles import comparison


class Proposal:
    """The text that a comment's writer wants in the place of the published one."""

    def __init__(self, comment, edit):
        self.comment, self.edit = comment, edit

    @property
    def published(self) -> list[comparison.Line]:
        """The published text as typed, with what the proposed one changes marked."""
        return self._marked[0]

    @property
    def proposed(self) -> list[comparison.Line]:
        return self._marked[1]

    @cached_property
    def _marked(self):
        texts = (self.comment.text, self.edit.text)
        return comparison.marked(*(text.replace("\r\n", "\n").split("\n") for text in texts))
