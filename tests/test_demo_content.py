"""What the demonstration shows, looked at in one that `manage.py demo` made."""

import io
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from procrastinate.contrib.django.models import ProcrastinateJob

from authors.models import Author, User
from comments.models import Comment, Edit, Report, SectionPolicy, Thread
from comments.rules import quotes
from opinion.articles.models import Article, EditionReference, Publication, Reference
from opinion.articles.tasks import print_references
from opinion.demonstration import content as demonstration
from opinion.references.models import Work

CONTENT = demonstration.load()


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demonstration, made once for all tests that only look at it; each undoes what it does."""
    named = {"MEDIA_ROOT": tmp_path_factory.mktemp("media"), "EMBEDDED_DATABASE": True}
    # As each test has them.
    named |= {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(**named):
        connection.atomic_blocks[-1]._from_testcase = True
        said = io.StringIO()
        call_command("demo", "--first-run", stdout=said)
        yield said.getvalue()
        transaction.set_rollback(True)


def test_the_first_run_makes_the_publication_and_its_staff(made, db):
    assert Publication.objects.get().name == "The Weighbridge"
    assert Counter(Article.objects.values_list("status", flat=True)) == Counter(
        article.status for article in CONTENT.articles
    )
    assert Counter(Comment.objects.values_list("status", flat=True)) == Counter(
        comment.state for comment in CONTENT.comments
    )
    assert "Created The Weighbridge with 22 articles and 84 comments." in made
    assert "editor, moderator, admin with the password opinion-demo" in made
    assert User.objects.get(username="editor").groups.get().name == "Editors"
    moderator = User.objects.get(username="moderator")
    assert {group.name for group in moderator.groups.all()} == {"Moderators", "Lead moderators"}
    assert User.objects.get(username="admin").is_superuser
    writers = {comment.staff for comment in CONTENT.comments} - {"", "moderator"}
    assert {
        *User.objects.filter(author__isnull=False).values_list("username", flat=True)
    } == writers
    for user in User.objects.exclude(username__in=writers):
        assert user.check_password("opinion-demo")
        assert user.email.endswith("@example.org")
    assert User.objects.count() == 3 + len(writers)


def test_the_demonstration_looks_as_if_time_had_passed(made, db):
    for article in Article.objects.published():
        assert article.address == f"{article.published_at:%Y/%m}/{article.slug}"
        assert not article.has_unpublished_changes
    newest = Article.objects.published().newest().first()
    assert newest.slug == "the-sleeper-is-slow-on-purpose"
    comment = Comment.objects.get(text="Yes. That would do it.")
    assert (comment.created_at - comment.article.published_at).total_seconds() == 470 * 60
    assert comment.depth == 2
    for thread in Thread.objects.all():
        shown = Comment.objects.published().filter(article=thread.article)
        assert thread.published_count == shown.count()
    debris = Article.objects.get(slug="a-deposit-on-every-satellite")
    links = debris.live_edition.references.values_list("url", flat=True)
    assert "https://doi.org/10.1126/science.1121337" in links


def test_some_of_it_is_put_together(made, db, client):
    sleeper = Article.objects.get(slug="the-sleeper-is-slow-on-purpose")
    assert "Part 3 of 3" in client.get(sleeper.get_absolute_url()).content.decode()
    assert "من يسقي" in client.get("/series/who-owns-the-water/").content.decode()


def test_the_thread_shows_what_it_can_do(made, db):
    badges = Counter(Comment.objects.published().values_list("badge", flat=True))
    assert badges["staff"] == 1 and badges["author"] > 5
    author = Author.objects.get(slug="maren-ostergaard")
    assert not author.user.has_usable_password()
    assert Comment.objects.filter(staff=author.user, badge="author").exists()
    (place,) = Comment.objects.standing().filter(status="withdrawn")
    assert place.published_below == 2
    (answering,) = Comment.objects.exclude(passage="")
    assert quotes.stands_in(answering.edition, answering.passage)
    (edit,) = Edit.objects.waiting()
    assert edit.text != edit.comment.text
    assert Report.objects.count() == 2
    library = Thread.objects.get(article__slug="a-library-that-shuts-at-five")
    assert library.policy_in_force == "read_only" and not library.is_closed
    rules = SectionPolicy.objects.values_list("section__slug", "policy", "close_after_days")
    assert set(rules) == {("culture", "trusted", None), ("letters", "moderated", 365)}


def test_the_desk_shows_what_it_can_do(made, db):
    aside = Comment.objects.exclude(desk_state="").values_list("desk_state", flat=True)
    assert sorted(aside) == ["asked", "escalated", "handed", "snoozed"]
    handed = Comment.objects.get(desk_state="handed")
    assert handed.handed_to.username == "moderator"
    assert handed.decisions.get().by.username == "admin"
    waiting = Comment.objects.filter(status="waiting", desk_state="")
    assert waiting.filter(signals__kind="words").count() == 3
    assert Comment.objects.reported().count() == 2


def test_the_references_show_what_they_can_do(made, db, client):
    states = Counter(Reference.objects.values_list("state", flat=True))
    assert states["look"] == 1 and states["known"] == 9 and states["line"] > 50
    shared = Work.objects.get(title__startswith="Governing the Commons")
    assert EditionReference.objects.filter(work=shared).count() == 2
    water = Article.objects.get(slug="what-the-water-meter-cannot-see")
    asked = ProcrastinateJob.objects.filter(task_name=print_references.name)
    assert asked.filter(args__article=water.pk).exists() and asked.count() == 4
    for job in asked:
        print_references(**job.args)
    page = client.get(water.get_absolute_url()).content.decode()
    assert page.count('role="doc-biblioref"') == 3
    assert "<em>Privatizing Water" in page
    assert '">archived copy</a>' in page
    assert client.get(f"/works/{shared.pk}/").content.decode().count("<dt id=") == 4
