"""All versions of an article in one list, any two compared as readers see them, any restored."""

import json
import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opinion.articles.models import Article, Revision
from tests.forms import press
from tests.newsroom import (
    MORNING,
    make_article,
    make_author,
    make_draft,
    make_section,
    make_topic,
    make_use,
    make_user,
    publish_again,
)
from tests.test_html_is_valid import complaint
from tests.test_plans import indexes, plan
from tests.writing_desk import desk as desk

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
BODY = "\n".join(f"<p>Paragraph {number} about trains and towns.</p>" for number in range(6))


def history_of(article):
    return f"/admin/articles/article/{article.pk}/history/"


def lines(page):
    """What each row says of what was done, who did it and when."""
    rows = re.findall(r"<tr.*?</tr>", page.text.partition("<tbody>")[2], re.DOTALL)
    told = [re.findall(r"<td>(.*?)</td>", row, re.DOTALL)[2:5] for row in rows]
    return [tuple(" ".join(re.sub(r"<.*?>", " ", cell).split()) for cell in row) for row in told]


def save(article, by, at=None, **values):
    for name, value in values.items():
        setattr(article, name, value)
    article.edited(by)
    article.save()
    revision = article.keep_revision(by)
    if at:
        Revision.objects.filter(pk=revision.pk).update(at=at)
    return revision


def compare(client, article, before, after="draft"):
    page = client.get(f"{history_of(article)}compare/?from={before}&to={after}")
    assert page.status_code == 200
    assert complaint(page.text) is None
    return page


def marked(page, tag):
    found = re.findall(rf"<{tag}>(.*?)</{tag}>", page.text, re.DOTALL)
    return [re.sub(r"<.*?>", "", one).split(": ", 1)[1] for one in found]


# --- The list -------------------------------------------------------------------------------------


def test_revisions_editions_and_acts_stand_in_one_list(desk, editor, time_machine):
    time_machine.move_to(MORNING, tick=False)
    nora = make_user("nora", first_name="Nora", last_name="Felgate")
    article = make_article()
    time_machine.move_to(MORNING + MINUTE, tick=False)
    press(desk, pk=article.pk, headline="The First Train")
    time_machine.move_to(MORNING + 2 * MINUTE, tick=False)
    article.refresh_from_db()
    Revision.objects.autosave(article, article.manuscript().document(), nora, article.version)
    page = desk.get(history_of(article))
    assert complaint(page.text) is None
    assert lines(page) == [
        ("The draft as it stands", "editor", "January 11, 2024 at 5:26 am"),
        ("Saved by itself", "Nora Felgate", "January 11, 2024 at 5:27 am"),
        ("Saved", "editor", "January 11, 2024 at 5:26 am"),
        ("Changed Headline.", "editor", "January 11, 2024 at 5:26 am"),
        ("Edition 1 First publication", "desk", "January 11, 2024 at 5:25 am"),
        ("Published", "desk", "January 11, 2024 at 5:25 am"),
    ]


def test_a_long_history_is_paged_without_gap_or_repetition(desk, editor):
    article = make_article()
    for number in range(60):
        # All of one moment: rank and number have to tell them apart.
        save(article, editor, headline=f"Headline {number}")
        LogEntry.objects.log_actions(editor.pk, [article], 2, f"Act {number}")
    Revision.objects.update(at=MORNING)
    LogEntry.objects.update(action_time=MORNING)
    address, seen, sizes = history_of(article), [], []
    while address and len(sizes) < 6:
        page = desk.get(address)
        assert page.status_code == 200
        keys = [entry.place[1:] for entry in page.context["entries"]]
        seen, sizes = seen + keys, [*sizes, len(keys)]
        further = page.context["further"]
        address = further and f"{history_of(article)}?after={further.replace('+', '%2B')}"
    assert sizes == [50, 50, 22]
    assert len({*seen}) == len(seen) == 1 + 61 + 60


def test_what_was_chosen_on_one_page_can_be_compared_with_what_is_on_another(desk, editor):
    article = make_draft()
    first = save(article, editor, MORNING, headline="First")
    for number in range(55):
        save(article, editor, MORNING + number * MINUTE, headline=f"Headline {number}")
    newest = Revision.objects.latest("pk")
    further = desk.get(history_of(article)).context["further"].replace("+", "%2B")
    page = desk.get(f"{history_of(article)}?from=&to=r{newest.pk}&after={further}")
    assert f'name="to" value="r{newest.pk}"' in page.text
    assert page.text.count(" checked") == 1
    assert f'name="from" value="r{first.pk}"' in page.text


@pytest.mark.parametrize("number", [5, 120])
def test_a_long_history_costs_what_a_short_one_costs(
    desk, editor, number, django_assert_num_queries
):
    article = make_article()
    document = article.manuscript().document()
    Revision.objects.bulk_create(
        Revision(article=article, by=editor, kind="save", document=document, version=1)
        for _number in range(number)
    )
    ContentType.objects.get_for_model(Article)
    # Publication, session, user, two of permissions; the article; three lists.
    with django_assert_num_queries(9) as asked:
        desk.get(history_of(article))
    assert not any('"articles_revision"."document"' in one["sql"] for one in asked.captured_queries)


