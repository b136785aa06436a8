"""Script typed into every field that takes text, looked for wherever it is shown: none runs.

Failure 1 of the field. The browser's own policy is switched off here, so that nothing but our
escaping stands between a field and its reader.
"""

import itertools
from contextlib import suppress

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import NoReverseMatch, reverse

from comments.models import (
    Comment,
    DecisionNote,
    Edit,
    Hold,
    PersonNote,
    Reason,
    Report,
    Rule,
    RuleVersion,
    Signal,
)
from opinion.articles.models import DeskEntry, Publication, SavedFilter, Series
from opinion.embeds.models import EmbedCard
from opinion.references.models import Import, ImportEntry, Work
from tests import crawler
from tests.browser.made_of import places
from tests.newsroom import MORNING, make_article, make_draft, make_host, make_use, make_user
from tests.town import build_town

APPS = ("authors", "articles", "comments", "embeds", "pictures", "references")
TAG, SCRIPT = '"><img src onerror=at({field})>', "'\"</script><script>at({field})</script>"
# Wherever one of them runs, both together do: each field is armed and each page visited once.
BOTH = TAG + SCRIPT
# For a field of forty characters.
SHORT = "'\"></script><img src onerror=at({field})>"
CALL = r"at(?:\(|%28)\d+"
PAYLOADS = {"tag": TAG, "script": SCRIPT, "both": BOTH, "short": SHORT}
PLACES = {
    "text": "<p>{}</p>",
    "double quotes": '<p title="{}">Words.</p>',
    "single quotes": "<p title='{}'>Words.</p>",
    "a script": "<script>const words = '{}';</script>",
    "data for a script": '<script type="application/json">"{}"</script>',
}
# Not typed by people, or held to a form that leaves no room for script.
LEFT_OUT = {
    "authors.User.password",
    "authors.User.username",
    "authors.User.email",
    "authors.Author.orcid",
    "articles.Publication.time_zone",
    "articles.Redirect.path",
    "articles.Publication.contact_email",
    "comments.Contact.key",
    "comments.Reader.key",
    "comments.Confirmation.key",
    "comments.Decision.status_before",
    "comments.Decision.status_after",
    "comments.Decision.desk_state_before",
    "comments.Decision.desk_state_after",
    "comments.Decision.reason",
    "comments.Notice.occasion",
    "comments.Reason.code",
    "references.Work.type",
    # Addresses and patterns of them.
    "embeds.EmbedCard.address",
    "embeds.Host.addresses",
    "embeds.Host.frame",
    "embeds.Host.oembed",
}
EMBEDDED = "https://tv.example.org/watch/x1"


# Printed from the fields armed here, copied or made from them; or what another site answered.
MADE = {
    "RuleVersion",
    "Erratum",
    "Rendering",
    "WorkKey",
    "Link",
    "LinkCheck",
    "ListingDate",
    "SearchEntry",
    "DraftEntry",
}


def armable(model):
    """The fields of a model into which somebody can type what they like."""
    for field in model._meta.local_fields:
        name = f"{model._meta.app_label}.{model.__name__}.{field.name}"
        free = isinstance(field, (models.CharField, models.TextField)) and field.editable
        if (
            free
            and not (field.choices or isinstance(field, models.SlugField))
            and name not in LEFT_OUT
        ):
            yield name, field


FIELDS = [
    name
    for label in APPS
    for model in apps.get_app_config(label).get_models()
    if not model.__name__.startswith("Edition") and model.__name__ not in MADE
    for name, _field in armable(model)
]


def arm(*instances):
    for instance in instances:
        for name, field in armable(type(instance)):
            number = FIELDS.index(name)
            typed = BOTH.format(field=number)
            if field.max_length and len(typed) > field.max_length:
                typed = SHORT.format(field=number)
            # Script alone is no text, and an article without text is not published.
            typed += " Words." if isinstance(field, models.TextField) else ""
            if field.name == "url":
                typed = f"javascript:at({number})"
            setattr(instance, field.name, typed)
        instance.save()
        armed.update(name for name, _field in armable(type(instance)))


armed = set()


def arm_the_town():
    town = build_town()
    admin = make_user("admin", is_superuser=True)
    # Its title is what another site says of it.
    arm(make_host(), EmbedCard(address=EMBEDDED))
    make_article("Embeds", body=f'<figure data-embed="{EMBEDDED}"></figure><p>Words.</p>')
    everything = [
        Publication.objects.get(),
        *town.authors,
        *(link for author in town.authors for link in author.links.all()),
        town.article.type,
        town.article.section,
        *town.article.topics.all(),
    ]
    arm(town.editor, town.moderator, *everything)
    for article in (town.article, make_draft("Armed", authors=town.authors)):
        arm(article, *article.references.all())
    arm(*Work.objects.all(), *Series.objects.all(), SavedFilter(user=admin))
    arm(DeskEntry(article=town.draft, kind="note", by=town.editor))
    lead = make_use(town.article, role="lead")
    arm(lead, lead.picture)
    brought = Import.objects.create(name="a file", format="csl", started_by=town.editor, total=1)
    arm(brought, ImportEntry.objects.create(bibliography=brought, number=1))
    town.article.publish(by=town.editor)
    withdraw = town.withdrawn
    arm(withdraw)
    arm(*Comment.objects.all(), *DecisionNote.objects.all(), *Hold.objects.all())
    Signal.objects.create(comment=town.comments[2], kind="hold")
    arm(*Signal.objects.all())
    for comment in Comment.objects.published():
        Edit.objects.create(comment=comment, text="Proposed.", before=comment.text)
    arm(*Edit.objects.all())
    noted = PersonNote.objects.write(town.comments[0], "Kind.", by=town.moderator)
    arm(noted)
    shown = Comment.objects.published().last()
    arm(Report.objects.receive(shown, "hate", "198.51.100.99", "Words."))
    arm_the_rules(town)
    return town


