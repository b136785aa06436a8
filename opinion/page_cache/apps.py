from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PageCacheConfig(AppConfig):
    name = "opinion.page_cache"
    label = "page_cache"
    verbose_name = _("page cache")