HOUSE = """
INSERT INTO django_admin_log (action_time, object_id, object_repr, action_flag, change_message,
                              content_type_id, user_id)
SELECT now() - n * interval '1 minute', n %% 2000, '', 2, '', %(kind)s, %(user)s
FROM generate_series(1, 20000) n;
INSERT INTO articles_revision (article_id, kind, at, by_id, version, document)
SELECT %(article)s, 'save', now() - n * interval '1 minute', %(user)s, 1, %(document)s
FROM generate_series(1, 5000) n;
ANALYZE django_admin_log; ANALYZE articles_revision;
"""


def test_what_the_whole_house_did_is_not_read_for_one_article(desk, editor):
    article, other = make_article(), make_article("Another")
    document = json.dumps(other.manuscript().document())
    kind = ContentType.objects.get_for_model(Article).pk
    ids = {"kind": kind, "user": editor.pk, "article": other.pk, "document": document}
    with connection.cursor() as cursor:
        cursor.execute(HOUSE, ids)
    with CaptureQueriesContext(connection) as asked:
        desk.get(history_of(article))
    for table, index in (
        ("django_admin_log", "admin_log_of_object"),
        ("articles_revision", "revision_newest"),
    ):
        sql = next(one["sql"] for one in asked.captured_queries if f'FROM "{table}"' in one["sql"])
        assert index in indexes(plan(sql)), table


@pytest.mark.parametrize(
    "after",
    [
        "x",
        "2024-01-11",
        "2024-99-11T00:00Z/1/1",
        "2024-01-11T00:00:00Z/9/1",
        "9" * 400,
        "2024-01-11T00:00:00Z/1/" + "9" * 30,
    ],
)
def test_a_senseless_place_breaks_nothing(desk, after):
    article = make_article()
    assert desk.get(history_of(article), {"after": after}).status_code == 200


# --- Two compared ---------------------------------------------------------------------------------


def test_texts_are_compared_by_blocks_and_then_by_words(desk, editor):
    draft = make_draft(body=BODY)
    before = save(draft, editor)
    changed = BODY.replace("Paragraph 1 about", "<strong>Paragraph</strong> 1, all about")
    changed = changed.replace("<p>Paragraph 4 about trains and towns.</p>", "<h2>Quite new</h2>")
    after = save(draft, editor, body=changed)
    page = compare(desk, draft, f"r{before.pk}", f"r{after.pk}")
    assert marked(page, "del") == ["Paragraph 1 ", "Paragraph 4 about trains and towns."]
    assert marked(page, "ins") == ["Paragraph 1, all ", "Quite new"]
    assert "<strong>Paragraph</strong>" in page.text
    assert '<span class="visually-hidden">Deleted: </span>' in page.text
    assert '<span class="visually-hidden">Inserted: </span>' in page.text


def test_everything_that_readers_see_is_compared(desk, editor):
    draft = make_draft(references=["Rolt. Red for Danger."], topics=[make_topic()])
    make_use(draft, role="lead", alt="A train")
    before = save(draft, editor)
    draft.bylines.update(role="translated")
    draft.topics.clear()
    draft.references.update(text="Rolt. Red for Danger, 1955.", url="https://rolt.example.org/")
    draft.pictures.update(alt="A night train")
    save(
        draft,
        editor,
        headline="The First Train",
        standfirst="Early.",
        note="<p>They sleep.</p>",
        language="de",
        section=make_section("Politics"),
    )
    page = compare(desk, draft, f"r{before.pk}")
    labels = re.findall(r"<h2>(.*?)</h2>", page.text)
    assert labels == [
        *("Headline", "Standfirst", "Byline", "Section", "Language"),
        *("Author&#x27;s note", "Pictures", "Topics", "References"),
    ]
    assert "1955. https://rolt.example.org/" in " ".join(marked(page, "ins"))


def test_an_edition_says_what_it_printed_and_the_draft_what_it_would_print(desk, editor):
    article = make_article()
    edition = article.live_edition
    author = article.bylines.get().author
    author.name = "Ngaire Newname"
    author.save()
    page = compare(desk, article, f"e{edition.pk}")
    assert marked(page, "del") == ["Whitcombe"]
    assert marked(page, "ins") == ["Newname"]
    publish_again(article)
    page = compare(desk, article, f"e{edition.pk}", f"e{article.live_edition_id}")
    assert "And nobody minds." in " ".join(marked(page, "ins"))


def test_two_that_say_the_same_say_so(desk, editor):
    article = make_article()
    page = compare(desk, article, f"e{article.live_edition_id}")
    assert "Readers would see no difference between these two." in page.text


def test_markup_that_somebody_typed_is_shown_and_does_nothing(desk, editor):
    hostile = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    draft = make_draft(body="<p>Before</p>", headline=hostile, references=[hostile])
    before = save(draft, editor)
    save(
        draft, editor, headline="Safe", body=f'<p>After {hostile} <a href="javascript:1">x</a></p>'
    )
    page = compare(desk, draft, f"r{before.pk}")
    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


