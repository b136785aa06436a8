"""The names of hosts: one form for each, and which are listed."""

from collections.abc import Iterable
from functools import cache

import idna
from publicsuffixlist import PublicSuffixList

from comments.rules.lists import Fault, Problem, entries

_LONGEST_HOST, _LONGEST_LABEL = 253, 63


def ascii_host(host: str) -> str:
    """The one form of a host's name: `bücher.de`, `BÜCHER.DE.` and `xn--bcher-kva.de` are equal.

    Nothing when it can be no name. A name that IDNA forbids and browsers take has a form too.
    """
    if len(host) > _LONGEST_HOST:
        return ""
    try:
        mapped = idna.uts46_remap(host, std3_rules=False)
    except idna.IDNAError:
        mapped = host.lower()
    labels = [_ascii_label(label) for label in mapped.removesuffix(".").split(".")]
    return ".".join(labels) if all(0 < len(label) <= _LONGEST_LABEL for label in labels) else ""


def _ascii_label(label: str) -> str:
    if label.isascii():
        return label.lower()
    try:
        return idna.alabel(label).decode()
    except idna.IDNAError:
        return "xn--" + label.encode("punycode", "replace").decode()


def is_under_known_ending(host: str) -> bool:
    """Whether the name ends as names on the internet do: "example.com", not "report.pdf"."""
    return "." in host and _endings().publicsuffix(host) is not None


@cache
def _endings() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)


def checked_domains(lines: Iterable[str]) -> tuple[list[str], list[Problem]]:
    """The usable domains of an editor's list, as typed, and what is wrong with the others."""
    domains, problems = [], []
    for number, entry in entries(lines):
        if is_domain(entry):
            domains.append(entry)
        else:
            problems.append(Problem(number, entry, Fault.NO_DOMAIN))
    return domains, problems


def is_domain(entry: str) -> bool:
    host = ascii_host(entry)
    return "." in host and all(letter.isalnum() or letter in "-._" for letter in host)
