"""What may be typed into one field, and how it is shown again."""

from django import forms

from opinion import html

EMAIL_LIMIT = 254  # RFC 5321, section 4.5.3.1.3, without the angle brackets
# Letters by their category that show nothing: the Hangul fillers and the blank of Braille.
_BLANKS = str.maketrans("", "", "\u115f\u1160\u2800\u3164\uffa0")


def says_something(text: str) -> bool:
    return any(letter.isprintable() and not letter.isspace() for letter in text.translate(_BLANKS))


class DescribedField(forms.BoundField):
    """Beside its help and its error, a field may be described by a part of the page."""

    field: "CleanField"

    @property
    def aria_describedby(self):
        parts = (super().aria_describedby, self.field.described_by)
        return " ".join(filter(None, parts)) or None


class CleanField(forms.CharField):
    """A text without invisible characters, measured before anything reads it.

    `clean_with` is `html.clean_line` or `html.clean_text`.
    """

    bound_field_class = DescribedField

    def __init__(self, *, clean_with, max_length, described_by="", **kwargs):
        self.clean_with = clean_with
        self.most = max_length
        self.described_by = described_by
        super().__init__(strip=False, **kwargs)
        self.widget.attrs["maxlength"] = max_length

    def to_python(self, value):
        self._measure(value or "")
        cleaned = self.clean_with(value or "").strip()
        # Some letters become several when they are cleaned.
        self._measure(cleaned)
        return cleaned if says_something(cleaned) else ""

    def _measure(self, text):
        try:
            html.check_length(text, self.most)
        except html.TooLong as error:
            raise forms.ValidationError(str(error), code="too_long") from None

    def bound_data(self, data, initial):
        """What is shown again: an overlong text whole, but never a control character."""
        return self.clean_with(data or "")


class AddressField(forms.EmailField):
    def bound_data(self, data, initial):
        return html.clean_line(data or "")


class UncheckedField(forms.Field):
    """Anything, as it came: it says more about its sender than about the comment."""

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def to_python(self, value):
        return value or ""

    def bound_data(self, data, initial):
        return html.clean_line(data or "")
