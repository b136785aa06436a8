"""What `make bench` measures through the real web server, a few requests of each."""

import pytest

from benchmarks import budgets, filling, first_visit, outlets, phrases, served
from benchmarks.load import Request, ask, send
from benchmarks.peers import wordpress
from benchmarks.served_acts import ACTS
from benchmarks.sizes import SMALL
from comments.models import Comment
from opinion import html
from opinion.articles.models import Article, Edition
from opinion.references.models import Work
from opinion.supervisor.console import Console
from opinion.supervisor.errors import StartupError
from tests.newsroom import make_article, make_comment

ACT = {act.name: act for act in ACTS}


@pytest.fixture(scope="module")
def outlet(template, django_db_blocker, worker_id):
    with django_db_blocker.unblock(), outlets.scratch(Console(), f"served_{worker_id}") as outlet:
        outlet.sizes = SMALL
        with outlet.in_charge():
            filling.fill(outlet, Console())
            yield outlet


@pytest.fixture(scope="module")
def servers(outlet):
    with served.opened(outlet) as servers:
        yield servers


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_each_act_is_answered_as_it_should_be(outlet, servers, act):
    server = servers.kept if act.is_kept else servers.drawn
    for form in act.forms:
        request = next(act.requests(outlet, server.port, form))
        answer = ask(server.port, request)
        assert answer.status == act.status
        if form and act.status == 200:
            assert answer.headers["content-encoding"] in ("br", "gzip")


def test_what_is_kept_is_found_and_what_is_drawn_anew_is_drawn(outlet, servers):
    for _again in range(2):
        kept = ask(servers.kept.port, Request("/about/"))
        drawn = ask(servers.drawn.port, Request("/about/"))
    assert kept.headers["server-timing"] == "cache;desc=hit"
    assert "server-timing" not in drawn.headers


def test_an_act_is_measured_beside_a_bare_view_of_its_bytes(outlet, servers, capsys, monkeypatch):
    act = ACT["home, kept"]
    found = served.measure(act, outlet, servers, rounds=1, seconds=0.001)
    assert {*found} == {("compressed", 1), ("compressed", 8), ("plain", 1), ("plain", 8)}
    for measured in found.values():
        assert measured.application > 0 and measured.database > 0 and measured.middle > 0
    (name,) = {path.name for path in servers.folder.glob("bare/*-plain")}
    home = ask(servers.kept.port, Request("/")).body
    assert ask(servers.bare.port, Request(f"/{name}")).body == home
    assert home.endswith(b"</html>\n")
    monkeypatch.setitem(budgets.BUDGETS, act.budget, budgets.Budget(0, 0))
    with pytest.raises(AssertionError, match="at most 0 are held"):
        served.judged(act, found)
    monkeypatch.setitem(budgets.BUDGETS, act.budget, budgets.Budget(0, 10_000))
    assert served.judged(act, found) == "over the 0 wanted"


def test_an_answer_that_is_none_is_told(servers):
    with pytest.raises(AssertionError, match="/nowhere/ answered 404"):
        send(servers.kept.port, [Request("/nowhere/")] * 3, connections=2, status=200)


def test_all_that_a_first_visit_asks_for_is_counted(outlet, servers):
    first_visit._take_pictures(servers.folder / "media")
    visit = first_visit.look(servers.kept.port, outlet.busiest.get_absolute_url())
    assert visit.requests["page"] == visit.requests["styles"] == visit.requests["pictures"] == 1
    assert visit.requests["scripts"] > 1, "none of those that a script imports"
    assert visit.bytes["pictures"] > visit.bytes["page"] > 1_000
    assert visit.requests["type"] == 3
    assert 22_000 >= visit.bytes["type"] > visit.bytes["styles"]
    assert visit.without_pictures <= first_visit.LIGHT, visit
    assert str(visit).startswith(f"{visit.requests.total()} requests, ")


# --- What the outlet is filled with


def test_one_can_go_on_writing_in_a_filled_outlet(outlet):
    article = make_article(headline="Written afterwards")
    comment = make_comment(article, "I was there.")
    assert article.pk > SMALL.articles and comment.pk > SMALL.comments
    assert article.live_edition.pk > Edition.objects.filter(article__lt=article).last().pk
    Comment.objects.filter(pk=comment.pk).delete()


def test_it_is_as_varied_as_life(outlet):
    shown = Article.objects.published()
    assert Work.objects.count() == SMALL.works
    assert len({*shown.values_list("body", flat=True)}) > 40
    assert {edition.bylines.count() for edition in Edition.objects.all()} == {1, 2}
    assert {edition.pictures.count() for edition in Edition.objects.all()} == {0, 1}
    counts = {edition.references.count() for edition in Edition.objects.all()}
    assert {0, 5, 8, 100} <= counts
    assert Edition.objects.filter(change="correction").exists()
    for field in ("passage", "edited_at"):
        told = {*Comment.objects.values_list(field, flat=True)}
        assert len(told) > 10, field
    lengths = {*map(len, Comment.objects.values_list("text", flat=True))}
    assert max(lengths) > 20 * min(lengths)


def test_the_texts_are_in_the_form_in_which_they_are_kept():
    for text in (phrases.essay(1, 20, (1, 2, 3)), phrases.essay(45, 2)):
        assert html.article(text) == text
    for text, made in phrases.comments()[:20]:
        assert html.comment(text) == made


# --- Beside others


def test_whoever_asks_for_peers_that_are_not_installed_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(wordpress.shutil, "which", lambda program: None)
    with pytest.raises(StartupError, match="apt-get install wordpress"):
        wordpress.refuse_missing()


def test_what_costs_more_than_a_peer_is_told(capsys, monkeypatch):
    table = served.Table(None, rounds=1, seconds=0)
    table.ratios = {"ours": 8.0, "theirs": 4.0}
    monkeypatch.setitem(budgets.BUDGETS, "beside", budgets.Budget(1, 3))
    table.compare("ours", "theirs", "beside")
    assert "ours: 2.00 of theirs" in capsys.readouterr().out
    assert not table.failed
    table.ratios["ours"] = 16.0
    table.compare("ours", "theirs", "beside")
    assert table.failed
