"""Posts, podcasts and videos, in the forms that APA, MLA and Chicago give them."""

import re
from dataclasses import dataclass, replace

from opinion.references.reading import people
from opinion.references.reading.asides import MEDIA, Aside
from opinion.references.record import Date, Name, Record

from . import parts

_POSTS = (
    r"Twitter|X \(formerly (?:known as )?Twitter\)|X \(Twitter\)|Facebook|Instagram|LinkedIn|Mastodon|Bluesky|Threads|Reddit|TikTok"
    r"|Truth Social|Telegram|VKontakte|Weibo|WeChat|WhatsApp|Tumblr|Snapchat|Substack Notes"
)
_VIDEOS = r"YouTube|Vimeo|Dailymotion|Bilibili|PeerTube|Rumble|Twitch|RuTube"
_SITE = re.compile(
    rf"(?:^|[.,”\"»)] ?|\bon )(?P<site>{_POSTS}|{_VIDEOS})(?: (?P<what>post|video|thread))?(?=[.,;)]|$| \d)"
)
_X = re.compile(r"(?:^|[.,”\"] )(?P<site>X)(?: (?P<what>post))?(?=[.,] |\.?$)")
_BY_ADDRESS = (
    (re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/\w+/status/"), "post"),
    (
        re.compile(r"https?://(?:www\.|m\.)?(?:youtube\.com/watch|youtu\.be/|vimeo\.com/\d)"),
        "motion_picture",
    ),
    (re.compile(r"https?://(?:podcasts\.apple\.com|open\.spotify\.com/episode)"), "broadcast"),
)
_PODCAST = re.compile(r"\b(?:podcast|Podcast)\b")
_BLOG = re.compile(r",? \((?:we)?blog\)|, blog post(?=[,.])", re.IGNORECASE)
_EPISODE = re.compile(r"\bseason \d+, episode \d+", re.IGNORECASE)
_DATED = re.compile(
    r"(?P<names>.{2,200}?\.?) \((?P<date>(?:\d{4}|n\.d\.)[^()]{0,24}|\d{1,2} [^()\d]{3,12} \d{4}|[^()\d]{3,12} \d{1,2}, \d{4})\)\.?,? (?P<rest>.+)"
)
_NUMBER = re.compile(
    r"[,.]?\s*\(?(?:(?:Season|season|S)\.? ?\d+,? )?(?:No\.|no\.|Nr\.|n°|Episode|episode|ep\.|Ep\.|Folge|épisode|#|E)\.? ?(?P<number>\d+)\)?(?=[\s.,:;\[)]|$)"
)
_HOSTED = re.compile(
    r",? ?(?:hosted|presented|moderated|animé|présenté|moderiert) (?:by|par|von) (?P<host>[^,.;]{3,60})[,.]?"
)
_BY_WHOM = re.compile(r",? ?(?:uploaded|posted|published) by (?P<who>[^,.;]{2,60})(?=[,.])")
_LENGTH = re.compile(
    r",? ?(?:\d{1,2}:)?\d{1,2}:\d\d(?: ?[ap]\.?m\.?| Uhr)?(?: \w+ time)?|,? ?\d+ min(?:utes|\.)?\b"
)
_IN = re.compile(
    r"^In:? (?:(?P<by>[^.“”]{3,60}?) \((?:Hosts?|Executive Producers?|Producers?)\),? )?(?P<show>[^.]{2,100})"
)
_WORDS = re.compile(
    r"(?:,? ?\(?\b(?:podcast|audio|MP3 audio|video|YouTube video|Tweet|tweet|post|thread|Facebook post|Instagram photo(?:graph)?|video file|podcast audio|podcast, MP3)\b\)?)+(?=[,.]|$)"
)
# “The Long Quay. Directed by Maren Lind, Polder Films, 2009.”
_DIRECTED = re.compile(
    r"(?P<title>[^“”«»\"()]{2,120}?)[.,] [Dd]irected by (?P<who>[^\d,.;]{3,80}?)[,.]"
    r"(?: (?P<house>[^\d;.]{2,60}?),)? (?P<year>(?:1[89]|20)\d\d)\.?"
)
# What has episodes stands in nothing.
_WHOLE = ("audio podcast", "video podcast", "podcast", "tv series")
_ENDED = re.compile(r"(?<=[.?!…])\s+")


def read(aside: Aside) -> Record | None:
    if match := _DIRECTED.fullmatch(aside.text.strip()):
        return _directed(match)
    kind, site = _kind(aside)
    if kind not in _MADE:
        return None
    rest = parts.Rest(aside.text.strip())
    url = rest.address()
    told = _quoted(rest, aside) or _dated(rest, aside)
    if told is None or not told.title or not (told.date or told.names):
        return None
    return _MADE[kind](told, aside, site, url)


def _kind(aside: Aside) -> tuple[str, str]:
    """The CSL type that a medium, a site or an address tells, and the site's name."""
    kind = MEDIA.get(aside.medium.lower(), "")
    # What stands in a title is no medium: “The Podcast Boom”.
    text = parts.QUOTED.sub("”", parts.ADDRESS.sub("", aside.text))
    match = _SITE.search(text) or (_is_of_an_account(aside, kind) and _X.search(text) or None)
    site = match["site"] if match else ""
    if not kind and match and match["what"] != "video":
        kind = "motion_picture" if re.fullmatch(_VIDEOS, site) else "post"
    elif not kind and match:
        kind = "motion_picture"
    if not kind:
        kind = next((its for address, its in _BY_ADDRESS if address.search(aside.text)), "")
    if not kind and (_PODCAST.search(text) or _EPISODE.search(text)):
        kind = "broadcast"
    if not kind and _BLOG.search(text):
        kind = "post-weblog"
    if match and kind in ("graphic", "motion_picture") and re.fullmatch(_POSTS, site):
        kind = "post"
    return kind, site


def _is_of_an_account(aside: Aside, kind: str) -> bool:
    """Whether “X” is the site here, and no letter."""
    return bool(aside.handle) or kind == "post" or aside.text.startswith("@")


@dataclass
class Told:
    """Who, what, and the pieces behind it, still in the order of the line."""

    names: str
    title: str
    after: str
    date: Date | None
    number: str = ""
    # A full stop stands behind the names, as in a list, and no comma, as in a note.
    is_signed: bool = False


def _quoted(rest: parts.Rest, aside: Aside) -> Told | None:
    """“Names. “Title.” Site, date, time.”"""
    match = parts.QUOTED.search(rest.text)
    if not match:
        return None
    before, after = rest.text[: match.start()], rest.text[match.end() :]
    year = parts.year(before) or parts.year(after)
    timed = parts.Rest(after)
    timed.take(_LENGTH)
    after = timed.text
    day = parts.date(f"{after} ") or parts.date(before) or parts.day_beside(after, year)
    names = re.sub(r"[.,]? ?\(?(?:1[4-9]|20)\d\d\)?[.,]*$", "", before.strip(" ,.:")).strip(" ,.:")
    return Told(
        names,
        parts.quoted(match),
        after.strip(" ,."),
        day or year,
        is_signed=before.rstrip().endswith("."),
    )


def _dated(rest: parts.Rest, aside: Aside) -> Told | None:
    """“Names. (Date). Title. Site.”"""
    match = _DATED.fullmatch(rest.text.strip(" ."))
    if not match or not _tells_medium(aside) or match["rest"].startswith("Available"):
        return None
    number = parts.Rest(match["rest"])
    found = number.take(_NUMBER) if MEDIA.get(aside.medium.lower()) == "broadcast" else None
    pieces = [
        piece
        for piece in _ENDED.split(number.text.replace("?.", "?").replace("!.", "!"))
        if piece.strip(" .")
    ]
    behind = 1
    while behind < len(pieces) and not re.match(r"In:? ", pieces[behind]):
        behind += 1
    if behind == len(pieces):
        behind = max(1, len(pieces) - 1)
    title, after = " ".join(pieces[:behind]), " ".join(pieces[behind:])
    date = _date_first(match["date"])
    return Told(
        match["names"],
        parts.trimmed(title),
        after.strip(" ."),
        date,
        found["number"] if found else "",
    )


def _tells_medium(aside: Aside) -> bool:
    """Without quotation marks or a medium nothing tells where a title ends."""
    return bool(aside.medium or aside.handle or _SITE.search(aside.text))


def _date_first(text: str) -> Date | None:
    """“2020, April 29”"""
    turned = re.sub(r"^(\d{4}), (.+)$", r"\2, \1", text)
    return parts.date(turned) or parts.year(text)


def _people(told: Told, aside: Aside) -> tuple[tuple[str, Name], ...]:
    names = re.sub(r"\s*\((?:@[^()]*)\)", "", told.names).strip(" ,.")
    if told.is_signed and _is_one_name(names):
        return parts.literal(names)
    if not names:
        return (("author", Name(literal=aside.handle)),) if aside.handle else ()
    if (
        (aside.handle or names.startswith("@"))
        and "," not in names
        and not re.search(r" (?:and|&) ", names)
    ):
        # An account bears a name as it likes.
        return (("author", Name(literal=names)),)
    return parts.authors(people.names(parts.trimmed(told.names)), aside.role or "author")


def _is_one_name(names: str) -> bool:
    """“Harbour Watch. “Low tide.””: a list of works turns whom it can, “Watch, Harbour”."""
    first = names.split()[:1]
    return "," not in names and not {*first} & people.known_given_names()


def _pieces(told: Told) -> list[str]:
    rest = parts.Rest(told.after)
    for pattern in (_HOSTED, _BY_WHOM, _LENGTH, _NUMBER, _WORDS):
        rest.take(pattern)
    rest.take(parts.MONTH_DATE)
    found = re.split(r"[,;.](?=\s|$)", rest.text)
    return [
        piece.strip(" .,()")
        for piece in found
        if piece.strip(" .,()") and not re.fullmatch(r"\W*(?:\d{4})?\W*", piece)
    ]


def _post(told: Told, aside: Aside, site: str, url: str) -> Record:
    pieces = [site] if site else _pieces(told)[-1:]
    return Record(
        "post",
        _people(told, aside),
        title=told.title,
        container="".join(pieces),
        issued=told.date,
        genre=aside.medium,
        url=url,
    )


def _video(told: Told, aside: Aside, site: str, url: str) -> Record | None:
    contributors = _people(told, aside)
    if not contributors and (match := _BY_WHOM.search(told.after)):
        contributors = parts.literal(match["who"])
    pieces = [site] if site else _pieces(told)[-1:]
    return Record(
        "motion_picture",
        contributors,
        title=told.title,
        publisher="".join(pieces),
        issued=told.date,
        genre=aside.medium,
        url=url,
    )


def _podcast(told: Told, aside: Aside, site: str, url: str) -> Record | None:
    number = _NUMBER.search(told.after)
    show = _IN.match(told.after)
    pieces = _pieces(told)
    if show:
        container = parts.trimmed(show["show"])
        publisher = next(
            (piece for piece in pieces if not piece.startswith("In ") and piece != container), ""
        )
    else:
        container, publisher = (
            (pieces[0], pieces[1] if len(pieces) > 1 else "") if pieces else ("", "")
        )
    if aside.medium.lower() in _WHOLE and not show:
        container, publisher = "", container
    container = re.sub(r" \(podcast\)$", "", container)
    contributors = _people(told, aside)
    head = parts.Rest(told.names)
    if head.take(_WORDS) and not pieces and not aside.role:
        # “Quayside, podcast, episode 17, “Low Water,” …”
        number = number or head.take(_NUMBER)
        container, contributors = head.text.strip(" .,"), ()
    if not contributors and (match := _HOSTED.search(told.after)):
        contributors = parts.authors(people.names(match["host"]), "host")
    return Record(
        "broadcast",
        contributors,
        title=told.title,
        container=container,
        publisher=publisher,
        issued=told.date,
        number=told.number or (number["number"] if number else ""),
        genre=aside.medium or "podcast episode",
        url=url,
    )


def _directed(match: re.Match) -> Record:
    return Record(
        "motion_picture",
        parts.authors(people.names(match["who"]), "director"),
        title=parts.trimmed(match["title"]),
        publisher=parts.trimmed(match["house"] or ""),
        issued=parts.year(match["year"]),
    )


def _blog(told: Told, aside: Aside, site: str, url: str) -> Record:
    """“Names. “Title.” Site (blog), date.”"""
    rest = parts.Rest(told.after)
    rest.take(_BLOG)
    post = _post(replace(told, after=rest.text), aside, "", url)
    return replace(post, type="post-weblog", genre="blog")


_MADE = {"post": _post, "post-weblog": _blog, "motion_picture": _video, "broadcast": _podcast}
