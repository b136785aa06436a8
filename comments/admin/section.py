from django.utils.translation import gettext_lazy as _

from comments.models import SectionPolicy

from .policy import RulesFormSet, RulesInline


class SectionPolicyInline(RulesInline):
    model = SectionPolicy
    formset = RulesFormSet
    verbose_name = verbose_name_plural = _("Comments on its articles")
