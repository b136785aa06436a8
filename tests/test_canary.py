"""Addresses planted in the database are looked for on everything that the public can reach.

Failures 4 and 5 of the field: an address, or something made of it, in a page, a feed, an error, an
answer to a hostile query: what is asked of every page is in tests/failures/test_addresses.py.
"""

import base64
import hashlib
import itertools
import logging
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from authors.models import Author
from comments import tasks
from comments.models import (
    Comment,
    Confirmation,
    Hold,
    Notice,
    Reader,
    Receipt,
    Report,
    Subscription,
    Thread,
)
from comments.security import signing
from comments.security.signing import Purpose
from opinion.articles.models import Article
from tests import crawler
from tests.made_once import made_once
from tests.newsroom import (
    MORNING,
    make_article,
    make_author,
    make_comment,
    make_draft,
    make_publication,
    make_published_comment,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db

ADDRESSES = {
    "published": "qwpublished.canary@mail-of-readers.example",
    "waiting": "qwwaiting.canary@mail-of-readers.example",
    "refused": "qwrefused.canary@mail-of-readers.example",
    "follower": "qwfollower.canary@mail-of-readers.example",
    "asking": "qwasking.canary@mail-of-readers.example",
    "author": "qwauthor.canary@mail-of-staff.example",
    "editor": "qweditor.canary@mail-of-staff.example",
    "moderator": "qwmoderator.canary@mail-of-staff.example",
}
NETWORKS = ["203.0.113.77", "2001:db8:ca:fe::77", "203.0.113.178"]
OURS = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}


def forms_of(secret: str):
    """The secret itself and everything the field has seen made of it."""
    encoded = secret.encode()
    yield secret
    for algorithm in ("md5", "sha1", "sha256"):
        digest = hashlib.new(algorithm, encoded)
        yield digest.hexdigest()
        yield base64.b64encode(digest.digest()).decode().rstrip("=")
        yield base64.urlsafe_b64encode(digest.digest()).decode().rstrip("=")
    yield encoded.hex()
    # Base64 of a text that contains the secret differs by its position modulo three.
    for offset in range(3):
        yield base64.b64encode(b"_" * offset + encoded).decode()[4 if offset else 0 : -4]


def canaries():
    for address in ADDRESSES.values():
        local_part = address.partition("@")[0]
        for secret in (address, address.upper(), local_part):
            yield from forms_of(secret)
    for address in NETWORKS:
        yield from forms_of(address)


def plant() -> Article:
    make_publication(contact_email="letters@signal-box.example")
    people = {
        name: make_user(name, email=ADDRESSES[name]) for name in ("author", "editor", "moderator")
    }
    author = make_author("Ngaire Whitcombe", user=people["author"], bio="She minds trains.")
    article = make_article(
        authors=[author], by=people["editor"], topics=[make_topic()], references=["Rolt. Red."]
    )
    make_draft("Unfinished", created_by=people["author"])
    withdrawn = make_article("Withdrawn", by=people["editor"])
    withdrawn.withdraw(by=people["editor"], reason="It was wrong.")
    plant_comments(article, people["moderator"])
    plant_readers(article)
    return article


planted = made_once(plant)


def plant_comments(article, moderator):
    published = make_published_comment(
        article, by=moderator, at=MORNING, email=ADDRESSES["published"], address=NETWORKS[0]
    )
    make_published_comment(
        article,
        text="A reply.",
        parent=published,
        by=moderator,
        email=ADDRESSES["published"],
        address=NETWORKS[1],
    )
    make_comment(article, "It waits.", email=ADDRESSES["waiting"], address=NETWORKS[1])
    refused = make_comment(article, "Refuse me.", email=ADDRESSES["refused"], address=NETWORKS[0])
    refused.refuse(by=moderator, reason="attack")
    Hold.objects.place(refused, "email", until=MORNING.replace(year=2099), reason="x", by=moderator)


def plant_readers(article):
    """Confirmed people who wrote and who follow, what they were told, and who asked or reported."""
    published = Comment.objects.published().first()
    writer = Reader.objects.confirm(ADDRESSES["published"])
    follower = Reader.objects.confirm(ADDRESSES["follower"])
    for comment in Comment.objects.published():
        comment.contact.belongs_to(writer)
    Subscription.objects.start(writer, "replies", article, comment=published)
    Subscription.objects.start(follower, "thread", article)
    for reply in Comment.objects.published():
        Notice.objects.create_for(reply)
    for comment in Comment.objects.all():
        Receipt.objects.issue(comment)
    Confirmation.objects.ask(
        ADDRESSES["asking"], NETWORKS[2], article, wishes=[("thread", "daily")]
    )
    Confirmation.objects.ask(ADDRESSES["published"], NETWORKS[2], None)
    Report.objects.receive(published, "attack", NETWORKS[2])
    published.edit("I was on that train, twice.", at=MORNING)
    # Those who follow are to hear of this one.
    make_published_comment(article, "Late.", email=ADDRESSES["waiting"], address=NETWORKS[1])


def leaks(response):
    return canaries_in(crawler.seen(response))


def canaries_in(seen: str):
    return {canary for canary in CANARIES if canary in seen}


CANARIES = frozenset(canaries())


def test_the_canaries_would_be_seen(planted, rf):
    from django.http import HttpResponse

    for secret in ADDRESSES["published"], ADDRESSES["published"].partition("@")[0]:
        for page in (secret, hashlib.md5(secret.encode()).hexdigest()):
            assert leaks(HttpResponse(page))
    mailto = base64.b64encode(f"mailto:{ADDRESSES['waiting']}".encode())
    assert leaks(HttpResponse(mailto))


