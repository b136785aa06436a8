"""References in the publication's style: printed in the background, and looked up for a page."""

from opinion.references import printing
from opinion.references.models import Rendering, Work
from opinion.references.record import Record

from .models import Article, Publication
from .works import meant_by, references_to


def attach(references: list, style: str, language: str):
    """Give each reference its `rendering`, or None where its line is shown. One query at most."""
    known = {id(one): printing.digest(one.known) for one in references if one.known}
    ready = Rendering.objects.of(known.values(), style, language) if known else {}
    for reference in references:
        reference.rendering = ready.get(known.get(id(reference), ""))
    return references


def print_all(article: Article):
    """Print what is known in the draft and in the live edition, and is not printed yet.

    First as the article shows it, then in every style, for the pages of the works. Raises
    printing.PandocUnavailable; what was printed before stays.
    """
    publication = Publication.objects.current()
    style = publication.citation_style
    keep(_known(article.references.select_related("work__merged_into")), style, article.language)
    if edition := article.live_edition:
        cited = edition.references.select_related("work__merged_into")
        keep(_known(cited), style, edition.language)
        works = [one.work.canonical for one in cited if one.known and one.work]
        _print_in_every_style(works, publication)


def _known(references) -> list[Record]:
    return [record for reference in references if (record := reference.known)]


def print_work(work: Work):
    """Print a work in every style, if it has a page."""
    if references_to(meant_by(work)).exists():
        _print_in_every_style([work], Publication.objects.current())


def _print_in_every_style(works: list[Work], publication: Publication):
    """Print works as their pages show them: as they are now, in the publication's language."""
    records = [work.record.for_readers() for work in works]
    for style in styles(publication):
        keep(records, style, publication.language)


def styles(publication: Publication) -> list[str]:
    """The styles that there are, that of the publication first."""
    return [*dict.fromkeys([publication.citation_style, *printing.STYLES])]


def keep(records: list[Record], style: str, language: str):
    """Print and store what is not yet printed by this version of the style."""
    by_digest = {printing.digest(record): record for record in records}
    version = printing.style_hash(style)
    ready = Rendering.objects.of(by_digest, style, language)
    missing = [
        digest for digest in by_digest if digest not in ready or ready[digest].style_hash != version
    ]
    printed = printing.print_all([by_digest[digest] for digest in missing], style, language)
    for digest, one in zip(missing, printed, strict=True):
        if one is not None:
            Rendering.objects.update_or_create(
                digest=digest,
                style=style,
                language=language,
                defaults={"html": one.html, "text": one.text, "style_hash": version},
            )


def print_everything():
    """Print all that readers see in the style that the publication has now."""
    for article in Article.objects.published().select_related("live_edition").iterator():
        print_all(article)
