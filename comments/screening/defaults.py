"""What a new publication begins with: reasons to refuse for, and rules. Its own from then on."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

# Code, label, public wording, guideline.
REASONS = [
    (
        "attack",
        later("Personal attack"),
        later("It attacks a person."),
        later(
            "Insults, threats or mockery of who someone is. Sharp criticism of what was "
            "said is fine."
        ),
    ),
    (
        "hate",
        later("Hate speech"),
        later("It incites hatred against a group of people."),
        later(
            "Contempt for people because of who they are. Criticising a policy or a belief is fine."
        ),
    ),
    (
        "private",
        later("Private information"),
        later("It reveals private information about someone."),
        later("Home addresses, contact details, health. This includes the writer's own."),
    ),
    (
        "unlawful",
        later("Illegal content"),
        later("We believe it breaks the law."),
        later("Escalate the comment if you are not sure."),
    ),
    (
        "off_topic",
        later("Off topic"),
        later("It is not about the article."),
        later("Replies to other comments are on topic."),
    ),
    (
        "advertising",
        later("Advertising"),
        later("It is advertising."),
        later("A link that supports an argument is fine, whoever owns the page."),
    ),
    (
        "unreadable",
        later("Unintelligible"),
        later("We could not understand it."),
        later("Not for poor spelling, and not for other languages."),
    ),
    (
        "author_asked",
        later("Writer's request"),
        later("The commenter asked us to."),
        "",
    ),
    (
        "other",
        later("Other (see note)"),
        later("It does not follow our guidelines."),
        later("Explain in the note. If it comes up often, add a reason for it."),
    ),
]

STARTER_LISTS = Path(__file__).parent / "starter_lists"


def starter_list(name: str) -> str:
    """A list that an outlet begins with: entries by language, and remarks that say so."""
    return (STARTER_LISTS / f"{name}.txt").read_text(encoding="utf-8")


# The terms of each rule, in the order in which findings stand on a card.
RULES: list[dict[str, Any]] = [
    {"kind": "honeypot", "name": later("Hidden field filled in"), "effect": "spam"},
    {"kind": "domains", "name": later("Advertisers' domains"), "effect": "spam"},
    {
        "kind": "advertising",
        "name": later("Advertising (a start: edit it)"),
        "effect": "spam",
        "entries": starter_list("advertising"),
        "limit": 4,
    },
    {
        "kind": "words",
        "name": later("Threats and self-harm (a start: edit it)"),
        "effect": "hold",
        "entries": starter_list("threats"),
        "weight": 24,
    },
    {
        "kind": "contact",
        "name": later("Contact details"),
        "effect": "hold",
        "entries": "US\nGB\nDE\nFR\nES\nID\nRU",
        "weight": 12,
    },
    {
        "kind": "words",
        "name": later("Slurs (a start: edit it)"),
        "effect": "hold",
        "entries": starter_list("slurs"),
        "weight": 12,
    },
    {
        "kind": "words",
        "name": later("Obscenity (a start: edit it)"),
        "effect": "hold",
        "entries": starter_list("obscenity"),
        "weight": 4,
    },
    {"kind": "words", "name": later("Flagged words"), "effect": "hold"},
    {"kind": "markup", "name": later("HTML or BBCode"), "effect": "hold", "weight": 2},
    {
        "kind": "staff_name",
        "name": later("Claims to be staff or an author"),
        "effect": "hold",
        "weight": 6,
    },
    {
        "kind": "refused",
        "name": later("Recently refused"),
        "effect": "hold",
        "limit": 1,
        "minutes": 30 * 24 * 60,
    },
    {"kind": "links", "name": later("Many links"), "effect": "hold", "limit": 3},
    {"kind": "repetition", "name": later("Repetition"), "effect": "hold", "limit": 10},
    {"kind": "shouting", "name": later("Shouting"), "effect": "hold", "limit": 60},
    {"kind": "length", "name": later("Very long"), "effect": "note", "limit": 600},
    {"kind": "too_fast", "name": later("Typed too fast"), "effect": "hold"},
    {"kind": "untimed", "name": later("No form timestamp"), "effect": "hold"},
    {
        "kind": "heat",
        "name": later("Surge of comments"),
        "effect": "hold",
        "limit": 30,
        "minutes": 60,
    },
    {"kind": "newcomer", "name": later("New writer"), "effect": "note", "limit": 1},
]


def create_defaults(sender, apps=None, **kwargs):
    """After each migration: make the reasons that are missing, and rules where there are none."""
    from comments.models import Reason, Rule

    # Migrated back to before there were any, there is nothing to make. Emptying tells no state.
    if apps and not {"reason", "rule"} <= {*apps.all_models["comments"]}:
        return
    _make_reasons(Reason)
    if not Rule.objects.exists():
        _make_rules(Rule)


def _make_reasons(model):
    known = {*model.objects.values_list("code", flat=True)}
    model.objects.bulk_create(
        model(
            code=code,
            label=_(label),
            wording=_(wording),
            guideline=guideline and _(guideline),
            wants_note=code == model.OTHER,
            position=place,
        )
        for place, (code, label, wording, guideline) in enumerate(REASONS)
        if code not in known
    )


def _make_rules(model):
    """As `Rule.revise` would, all at once."""
    rules = model.objects.bulk_create(
        model(position=place, **terms | {"name": _(terms["name"])})
        for place, terms in enumerate(RULES)
    )
    version_of = model.current.field.related_model
    versions = version_of.objects.bulk_create(
        version_of(rule=rule, number=1, **rule.terms) for rule in rules
    )
    for rule, version in zip(rules, versions, strict=True):
        rule.current = version
    model.objects.bulk_update(rules, ["current"])
