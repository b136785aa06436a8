"""The lines of a thread as HTML: each of its templates drawn once for a shape, and filled in."""

from typing import Any, NamedTuple
from urllib.parse import quote

from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from comments.models import Comment
from opinion.stencils import Stencil, address_with_hole, hole
from opinion.templatetags.dates import Dates

from .pagination import conversation_address
from .tree import Line

# Of a longer passage the beginning and the end are enough for a browser to find it.
WORDS_OF_A_PASSAGE = 4
HOLES = (
    "published",
    "created",
    "created_in_words",
    "edited",
    "edited_in_words",
    "reply_address",
    "replies",
    "passage_address",
    "before",
    "after",
)


class Shape(NamedTuple):
    """All that decides how a line is drawn, but for the values put into it."""

    opens_level: int
    holds: bool
    status: str
    badge: str = ""
    is_edited: bool = False
    # The language of the passage that is quoted, and its direction.
    passage: tuple[str, str] | None = None
    answers: bool = False
    answers_hidden: bool = False
    only_on_a_phone: bool = False
    takes_replies: bool = False
    before: bool = False
    after: bool = False


def _line(shape: Shape) -> dict[str, Any]:
    language, direction = shape.passage or ("", "")
    comment = Comment(badge=shape.badge)
    return {
        "line": {
            "opens": shape.opens_level,
            "level": shape.opens_level,
            "holds": shape.holds,
            "answers": shape.answers and {"name": hole("answers_name")},
            "answers_address": hole("answers_address"),
            "answers_hidden": shape.answers_hidden,
            "only_on_a_phone": shape.only_on_a_phone,
            "before": shape.before,
            "after": shape.after,
        },
        "comment": {
            **{name: hole(name) for name in ("pk", "name", "html")},
            "status": shape.status,
            "is_published": shape.status == Comment.Status.PUBLISHED,
            "badge": shape.badge,
            "get_badge_display": comment.get_badge_display(),
            "edited_at": shape.is_edited,
            "passage": shape.passage and hole("passage"),
            "get_absolute_url": address_with_hole("comment", "pk"),
        },
        "edition": {"language": language, "direction": direction},
        "takes_replies": shape.takes_replies,
        "report_address": address_with_hole("report", "pk"),
        **{name: hole(name) for name in HOLES},
    }


def _line_end(has_others: bool) -> dict[str, Any]:
    return {"others": has_others and hole("others"), "address": hole("address")}


LINE = Stencil("comments/_line.html", _line)
LINE_END = Stencil("comments/_line_end.html", _line_end)


def draw(lines: list[Line], article, *, takes_replies: bool, reply_address: str) -> SafeString:
    """The lines of a part of the thread of `article`, from the first comment to the last."""
    return SafeString("".join(_drawn(lines, article, takes_replies, reply_address)))


def _drawn(lines, article, takes_replies, reply_address):
    dates, edition = Dates(), article.live_edition
    for line in lines:
        values = _values(line, article, dates)
        values["reply_address"] = reply_address
        yield LINE.fill(_shape(line, edition, takes_replies), values, dates.language)
        for holder in line.closes:
            values = _values_of_end(holder, article)
            yield LINE_END.fill(bool(holder.others), values, dates.language)


def _shape(line: Line, edition, takes_replies: bool) -> Shape:
    comment = line.comment
    shape = Shape(line.level if line.opens else 0, line.holds, comment.status)
    if not comment.is_published:
        return shape
    return Shape(
        *shape[:3],
        badge=comment.badge,
        is_edited=comment.edited_at is not None,
        passage=(edition.language, edition.direction) if comment.passage else None,
        answers=line.answers is not None,
        answers_hidden=line.answers_hidden,
        only_on_a_phone=line.only_on_a_phone,
        takes_replies=takes_replies,
        before=line.before is not None,
        after=line.after is not None,
    )


def _values(line: Line, article, dates: Dates) -> dict[str, Any]:
    comment: Any = line.comment
    replies = _replies(comment.published_below) if line.holds else ""
    if not comment.is_published:
        return {"replies": replies}
    return {
        "replies": replies,
        "pk": comment.pk,
        "name": comment.name,
        "html": comment.html,
        "published": int(comment.published_at.timestamp()),
        "created": dates.iso(comment.created_at),
        "created_in_words": dates.moment(comment.created_at),
        **(_edited(comment, dates) if comment.edited_at else {}),
        **(_passage(comment, article) if comment.passage else {}),
        "before": line.before and line.before.pk,
        "after": line.after and line.after.pk,
        **_answered(line),
    }


def _edited(comment, dates: Dates) -> dict[str, str]:
    at = comment.edited_at
    return {"edited": dates.iso(at), "edited_in_words": dates.moment(at)}


def _passage(comment, article) -> dict[str, str]:
    return {
        "passage": comment.passage,
        "passage_address": address_in(comment.passage, article),
    }


def _answered(line: Line) -> dict[str, str]:
    if line.answers is None:
        return {}
    return {"answers_name": line.answers.name, "answers_address": line.answers_address}


def _values_of_end(holder: Line, article) -> dict[str, str]:
    if not holder.others:
        return {}
    more = ngettext("%(number)s more reply", "%(number)s more replies", holder.others)
    return {
        "others": more % {"number": holder.others},
        "address": conversation_address(article, holder.comment.root_id),
    }


def _replies(number: int) -> str:
    return ngettext("%(number)s reply", "%(number)s replies", number) % {"number": number}


def address_in(passage: str, article) -> str:
    """Where `article` says `passage`, for browsers that know text fragments."""
    words = passage.split()
    parts = [" ".join(words)]
    if len(words) > 2 * WORDS_OF_A_PASSAGE:
        parts = [" ".join(words[:WORDS_OF_A_PASSAGE]), " ".join(words[-WORDS_OF_A_PASSAGE:])]
    # A hyphen, too, means something between the parts.
    quoted = ",".join(quote(part, safe="").replace("-", "%2D") for part in parts)
    return f"{article.get_absolute_url()}#:~:text={quoted}"
