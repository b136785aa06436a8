"""What readers search for is found: by its words in its own language, if it is public."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from opinion.articles.models import SearchEntry
from opinion.articles.tasks import read_for_search
from opinion.search.asked import Term, terms, typed
from tests.bibliography import make_citing, make_work
from tests.newsroom import (
    MORNING,
    make_article,
    make_author,
    make_draft,
    make_published_comment,
    make_section,
    make_topic,
    make_type,
    publish_again,
)

pytestmark = pytest.mark.django_db


def look_for(text, **chosen) -> str:
    response = Client().get("/search/", {"q": text} | chosen)
    assert response.status_code == 200, text
    return response.content.decode()


def without_marks(html: str) -> str:
    return re.sub("<[^>]*>", "", html).partition("–")[0].strip()


def found(text, **chosen) -> list[str]:
    """The headlines, or the names of those who commented, in their order."""
    page = look_for(text, **chosen)
    return [
        without_marks(headline)
        for headline in re.findall(r'<h2 class="card-headline"><a [^>]*>(.*?)</a>', page, re.S)
    ]


def test_each_part_of_what_is_published_is_found(publication, editor):
    make_article(
        "Night Trains",
        standfirst="Why towns need them.",
        body="<p>The signalman waits.</p>",
        authors=[make_author("Solvej Ærø")],
        note="<p>She lives in Aarhus.</p>",
        references=["Rolt. <em>Red for Danger</em>."],
    )
    make_draft("Night Boats")
    for asked in ("night", "towns", "signalman", "Solvej", "aero", "Aarhus", "danger", "train"):
        assert found(asked) == ["Night Trains"], asked
    assert found("boats") == []


@pytest.mark.parametrize(
    ("language", "said", "asked"),
    [
        ("en", "The trains were running", "train run"),
        ("de", "Die alten Häuser", "Haus"),
        ("fr", "Les écoles françaises", "ecole francaise"),
        ("fr", "Les écoles françaises", "ÉCOLE"),
        ("ru", "Ночные Поезда", "поезд"),
        ("el", "Τα τρένα", "τρένο"),
        ("ar", "القطارات الليلية", "القطار"),
        ("da", "Blåbærgrød på Ærø", "blabaergrod"),
        ("zh-hans", "夜间火车停运了", "火车"),
        ("ja", "夜行列車がなくなる", "列車"),
        ("en", "A left-wing and/or “quoted” view", "wing or quoted"),
        ("en", "Straße", "strasse"),
    ],
)
def test_words_are_found_in_the_language_of_the_article(publication, language, said, asked):
    make_article(said, language=language, slug="a")
    make_article("Nothing of the kind", slug="b")
    assert len(found(asked)) == 1, asked


def test_quotes_hyphens_and_beginnings(publication):
    make_article("The Last Train")
    make_article("Train Last Seen", slug="seen", body="<p>Here.</p>")
    assert {*found("last train")} == {"The Last Train", "Train Last Seen"}
    assert found('"last train"') == found("“last train”") == ["The Last Train"]
    assert found("train -seen") == ["The Last Train"]
    assert found("train -“last seen”") == ["The Last Train"]
    assert found("-seen") == []
    assert {*found("tra")} == {"The Last Train", "Train Last Seen"}
    assert found("tra last") == found('"tra"') == []


def test_what_was_typed_is_read_as_terms():
    assert terms(typed('a  "b c" -d “e f” -"g h" i')) == [
        Term("a", False, False),
        Term("b c", False, False),
        Term("d", True, False),
        Term("e f", False, False),
        Term("g h", True, False),
        Term("i", False, True),
    ]
    assert len(typed("word " * 10_000)) <= 200
    assert len(terms(typed("w " * 100))) == 12


HOSTILE = [
    "\0",
    "\0train\0",
    "word " * 10_000,
    '"' * 1_000,
    '" ' * 1_000,
    "-" * 500,
    "' OR 1=1 --",
    "train & !(boat | :*) <-> \\",
    "a:* & b:A",
    "%s %(x)s {0} __",
    "\ue000\ue001 \ud7ff \U0001f682",
    "the",
    "<mark>train</mark>",
    "x" * 5_000,
    "\u202e\u200b\u0300",
]


def test_any_text_is_just_words_at_a_bounded_cost(publication):
    make_article()
    costs = set()
    for text in HOSTILE:
        for where in ("articles", "comments"):
            with connection.execute_wrapper(counted := Counted()):
                response = Client().get("/search/", {"q": text, "in": where})
            assert response.status_code == 200, text
            assert "<script>" not in response.content.decode()
            costs.add(counted.number)
        assert Client().get("/search/suggest/", {"q": text}).status_code == 200, text
    assert max(costs) <= 22


class Counted:
    number = 0

    def __call__(self, execute, *arguments):
        self.number += 1
        return execute(*arguments)


def test_what_nobody_may_read_any_more_is_gone_at_once(publication, editor):
    article = make_article("Night Signals")
    publish_again(article, headline="Night Boats")
    assert found("signals") == [] and found("boats") == ["Night Boats"]
    article.withdraw(by=editor, reason="Wrong.")
    assert found("boats") == [] and not SearchEntry.objects.exists()
    assert Client().get("/search/suggest/", {"q": "boats"}).json() == {"suggestions": []}


def test_the_best_comes_first_and_of_two_alike_the_newer(publication):
    make_article("A Town", body="<p>It has one train.</p>", at=MORNING + timedelta(days=900))
    make_article("Trains", slug="old", at=MORNING)
    make_article("Trains", slug="new", at=MORNING + timedelta(days=800))
    page = look_for("trains")
    places = [page.index(f"/{slug}/") for slug in ("new", "old", "a-town")]
    assert places == sorted(places)


def test_what_is_found_is_marked_and_nothing_else_is_markup(publication):
    make_article("<i>Trains</i> & trams", slug="x", body="<p>1 &lt; 2 trains &amp; more</p>")
    page = look_for("train")
    assert "&lt;i&gt;<mark>Trains</mark>&lt;/i&gt; &amp; trams" in page
    assert "1 &lt; 2 <mark>trains</mark> &amp; more" in page
    assert "<mark>trams" not in page


def test_a_search_is_narrowed_by_what_there_is_of_it(publication):
    ana, bo = make_author("Ana Lim"), make_author("Bo Ek")
    make_article("Train One", authors=[ana, bo], topics=[make_topic("Boats")])
    make_article("Train Two", authors=[bo], section=make_section("Politics"), slug="two")
    essay = make_type("Essay", suffix="")
    later = MORNING + timedelta(days=400)
    make_article("Train Three", authors=[bo], type=essay, at=later, slug="three")
    page = look_for("train")
    for link, count in {
        "author=bo-ek": 3,
        "author=ana-lim": 1,
        "section=world": 2,
        "section=politics": 1,
        f"type={essay.pk}": 1,
        "year=2025": 1,
        "year=2024": 2,
    }.items():
        assert re.search(rf'href="\?q=train&amp;{link}"[^>]*>.*?</a> <span>{count}</span>', page)
    assert "topic=boats" not in page, "one topic narrows nothing"
    assert found("train", author="ana-lim") == found("train", topic="boats") == ["Train One"]
    assert found("train", section="politics") == ["Train Two"]
    assert found("train", type=essay.pk) == found("train", year=2025) == ["Train Three"]
    assert 'href="?q=train&amp;author=bo-ek"' in look_for("train", author="bo-ek", year="2024")
    for nonsense in ({"author": "\0"}, {"year": "²"}, {"year": "99999999"}, {"type": "x"}):
        assert len(found("train", **nonsense)) == 3


def test_authors_and_works_are_found_beside_articles(publication):
    work = make_work()
    make_citing(work)
    page = look_for("red danger")
    assert f'href="/works/{work.pk}/"' in page
    assert 'href="/author/ngaire-whitcombe/"' in look_for("whit")
    make_author("Nobody Whitlam")
    assert "Whitlam" not in look_for("whit")


def test_published_comments_are_found_on_demand(publication, moderator):
    article = make_article()
    comment = make_published_comment(article, text="My café <b>closed</b>.", name="Ana Reader")
    assert "Ana Reader" not in look_for("cafe")
    assert found("cafe", **{"in": "comments"}) == ["Ana Reader on The Last Train"]
    assert "My <mark>café</mark> &lt;b&gt;closed" in look_for("cafe", **{"in": "comments"})
    comment.take_down(by=moderator, reason="attack")
    assert found("cafe", **{"in": "comments"}) == []


def test_pages_of_ten(publication):
    for number in range(12):
        make_article(f"Train {number}", slug=f"t{number}")
    assert len(found("train")) == 10 and len(found("train", page=2)) == 2
    for page in ("3", "0", "x", "9" * 99):
        response = Client().get("/search/", {"q": "train", "page": page})
        assert response.status_code == 404, page


def test_suggestions_are_names_topics_and_headlines(publication):
    make_article("Trams of Lisbon", authors=[make_author("Tramaine Okafor")])
    make_article("A Tram", slug="a", topics=[make_topic("Tramways")])
    answer = Client().get("/search/suggest/", {"q": "tram"})
    assert {*answer.json()["suggestions"]} == {
        "Tramaine Okafor",
        "Tramways",
        "Trams of Lisbon",
        "A Tram",
    }


def test_nothing_of_a_search_is_kept_or_listed_and_a_network_has_its_limit(publication, settings):
    settings.SEARCHES_PER_NETWORK = 2
    for address in ("/search/?q=train", "/search/suggest/?q=train"):
        answer = Client().get(address, REMOTE_ADDR="198.51.100.7")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert not answer.cookies
    assert Client().get("/search/?q=train", REMOTE_ADDR="198.51.100.8").status_code == 429
    assert Client().get("/search/?q=train", REMOTE_ADDR="203.0.113.8").status_code == 200


def test_an_empty_result_helps(publication):
    page = look_for("zeppelin")
    assert "No articles found for “zeppelin”." in page and 'href="/authors/"' in page


def test_a_page_that_is_not_there_offers_the_words_of_its_address(publication, client):
    answer = client.get("/2019/07/the-night_train.html")
    assert answer.status_code == 404
    assert 'value="the night train html"' in answer.content.decode()


def test_a_browser_learns_how_to_search(publication, client, settings):
    settings.PUBLIC_URL = "https://signal-box.example"
    assert 'rel="search"' in client.get("/").content.decode()
    answer = client.get("/opensearch.xml")
    assert "https://signal-box.example/search/?q={searchTerms}" in answer.content.decode()


def test_hundreds_at_once_are_read_by_the_worker(publication):
    article = make_article("Night Trains")
    with connection.cursor() as cursor:
        many = "SELECT array_agg(%s::bigint) FROM generate_series(1, 100)"
        cursor.execute("SELECT articles_read_or_wait((" + many + "))", [article.pk])
    assert found("trains") == []
    read_for_search(0)
    assert found("trains") == ["Night Trains"]
