from django import template

from opinion.logins import provider_login

register = template.Library()


@register.simple_tag
def login_provider() -> str:
    """What the provider of logins is called; empty where there is none."""
    return provider_login.name()
