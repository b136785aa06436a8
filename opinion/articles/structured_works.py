"""A cited work as schema.org describes it; only what is known of it, and of a line its words."""

from opinion import html
from opinion.references.record import Name, Record

from .coins import day
from .records import line_of

# By CSL type: schema.org's, and that of what it is part of. Others are a CreativeWork.
_TYPES = {
    "article-journal": ("ScholarlyArticle", "Periodical"),
    "article-magazine": ("Article", "Periodical"),
    "article-newspaper": ("NewsArticle", "Newspaper"),
    "bill": ("Legislation", ""),
    "book": ("Book", ""),
    "chapter": ("Chapter", "Book"),
    "classic": ("Book", ""),
    "dataset": ("Dataset", ""),
    "legislation": ("Legislation", ""),
    "map": ("Map", ""),
    "motion_picture": ("Movie", ""),
    "paper-conference": ("ScholarlyArticle", "Book"),
    "periodical": ("Periodical", ""),
    "post": ("SocialMediaPosting", ""),
    "post-weblog": ("BlogPosting", "Blog"),
    "report": ("Report", ""),
    "review": ("Review", "Periodical"),
    "review-book": ("Review", "Periodical"),
    "software": ("SoftwareApplication", ""),
    "thesis": ("Thesis", ""),
    "webpage": ("WebPage", "WebSite"),
}
_ROLES = ("author", "editor", "translator")


def citation(reference) -> dict | str:
    record = reference.known
    return _work(record) if record else line_of(reference)


def _work(record: Record) -> dict:
    kind, whole = _TYPES.get(record.type, ("CreativeWork", ""))
    found = {
        "@type": kind,
        "name": record.title,
        **{role: [_creator(name) for name in record.names(role)] for role in _ROLES},
        "datePublished": day(record.issued),
        "publisher": _named("Organization", record.publisher),
        "isPartOf": _named(whole or "CreativeWork", record.container),
        "inLanguage": record.language,
        "isbn": record.isbn if kind == "Book" else "",
        "url": html.safe_url(record.url) or "",
        "sameAs": f"https://doi.org/{record.doi}" if record.doi else "",
    }
    return {name: value for name, value in found.items() if value}


def _creator(name: Name) -> dict:
    if name.is_literal:
        return {"@type": "Organization", "name": name.literal}
    parts = [name.given, name.particle, name.family, name.suffix]
    return {"@type": "Person", "name": " ".join(filter(None, parts))}


def _named(kind: str, name: str) -> dict | None:
    return {"@type": kind, "name": name} if name else None
