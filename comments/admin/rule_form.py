from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comments.models import Rule
from comments.rules.hosts import checked_domains
from comments.rules.lists import Fault
from comments.rules.words import checked_patterns
from comments.screening.checks import NEEDS
from opinion.templatetags.dates import moment

Kind = Rule.Kind
FAULTS = {
    Fault.NOTHING_TO_FIND: _("there is nothing in it to look for"),
    Fault.STAR_INSIDE: _("a star may only stand at its end"),
    Fault.STAR_AFTER_PHRASE: _("a star may only end a single word"),
    Fault.NO_DOMAIN: _("this is no address such as example.com"),
}
LIMITS = {
    Kind.LINKS: _("From so many links on it speaks up."),
    Kind.LENGTH: _("Beyond so many words it speaks up."),
    Kind.SHOUTING: _("From so many capitals in a hundred letters on it speaks up."),
    Kind.REPETITION: _("From so many times the same on it speaks up."),
    Kind.NEWCOMER: _("Whoever has fewer comments published than this is new here."),
    Kind.REFUSED: _("From so many comments refused or put with the spam on it speaks up."),
    Kind.HEAT: _("From so many comments under one article on it speaks up."),
}
ENTRIES = {
    Kind.WORDS: _(
        "A word or a phrase a line. “viagr*” finds every word that begins so. They are found "
        "through capitals, accents, look-alike letters and tags, and never inside a longer word. "
        "A line that begins with # is a remark."
    ),
    Kind.DOMAINS: _(
        "An address such as example.com a line; those below it, like www.example.com, are meant, "
        "too. A line that begins with # is a remark."
    ),
}
# Beyond these nobody means it.
MOST = {
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
CHECKED = {Kind.WORDS: checked_patterns, Kind.DOMAINS: checked_domains}
SAMPLE_LIMIT = 10_000


class RuleForm(forms.ModelForm):
    """The terms of one rule. `seen` is the version that was opened.

    With `tries` the rule is only tried: it needs all its terms, active or not.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    sample = forms.CharField(
        label=_("Try it on a text"),
        required=False,
        max_length=SAMPLE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text=_("Nothing of it is stored."),
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
            words = _("The list is too long: it may have %(most)d characters.")
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
            words = _("Choose a number from %(least)d to %(most)d.")
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
                    "%(who)s changed this rule on %(when)s, after you opened it. What you typed is "
                    "still here: look at the versions below, and open the rule again."
                )
                % {"who": current.by or _("Somebody"), "when": moment(current.at)}
            )

    def _current_version(self):
        """As it is stored now: the instance is already what was typed."""
        return self.instance.pk and self.instance.versions.first()

    def _require_terms(self):
        for name in NEEDS.get(self.instance.kind, ()):
            missing = self.cleaned_data.get(name) in (None, "")
            if missing and name != "entries" and name not in self.errors:
                self.add_error(name, _("The rule needs this before it can be active."))
