"""What every page says about the site."""

from django import template
from django.utils.encoding import escape_uri_path

from opinion.articles import typeface
from opinion.articles.feed_formats import fit_for_xml
from opinion.articles.site import Site, memory
from opinion.pages import public_address

register = template.Library()


@register.simple_tag(takes_context=True)
def masthead(context) -> str:
    """The name and the menu, in which the section that is shown is told apart."""
    site, here = _site(context), path(context)
    return site.drawn("_masthead.html", here if here in site.menu_addresses else "")


@register.simple_tag(takes_context=True)
def footer(context) -> str:
    return _site(context).drawn("_footer.html")


def _site(context) -> Site:
    return getattr(context["request"], "site", None) or memory.current()


@register.simple_tag(takes_context=True)
def path(context) -> str:
    """The address of the page that is shown, within the site and without its query."""
    return escape_uri_path(context["request"].path)


@register.simple_tag(takes_context=True)
def canonical(context) -> str:
    """The one address of the page that is shown, without what somebody put after a `?`."""
    return public_address(path(context))


@register.simple_tag
def typeface_files(language: str) -> list[str]:
    """What a page that is written in the language asks for at once."""
    return [f"fonts/{name}.woff2" for name in typeface.files(language)]


@register.filter
def for_xml(text) -> str:
    return fit_for_xml(text)


@register.filter
def absolute(path) -> str:
    return public_address(path)
