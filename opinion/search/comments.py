"""Published comments that have the words, the newest first: only where somebody asks for them."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import F

from comments.models import Comment
from opinion.articles.models.search_entry import words_of

from .asked import Ready, read

# Of so many of the newest comments, a search wants so many matches before it looks no further.
WINDOWS = (20_000, 200_000)
MOST = 50
# Nobody tells in which language a comment is.
ANY_LANGUAGE = [""]


def find(text: str) -> tuple[list[Comment], str]:
    """The newest with all words of `text`; and any of its words, as a query."""
    asked = read(text, ANY_LANGUAGE)
    if not asked.query:
        return [], ""
    matching = Comment.objects.alias(said=words_of("text")).filter(said=Ready(asked.query))
    last = Comment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    numbers: list[int] = []
    for size in (*WINDOWS, last):
        # By nothing that has an index, which PostgreSQL would follow through all there are.
        window = matching.published().filter(pk__gt=last - size).order_by(-(F("pk") + 0))
        numbers = [*window.values_list("pk", flat=True)[:MOST]]
        if len(numbers) == MOST or size >= last:
            break
    seen = Comment.objects.visible_to(AnonymousUser()).filter(pk__in=numbers)
    return [*seen.select_related("article__live_edition__type").order_by("-pk")], asked.any_word
