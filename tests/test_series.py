"""Articles that an editor puts together: in a series each is a part, in a dossier one of many."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opinion.articles.admin.series import SeriesPartInline
from opinion.articles.models import Filing, Redirect, Series
from tests.newsroom import make_article, make_draft, make_series, make_user, publish_again
from tests.test_lists import headlines, read

pytestmark = pytest.mark.django_db
PAGE = "/series/night-trains/"


def places(page: str) -> list[str]:
    """What an article's page says of its places: the words of each, without the markup."""
    found = re.findall(r'<p class="dates in-series">(.*?)</p>', page, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", "", words).split()) for words in found]


def steps(page: str) -> dict[str, str]:
    """The addresses that the page leads on to, by their relation."""
    return dict(re.findall(r'<a rel="(next|prev)"[^>]* href="(/2024/[^"]+)"', page))


def make_parts(*headlines, **values) -> tuple[Series, list]:
    articles = [make_article(headline) for headline in headlines]
    return make_series("Night Trains", articles, **values), articles


def test_each_part_tells_its_number_and_leads_to_its_neighbours(publication, client):
    _series, articles = make_parts("One", "Two", "Three")
    one, two, three = (read(client, article.get_absolute_url()) for article in articles)
    assert places(one) == ["Night Trains Part 1 of 3"] and f'href="{PAGE}"' in one
    assert steps(one) == {"next": "/2024/01/two/"}
    assert steps(two) == {"next": "/2024/01/three/", "prev": "/2024/01/one/"}
    assert places(three) == ["Night Trains Part 3 of 3"]
    assert steps(three) == {"prev": "/2024/01/two/"}
    about = json.loads(re.search(r'ld\+json">(.*?)</script>', two)[1])
    assert about["position"] == 2 and [part["name"] for part in about["isPartOf"]] == [
        "Night Trains"
    ]


def test_only_what_readers_can_open_is_counted(publication, client, editor):
    one, two, three = (make_article(name) for name in ("One", "Two", "Three"))
    planned = make_draft("Planned")
    make_series("Night Trains", [one, planned, two, three])
    address = three.get_absolute_url()
    assert places(read(client, address)) == ["Night Trains Part 3 of 3"]
    two.withdraw(by=editor, reason="Wrong.")
    page = read(client, address)
    assert places(page) == ["Night Trains Part 2 of 2"] and steps(page)["prev"] == "/2024/01/one/"
    planned.publish(by=editor)
    assert places(read(client, address)) == ["Night Trains Part 3 of 3"]
    assert headlines(read(client, PAGE)) == ["One", "Planned", "Three"]


def test_the_page_of_a_series_lists_its_parts_in_order_with_its_text(publication, client):
    make_parts("One", "Two", description="Sleepers.", text="<p>All <b>night</b>.</p>")
    page = read(client, PAGE)
    assert headlines(page) == ["One", "Two"] and "<p>All <strong>night</strong>.</p>" in page
    assert [*re.findall(r'class="part-number">(.*?)<', page)] == ["Part 1", "Part 2"]
    assert '<meta property="og:description" content="Sleepers.">' in page


def test_a_dossier_numbers_nothing_and_leads_to_no_next_part(publication, client):
    _series, articles = make_parts("One", "Two", kind="dossier")
    page = read(client, articles[0].get_absolute_url())
    assert places(page) == ["Night Trains"] and steps(page) == {}
    assert "Part 1" not in read(client, PAGE) and headlines(read(client, PAGE)) == ["One", "Two"]


def test_it_is_followed_found_and_listed_once_somebody_may_read_it(publication, client, editor):
    planned = make_draft("Planned")
    make_series("Night Trains", [planned])
    assert "Nothing has been published" in read(client, PAGE)
    assert client.get("/series/").status_code == 404
    assert "/series/" not in read(client, "/archive/")
    planned.publish(by=editor)
    assert f'href="{PAGE}"' in read(client, "/series/")
    assert 'href="/series/"' in read(client, "/archive/")
    for form in ("", "atom/", "json/"):
        assert "Planned" in read(client, f"{PAGE}feed/{form}")
    make_article("Other Planned Trains")
    found = read(client, "/search/?q=planned&series=night-trains")
    assert "<mark>Planned</mark>" in found and "/other-planned" not in found
    sitemaps = re.findall(r"sitemap-series\.xml(?:\?p=\d+)?", read(client, "/sitemap.xml"))
    assert any(PAGE in read(client, f"/{file}") for file in sitemaps)


def test_its_parts_are_live_and_belong_to_no_edition(publication, client, editor):
    series, articles = make_parts("One", "Two")
    one, two = articles
    number = one.live_edition.number
    series.parts.filter(article=one).update(position=9)
    assert places(read(client, one.get_absolute_url())) == ["Night Trains Part 2 of 2"]
    publish_again(two, headline="Second")
    assert ">Second" in read(client, one.get_absolute_url())
    series.parts.filter(article=one).delete()
    assert places(read(client, one.get_absolute_url())) == []
    one.refresh_from_db()
    assert one.live_edition.number == number and not one.has_unpublished_changes
    assert Filing.objects.filter(kind="series").count() == 1
    two.bylines.all().delete()
    series.delete()
    assert not Filing.objects.filter(kind="series").exists()


def test_an_article_in_two_of_them_names_both(publication, client):
    _series, articles = make_parts("One", "Two")
    make_series("A Dossier", articles[1:], kind="dossier")
    page = read(client, articles[1].get_absolute_url())
    assert places(page) == ["A Dossier", "Night Trains Part 2 of 2"]


def test_a_merged_series_hands_over_its_parts_and_its_address(publication, client, editor):
    series, articles = make_parts("One", "Two")
    other = make_series("Sleepers", articles[:1])
    series.merge_into(other, by=editor)
    assert client.get(PAGE)["Location"] == "/series/sleepers/"
    assert headlines(read(client, "/series/sleepers/")) == ["One", "Two"]
    assert Redirect.objects.get().series == other


# --- In the newsroom


def form_of(series, *rows) -> dict[str, str]:
    """What its form sends: (position, article) of each row, those that it has first."""
    stored = dict(series.parts.values_list("article", "pk")) if series else {}
    sent = {"kind": "series", "name": "Night Trains", "slug": "night-trains", "text": ""}
    sent |= {"parts-TOTAL_FORMS": len(rows), "parts-INITIAL_FORMS": len(stored)}
    for number, (position, article) in enumerate(rows):
        pk = stored.get(article.pk, "") if article and number < len(stored) else ""
        values = {"id": pk, "series": series.pk if series else "", "position": position}
        values["article"] = article.pk if article else ""
        sent |= {f"parts-{number}-{name}": value for name, value in values.items()}
    return sent


def test_an_editor_makes_one_and_orders_its_parts(publication, client, editor, monkeypatch):
    monkeypatch.setattr(SeriesPartInline, "max_num", 3)
    one, two = make_article("One"), make_article("Two")
    client.force_login(editor)
    sent = form_of(None, (2, one), (1, two), (3, None))
    assert client.post("/admin/articles/series/add/", sent).status_code == 302
    series = Series.objects.get()
    assert headlines(read(client, PAGE)) == ["Two", "One"]
    change = f"/admin/articles/series/{series.pk}/change/"
    assert 'class="place' in read(client, change)
    answer = client.post(change, form_of(series, (2, two), (1, one)))
    assert answer.status_code == 302 and headlines(read(client, PAGE)) == ["One", "Two"]
    three = make_article("Three")
    client.post(change, form_of(series, (2, two), (7, one), ("", three)))
    assert headlines(read(client, PAGE)) == ["Two", "One", "Three"]
    series.parts.filter(article=three).delete()
    known = form_of(series, (1, one), (2, two), ("", three))
    series.parts.create(article=three, position=9)
    again = client.post(change, known)
    assert "This article is a part already." in again.content.decode()
    twice = client.post(change, form_of(None, (1, one), (3, one)))
    assert "duplicate" in twice.content.decode() and series.parts.count() == 3
    rows = [(n, one) for n in range(1, 5)]
    many = client.post("/admin/articles/series/add/", form_of(None, *rows))
    assert "at most 3 forms" in many.content.decode()


def test_its_form_asks_as_often_for_thirty_parts_as_for_one(publication, client, editor):
    series, _articles = make_parts("One")
    client.force_login(editor)
    asked = []
    for n in range(2):
        with CaptureQueriesContext(connection) as queries:
            read(client, f"/admin/articles/series/{series.pk}/change/")
        asked.append(len(queries))
        for number in range(30 * (1 - n)):
            series.parts.create(article=make_draft(f"Part {number}"), position=9)
    assert asked[0] == asked[1]


def test_only_editors_put_series_together(publication, client):
    client.force_login(make_user("mo", group="Moderators"))
    assert client.get("/admin/articles/series/add/").status_code in (302, 403)
