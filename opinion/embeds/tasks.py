from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from opinion.jobs import queue

from . import fetching
from .models import EmbedCard, Host

# Some minutes: an article that is being written will be printed with what is known by then.
SOON = RetryStrategy(max_attempts=4, exponential_wait=5)


@app.task(retry=SOON)
def fetch_card(card: int):
    """Ask the site of a card for its title and its picture."""
    found = EmbedCard.objects.filter(pk=card).first()
    if not found or not found.is_to_fetch or not settings.FETCH_EMBEDS:
        return
    # Only of a host that is allowed: whatever a text names is not asked for.
    match = Host.objects.matcher()(found.address)
    if match:
        fetching.fetch(found, match)
        if found.says_something:
            queue("opinion.articles.tasks.fill_printed_cards", card=card)
