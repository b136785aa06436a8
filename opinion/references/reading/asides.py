"""What stands in a line and is no part of any field: put aside before the rest is read.

“See also”, “[Tweet]”, “ISSN 0261-3077”, “Archived from the original on …”, “trans.” behind a name.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from opinion.references.record import Date, Name, Record

from . import month_names

_CAPITAL = r"(?-i:(?=[“\"«„‘'(\[]?[^\W\d_a-zß-öø-ÿ]))"
# A comma after “See” would make it somebody's family name: “See, Klaus von.”
_SIGNAL = re.compile(
    r"(?:(?:(?:but|and|also|for example,?|for a discussion,?|for more,?|for details,?) )?see"
    r"(?: also| generally| further| especially| in particular| for example)?(?:,? e\.\s?g\.,?)?"
    r"|(?:but )?cf(?:\.?,? e\.\s?g)?|compare(?: with)?|accord|contra|e\.\s?g|for example|i\.e|as (?:cited|quoted) in"
    r"|(?:cited|quoted|reprinted|excerpted) in|adapted from|based on|originally published in"
    r"|vgl|siehe(?: auch| dazu| hierzu)?|s\. (?:auch|dazu)|zit(?:iert)? nach|hierzu"
    r"|voir(?: aussi| notamment| par exemple)?|cité dans|d’après"
    r"|véase(?: también)?|vid|cfr|ver también|citado en|confira|ver também|vedi(?: anche)?"
    r"|lihat(?: juga)?|bandingkan|dikutip dari|zie(?: ook)?|se også|se även|bkz|zob|viz"
    r"|см\. также|см|ср|цит\. по)"
    r"(?P<end>[.:]?,? |: ?)" + _CAPITAL,
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:sources?|references?|citation|footnote|note \d+|quelle|source|fuente|sumber|источник)\s?:\s+",
    re.IGNORECASE,
)
_ASIAN_SIGNAL = re.compile(r"(?:参见|另见|详见|見|参照|انظر(?: أيضا)?|راجع|참조)[:：]?\s*")
# For each medium: its CSL type, where that is certain.
MEDIA = {
    "tweet": "post",
    "x post": "post",
    "post": "post",
    "toot": "post",
    "thread": "post",
    "status update": "post",
    "facebook post": "post",
    "facebook status update": "post",
    "instagram post": "post",
    "instagram photograph": "post",
    "linkedin post": "post",
    "mastodon post": "post",
    "bluesky post": "post",
    "telegram post": "post",
    "reddit post": "post",
    "online forum post": "post",
    "tiktok": "post",
    "tiktok video": "post",
    "твит": "post",
    "пост": "post",
    "audio podcast episode": "broadcast",
    "video podcast episode": "broadcast",
    "podcast episode": "broadcast",
    "audio podcast": "broadcast",
    "video podcast": "broadcast",
    "podcast": "broadcast",
    "radio broadcast": "broadcast",
    "tv series episode": "broadcast",
    "tv episode": "broadcast",
    "tv series": "broadcast",
    "webinar": "speech",
    "video": "motion_picture",
    "youtube video": "motion_picture",
    "video file": "motion_picture",
    "vidéo": "motion_picture",
    "vídeo": "motion_picture",
    "видео": "motion_picture",
    "film": "motion_picture",
    "motion picture": "motion_picture",
    "documentary": "motion_picture",
    "documentary film": "motion_picture",
    "speech": "speech",
    "speech transcript": "speech",
    "keynote address": "speech",
    "keynote speech": "speech",
    "lecture": "speech",
    "address": "speech",
    "conference presentation": "speech",
    "conference session": "speech",
    "paper presentation": "speech",
    "powerpoint slides": "speech",
    "press release": "",
    "communiqué de presse": "",
    "pressemitteilung": "",
    "blog post": "post-weblog",
    "data set": "dataset",
    "dataset": "dataset",
    "computer software": "software",
    "mobile app": "software",
    "photograph": "graphic",
    "infographic": "graphic",
    "map": "map",
    "fact sheet": "",
    "editorial": "",
    "op-ed": "",
    "opinion": "",
    "letter to the editor": "",
    "white paper": "report",
    "working paper": "report",
    "policy brief": "report",
    "web log post": "post-weblog",
}
# What is no medium of a work, only of its copy: nothing is told by it.
_CARRIERS = (
    r"pdf|en línea|em linha|online-ressource|elektronische ressource"
    r"|electronic resource|recurso electrónico|ressource électronique|ebook|e-book|kindle|html"
    r"|электронный ресурс|электрон\.? ?ресурс|текст|dalam jaringan|daring|accessed online|print|abstract"
)
_MEDIUM = re.compile(
    rf"\s*\[\s*(?P<word>{'|'.join(map(re.escape, sorted(MEDIA, key=len, reverse=True)))}"
    rf"|{_CARRIERS})\s*(?:\]|$)",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"\s*[(\[](@[\w.]{1,60}(?:@[\w.\-]+)?)[)\]]")
_ISSN = re.compile(
    r"[,;.]?\s*\(?\b(?:[ep]-?)?ISSN(?:-L)?(?:\s\((?:print|online|web)\))?:?\s*"
    r"(\d{4}[-–‐]?\d{3}[\dXx])\b\)?(?:\s\((?:print|online|web)\))?",
    re.IGNORECASE,
)
_DATE = month_names.WRITTEN.pattern.replace("(?P<", "(?P<{0}")
_ON = r"(?:on|le|am|el|il|em|op|den|pada(?: tanggal)?|tanggal)"
_ARCHIVED = re.compile(
    r"[,;.]?\s*[(\[]?\b(?:archived|archivé|archiviert|archivado|archiviato|arquivado|diarsipkan"
    r"|архивировано)\b(?:\s(?:\(PDF\)|here))?"
    r"(?:\s(?:from|vom|de|desde|del|dari|из|à partir de)\s?(?:the|l’|l'|versi|el)?\s?"
    r"(?:original|origine|originale|asli|оригинала)?)?(?:\s\(PDF\))?"
    rf"(?:\s{_ON}?\s?(?:{_DATE.replace('{0}', 'arch_')}|\d\d?\.\d\d?\.\d{{4}}))?[)\]]?(?=\s*(?:[.,;)]|$|https?:))",
    re.IGNORECASE,
)
_COPY = re.compile(
    r"[,;.]?\s*[\[(]?(?:archived at:?\s*)?(https?://(?:web\.archive\.org|archive\.(?:ph|is|today|md)"
    r"|perma\.cc|webcitation\.org)/[^\s\])]+)[\])]?",
    re.IGNORECASE,
)
# In languages and forms that the model has not learned.
_ACCESSED = re.compile(
    r"[,;.(\[]?\s*(?:As of|Diakses(?: pada)?(?: tanggal)?|Dikutip(?: pada)?|дата обращения|Дата доступа"
    r"|تاريخ (?:الاطلاع|الوصول|الولوج)|访问日期|访问于|检索日期|閲覧日|アクセス日|접속일|last (?:accessed|checked|visited)"
    r"(?: on)?|date accessed|accessed on|retrieved on|Consulté le|Consultado el|Recuperado el|Zugriff am"
    r"|Stand|zuletzt (?:abgerufen|besucht|aufgerufen) am)\s?[:：]?\s*"
    rf"({_DATE.replace('{0}', 'acc_')}|\d\d?[./]\d\d?[./]\d{{4}})(?:\s?г\.)?\s*[)\]]?"
    r"(?:\s?[,:;]?\s(?:dari|from|di|pada laman|de|from:|на|à l’adresse|sur)(?=:?\s*https?:))?\s?[:：]?",
    re.IGNORECASE,
)
_MODIFIED = re.compile(
    r"\b(?:last (?:modified|edited|updated)(?: on)?|zuletzt (?:bearbeitet|geändert) am|updated|modifié le)\s(?=[\w ,.]{0,16}\d)",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"(?:[—–\-_]\s?){2,}[.,:]?\s+(?=\S)|(?:Idem|Eadem|Ders\.|Dies\.)[,.:]\s+(?=[^\d\s])"
)
_NAME = r"[^\W\d_][\w’'\-]+(?: [^\W\d_][\w’'\-]+)?, [^\W\d_][\w’'.\-]*(?: [^\W\d_][\w’'.\-]*){0,2}"
_AND_OTHERS = r"(?:,? (?:and|&) [^\W\d_][^()“\"]{2,40}?)?"
_ROLE = re.compile(
    rf"(?P<names>{_NAME}{_AND_OTHERS})(?:, (?P<role>ed(?=\.)|trans(?:l|lators?)?|comps?|compilers?|hosts?"
    r"|directors?|dirs?|presenters?|narrators?)\b\.?| \((?P<bracket>Trans(?:lators?|\.)?|Hosts?|Directors?"
    r"|Presenters?|Comps?\.?|Compilers?|Executive Producers?|Producers?)(?: (?:&|and) [^()]{3,40})?\))",
)
_ROLES = {
    "ed": "editor",
    "tr": "translator",
    "co": "compiler",
    "ho": "host",
    "di": "director",
    "pr": "host",
    "na": "host",
}


# Stands for whoever a dash stands for.
NOBODY = Name("Lind", "Ada")


@dataclass
class Aside:
    """A line without its asides. `places` are those of its letters in the line as it was.

    `role` is what the people in front are besides authors, `medium` what a bracket called the work.
    """

    text: str
    places: list[int]
    signal: str = ""
    medium: str = ""
    handle: str = ""
    issn: str = ""
    role: str = ""
    accessed: Date | None = None
    is_archived: bool = False
    is_by_the_same: bool = False

    def cut(self, start: int, end: int, keep: str = "") -> None:
        """Without the letters from `start` to `end`, in whose place stands `keep`."""
        after = self.text[end : end + 1]
        if start and self.text[start - 1].isspace() and (not after.strip() or after in ".,;:"):
            start -= 1
        elif not start or self.text[start - 1].isspace():
            end += len(self.text[end:]) - len(self.text[end:].lstrip())
        at = self.places[start] if start < len(self.places) else 0
        self.text = self.text[:start] + keep + self.text[end:]
        self.places[start:end] = [at] * len(keep)

    def lift(self, pattern: re.Pattern, keep: str = "") -> re.Match | None:
        if match := pattern.search(self.text):
            self.cut(match.start(), match.end(), keep)
        return match


def apart(line: str) -> Aside:
    """What `line` says, and what it says on the side."""
    aside = Aside(line, list(range(len(line))))
    for step in _STEPS:
        step(aside)
    return aside


def _signal(aside: Aside) -> None:
    for pattern in (_LABEL, _SIGNAL, _ASIAN_SIGNAL):
        match = pattern.match(aside.text)
        if match and not _is_family_name(match):
            aside.signal = aside.signal or match[0].strip(" :,：")
            aside.cut(0, match.end())


def _is_family_name(match: re.Match) -> bool:
    """“See, Klaus von.” is somebody; “See, e.g., Lind” and “For example, Lind” are not."""
    said = match[0].strip()
    return "end" in match.groupdict() and match["end"] == ", " and not re.search(r"[. ]", said)


def _same(aside: Aside) -> None:
    if match := _SAME.match(aside.text):
        aside.is_by_the_same = True
        # The rest is read as if its author stood there.
        aside.cut(0, match.end(), keep=f"{NOBODY.family}, {NOBODY.given}. ")


def _role(aside: Aside) -> None:
    if match := _ROLE.match(aside.text):
        said = (match["role"] or match["bracket"]).lower()
        aside.role = "director" if said.startswith("dir") else _ROLES.get(said[:2], "host")
        stop = "" if aside.text[match.end() : match.end() + 1] in (".", ",") else "."
        is_twice = match["names"].endswith(".") and aside.text[match.end() : match.end() + 1] == "."
        aside.cut(match.end("names"), match.end() + is_twice, keep="" if is_twice else stop)


def _medium(aside: Aside) -> None:
    while match := aside.lift(_MEDIUM):
        word = match["word"].lower()
        aside.medium = aside.medium or (match["word"] if word in MEDIA else "")
    if match := aside.lift(_HANDLE):
        aside.handle = match[1]


def _modified(aside: Aside) -> None:
    """“last modified May 3, 2012”: the day is the work's."""
    aside.lift(_MODIFIED)


