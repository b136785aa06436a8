"""`manage.py demo`: what it makes, and what it leaves alone."""

import io

import pytest
from django.core.management import CommandError, call_command

from authors.models import Author, User
from comments.models import Comment, Unacceptable
from opinion.articles.models import Article, Publication
from opinion.demonstration import content as demonstration
from tests import newsroom

CONTENT = demonstration.load()


@pytest.fixture
def embedded(db, settings):
    settings.EMBEDDED_DATABASE = True


def demo(*options) -> str:
    said = io.StringIO()
    call_command("demo", *options, stdout=said)
    return said.getvalue()


def picture_files(settings) -> list:
    return sorted(path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file())


def test_a_later_first_run_changes_nothing(embedded):
    newsroom.make_publication(name="My own")
    assert demo("--first-run") == ""
    assert Publication.objects.get().name == "My own"
    assert not User.objects.exists() and not Article.objects.exists()


def test_a_second_demonstration_is_refused(embedded):
    newsroom.make_author()
    with pytest.raises(CommandError, match="already"):
        demo()
    assert Author.objects.count() == 1 and not User.objects.exists()


@pytest.mark.parametrize(
    "options", [(), ("--first-run",), ("--fresh",), ("--fresh", "--content-only")]
)
def test_a_database_of_ones_own_is_left_alone(db, settings, options):
    settings.EMBEDDED_DATABASE = False
    newsroom.make_user("owner", is_superuser=True)
    with pytest.raises(CommandError):
        demo(*options)
    assert not Publication.objects.exists()


def test_content_alone_goes_into_an_empty_database_in_the_superusers_name(db, settings):
    settings.EMBEDDED_DATABASE = False
    owner = newsroom.make_user("owner", is_superuser=True)
    assert "password" not in demo("--content-only")
    assert list(User.objects.all()) == [owner]
    assert not Comment.objects.filter(badge="author").exists()
    assert {
        edition.published_by for a in Article.objects.all() for edition in a.editions.all()
    } == {owner}


def test_content_alone_asks_for_a_superuser(db, settings):
    settings.EMBEDDED_DATABASE = False
    newsroom.make_user("editor", group="Editors")
    with pytest.raises(CommandError, match="superuser"):
        demo("--content-only")
    assert not Publication.objects.exists()


def test_a_demonstration_that_fails_half_way_leaves_nothing_behind(embedded, settings):
    settings.COMMENTS_PER_NETWORK = 0
    with pytest.raises(Unacceptable):
        demo()
    assert not Publication.objects.exists() and not User.objects.exists()
    assert picture_files(settings) == []


@pytest.mark.django_db(transaction=True)
def test_an_account_that_was_there_keeps_its_password_until_all_is_thrown_away(settings):
    settings.EMBEDDED_DATABASE = True
    newsroom.make_user("editor", password="mine alone")
    demo()
    assert User.objects.get(username="editor").check_password("mine alone")
    mine = newsroom.make_article("Mine", slug="mine")
    newsroom.make_published_comment(mine)
    pictures_before = len(picture_files(settings))
    demo("--fresh")
    assert not Article.objects.filter(slug="mine").exists()
    assert Article.objects.count() == len(CONTENT.articles)
    staff = User.objects.filter(author__isnull=True).values_list("username", flat=True)
    assert set(staff) == {"editor", "moderator", "admin"}
    assert User.objects.get(username="editor").check_password("opinion-demo")
    assert len(picture_files(settings)) == pictures_before == 11