def arm_the_rules(town):
    """Reasons and rules as somebody may write them, and what a rule found under such a name."""
    arm(*Reason.objects.all(), *Rule.objects.all())
    for rule in Rule.objects.all():
        rule.revise(by=town.moderator)
    Signal.objects.update(rule=RuleVersion.objects.last())


def admin_addresses():
    """Every page of the admin that GET shows: lists, forms, histories, deletions."""
    yield reverse("admin:index")
    for model in admin.site._registry:
        options = model._meta
        name = f"admin:{options.app_label}_{options.model_name}"
        yield reverse(f"{name}_changelist")
        for instance in model._default_manager.all()[:6]:
            for page in ("change", "person", "like", "history", "delete"):
                with suppress(NoReverseMatch):  # the desk has fewer pages than a stock admin
                    yield reverse(f"{name}_{page}", args=[instance.pk])


@pytest.fixture
def watched(browser, live_server):
    """A page with the content policy off, in which `ran` notes what has run."""
    context = browser.new_context(bypass_csp=True, base_url=live_server.url)
    context.add_init_script("window.found = []; window.at = field => found.push(field)")
    yield context.new_page()
    context.close()


# One look at the page, which no locator has to be brought to first.
LOOK = """() => {
  const links = "a[href^='javascript:' i], form[action^='javascript:' i]";
  return [window.found, document.querySelector(links) !== null];
}"""


def what_ran(page):
    found, has_link = page.evaluate(LOOK)
    return [*(FIELDS[number] for number in found), *["a javascript: address"] * has_link]


def is_a_page(response):
    """Of the pages that say "not found" all are one; what was withdrawn has words of its own."""
    return response.status_code in (200, 410) and "html" in response.headers["Content-Type"]


def show(page, markup):
    page.route("**/armed/", lambda route: route.fulfill(body=markup, content_type="text/html"))
    page.goto("/armed/")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_watch_sees_script_that_runs(watched, payload):
    show(watched, PLACES["text"].format(PAYLOADS[payload].format(field=0)))
    assert {*what_ran(watched)} == {FIELDS[0]}


def test_wherever_a_payload_runs_alone_it_runs_with_the_other(watched):
    for place, markup in PLACES.items():
        runs = {}
        for name, payload in PAYLOADS.items():
            show(watched, markup.format(payload.format(field=0)))
            runs[name] = bool(what_ran(watched))
        assert runs["tag"] or runs["script"], place
        assert runs["both"] and runs["short"], (place, runs)


def test_no_script_typed_into_a_field_runs_for_readers(transactional_db, watched):
    arm_the_town()
    assert armed >= {*FIELDS}, {*FIELDS} - armed
    pages = 0
    for address in sorted({*crawler.pattern_addresses(), "/nowhere/"}):
        if is_a_page(Client().get(address)) or address == "/nowhere/":
            watched.goto(address)
            assert what_ran(watched) == [], address
            pages += 1
    assert pages > 12


def test_no_script_typed_into_a_field_runs_for_staff(transactional_db, watched, live_server):
    arm_the_town()
    client = Client()
    client.force_login(make_user("root", is_superuser=True))
    session = client.cookies["sessionid"].value
    watched.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    drafts = [reverse("preview", args=[pk]) for pk in (1, 2, 3)]
    seen, visited = set(), 0
    for address in itertools.chain(admin_addresses(), drafts):
        # A page that shows each of what it shows where another page shows it, is as that one.
        armed_here = places(client.get(address, follow=True).content.decode(), CALL)
        if not armed_here <= seen:
            watched.goto(address)
            assert what_ran(watched) == [], address
            visited += 1
        seen |= armed_here
    assert visited > 30


def test_a_reader_can_arm_nothing_either(transactional_db, watched, live_server):
    """The same through the form itself: what comes back on the page with the errors is harmless."""
    town = build_town()
    for payload in (TAG, SCRIPT):
        watched.goto(f"{town.article.get_absolute_url()}reply/")
        watched.get_by_label("Name").fill(payload.format(field=0))
        watched.get_by_label("Email").fill("ana@readers.example.org")
        watched.get_by_label("Comment").fill(payload.format(field=0))
        watched.get_by_label("Name").evaluate("field => field.form.noValidate = true")
        watched.get_by_label("Email").fill(payload.format(field=0))
        watched.get_by_role("button", name="Post Comment").click()
        assert what_ran(watched) == []
    assert Comment.objects.filter(created_at__gt=MORNING).exists()
