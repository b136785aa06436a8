"""News pieces, web pages and films, as the tests of two packages describe them."""

import ast
import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

NEWSPAPERS = {
    "nytimes": "The New York Times",
    "washingtonpost": "The Washington Post",
    "theguardian": "The Guardian",
    "wsj": "The Wall Street Journal",
    "usatoday": "USA Today",
    "dailymail": "Daily Mail",
    "spiegel": "Der Spiegel",
    "lemonde": "Le Monde",
    "elpais": "El País",
    "faz": "Frankfurter Allgemeine Zeitung",
    "lenta": "Lenta.ru",
    "reuters": "Reuters",
    "bloomberg": "Bloomberg",
    "businessinsider": "Business Insider",
    "breitbart": "Breitbart",
    "cnn": "CNN",
    "cbsnews": "CBS News",
    "abcnews": "ABC News",
    "nbc": "NBC News",
    "cnbc": "CNBC",
    "bbc": "BBC News",
    "npr": "NPR",
    "ndtv": "NDTV",
    "dw": "Deutsche Welle",
    "tagesschau": "tagesschau.de",
    "aljazeera": "Al Jazeera",
    "skynewsau": "Sky News Australia",
    "nrk": "NRK",
    "svt": "SVT Nyheter",
    "yle_areena": "Yle",
    "rtve": "RTVE",
    "globo": "G1",
    "tass": "TASS",
    "trtworld": "TRT World",
    "hollywoodreporter": "The Hollywood Reporter",
}
FILMS = {
    "youtube": "YouTube",
    "vimeo": "Vimeo",
    "dailymotion": "Dailymotion",
    "ted": "TED",
    "arte": "ARTE",
    "zdf": "ZDF",
    "bilibili": "Bilibili",
    "peertube": "PeerTube",
    "nhk": "NHK World",
    "francetv": "France TV",
    "cspan": "C-SPAN",
    "unitednations": "UN Web TV",
    "rai": "RaiPlay",
}
PER_SITE = 8
NO_PERSON = re.compile(r"news|wire|desk|print|updated|\bon\b|\bat\b|www|[.@|\d]", re.IGNORECASE)


def films_and_pieces(extractors: dict[str, bytes]) -> Iterator[dict]:
    """What the tests of a downloader say about the page they fetch."""
    for path, source in sorted(extractors.items()):
        site = path.rsplit("/", 1)[1].removesuffix(".py")
        site = "youtube" if "/youtube/" in path else site
        if site in NEWSPAPERS or site in FILMS:
            found = (_film(site, test) for test in _tests(source))
            works = {work["title"]: work for work in found if work}
            yield from list(works.values())[:PER_SITE]


def _tests(source: bytes) -> Iterator[dict]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Dict):
            keys = [key.value for key in node.keys if isinstance(key, ast.Constant)]
            if "info_dict" in keys and "url" in keys:
                yield from _literal(node)


def _literal(node: ast.Dict) -> Iterator[dict]:
    try:
        yield ast.literal_eval(node)
    except ValueError:
        return


def _film(site: str, test: dict) -> dict | None:
    told, url = test["info_dict"], str(test["url"])
    title, day = told.get("title"), str(told.get("upload_date") or "")
    if not isinstance(title, str) or ":" in title[:4] or not re.fullmatch(r"\d{8}", day):
        return None
    if not 8 <= len(title) <= 150 or not url.startswith("http") or len(url) > 160:
        return None
    people = told.get("creators") or [told.get("creator") or told.get("uploader") or ""]
    piece = site in NEWSPAPERS
    work = {
        "id": f"{site}-{told.get('id', title)}",
        "type": "article-newspaper" if piece else "motion_picture",
        "title": title,
        "container-title": NEWSPAPERS[site] if piece else "",
        "publisher": "" if piece else FILMS[site],
        "author": [_person(name) for name in people if _is_name(name, piece)],
        "issued": {"date-parts": [[int(day[:4]), int(day[4:6]), int(day[6:])]]},
        "URL": url,
    }
    return {key: value for key, value in work.items() if value}


def _is_name(name: object, piece: bool) -> bool:
    if not isinstance(name, str) or not name or ":" in name:
        return False
    return not piece or bool(" " in name and not NO_PERSON.search(name))


def _person(name: str) -> dict[str, str]:
    words = name.split()
    if len(words) == 2 and all(word.istitle() for word in words):
        return {"family": words[1], "given": words[0]}
    return {"literal": name}


def pieces(described: dict[str, bytes]) -> Iterator[dict]:
    """What the tests of a news reader say about the pages that they read."""
    for path, raw in sorted(described.items()):
        told = json.loads(raw)
        url, title = told.get("url"), (told.get("title") or "").strip()
        day = re.match(r"(\d{4})-(\d\d)-(\d\d)", told.get("publish_date") or "")
        if not (url and title and day):
            continue
        people = [name for name in told.get("authors", []) if _is_name(name, piece=True)]
        yield {
            "id": path.rsplit("/", 1)[1],
            "type": "article-newspaper" if people else "webpage",
            "title": title,
            "container-title": told.get("meta_site_name") or urlsplit(url).netloc,
            "author": [_person(name) for name in people[:5]],
            "issued": {"date-parts": [[int(part) for part in day.groups()]]},
            "URL": url,
        }
