"""The types of works by their names for people."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "article": _("Preprint"),
    "article-journal": _("Journal article"),
    "article-magazine": _("Magazine article"),
    "article-newspaper": _("Newspaper article"),
    "bill": _("Bill"),
    "book": _("Book"),
    "broadcast": _("Broadcast or podcast"),
    "chapter": _("Chapter"),
    "classic": _("Classic work"),
    "collection": _("Collection"),
    "dataset": _("Dataset"),
    "document": _("Document"),
    "entry": _("Entry"),
    "entry-dictionary": _("Dictionary entry"),
    "entry-encyclopedia": _("Encyclopedia entry"),
    "event": _("Event"),
    "figure": _("Figure"),
    "graphic": _("Picture"),
    "hearing": _("Hearing"),
    "interview": _("Interview"),
    "legal_case": _("Court case"),
    "legislation": _("Statute"),
    "manuscript": _("Manuscript"),
    "map": _("Map"),
    "motion_picture": _("Film or video"),
    "musical_score": _("Musical score"),
    "pamphlet": _("Pamphlet"),
    "paper-conference": _("Conference paper"),
    "patent": _("Patent"),
    "performance": _("Performance"),
    "periodical": _("Periodical"),
    "personal_communication": _("Letter or message"),
    "post": _("Post"),
    "post-weblog": _("Blog post"),
    "regulation": _("Regulation"),
    "report": _("Report"),
    "review": _("Review"),
    "review-book": _("Book review"),
    "software": _("Software"),
    "song": _("Recording"),
    "speech": _("Speech"),
    "standard": _("Standard"),
    "thesis": _("Thesis"),
    "treaty": _("Treaty"),
    "webpage": _("Web page"),
}


def name(kind: str) -> str:
    """What people call a type; one that we do not know by its own word."""
    return str(NAMES.get(kind, kind))


def kind(said: str) -> str:
    """The type that somebody means by its name or its word; `said` itself where it is neither."""
    wanted = said.strip().casefold()
    if wanted in NAMES:
        return wanted
    return next((kind for kind in NAMES if name(kind).casefold() == wanted), said)
