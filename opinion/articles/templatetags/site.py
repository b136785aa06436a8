"""What every page says about the site."""

from django import template
from django.utils.encoding import escape_uri_path

from opinion.articles.models import Section
from opinion.pages import public_address

register = template.Library()


@register.simple_tag
def sections():
    """The menu."""
    return list(Section.objects.canonical())


@register.simple_tag(takes_context=True)
def path(context) -> str:
    """The address of the page that is shown, within the site and without its query."""
    return escape_uri_path(context["request"].path)


@register.simple_tag(takes_context=True)
def canonical(context) -> str:
    """The one address of the page that is shown, without what somebody put after a `?`."""
    return public_address(path(context))


@register.filter
def absolute(path) -> str:
    return public_address(path)
