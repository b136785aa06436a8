import logging

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from opinion.embeds.models import EmbedCard
from opinion.references.models import Work

from . import desk_mail, enqueue, failure_mail, rendered_references
from .history import retention
from .models import (
    Article,
    Card,
    DeskEntry,
    DraftEntry,
    EditionEmbed,
    Publication,
    SearchEntry,
)
from .sharing import cards

# Eight tries over some hours, for where pandoc is away.
PATIENTLY = RetryStrategy(max_attempts=8, exponential_wait=3)
# So many are drawn before other work has its turn.
CARDS_AT_ONCE = 100
logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="publish_due", lock="publish_due")
def publish_due(timestamp: int):
    """Publish and withdraw all that is due by now, not only what fell due in this minute."""
    now = timezone.now()
    with Publication.objects.current().at_home():
        for article in Article.objects.due(now):
            _alone(publish, article)
        for article in Article.objects.to_withdraw(now):
            _alone(Article.withdraw_as_scheduled, article)


def publish(article: Article):
    """Publish what is due, or let its editors know; all of that is stored, or nothing."""
    with transaction.atomic():
        if not article.publish_as_scheduled():
            return
        if article.schedule_failed_at:
            enqueue.tell_failure(article)
        else:
            enqueue.print_references(article)
            enqueue.draw_card(article)


def _alone(act, article):
    """One article that is not fit must not keep the others back; it is tried again next time."""
    try:
        act(article)
    except Exception as error:
        logger.error("Article %s is due and waits: %s", article.pk, type(error).__name__)


@app.task
def fill_printed_cards(card: int):
    """Show what became known of an embed also where it was published before."""
    for found in EmbedCard.objects.filter(pk=card):
        EditionEmbed.objects.fill(found)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="read_for_search", lock="read_for_search")
def read_for_search(timestamp: int):
    """Let what came in by the hundred be found, and articles lead to what is near them."""
    while SearchEntry.objects.read_waiting(at_once=100):
        pass
    while SearchEntry.objects.relate_new(at_once=100):
        pass
    while DraftEntry.objects.read_waiting(at_once=100):
        pass


@app.task(retry=PATIENTLY)
def tell_failure(article: int):
    """Write to the editors of an article that was due and could not be published."""
    found = Article.objects.filter(pk=article).first()
    if found:
        failure_mail.tell(found)


@app.task(retry=PATIENTLY)
def tell_desk(entry: int):
    """Write to those whom a step of a draft between its author and the desk concerns."""
    found = DeskEntry.objects.select_related("article", "by").filter(pk=entry).first()
    if found:
        desk_mail.tell(found)


@app.task(retry=PATIENTLY)
def print_references(article: int):
    """Print an article's known references; where pandoc is away, once it is back."""
    found = Article.objects.filter(pk=article).first()
    if found:
        rendered_references.print_all(found)


@app.task(retry=PATIENTLY)
def print_work(work: int):
    """Print a work for its page, or the one that stands for it by now."""
    found = Work.objects.filter(pk=work).first()
    if found:
        rendered_references.print_work(found.canonical)


@app.task(retry=PATIENTLY, lock="print_everything")
def print_everything():
    """Print all published references in the style that the publication has now."""
    rendered_references.print_everything()


@app.task(retry=PATIENTLY, lock="draw_cards")
def draw_card(article: int):
    """Draw the card of an article that was published; nothing where it says what it said."""
    found = Article.objects.filter(pk=article).first()
    if found:
        cards.draw(found)


@app.task(retry=PATIENTLY, lock="draw_cards")
def draw_cards_anew():
    """Compare all cards with the names that stand on them."""
    Card.objects.all().look_again()
    enqueue.draw_lacking_cards()


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="draw_lacking_cards", lock="draw_cards")
def draw_lacking_cards(timestamp: int = 0):
    """Draw what came in by the hundred, or was published while no card could be drawn."""
    if cards.draw_lacking(CARDS_AT_ONCE) == CARDS_AT_ONCE:
        enqueue.draw_lacking_cards()


@app.periodic(cron="53 3 * * *")
@app.task(queueing_lock="forget_autosaves", lock="forget_autosaves")
def forget_autosaves(timestamp: int):
    """Delete what forms saved by themselves long ago, and drafts that never got a word."""
    retention.forget_autosaves()
    retention.forget_empty_drafts()
    retention.forget_presences()
