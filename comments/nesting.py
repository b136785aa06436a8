"""The shape of a page of a thread: lists within lists, told line by line to the template."""

from dataclasses import dataclass

# How deep replies are indented on a wide screen and on a phone; CSS does it, by the level.
DEEPEST_INDENT = 5
DEEPEST_INDENT_ON_A_PHONE = 2


@dataclass
class Line:
    """One comment and its place.

    The first of a list of replies `opens` it; a comment that `holds` one stays open until the last
    line in it `closes` that many lists. `answers` is the comment named in "in reply to …", where
    the shape alone does not tell; `answers_hidden` says that it is not shown any longer.
    """

    comment: object
    level: int
    opens: bool = False
    holds: bool = False
    closes: range = range(0)
    answers: object = None
    answers_address: str = ""
    answers_hidden: bool = False
    # On a wide screen the indent tells whom it answers.
    only_on_a_phone: bool = False


def lines(comments) -> list[Line]:
    """The comments of one page, in thread order, as the lists they stand in.

    A comment stands under the nearest of its ancestors that the page shows.
    """
    above, found = [], []
    for comment in comments:
        while above and not _is_under(comment, above[-1]):
            above.pop()
        line = Line(comment, level=len(above))
        _tell_whom_it_answers(line, above[-1] if above else None)
        _fit(line, found[-1] if found else None)
        found.append(line)
        above.append(comment)
    if found:
        found[-1].closes = range(found[-1].level)
    return found


def _is_under(comment, other) -> bool:
    return comment.path[: len(other.path)] == other.path


def _tell_whom_it_answers(line, above):
    answered = line.comment.in_reply_to
    if answered is None:
        return
    if not answered.is_published:
        line.answers_hidden = True
    elif above != answered:
        line.answers, line.answers_address = answered, answered.get_absolute_url()
    elif line.level > DEEPEST_INDENT_ON_A_PHONE:
        line.answers, line.answers_address = answered, f"#comment-{answered.pk}"
        line.only_on_a_phone = line.level <= DEEPEST_INDENT


def _fit(line, before):
    if before is None:
        return
    line.opens = before.holds = line.level > before.level
    before.closes = range(max(before.level - line.level, 0))
