from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as BadNumber
from stdnum.iso7064 import mod_11_2

PREFIX = "https://orcid.org/"


def compact(value: str) -> str:
    """An ORCID as people paste it (address, blanks, no hyphens) in the form 0000-0002-1825-0097."""
    digits = value.strip().upper().rpartition("/")[2].replace("-", "").replace(" ", "")
    return "-".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def validate(value: str) -> None:
    """Refuse an ORCID whose check digit (ISO 7064 MOD 11-2) does not fit."""
    digits = compact(value).replace("-", "")
    if len(digits) != 16 or not digits[:15].isdecimal() or not digits.isascii():
        raise ValidationError(_("An ORCID has 16 digits, such as 0000-0002-1825-0097."))
    try:
        mod_11_2.validate(digits)
    except BadNumber as error:
        raise ValidationError(
            _("The last digit of this ORCID doesn't match the others. Please check it.")
        ) from error
