"""Which platform the files come from, seen by what is in them and never by their names alone."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from opinion.moving.errors import NotAnExport
from opinion.moving.things import Source

from . import comment_stores, disqus, ghost, newsletters, wordpress
from .files import Member, head, members

# By the first bytes of a file, in this order.
BY_HEAD: list[tuple[Any, Any]] = [
    (disqus.recognises, disqus.Disqus),
    (wordpress.recognises, wordpress.WordPress),
    (comment_stores.recognises_remark42, comment_stores.Remark42),
    (ghost.recognises, ghost.Ghost),
    (comment_stores.recognises_isso, comment_stores.Isso),
]


def source_of(paths: list[Path], site: str = "") -> Source:
    """What reads these files, which are one import. Raises NotAnExport.

    `site` is the old site's address, which the exports of some platforms do not tell.
    """
    found = [member for path in paths for member in members(path)]
    if newsletters.is_substack(found):
        return newsletters.Substack(found, site)
    if newsletters.is_medium(found):
        return newsletters.Medium(found, site)
    heads = [(member, head(member)) for member in found]
    for recognises, source in BY_HEAD:
        taken = [member for member, begin in heads if recognises(begin)]
        if taken:
            _refuse_others(found, taken)
            return source(taken, site)
    names = ", ".join(path.name for path in paths)
    raise NotAnExport(
        _(
            "%(files)s: no export that we know. We read exports of WordPress (XML), Ghost (JSON), "
            "Disqus (XML), Substack and Medium (zip), Isso and Remark42."
        )
        % {"files": names}
    )


def _refuse_others(found: list[Member], taken: list[Member]) -> None:
    """A file that somebody named by itself and that is no export is a mistake."""
    strange = [one for one in found if one not in taken and not one.name]
    if strange:
        raise NotAnExport(
            _("%(file)s is no export of the same platform as the others.")
            % {"file": strange[0].label}
        )