@pytest.mark.parametrize(
    "key", ["r0", "r99999999", "e1x", "x", "r" + "9" * 40, "r-1", "\N{SNOWMAN}"]
)
def test_a_version_that_is_not_there_is_a_404(desk, key):
    article = make_article()
    assert desk.get(f"{history_of(article)}compare/", {"from": key}).status_code == 404


def test_a_version_of_another_article_is_not_there(desk, editor):
    article, other = make_article(), make_article("Another")
    kept = other.revisions.get()
    for key in (f"r{kept.pk}", f"e{other.live_edition_id}"):
        assert desk.get(f"{history_of(article)}compare/", {"from": key}).status_code == 404
        assert desk.post(f"{history_of(article)}{key}/restore/").status_code == 404


# --- Restored -------------------------------------------------------------------------------------


def restore(client, article, key, **typed):
    version = Article.objects.get(pk=article.pk).version
    return client.post(f"{history_of(article)}{key}/restore/", {"version": version} | typed)


def test_a_version_is_restored_after_a_page_that_asks(desk, editor):
    draft = make_draft()
    kept = save(draft, editor)
    save(draft, editor, headline="Another")
    page = desk.get(f"{history_of(draft)}r{kept.pk}/restore/")
    assert "It becomes a new version in the history" in page.text
    draft.refresh_from_db()
    assert draft.headline == "Another"
    answer = restore(desk, draft, f"r{kept.pk}")
    assert answer["Location"] == f"/admin/articles/article/{draft.pk}/change/"
    draft.refresh_from_db()
    assert draft.headline == "The Last Train"
    assert [one.kind for one in Revision.objects.order_by("pk")] == ["save", "save", "restore"]
    assert "Restored: Saved, " in LogEntry.objects.get().get_change_message()


def test_an_edition_is_restored_though_its_revision_was_pruned(desk, editor):
    article = make_article(references=["Rolt. Red for Danger."], topics=[make_topic()])
    edition = article.live_edition
    article.references.all().delete()
    article.topics.clear()
    save(article, editor, headline="Another")
    article.editions.update(revision=None)
    restore(desk, article, f"e{edition.pk}")
    article.refresh_from_db()
    assert article.headline == "The Last Train"
    assert [line.text for line in article.references.all()] == ["Rolt. Red for Danger."]
    assert [topic.name for topic in article.topics.all()] == ["Trains"]
    assert not article.has_unpublished_changes


def test_an_author_who_was_deleted_is_left_out_and_told(desk, editor):
    bo = make_author("Bo Lind")
    draft = make_draft(authors=[make_author("Ana Reis"), bo])
    kept = save(draft, editor)
    draft.bylines.filter(author=bo).delete()
    bo.delete()
    save(draft, editor)
    address = f"{history_of(draft)}r{kept.pk}/restore/"
    assert "Left out, because they no longer exist: author." in desk.get(address).text
    page = desk.post(address, {"version": draft.version}, follow=True)
    assert "Left out, because they no longer exist: author." in page.text
    assert [line.author.name for line in draft.bylines.all()] == ["Ana Reis"]


def test_who_restores_on_a_page_that_is_old_is_asked_again(desk, editor):
    draft = make_draft()
    kept = save(draft, editor)
    save(draft, editor, headline="Another")
    for version in ("1", "", "x"):
        page = restore(desk, draft, f"r{kept.pk}", version=version)
        assert "Nothing is restored yet." in page.text
    draft.refresh_from_db()
    assert draft.headline == "Another"


# --- Who may --------------------------------------------------------------------------------------


def test_anothers_draft_is_not_there(client, publication, writer, editor):
    other = make_draft(authors=[make_author("Bo Lind")])
    kept = save(other, editor)
    client.force_login(writer)
    for address in ("", "compare/", f"r{kept.pk}/restore/"):
        assert client.get(f"{history_of(other)}{address}").status_code == 404, address
    assert client.post(f"{history_of(other)}r{kept.pk}/restore/").status_code == 404


def test_an_author_reads_the_history_of_what_is_published_and_restores_nothing(
    client, writer, editor, publication
):
    article = make_article(authors=[writer.author])
    save(article, editor, headline="Another")
    kept = article.revisions.earliest("pk")
    client.force_login(writer)
    page = client.get(history_of(article))
    assert "Restore" not in page.text
    # An edition is read by who may read editions.
    assert f'value="e{article.live_edition_id}"' not in page.text
    assert compare(client, article, f"r{kept.pk}").status_code == 200
    assert restore(client, article, f"r{kept.pk}").status_code == 403
    article.refresh_from_db()
    assert article.headline == "Another"


def test_a_moderator_learns_nothing(client, moderator, publication):
    article = make_article()
    client.force_login(moderator)
    for pk in (article.pk, 999_999):
        assert client.get(f"/admin/articles/article/{pk}/history/").status_code == 403


def test_the_list_is_only_read(desk):
    article = make_article()
    assert desk.post(history_of(article)).status_code == 405
