from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate


class OpinionConfig(AppConfig):
    name = "opinion"
    label = "opinion"
    default = True

    def ready(self):
        from opinion import checks  # noqa: F401
        from opinion.groups import grant

        # The last app that has permissions: by then all of them exist.
        post_migrate.connect(grant, sender=apps.get_app_config("moving"))


class StaffAdminConfig(AdminConfig):
    default_site = "opinion.admin_site.StaffAdminSite"
