from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from opinion.articles.models.picture import social_of

# Of the article's form, as it arranges them.
LEAD_FIELDS: list[str | tuple[str, ...]] = [
    *("picture", "picture_alt", "picture_caption", "picture_credit"),
    ("picture_focal_x", "picture_focal_y"),
]


class LeadShown:
    """The article's pictures, for who may read it and not change it.

    Each is named as the field of the form in whose place it stands.
    """

    @admin.display(description=_("picture"))
    def picture(self, article):
        lead = article.lead
        return lead and format_html('<a href="{}">{}</a>', lead.url, lead.picture.file.name)

    @admin.display(description=_("picture when shared"))
    def social_picture(self, article):
        return social_of(article.pictures.select_related("picture"))

    @admin.display(description=_("alt text"))
    def picture_alt(self, article):
        return article.lead and article.lead.alt

    @admin.display(description=_("caption"))
    def picture_caption(self, article):
        return article.lead and article.lead.caption

    @admin.display(description=_("credit"))
    def picture_credit(self, article):
        return article.lead and article.lead.credit

    @admin.display(description=_("focal point: percent from the left"))
    def picture_focal_x(self, article):
        return article.lead and article.lead.focal_x

    @admin.display(description=_("focal point: percent from the top"))
    def picture_focal_y(self, article):
        return article.lead and article.lead.focal_y
