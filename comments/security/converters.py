"""Secret words in addresses. What does not look like one is a 404 before anything is asked."""

from django.urls import register_converter


class TokenConverter:
    """A receipt's token: 128 bits in base64url."""

    regex = "[A-Za-z0-9_-]{22}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class SignedValueConverter(TokenConverter):
    """A word from comments.security.signing."""

    regex = "[A-Za-z0-9_:-]{1,400}"


register_converter(TokenConverter, "token")
register_converter(SignedValueConverter, "seal")
