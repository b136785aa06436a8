"""Old addresses lead to what stands there now, and never in the way of a page."""

import pytest
from django.db import IntegrityError, connection, transaction

from opinion.articles.models import Article, Redirect, Section
from tests.newsroom import (
    make_article,
    make_author,
    make_draft,
    make_section,
    make_series,
    make_topic,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("publication")]


def leads(client, address):
    """Where an address leads, in one step; its status where it leads nowhere."""
    response = client.get(address)
    return response.get("Location") or response.status_code


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (make_section, "section"),
        (make_topic, "topic"),
        (make_series, "series"),
        (make_author, "author"),
    ],
)
def test_a_new_slug_leaves_a_redirect_behind(client, make, kind):
    subject = make("Rail")
    old = subject.get_absolute_url()
    subject.slug = "rails"
    subject.save()
    subject.slug = "railways"
    subject.save()
    assert old == f"/{kind}/rail/"
    for address in (f"/{kind}/rail/", f"/{kind}/rails/"):
        assert leads(client, address) == f"/{kind}/railways/"
        assert leads(client, f"{address}feed/") == f"/{kind}/railways/feed/"
        assert leads(client, address.removesuffix("/")) == f"/{kind}/railways/"
    assert client.get(f"/{kind}/railways/").status_code == 200


def test_saving_anything_else_leaves_none():
    section = make_section()
    section.name = "The world"
    section.save()
    assert not Redirect.objects.exists()


def test_an_old_address_in_any_script_is_known(client):
    author = make_author("Tove Æblegård", slug="tove-æblegård")
    author.slug = "tove"
    author.save()
    assert leads(client, "/author/tove-æblegård/") == "/author/tove/"
    assert leads(client, "/author/tove-%C3%A6bleg%C3%A5rd/") == "/author/tove/"


def test_an_article_that_moves_is_found_where_it_was(client):
    article = make_article()
    Article.objects.update(address="2024/02/the-first-train")
    assert leads(client, article.get_absolute_url()) == "/2024/02/the-first-train/"
    # In another month, its slug alone leads to it.
    assert leads(client, "/2023/12/the-last-train/") == "/2024/02/the-first-train/"


def test_a_redirect_never_shadows_a_page(client):
    section = make_section("Rail", slug="rail")
    section.slug = "railways"
    section.save()
    other = make_section("Rail again", slug="rail")
    assert client.get("/section/rail/").status_code == 200
    # Nor a 404 of that page's own.
    assert client.get("/section/rail/?before=nonsense").status_code == 404
    other.slug = "rail-again"
    other.save()
    assert leads(client, "/section/rail/") == "/section/rail-again/"


def test_a_slug_that_comes_back_is_a_page_again(client):
    section = make_section("Rail", slug="rail")
    for slug in ("rails", "rail"):
        section.slug = slug
        section.save()
    assert client.get("/section/rail/").status_code == 200
    assert leads(client, "/section/rails/") == "/section/rail/"


def test_an_article_published_at_an_old_address_of_another_is_found_there(client):
    make_article()
    Article.objects.update(address="2024/02/the-first-train", slug="the-first-train")
    make_article()
    assert client.get("/2024/01/the-last-train/").status_code == 200
    assert not Redirect.objects.exists()


def test_a_withdrawn_article_says_that_it_is_gone_at_its_old_address_too(client, editor):
    article = make_article()
    Article.objects.update(address="2024/02/the-first-train")
    article.refresh_from_db()
    article.withdraw(by=editor, reason="Wrong.")
    assert leads(client, "/2024/01/the-last-train/") == "/2024/02/the-first-train/"
    assert client.get("/2024/02/the-first-train/").status_code == 410


def test_nobody_learns_of_a_draft_by_a_redirect(client):
    Redirect.objects.create(path="/old/", article=make_draft())
    assert client.get("/old/").status_code == 404


def test_an_address_of_another_site_leads_here_without_a_chain(client):
    Redirect.objects.create(path="/2011/old-post/", article=make_article())
    assert leads(client, "/2011/old-post/") == "/2024/01/the-last-train/"
    assert leads(client, "/2011/old-post") == "/2024/01/the-last-train/"
    assert leads(client, "/2011/old-post/feed/") == "/2024/01/the-last-train/feed/"


def test_what_is_kept_of_a_redirect_is_asked_for_again(client):
    Redirect.objects.create(path="/old/", section=make_section())
    response = client.get("/old/")
    assert response.status_code == 301
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert client.post("/old/").status_code == 404


@pytest.mark.parametrize("path", ["/%00/", "/%F6/", "/" + "x" * 3_000 + "/", "/feed/feed/"])
def test_no_address_is_too_odd_to_be_looked_up(client, path):
    assert client.get(path).status_code == 404


def test_the_database_takes_one_target_and_a_path_of_ours():
    section, topic = make_section(), make_topic()
    for wrong in (
        {"path": "/old/"},
        {"path": "/old/", "section": section, "topic": topic},
        {"path": "https://other.example/", "section": section},
        {"path": "//other.example/", "section": section},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Redirect.objects.create(**wrong)
    Redirect.objects.create(path="/old/", section=section)
    with pytest.raises(IntegrityError), transaction.atomic():
        Redirect.objects.create(path="/old/", topic=topic)


def test_a_change_past_the_models_leaves_a_redirect_too(client):
    section = make_section("Rail", slug="rail")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_section SET slug = 'rails'")
    assert leads(client, "/section/rail/") == "/section/rails/"
    Section.objects.filter(pk=section.pk).delete()
    assert client.get("/section/rail/").status_code == 404


def test_editors_look_at_redirects_and_add_their_own(client):
    article, section = make_article(), make_section("Rail", slug="rail")
    client.force_login(make_user("editor", group="Editors"))
    add = "/admin/articles/redirect/add/"
    for path, target in (
        ("https://old.example/About%20us/", article.get_absolute_url()),
        ("/?p=12", f"https://testserver{article.get_absolute_url()}"),
        ("/rails/", section.get_absolute_url()),
        ("/start/", "/"),
    ):
        assert client.post(add, {"path": path, "leads_to": target}).status_code == 302
    assert leads(client, "/About us/") == leads(client, "/?p=12") == article.get_absolute_url()
    assert (leads(client, "/rails/"), leads(client, "/start/")) == ("/section/rail/", "/")
    for path, target in (("//x/", "/"), ("x", "/"), ("/y/", "/nowhere/"), ("/z/", "http://[")):
        response = client.post(add, {"path": path, "leads_to": target})
        assert response.status_code == 200 and "errorlist" in response.text
    shown = client.get("/admin/articles/redirect/?q=rails").text
    assert "/section/rail/" in shown and "/start/" not in shown
    found = Redirect.objects.get(path="/rails/")
    change = f"/admin/articles/redirect/{found.pk}/change/"
    assert client.post(change, {"path": "/rails/", "leads_to": "/"}).status_code == 302
    assert leads(client, "/rails/") == "/"
    client.force_login(make_user("writer", group="Authors"))
    assert client.get(add).status_code == 403
