"""Mail about logins: a new password, an invitation, a browser that nobody knows yet."""

from django.contrib.auth.tokens import default_token_generator
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _

from opinion import html
from opinion.articles.models import Publication
from opinion.pages import public_address
from opinion.post import Letter, Post

KINDS = {
    "reset": _("%(publication)s: set a new password"),
    "invitation": _("%(publication)s: your account"),
    "new_device": _("%(publication)s: a new login"),
    "second_factor": _("%(publication)s: your second factor was changed"),
}


def send(kind: str, user, login=None):
    """Raises Away where it is to be tried again."""
    publication = Publication.objects.current()
    with publication.at_home(), Post() as post:
        post.offer(_letter(kind, user, login, publication))


def _letter(kind, user, login, publication) -> Letter:
    body = render_to_string(
        f"logins/mail/{kind}.txt",
        {
            "user": user,
            "login": login,
            "publication": publication,
            "newsroom": public_address(reverse("admin:index")),
            "account": public_address(reverse("newsroom_account")),
            "link": set_password_address(user),
        },
    )
    subject = html.clean_line(KINDS[kind] % {"publication": publication.name})
    return Letter(subject, body, publication=publication.name, to=[user.email])


def set_password_address(user) -> str:
    """Where `user` sets a password, once: with the next one, or the next login, it is void."""
    number = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return public_address(reverse("password_reset_confirm", args=[number, token]))