def test_an_error_shows_no_address(planted, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError(ADDRESSES["published"])

    monkeypatch.setattr(Article.objects, "published", fail)
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert not leaks(response)


def test_a_refused_post_shows_nobody_elses_address(planted):
    client = Client(raise_request_exception=False)
    response = client.post(
        f"{planted.get_absolute_url()}reply/",
        {"name": "", "email": "me@elsewhere.example", "text": "Hm."},
        headers=OURS,
    )
    assert response.status_code == 422
    assert not leaks(response)


def test_comments_by_one_address_share_nothing_public(planted):
    """Two comments of one person must not be told to be of one person."""
    page = crawler.body(Client().get(planted.get_absolute_url()))
    contacts = Thread.objects.for_article(planted).article.comments.values_list(
        "contact__email_digest", "contact__household_digest"
    )
    for digest in itertools.chain.from_iterable(contacts):
        assert bytes(digest).hex() not in page
        assert base64.b64encode(bytes(digest)).decode().rstrip("=") not in page


def own_pages():
    """Every private page of every reader, as each of them would open it; not their copies."""
    for reader in Reader.objects.all():
        seal = signing.sign(Purpose.READER, [reader.pk, reader.device_key])
        yield from (reverse(name, args=[seal]) for name in ("reader", "reader_erase"))
    for confirmation in Confirmation.objects.all():
        asked = signing.sign(Purpose.ENTER, confirmation.pk)
        yield reverse("reader", args=[asked])
        yield reverse("confirm", args=[signing.sign(Purpose.CONFIRM, confirmation.pk)])
    numbers = [*Subscription.objects.values_list("pk", flat=True)]
    yield reverse("stop", args=[signing.sign(Purpose.STOP, numbers)])
    for comment in Comment.objects.all():
        token = Receipt.objects.issue(comment)
        for name in ("", "_edit", "_withdraw", "_follow", "_export", "_erase"):
            yield reverse(f"receipt{name}", args=[token])


def test_no_private_page_shows_an_address_to_who_holds_its_link(planted):
    client, answers = Client(), []
    for address in own_pages():
        response = client.get(address)
        assert not leaks(response), address
        if response.status_code == 200:
            assert response["Cache-Control"] == "no-store", address
        answers.append(response.status_code)
    assert answers.count(200) > 30


def test_only_the_owners_copy_has_their_address_and_no_other(planted):
    # docs/decisions/2026-11-23-readers-get-their-own-address-back.md
    for name in ("published", "follower"):
        reader = Reader.objects.by_email(ADDRESSES[name])
        seal = signing.sign(Purpose.READER, [reader.pk, reader.device_key])
        copy = Client().get(reverse("reader_export", args=[seal])).text
        assert ADDRESSES[name] in copy
        others = [one for one in ADDRESSES.values() if one != ADDRESSES[name]]
        assert not [one for one in others if one in copy]
        assert (NETWORKS[0] in copy) == (name == "published")


def work():
    """What the worker does with everything that was queued."""
    for task in (tasks.tell_moderators, tasks.announce, tasks.send_confirmation):
        for job in ProcrastinateJob.objects.filter(task_name=task.name, status="todo"):
            task(**job.args)
    tasks.deliver()


def test_nobodys_mail_holds_an_address_in_its_words(planted, mailoutbox, caplog):
    # Not even one's own: a mail is passed on, and its beginning stands on a locked screen.
    caplog.set_level(logging.DEBUG)
    work()
    to = {address for message in mailoutbox for address in message.to}
    assert {ADDRESSES["published"], ADDRESSES["follower"], ADDRESSES["asking"]} <= to
    for message in mailoutbox:
        assert len(message.recipients()) == 1
        sent = message.message()
        headers = [str(value) for name, value in sent.items() if name != "To"]
        assert not canaries_in("\n".join([sent.get_payload(decode=True).decode(), *headers]))
    assert not canaries_in(caplog.text)


def test_no_job_is_given_an_address(planted):
    Client().post("/reader/", {"email": ADDRESSES["refused"]}, headers=OURS)
    work()
    jobs = [*ProcrastinateJob.objects.values_list("task_name", "args", "lock", "queueing_lock")]
    assert {"comments.tasks.announce", "comments.tasks.send_confirmation"} <= {
        job[0] for job in jobs
    }
    assert not canaries_in(str(jobs))


def test_nothing_that_a_reader_does_leaves_an_address_in_a_log(planted, caplog):
    # Failure 29 of the field.
    caplog.set_level(logging.DEBUG)
    client = Client(raise_request_exception=False)
    client.post("/reader/", {"email": ADDRESSES["refused"]}, headers=OURS)
    client.post(
        "/reader/", {"email": ADDRESSES["waiting"]}, headers={"origin": "https://e.example"}
    )
    for reader in Reader.objects.all():
        seal = signing.sign(Purpose.READER, [reader.pk, reader.device_key])
        client.get(reverse("reader_export", args=[seal]))
        client.post(reverse("reader", args=[seal]), {"do": "stop_all"}, headers=OURS)
        client.post(reverse("reader_erase", args=[seal]), headers=OURS)
    work()
    call_command("rotate_contact_keys", stdout=StringIO())
    tasks.blank_contacts(timestamp=0)
    tasks.erase_hidden(timestamp=0)
    assert not Reader.objects.exists()
    assert caplog.records
    assert not canaries_in(caplog.text)


def test_the_crawler_finds_every_kind_of_page(planted):
    routes = [route for route, _converters in crawler.public_patterns()]
    assert len(routes) >= 20
    assert Author.objects.get().get_absolute_url() in {*crawler.pattern_addresses()}