def _numbers(aside: Aside) -> None:
    while match := aside.lift(_ISSN):
        aside.issn = aside.issn or match[1]


def _archived(aside: Aside) -> None:
    """A copy is not where the work is, unless there is no other address."""
    aside.is_archived = bool(aside.lift(_ARCHIVED))
    others = re.sub(_COPY, "", aside.text)
    if "://" in others and aside.lift(_COPY):
        aside.is_archived = True


def _accessed(aside: Aside) -> None:
    if match := aside.lift(_ACCESSED, keep=" "):
        aside.accessed = month_names.read(match[1])
        if aside.text.rstrip().endswith(("(", "[")):
            aside.cut(len(aside.text.rstrip()) - 1, len(aside.text))


_STEPS: tuple[Callable[[Aside], None], ...] = (
    _signal,
    _same,
    _archived,
    _accessed,
    _modified,
    _medium,
    _numbers,
    _role,
)


def _type(record: Record, aside: Aside) -> str:
    """What a bracket called the work; a photograph or film in a post makes it nothing else."""
    said = MEDIA.get(aside.medium.lower(), "")
    return record.type if record.type == "post" else said or record.type


def told(record: Record, aside: Aside) -> Record:
    """The work with what its line said on the side."""
    if aside.is_by_the_same:
        others = (one for one in record.contributors if one != ("author", NOBODY))
        record = replace(record, contributors=tuple(others))
    known: dict[str, Any] = {
        "issn": record.issn or aside.issn,
        "accessed": record.accessed or aside.accessed,
        "genre": record.genre or aside.medium,
        "type": _type(record, aside),
    }
    if aside.role:
        known["contributors"] = tuple(
            (aside.role if role == "author" else role, name) for role, name in record.contributors
        )
    return replace(record, **known)
