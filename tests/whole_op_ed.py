"""An op-ed with all that a text may be made of, and as much of it as nobody writes."""

from opinion.embeds.models import EmbedCard
from tests.newsroom import make_draft, make_host, make_use
from tests.test_renditions import photograph

VIDEO = "https://tv.example.org/watch/x1"
NOTES, COLUMNS = 300, 100


def notes(count):
    calls = "".join(f'<p>Line {n} ends<a data-note="k{n}"></a>.</p>' for n in range(count))
    texts = "".join(f'<li data-note="k{n}">Remark {n}.</li>' for n in range(count))
    return calls, f'<section data-notes=""><ol>{texts}</ol></section>'


def table(columns):
    head = "".join(f'<th scope="col">C{n}</th>' for n in range(columns))
    cells = "".join(f"<td>D{n}</td>" for n in range(columns))
    return (
        f"<table><caption>Arrivals</caption><tbody><tr>{head}</tr><tr>{cells}</tr></tbody></table>"
    )


def make_whole_draft(*, count=NOTES, columns=COLUMNS, headline="Everything", embeds=1):
    """A draft with two pictures, a table, notes, a pull quote, embeds and references."""
    make_host()
    EmbedCard.objects.create(address=VIDEO, title="Trains at night")
    sea, boats = photograph(alt="A sea."), photograph(800, 400, alt="Boats.")
    figures = [f'<figure data-picture="{picture.pk}"></figure>' for picture in (sea, boats)]
    cards = [
        f'<figure data-embed="{VIDEO if not n else VIDEO + str(n)}"></figure>'
        for n in range(embeds)
    ]
    calls, section = notes(count)
    quote = "<figure><blockquote><p>A port guesses.</p></blockquote></figure>"
    body = f"<p>One.</p>{figures[0]}<h2>Two</h2>{table(columns)}{''.join(cards)}{quote}{calls}"
    draft = make_draft(headline, body=f"{body}{figures[1]}{section}", references=["Roe, Trains."])
    for picture in (sea, boats):
        make_use(draft, picture, alt=picture.alt, caption="Low tide at Inverey")
    return draft
