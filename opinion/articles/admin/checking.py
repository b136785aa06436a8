"""What the checks find, beside the form, and once more before an article is published."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _

from opinion.articles.checks.draft import Draft
from opinion.articles.checks.run import Finding, findings

from . import verbs

# Of fields that are no field of the page by themselves: where they stand on it.
ANCHORS = {"references": "references-group", "body": "id_body"}


@dataclass(frozen=True)
class Shown:
    """A finding, and where on the page it is mended."""

    finding: Finding
    anchor: str


def beside(request, article, form, formsets) -> list[Shown]:
    """What is to be said of the stored draft on the page of its form."""
    if not article or article.is_begun:
        return []
    draft = Draft(
        content={name: getattr(article, name) for name in ("headline", "standfirst", "body")},
        body_html=article.body_html,
        pictures=form.pictures,
        references=_references(article, formsets),
        article=article.pk,
    )
    return shown(findings(draft, request.publication.checks))


def is_held_back(request, article, verb) -> bool:
    """Whether publishing waits: a check warned, and whoever pressed has not been shown that.

    “Publish all the same” is the same button, with the names of the checks as its value.
    """
    if verb not in verbs.CHECKED:
        return False
    names = {finding.check.name for finding in _warnings(request, article)}
    if names <= {*request.POST[verbs.button_of(verb)].split()} or article.obstacles():
        return False
    verbs.remember_warnings(request, article, verb, names, request.asked)
    said = _("Your draft was saved. Look at what the checks found before it goes out.")
    messages.warning(request, said)
    return True


def held_back(request, article, refused) -> dict[str, Any] | None:
    """What `is_held_back` found, to be shown once: what readers would get, and the button."""
    held = refused.get("held_back")
    if not held:
        return None
    found = [one for one in _warnings(request, article) if one.check.name in held["checks"]]
    return held | {"found": shown(found), "checks": " ".join(held["checks"])}


def _warnings(request, article) -> list[Finding]:
    """What publishing does not refuse, and does not pass over silently."""
    draft = Draft.of(article.manuscript(), article.pk)
    return [one for one in findings(draft, request.publication.checks) if not one.stops]


def shown(found: list[Finding]) -> list[Shown]:
    return [Shown(one, ANCHORS.get(one.check.field, f"id_{one.check.field}")) for one in found]


def _references(article, formsets) -> list:
    """Those that the page has read already; read here where it does not show them for editing."""
    for formset in formsets:
        if formset.formset.model is article.references.model:
            return [row for row in formset.formset.get_queryset() if row]
    return [*article.references.all()]
