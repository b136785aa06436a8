"""Pictures, where no nginx answers for them: what lies there we wrote ourselves."""

from django.conf import settings
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

# A file never changes under its name; after a day, one that was taken away is asked for in vain.
LIFETIME = 24 * 60 * 60


@require_safe
def media(request, path):
    answer = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    patch_cache_control(answer, public=True, max_age=LIFETIME)
    return answer
