"""Where two people changed one field: what each made of it, and whose of the two is chosen."""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.http import QueryDict

from .three_way import MINE, THEIRS

# What the page posts of each field, by its name.
CHOICE, KEY = "merge_field_{}", "merge_field_key_{}"


@dataclass(frozen=True)
class Choice:
    """One field, or a list of rows. `chosen` is whose stands ticked."""

    name: str
    mine: Any
    theirs: Any
    chosen: str = MINE

    @classmethod
    def posted(cls, data: QueryDict, name: str, mine: Any, theirs: Any) -> "Choice | None":
        """The one that was made on the page before; None where it asked for none."""
        said = data.get(CHOICE.format(name))
        return None if said is None else cls(name, mine, theirs, str(said))

    @property
    def control(self) -> str:
        return CHOICE.format(self.name)

    @property
    def key_control(self) -> str:
        return KEY.format(self.name)

    @property
    def key(self) -> str:
        """The same for the same two values: whether it was chosen of these."""
        said = json.dumps([self.mine, self.theirs], sort_keys=True, default=str)
        return sha256(said.encode()).hexdigest()[:32]

    @property
    def takes_theirs(self) -> bool:
        return self.chosen == THEIRS

    def is_of_these(self, data: QueryDict) -> bool:
        """Whether it can be followed: theirs replaces only words that it was shown beside."""
        if self.mine == self.theirs:
            return True
        if self.takes_theirs:
            return data.get(KEY.format(self.name)) == self.key
        return self.chosen == MINE
