"""An editor moves a site in, page by page: sent, confirmed, tried out, done and taken back."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from authors.models import Author
from opinion.articles.models import Article
from opinion.moving import steps, tasks
from opinion.moving.models import MoveIn
from tests.newsroom import make_author, make_user
from tests.wordpress_files import category, comment, item, wxr

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]
LIST = "/admin/moving/movein/"
EXPORT = wxr(
    item(
        1,
        "The Night Train – OpEd",
        raw=category("World") + category("Rail", domain="post_tag") + comment(5),
    ),
    item(2, "Second", '<img src="https://old.example/a.jpg">', creator="mira"),
    item(3, "Kept back", status="private"),
)


@pytest.fixture
def desk(client, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    client.force_login(make_user("editor", group="Editors"))
    return client


def sent(content, name="export.xml", **fields):
    return {"exports": SimpleUploadedFile(name, content.encode()), **fields}


def page(desk, move_in):
    response = desk.get(f"{LIST}{move_in.pk}/change/")
    assert response.status_code == 200 and "no-store" in response["Cache-Control"]
    return response.text


def test_a_site_moves_in_page_by_page(desk, tmp_path):
    known = make_author("Jonas Lind")
    response = desk.post(f"{LIST}add/", sent(EXPORT))
    move_in = MoveIn.objects.get()
    assert response["Location"] == f"{LIST}{move_in.pk}/change/"
    assert "data-at-work" in page(desk, move_in) and "<li>export.xml</li>" in page(desk, move_in)
    tasks.look(move_in.pk)
    text = page(desk, move_in)
    assert "is Jonas Lind, whom you have already" in text and "– OpEd" in text
    move_in.refresh_from_db()
    order = [one["key"] for one in move_in.tables["people"]]
    form = {f"person-{order.index('jonas')}": "Jonas Lind", f"same-{order.index('jonas')}": "on"}
    form |= {f"person-{order.index('mira')}": "Mira Holm", "type-0": "", "takes_tails": "on"}
    terms = [one["key"] for one in move_in.tables["terms"]]
    form |= {f"term-{terms.index('rail')}": "nothing", f"term-{terms.index('world')}": "odd"}
    desk.post(f"{LIST}{move_in.pk}/tables/", form)
    tasks.try_out(move_in.pk)
    assert not Article.objects.exists()
    text = page(desk, move_in)
    assert "Nothing has been changed so far" in text and "private “" not in text
    assert "post 3 “Kept back”" in text and "canary" not in text
    desk.post(f"{LIST}{move_in.pk}/do/move/")
    assert [*(tmp_path / "moving").iterdir()]
    tasks.move(move_in.pk)
    assert not [*(tmp_path / "moving").iterdir()]
    first, second = Article.objects.order_by("pk")
    assert (first.headline, first.section.name) == ("The Night Train – OpEd", "World")
    assert not first.topics.exists() and first.bylines.get().author == known
    assert second.bylines.get().author.name == "Mira Holm"
    assert "1 picture is still on the old site." in page(desk, move_in)
    desk.post(f"{LIST}{move_in.pk}/undo/", {"why": ""})
    assert Article.objects.count() == 2
    desk.post(f"{LIST}{move_in.pk}/undo/", {"why": "Tried."})
    assert not Article.objects.exists() and Author.objects.get() == known
    move_in.refresh_from_db()
    assert move_in.stage == "undone"


def test_it_is_stopped_between_two_batches_and_goes_on(desk, monkeypatch):
    monkeypatch.setattr("opinion.moving.run.MOST_POSTS", 1)
    desk.post(f"{LIST}add/", sent(EXPORT))
    move_in = MoveIn.objects.get()
    tasks.look(move_in.pk)
    desk.post(f"{LIST}{move_in.pk}/tables/", {"takes_tails": "on"})
    tasks.try_out(move_in.pk)
    desk.post(f"{LIST}{move_in.pk}/do/move/")
    tell = steps._tell

    def stop(found, part):
        tell(found, part)
        desk.post(f"{LIST}{move_in.pk}/do/stop/")

    monkeypatch.setattr(steps, "_tell", stop)
    tasks.move(move_in.pk)
    assert Article.objects.count() == 1
    monkeypatch.setattr(steps, "_tell", tell)
    desk.post(f"{LIST}{move_in.pk}/do/move/")
    tasks.move(move_in.pk)
    assert Article.objects.count() == 2
    # A job that is asked again finds nothing to do.
    tasks.move(move_in.pk)
    assert MoveIn.objects.get().stage == "moved"


@pytest.mark.parametrize("content", ["", "words", "<rss><channel></channel></rss>"])
def test_what_is_no_export_is_told_beside_the_field(desk, tmp_path, content):
    response = desk.post(f"{LIST}add/", sent(content or " ", site="https://old.example"))
    assert response.status_code == 200
    assert re.search("no export|submitted file is empty", response.text)
    assert 'value="https://old.example"' in response.text
    assert not MoveIn.objects.exists()
    assert not [*tmp_path.glob("moving/*")]


def test_a_file_that_is_gone_or_broken_later_is_told(desk, tmp_path):
    desk.post(f"{LIST}add/", sent(EXPORT))
    move_in = MoveIn.objects.get()
    for path in (tmp_path / "moving").rglob("*.xml"):
        path.unlink()
    tasks.look(move_in.pk)
    assert "The files are gone." in page(desk, move_in)


def test_only_who_may_move_sees_or_does_it(client, desk):
    desk.post(f"{LIST}add/", sent(EXPORT))
    pk = MoveIn.objects.get().pk
    client.force_login(make_user("writer", group="Authors"))
    for path in (f"{LIST}add/", f"{LIST}{pk}/change/", f"{LIST}out/", LIST):
        assert client.get(path).status_code == 403
    for path in ("tables/", "do/move/", "undo/"):
        assert client.post(f"{LIST}{pk}/{path}", {"why": "x"}).status_code == 403
    client.logout()
    assert client.get(f"{LIST}{pk}/change/").status_code == 302


def test_the_list_leads_to_the_page_for_moving_out(desk):
    """What is asked for there is in test_departures.py."""
    assert f'href="{LIST}out/"' in desk.get(LIST).text
    assert desk.get(f"{LIST}out/").status_code == 200


def test_proposals_are_shown_beside_the_original_and_declined_one_by_one(desk):
    tail = "<p>Text.</p><h3>References</h3><ul><li>A work.</li></ul><h3>About the author</h3><p>Who.</p>"
    bold = "<p>Text.</p><p><strong>On the line</strong></p><p>More.</p>"
    posts = [item(1, "One – OpEd", tail), item(2, "Two – OpEd", tail), item(3, "Three", bold), item(4, "Four", bold)]  # fmt: skip
    desk.post(f"{LIST}add/", sent(wxr(*posts)))
    move_in = MoveIn.objects.get()
    tasks.look(move_in.pk)
    form = {"type-0": "OpEd", "takes_tails": "on", "takes_headings": "on"}
    desk.post(f"{LIST}{move_in.pk}/tables/", form)
    tasks.try_out(move_in.pk)
    text = page(desk, move_in)
    assert "<p>One – OpEd</p>" in text and "<p>One<br>OpEd</p>" in text
    assert "<p>References<br>A work.</p>" in text and "<p>## On the line</p>" in text
    move_in.refresh_from_db()
    proposed = [(one["kind"], one["key"]) for one in move_in.report["proposals"]]
    assert len(proposed) == 8
    declined = {("type", "1"), ("references", "1"), ("about", "2"), ("headings", "4")}
    form |= {f"accept-{n}": "on" for n, place in enumerate(proposed) if place not in declined}
    desk.post(f"{LIST}{move_in.pk}/tables/", form)
    tasks.try_out(move_in.pk)
    # What was declined is still offered, with its box unticked.
    assert page(desk, move_in).count('name="accept-') == 8
    assert len(re.findall(r'name="accept-\d+" checked', page(desk, move_in))) == 4
    desk.post(f"{LIST}{move_in.pk}/do/move/")
    tasks.move(move_in.pk)
    one, two, three, four = Article.objects.order_by("pk")
    assert [each.headline for each in (one, two)] == ["One – OpEd", "Two"]
    assert (one.body, one.note) == (
        "<p>Text.</p><h3>References</h3><ul><li>A work.</li></ul>", "<p>Who.</p>"
    )  # fmt: skip
    assert (two.body, two.note) == ("<p>Text.</p><h3>About the author</h3><p>Who.</p>", "")
    assert [work.text for work in two.live_edition.references.all()] == ["A work."]
    assert not one.live_edition.references.exists()
    assert "<h2>On the line</h2>" in three.body and four.body == bold
