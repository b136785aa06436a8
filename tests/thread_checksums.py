"""What a thread says, as one number: computed here, from whatever it was read from."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.contrib.contenttypes.models import ContentType

from comments.models import Comment
from opinion.moving.models import Provenance


def thread_checksum(rows: Iterable[tuple[str, str, datetime, str]]) -> str:
    """Of a thread's comments: their ids and parents there, their moments in GMT, their texts."""
    said = sorted(
        repr((source, parent, f"{at:%Y-%m-%dT%H:%M:%SZ}", text))
        for source, parent, at, text in rows
    )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def stored_checksums() -> dict[int, str]:
    """Of each article with comments that moved in, that of its thread as it is stored."""
    brought = Provenance.objects.filter(content_type=ContentType.objects.get_for_model(Comment))
    sources = dict(brought.values_list("object_id", "source_id"))
    rows = defaultdict(list)
    for one in Comment.objects.filter(pk__in=sources):
        above = sources.get(one.in_reply_to_id, "")
        rows[one.article_id].append((sources[one.pk], above, one.created_at, one.text))
    return {article: thread_checksum(said) for article, said in rows.items()}
