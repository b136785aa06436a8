from django.utils.translation import gettext_lazy as _

from comments.models import SectionPolicy

from .policy import PolicyFormSet, PolicyInline


class SectionPolicyInline(PolicyInline):
    model = SectionPolicy
    formset = PolicyFormSet
    verbose_name = verbose_name_plural = _("Comments on this section's articles")
