"""A network that searches more than anybody reads is asked to wait. Counted in each process."""

from functools import lru_cache, wraps

from django.conf import settings

from comments.security.flood import Allowance, network_of
from opinion import errors


@lru_cache(1)
def _allowance(each: int) -> Allowance:
    return Allowance(each)


def limited(view):
    """For what costs more than a page. Whoever has used up their searches gets a 429."""

    @wraps(view)
    def shown(request, *args, **kwargs):
        network = network_of(request)
        if network is None:
            return view(request, *args, **kwargs)
        allowance = _allowance(settings.SEARCHES_PER_NETWORK)
        if allowance.is_used_up(network):
            return errors.too_many_requests(request)
        allowance.use(network)
        return view(request, *args, **kwargs)

    return shown
