"""An editor composes the front; what is not chosen fills itself with the newest, nothing twice."""

import re
from datetime import timedelta

import pytest

from opinion.articles.models import FrontPlace, Publication, Tally
from tests.newsroom import MORNING, make_article, make_draft, make_section, make_user
from tests.test_lists import headlines, read

pytestmark = pytest.mark.django_db
Kind = FrontPlace.Kind
FRONT = "/admin/articles/front/1/change/"
ROWS = "front_places"


def put(kind, article=None, **values) -> FrontPlace:
    position = FrontPlace.objects.count() + 1
    publication = Publication.objects.get()
    return FrontPlace.objects.create(
        publication=publication, kind=kind, article=article, **{"position": position} | values
    )


def make_five():
    """Article 5 is the newest."""
    hours = [MORNING + timedelta(hours=n) for n in range(1, 6)]
    return [make_article(f"Article {n}", at=at) for n, at in enumerate(hours, start=1)]


def lead(page) -> str:
    return re.search(r'<h2 class="lead-headline">\s*<a[^>]*>(.*?)<', page, re.DOTALL)[1].strip()


def test_without_a_choice_the_front_is_the_newest(publication, client):
    make_five()
    assert headlines(read(client)) == [f"Article {n}" for n in (5, 4, 3, 2, 1)]


def test_what_is_chosen_stands_in_its_place_and_nothing_twice(publication, client):
    one, two, three, _four, _five = make_five()
    culture = make_section("Culture")
    make_article("Of Culture", section=culture, at=MORNING - timedelta(days=400), slug="c")
    for n in range(10):
        make_article(f"Later {n}", at=MORNING + timedelta(days=1 + n), slug=f"l{n}")
    put(Kind.LEAD, two)
    put(Kind.CHOICE, one)
    put(Kind.SECOND, three)
    put(Kind.CHOICE, two)
    put(Kind.STRIP, section=culture)
    page = read(client)
    assert headlines(page) == [
        *("Article 2", "Article 3", "Article 1"),
        *(f"Later {n}" for n in range(9, -1, -1)),
        "Of Culture",
    ]
    assert lead(page) == "Article 2"
    assert "Editor's choice" in page and '<a href="/section/culture/">Culture</a>' in page


def test_what_is_most_discussed_stands_in_a_strip_of_its_own(publication, client, editor):
    articles = make_five()
    put(Kind.LEAD, articles[0])
    put(Kind.CHOICE, articles[3])
    put(Kind.DISCUSSED)
    assert "Most discussed" not in read(client)
    for rank, article in enumerate((articles[0], articles[2], articles[3], articles[1]), start=1):
        Tally.objects.create(article=article, rank=rank, comments=9 - rank)
    page = read(client)
    # Those that stand above are passed over, and what stands here is not among the newest.
    assert headlines(page) == [f"Article {n}" for n in (1, 4, 5, 3, 2)]
    assert page.index("Article 5") < page.index("Most discussed") < page.index("Article 3")
    assert "7 comments" in page
    articles[2].withdraw(by=editor, reason="Wrong.")
    assert headlines(read(client)) == [f"Article {n}" for n in (1, 4, 5, 2)]


def test_a_choice_holds_until_its_time_and_the_next_takes_its_place(
    publication, client, time_machine
):
    one, two, _three, _four, _five = make_five()
    put(Kind.LEAD, one, until=MORNING + timedelta(days=2))
    put(Kind.LEAD, two, until=MORNING + timedelta(days=3))
    for days, headline in ((1, "Article 1"), (2.5, "Article 2"), (4, "Article 5")):
        time_machine.move_to(MORNING + timedelta(days=days), tick=False)
        assert lead(read(client)) == headline


def test_a_piece_that_is_withdrawn_while_it_leads_makes_room_at_once(publication, client, editor):
    one, *_others = make_five()
    put(Kind.LEAD, one)
    assert lead(read(client)) == "Article 1"
    one.withdraw(by=editor, reason="Wrong.")
    page = read(client)
    assert lead(page) == "Article 5" and "Article 1" not in page


def form_of(*rows) -> dict[str, str]:
    """What the form sends for new rows: dicts by the names of their fields."""
    empty = {"kind": "lead", "article": "", "section": "", "until_0": "", "until_1": "", "id": ""}
    sent = {f"{ROWS}-TOTAL_FORMS": len(rows), f"{ROWS}-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        values = empty | {"publication": 1, "position": number + 1} | row
        sent |= {f"{ROWS}-{number}-{name}": value for name, value in values.items()}
    return sent


def test_an_editor_composes_the_front_and_sees_it_before(publication, client, editor):
    one, two, *_others = make_five()
    client.force_login(editor)
    assert client.get("/admin/articles/front/").headers["Location"] == FRONT
    assert "Preview" in read(client, FRONT)
    sent = form_of({"article": two.pk, "position": 2}, {"article": one.pk, "position": 1})
    preview = client.post("/admin/articles/front/1/preview/", sent)
    assert preview.status_code == 200 and "no-store" in preview.headers["Cache-Control"]
    assert lead(preview.content.decode()) == "Article 1"
    assert not FrontPlace.objects.exists() and lead(read(client)) == "Article 5"
    assert client.post(FRONT, sent).status_code == 302
    assert lead(read(client)) == "Article 1"


def test_what_readers_cannot_see_is_refused_beside_its_field(publication, client, editor):
    draft = make_draft("Unfinished")
    client.force_login(editor)
    for address in (FRONT, "/admin/articles/front/1/preview/"):
        page = client.post(address, form_of({"article": draft.pk}, {"kind": "strip"}))
        words = page.content.decode()
        assert (
            "Readers can&#x27;t see this article yet." in words and "Choose the section." in words
        )
    assert not FrontPlace.objects.exists()


def test_only_editors_compose_it(publication, client):
    make_article()
    client.force_login(make_user("mo", group="Moderators"))
    assert client.get(FRONT).status_code in (302, 403)
    assert client.post("/admin/articles/front/1/preview/", form_of()).status_code == 403
