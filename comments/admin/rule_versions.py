"""What each version of a rule changed, told in a line."""

from django.utils.translation import gettext as _

from opinion.templatetags.dates import moment

# Of a long history, and of a long list: the rest is counted, or left to the database.
MOST_VERSIONS, MOST_LINES = 20, 10


def told(rule):
    """The newest versions: number, when, who, and what differs from the one before."""
    versions = [*rule.versions.select_related("by")[: MOST_VERSIONS + 1]]
    before = [*versions[1:], None]
    for one, earlier in [*zip(versions, before, strict=True)][:MOST_VERSIONS]:
        changes = "; ".join(_changes(one, earlier)) if earlier else _("first version")
        yield one.number, moment(one.at), one.by or _("Opinion"), changes


def _changes(version, earlier):
    terms, before = version.terms, earlier.terms
    for name in terms:
        if terms[name] == before[name]:
            continue
        if name == "entries":
            yield _lines(before[name].splitlines(), terms[name].splitlines())
        else:
            label = version._meta.get_field(name).verbose_name
            yield f"{label}: {_in_words(earlier, name)} → {_in_words(version, name)}"


def _lines(before, after) -> str:
    """The lines that are new, and those that are gone. In another order they are the same."""
    old, young = dict.fromkeys(before), dict.fromkeys(after)
    new = [f"+ {line}" for line in young if line not in old]
    gone = [f"- {line}" for line in old if line not in young]
    named = [*new[:MOST_LINES], *gone[:MOST_LINES]]
    rest = len(new) + len(gone) - len(named)
    more = [_("and %(count)d more") % {"count": rest}] if rest else []
    return ", ".join([*named, *more]) or _("lines reordered")


def _in_words(version, name) -> str:
    value = getattr(version, name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "effect":
        return version.get_effect_display()
    return "–" if value is None else str(value)
