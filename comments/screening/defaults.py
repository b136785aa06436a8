"""What a new publication begins with: reasons to refuse for, and rules. Its own from then on."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

# Code, label, public wording, guideline.
REASONS = [
    (
        "attack",
        later("Attacks a person"),
        later("It attacks a person."),
        later(
            "Insults, threats, mockery of who somebody is. Sharp words about what was said stay."
        ),
    ),
    (
        "hate",
        later("Hatred against a group"),
        later("It incites hatred against a group of people."),
        later("Contempt for people for what they are. To call a policy or a belief wrong is none."),
    ),
    (
        "private",
        later("Private facts about somebody"),
        later("It reveals private information about someone."),
        later("Where somebody lives, how to reach them, their health. Also the writer's own."),
    ),
    (
        "unlawful",
        later("Against the law"),
        later("We believe it breaks the law."),
        later("Ask a colleague where you are not sure: escalate it."),
    ),
    (
        "off_topic",
        later("Not about the article"),
        later("It is not about the article."),
        later("Answers to what others wrote under it are about the article."),
    ),
    (
        "advertising",
        later("Advertising"),
        later("It is advertising."),
        later("A link that answers the argument is none, whoever owns the page."),
    ),
    (
        "unreadable",
        later("Cannot be understood"),
        later("We could not understand it."),
        later("Not for spelling, and not for another language."),
    ),
    (
        "author_asked",
        later("Its writer asked for it"),
        later("The commenter asked us to."),
        "",
    ),
    (
        "other",
        later("Another reason (see the note)"),
        later("It does not follow our guidelines."),
        later("Write which in the note. If it comes up often, it wants a reason of its own."),
    ),
]

# The terms of each rule, in the order in which findings stand on a card.
RULES = [
    {"kind": "honeypot", "name": later("Hidden field filled in"), "effect": "spam"},
    {"kind": "domains", "name": later("Addresses of advertisers"), "effect": "spam"},
    {"kind": "words", "name": later("Words to look at"), "effect": "hold"},
    {"kind": "staff_name", "name": later("Name of the house"), "effect": "hold", "weight": 6},
    {
        "kind": "refused",
        "name": later("Refused lately"),
        "effect": "hold",
        "limit": 1,
        "minutes": 30 * 24 * 60,
    },
    {"kind": "links", "name": later("Many links"), "effect": "hold", "limit": 3},
    {"kind": "repetition", "name": later("Repetition"), "effect": "hold", "limit": 10},
    {"kind": "shouting", "name": later("Shouting"), "effect": "hold", "limit": 60},
    {"kind": "length", "name": later("Very long"), "effect": "note", "limit": 600},
    {"kind": "too_fast", "name": later("Faster than people type"), "effect": "hold"},
    {"kind": "untimed", "name": later("Form opened without a time"), "effect": "hold"},
    {
        "kind": "heat",
        "name": later("Article under heat"),
        "effect": "hold",
        "limit": 30,
        "minutes": 60,
    },
    {"kind": "newcomer", "name": later("Newcomer"), "effect": "note", "limit": 1},
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
