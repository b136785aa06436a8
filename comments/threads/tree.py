"""The shape of a page of a thread: lists within lists, told line by line to the template."""

from dataclasses import dataclass, field

from comments.models import Comment

# How deep replies are indented on a wide screen and on a phone; CSS does it, by the level.
DEEPEST_INDENT = 5
DEEPEST_INDENT_ON_A_PHONE = 2


@dataclass
class Line:
    """One comment and its place.

    The first of a list of replies `opens` it; a comment that `holds` one stays open until the last
    line in it `closes` it, with all those that end there. `others` are the published replies that
    this page leaves out. `before` and `after` are the comments that can be read beside this one.
    `answers` is the comment named in "in reply to …", where the shape alone does not tell;
    `answers_hidden` says that it is not shown any longer.
    """

    comment: Comment
    level: int
    opens: bool = False
    holds: bool = False
    closes: list["Line"] = field(default_factory=list)
    others: int = 0
    before: Comment | None = None
    after: Comment | None = None
    answers: Comment | None = None
    answers_address: str = ""
    answers_hidden: bool = False
    # On a wide screen the indent tells whom it answers.
    only_on_a_phone: bool = False


def lines(part) -> list[Line]:
    """The comments of a part of a thread as the lists they stand in.

    A comment stands under the nearest of its ancestors that the page has.
    """
    above: list[Line] = []
    placed: list[Line] = []
    for comment in part.comments:
        ended = _leave(above, comment)
        line = Line(comment, level=len(above), others=part.others.get(comment.pk, 0))
        if placed:
            placed[-1].closes = [holder for holder in ended if holder.holds]
        if above and not above[-1].holds:
            above[-1].holds = line.opens = True
        _tell_whom_it_answers(line, above[-1].comment if above else None)
        placed.append(line)
        above.append(line)
    if placed:
        placed[-1].closes = [holder for holder in reversed(above) if holder.holds]
    _link_neighbours(line for line in placed if line.comment.is_published)
    return placed


def _leave(above, comment) -> list[Line]:
    """Take from `above` what `comment` does not stand under; the deepest first."""
    ended = []
    while above and not _is_under(comment, above[-1].comment):
        ended.append(above.pop())
    return ended


def _is_under(comment, other) -> bool:
    return comment.path[: len(other.path)] == other.path


def _tell_whom_it_answers(line, above):
    answered = line.comment.in_reply_to
    if answered is None:
        return
    deep = line.level > DEEPEST_INDENT_ON_A_PHONE
    if above == answered and not deep:
        return
    line.only_on_a_phone = above == answered and line.level <= DEEPEST_INDENT
    if not answered.is_published:
        line.answers_hidden = True
    else:
        here = above == answered
        line.answers = answered
        line.answers_address = f"#comment-{answered.pk}" if here else answered.get_absolute_url()


def _link_neighbours(lines):
    last = None
    for line in lines:
        if last:
            line.before, last.after = last.comment, line.comment
        last = line
