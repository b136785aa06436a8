import logging

from django.core.exceptions import ValidationError
from django.utils import timezone
from procrastinate.contrib.django import app

from .models import Article

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="publish_due", lock="publish_due")
def publish_due(timestamp: int):
    """Publish all that is due by now, not only what fell due in this minute."""
    for article in Article.objects.due(timezone.now()):
        try:
            article.publish_as_scheduled()
        except ValidationError as error:
            # One article that is not fit must not keep the others back.
            logger.error("Article %s is due and cannot be published: %s", article.pk, error)
