"""The references' block on the newsroom's first page."""

from django import template

from opinion.references.links import State
from opinion.references.models import Link

register = template.Library()
# Counting stops here.
MOST = 100


@register.simple_tag(takes_context=True)
def gone_links(context: dict) -> int:
    """How many links in references lead nowhere any more, up to `MOST`; 0 for who may not see."""
    if not context["request"].user.has_perm("references.view_link"):
        return 0
    gone = Link.objects.filter(state=State.GONE, archived_address="")
    return gone[:MOST].count()
