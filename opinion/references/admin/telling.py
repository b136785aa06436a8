from django.contrib import admin, messages


class TellingAdmin(admin.ModelAdmin):
    def told(self, request, message, error=False):
        """Say it above the page that comes next."""
        self.message_user(request, message, messages.ERROR if error else messages.SUCCESS)
