"""A picture of the library as a form names it: signed, so that nobody names one they never saw."""

from django.core import signing

from .models import Picture

SALT = "pictures.chosen"


def name_for_form(picture: Picture) -> str:
    return signing.dumps(picture.pk, salt=SALT)


def named(signed: str) -> Picture | None:
    """The picture of this name; None for a name that we did not give out, and where it is gone."""
    try:
        return Picture.objects.filter(pk=signing.loads(signed, salt=SALT)).first()
    except signing.BadSignature:
        return None
