"""Who may do what at the moderation desk. A forged request is a request like any other."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from comments.models import Comment, ContactLook, Hold, Thread
from tests.newsroom import make_article, make_comment, make_published_comment, make_user

pytestmark = pytest.mark.django_db
QUEUE = "/admin/comments/comment/"
READING = [
    "comment/",
    "comment/?status=all",
    "comment/{pk}/change/",
    "hold/",
    "decision/",
    "decision/team/",
]
ACTING = {
    "comment/decide/": {"kind": "approve", "chosen": "{pk}-1"},
    "comment/confirm/": {"kind": "approve", "chosen": "{pk}-1"},
    "comment/search/": {"email": "ana@readers.example.org"},
    "comment/{pk}/address/": {},
    "comment/{pk}/hold/": {"kind": "email", "until": "{today}", "reason": "Three attacks"},
    "comment/article/{article}/policy/": {"policy": "closed"},
    "hold/{hold}/lift/": {},
}
# What Django's own admin would answer to, if it were not shut.
STOCK = [
    "comment/add/",
    "comment/{pk}/delete/",
    "comment/{pk}/history/",
    "hold/add/",
    "hold/{hold}/change/",
    "hold/{hold}/delete/",
    "decision/add/",
    "decision/{decision}/change/",
    "decision/{decision}/delete/",
]


@pytest.fixture
def names(publication, moderator):
    """The numbers that stand in the addresses: a comment that waits, and what hangs on it."""
    article = make_article()
    decision = make_published_comment(article, text="Published").decisions.get()
    comment = make_comment(article)
    until = timezone.now() + timezone.timedelta(days=1)
    hold = Hold.objects.place(comment, "network", until, "A flood", moderator)
    return {
        "pk": comment.pk,
        "article": article.pk,
        "hold": hold.pk,
        "decision": decision.pk,
        "today": timezone.localdate(),
    }


def post(client, address, names):
    form = {name: value.format(**names) for name, value in ACTING[address].items()}
    return client.post("/admin/comments/" + address.format(**names), form)


def log_in(client, group):
    client.force_login(make_user(f"one-of-{group}", group=group or None))


def assert_nothing_happened(names):
    assert Comment.objects.get(pk=names["pk"]).status == "waiting"
    assert Thread.objects.get().policy == ""
    assert Hold.objects.active().count() == Hold.objects.count() == 1
    assert not ContactLook.objects.exists()


@pytest.mark.parametrize("group", ["Authors", ""])
@pytest.mark.parametrize("address", READING)
def test_authors_see_nothing_of_the_desk(client, names, group, address):
    log_in(client, group)
    assert client.get("/admin/comments/" + address.format(**names)).status_code == 403
    assert "comments/" not in client.get("/admin/", follow=True).text


@pytest.mark.parametrize("group", ["Authors", ""])
@pytest.mark.parametrize("address", ACTING)
def test_authors_cannot_act_at_the_desk(client, names, group, address):
    log_in(client, group)
    assert post(client, address, names).status_code == 403
    assert_nothing_happened(names)


@pytest.mark.parametrize("address", [*READING, *ACTING])
def test_whoever_is_not_logged_in_sees_the_login(client, names, address):
    answer = client.get("/admin/comments/" + address.format(**names))
    assert answer.status_code == 302
    assert answer.url.startswith("/admin/login/")


@pytest.mark.parametrize("address", ACTING)
def test_whoever_is_not_logged_in_cannot_act(client, names, address):
    answer = post(client, address, names)
    assert answer.status_code in (302, 403)
    assert_nothing_happened(names)


@pytest.mark.parametrize("address", ["comment/", "comment/?status=all", "comment/{pk}/change/"])
def test_editors_read_the_desk_and_find_no_button_that_decides(client, names, address):
    log_in(client, "Editors")
    page = client.get("/admin/comments/" + address.format(**names))
    assert page.status_code == 200
    assert "I was on that train." in page.text
    for act in ("decide/", "confirm/", "search/", "/address/", "/hold/"):
        assert act not in page.text


@pytest.mark.parametrize("address", sorted({*ACTING} - {"comment/article/{article}/policy/"}))
def test_editors_cannot_decide_look_or_hold(client, names, address):
    log_in(client, "Editors")
    assert post(client, address, names).status_code == 403
    assert_nothing_happened(names)


def test_editors_close_the_comments_of_an_article(client, names):
    log_in(client, "Editors")
    post(client, "comment/article/{article}/policy/", names)
    assert Thread.objects.get().policy == "closed"


@pytest.mark.parametrize("address", READING)
def test_moderators_read_every_page_of_the_desk(client, names, address):
    log_in(client, "Moderators")
    page = client.get("/admin/comments/" + address.format(**names))
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("address", STOCK)
@pytest.mark.parametrize("group", ["Moderators", "Editors"])
def test_what_django_would_offer_besides_is_shut(client, names, address, group):
    log_in(client, group)
    form = {
        "name": "Forged",
        "text": "Forged",
        "kind": "spam",
        "post": "yes",
        "status": "published",
    }
    answer = client.post("/admin/comments/" + address.format(**names), form)
    assert answer.status_code in (403, 404, 405)
    assert_nothing_happened(names)


def test_not_even_a_superuser_changes_comments_around_the_desk(client, names):
    client.force_login(make_user("root", is_superuser=True))
    for address in STOCK:
        answer = client.post("/admin/comments/" + address.format(**names), {"post": "yes"})
        assert answer.status_code in (403, 404, 405), address
    form = {"action": "delete_selected", "_selected_action": names["pk"], "post": "yes"}
    client.post(QUEUE, form)
    client.post(f"{QUEUE}{names['pk']}/change/", {"name": "Forged", "status": "published"})
    assert_nothing_happened(names)


@pytest.mark.parametrize("address", ["comment/search/", "comment/{pk}/address/"])
def test_looking_at_addresses_is_a_right_of_its_own(client, names, address):
    user = make_user("new-moderator")
    user.user_permissions.add(
        *Permission.objects.filter(codename__in=["view_comment", "decide_comment"])
    )
    client.force_login(user)
    assert post(client, address, names).status_code == 403
    assert not ContactLook.objects.exists()
    page = client.get(f"{QUEUE}{names['pk']}/change/").text
    assert "/address/" not in page
    assert "Find by email" not in client.get(QUEUE).text


def test_closing_comments_is_a_right_of_its_own(client, names):
    user = make_user("reader-of-the-desk")
    user.user_permissions.add(Permission.objects.get(codename="view_comment"))
    client.force_login(user)
    assert post(client, "comment/article/{article}/policy/", names).status_code == 403
    assert_nothing_happened(names)


def test_deciding_without_the_right_to_read_the_desk_is_nothing(client, names):
    user = make_user("half-moderator")
    user.user_permissions.add(Permission.objects.get(codename="decide_comment"))
    client.force_login(user)
    assert client.get(QUEUE).status_code == 403
    post(client, "comment/decide/", names)
    assert_nothing_happened(names)


def test_a_forged_form_of_another_site_is_refused(names):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("mod", group="Moderators"))
    assert post(client, "comment/decide/", names).status_code == 403
    assert_nothing_happened(names)
