"""The name and the menu are asked once for each change of them, and are those of now."""

import pytest
from django.db import connection, transaction
from django.test import Client

from opinion.articles.models import Section
from opinion.articles.site import memory
from tests.newsroom import make_section

pytestmark = pytest.mark.django_db
RENAME = "UPDATE articles_publication SET name = %s"


@pytest.fixture(autouse=True)
def site(publication, settings):
    settings.PAGE_CACHE = False
    make_section("World")


def seen():
    return Client().get("/about/").text


def rename(name):
    with connection.cursor() as cursor:
        cursor.execute(RENAME, [name])


def test_what_every_page_shows_is_asked_once(django_assert_num_queries):
    seen()
    with django_assert_num_queries(1):
        assert "World" in seen()


def test_a_change_by_any_way_is_shown_at_once():
    seen()
    rename("The Semaphore")
    assert "The Semaphore" in seen()
    Section.objects.update(name="Elsewhere")
    assert "Elsewhere" in seen() and "World" not in seen()


def test_what_was_rolled_back_is_not_taken_for_what_came_after_it():
    """Both changes gave the generation the same number."""
    seen()
    with transaction.atomic():
        rename("Never Printed")
        number = memory.current().mark.number
        assert "Never Printed" in seen()
        transaction.set_rollback(True)
    rename("The Semaphore")
    assert memory.current().mark.number == number
    assert "The Semaphore" in seen() and "Never Printed" not in seen()


def test_the_section_that_is_shown_is_told_apart_in_the_menu():
    marked = '<a href="/section/world/" aria-current="page">'
    assert marked in Client().get("/section/world/").text
    assert marked not in seen()
