from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comments.models import Rule
from comments.rules.contact_details import checked_countries
from comments.rules.hosts import checked_domains
from comments.rules.lists import Fault
from comments.rules.words import checked_patterns
from comments.screening.checks import NEEDS
from opinion.templatetags.dates import moment

Kind = Rule.Kind
FAULTS = {
    Fault.NOTHING_TO_FIND: _("there is nothing to search for"),
    Fault.STAR_INSIDE: _("an asterisk can only come at the end"),
    Fault.STAR_AFTER_PHRASE: _("an asterisk only works on a single word"),
    Fault.NO_COUNTRY: _("this is not the code of a country, such as GB"),
    Fault.NO_DOMAIN: _("this is not a domain such as example.com"),
}
LIMITS = {
    Kind.ADVERTISING: _(
        "Triggered by this many points. Each listed phrase is one point, a link to a page one, "
        "a link to a whole site two, contact details three, a price one, HTML or BBCode one. "
        "Without a listed phrase the rule stays silent."
    ),
    Kind.LINKS: _("Triggered by this many links or more."),
    Kind.LENGTH: _("Triggered by more words than this."),
    Kind.SHOUTING: _("Triggered when at least this percentage of letters are capitals."),
    Kind.REPETITION: _("Triggered when something is repeated at least this many times."),
    Kind.NEWCOMER: _("A writer with fewer published comments than this counts as new."),
    Kind.REFUSED: _("Triggered by this many refused or spam comments."),
    Kind.HEAT: _("Triggered by this many comments on one article."),
}
ENTRIES = {
    Kind.WORDS: _(
        "One word or phrase per line. “viagr*” matches every word that starts that "
        "way. Capitals, accents, look-alike letters and tags make no difference, "
        "and longer words that contain an entry don't match. Lines starting with # "
        "are ignored."
    ),
    Kind.CONTACT: _(
        "The countries whose phone numbers are recognised without a + in front: one code of two "
        "letters per line, such as GB. Lines starting with # are ignored."
    ),
    Kind.DOMAINS: _(
        "One domain per line, such as example.com. Subdomains, such as "
        "www.example.com, are included. Lines starting with # are ignored."
    ),
}
ENTRIES[Kind.ADVERTISING] = ENTRIES[Kind.WORDS]
# Beyond these nobody means it.
MOST = {
    Kind.ADVERTISING: 100,
    Kind.LINKS: 100,
    Kind.LENGTH: 10_000,
    Kind.SHOUTING: 100,
    Kind.REPETITION: 100,
    Kind.NEWCOMER: 100,
    Kind.REFUSED: 100,
    Kind.HEAT: 10_000,
}
# Once the same is no repetition.
LEAST = {Kind.REPETITION: 3}
A_YEAR = 365 * 24 * 60
MOST_ENTRIES = 50_000
CHECKED = {
    Kind.WORDS: checked_patterns,
    Kind.ADVERTISING: checked_patterns,
    Kind.CONTACT: checked_countries,
    Kind.DOMAINS: checked_domains,
}
SAMPLE_LIMIT = 10_000


class RuleForm(forms.ModelForm):
    """The terms of one rule. `seen` is the version that was opened.

    With `tries` the rule is only tried: it needs all its terms, active or not.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    sample = forms.CharField(
        label=_("Text to try it on"),
        required=False,
        max_length=SAMPLE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text=_("This text is not saved."),
    )

    def __init__(self, *args, tries=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.tries = tries
        kind, current = self.instance.kind, self.instance.current
        for name, words in (("limit", LIMITS), ("entries", ENTRIES)):
            if name in self.fields:
                self.fields[name].help_text = words.get(kind, "")
        if "seen" in self.fields:
            self.fields["seen"].initial = current and current.number

    def clean_entries(self):
        entries = self.cleaned_data["entries"]
        if len(entries) > MOST_ENTRIES:
            words = _("The list is too long: the limit is %(most)d characters.")
            raise ValidationError(words % {"most": MOST_ENTRIES})
        _checked, problems = CHECKED[self.instance.kind](entries.splitlines())
        if problems:
            words = _("Line %(line)d, “%(typed)s”: %(fault)s.")
            raise ValidationError(
                [
                    words
                    % {"line": problem.line, "typed": problem.typed, "fault": FAULTS[problem.fault]}
                    for problem in problems
                ]
            )
        return entries

    def clean_limit(self):
        kind = self.instance.kind
        return self._between("limit", LEAST.get(kind, 1), MOST[kind])

    def clean_minutes(self):
        return self._between("minutes", 1, A_YEAR)

    def _between(self, name, least, most):
        number = self.cleaned_data[name]
        if number is not None and not least <= number <= most:
            words = _("Enter a number from %(least)d to %(most)d.")
            raise ValidationError(words % {"least": least, "most": most})
        return number

    def clean(self):
        super().clean()
        if self.tries or self.cleaned_data.get("is_active"):
            self._require_terms()
        current = self._current_version()
        if current and self.cleaned_data.get("seen") != current.number:
            raise ValidationError(
                _(
                    "%(who)s changed this rule on %(when)s, after you opened it. Your changes "
                    "are still here: compare them with the versions below, then reopen the "
                    "rule."
                )
                % {"who": current.by or _("Someone"), "when": moment(current.at)}
            )

    def _current_version(self):
        """As it is stored now: the instance is already what was typed."""
        return self.instance.pk and self.instance.versions.first()

    def _require_terms(self):
        for name in NEEDS.get(self.instance.kind, ()):
            missing = self.cleaned_data.get(name) in (None, "")
            if missing and name != "entries" and name not in self.errors:
                self.add_error(name, _("The rule needs this to work."))
