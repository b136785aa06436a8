"""Which platform the files come from, seen by what is in them and never by their names alone."""

from pathlib import Path

from django.utils.translation import gettext as _

from opinion.moving.errors import NotAnExport
from opinion.moving.things import Source

from . import wordpress
from .files import Member, head, members


def source_of(paths: list[Path]) -> Source:
    """What reads these files, which are one import. Raises NotAnExport."""
    found = [member for path in paths for member in members(path)]
    taken = [member for member in found if wordpress.recognises(head(member))]
    if taken:
        _refuse_others(found, taken, len(paths))
        return wordpress.WordPress(taken)
    names = ", ".join(path.name for path in paths)
    raise NotAnExport(
        _(
            "%(files)s: no export that we know. We read exports of WordPress (XML), Ghost (JSON), "
            "Disqus (XML), Substack and Medium (zip), Isso and Remark42."
        )
        % {"files": names}
    )


def _refuse_others(found: list[Member], taken: list[Member], paths: int) -> None:
    """A file that somebody named by itself and that is no export is a mistake."""
    strange = [one for one in found if one not in taken and not one.name]
    if strange:
        raise NotAnExport(
            _("%(file)s is no export of the same platform as the others.")
            % {"file": strange[0].label}
        )
