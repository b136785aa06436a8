"""The results as a table for a terminal and for a page of Markdown alike."""

from .measuring import Case, Group, Result

WIDTHS = (56, 9, 9, 16, 7)


def heading() -> str:
    rule = "-" * WIDTHS[0], *(f"{'-' * (width - 1)}:" for width in WIDTHS[1:])
    return f"{_row('', 'small', 'large', 'ratio', 'queries')}\n{_row(*rule)}"


def title(group: Group, small, large) -> str:
    return _row(f"**{group.title.format(small=small, large=large)}**", "", "", "", "")


def line(group: Group, result: Result) -> str:
    return _row(
        result.case.name,
        _milliseconds(result.small),
        _milliseconds(result.large),
        _ratio(result),
        _queries(result) if group.asks_database else "",
    )


def heading_of_trials(group: str) -> str:
    return f"\n**{group}**\n"


def held(trial, figures: str, seconds: float) -> str:
    return f"- {trial.name}: held ({figures}; {seconds:.0f} s)"


def failure(case: Case, error: Exception) -> str:
    return f"{_row(case.name, '', '', 'failed', '')}\n  {error!r}"


def broken(trial, error: Exception) -> str:
    return f"- {trial.name}: **failed**\n  {error!r}"


def _row(name: str, *cells: str) -> str:
    aligned = (f"{cell:>{width}}" for cell, width in zip(cells, WIDTHS[1:], strict=True))
    return f"| {' | '.join([f'{name:{WIDTHS[0]}}', *aligned])} |"


def _milliseconds(part) -> str:
    return f"{part.milliseconds:.1f} ms" if part else ""


def _ratio(result: Result) -> str:
    if result.ratio is None:
        return ""
    per = f" per {result.case.per}" if result.case.per else ""
    return f"{result.ratio:.2f}{per}"


def _queries(result: Result) -> str:
    counts = [part.queries for part in (result.small, result.large) if part]
    return " → ".join(map(str, dict.fromkeys(counts)))
