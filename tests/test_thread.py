"""What readers see under an article: the heading, the comments, their pages, the form."""

import re

import pytest
from django.template import engines
from django.test import Client

from comments.models import Comment, Decision, SectionPolicy, Thread
from comments.threads import pagination
from comments.threads.tree import lines
from opinion.articles.models import Article
from tests.newsroom import (
    MORNING,
    make_article,
    make_comment,
    make_draft,
    make_published_comment,
    make_user,
)
from tests.thread_page import (
    ARTICLE,
    chain,
    classed,
    conversation,
    fill,
    headings,
    link,
    links,
    numbers,
    page,
    parsed,
    shown,
    thread,
    words,
)

pytestmark = pytest.mark.django_db

HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'`"


# --- The heading and the comments


def test_an_article_that_nobody_answered_has_a_form_and_no_heading(article):
    assert headings(thread()) == ["Leave a Reply"]
    assert not [*thread().iter("ol")]


def test_the_heading_counts_thoughts_on_the_whole_headline(article):
    make_published_comment(article)
    assert headings(thread())[0] == "One thought on “The Last Train – OpEd”"
    make_published_comment(article, "So was I.")
    assert headings(thread())[0] == "2 thoughts on “The Last Train – OpEd”"


# Failure 8: counts that include the hidden. Failure 7: what is hidden shows nowhere.
def test_only_what_was_approved_is_shown_and_counted(article, moderator):
    approved = make_published_comment(article, "Shown.")
    make_comment(article, "Secret, waiting.", name="Wanda Waiting")
    make_comment(article, "Secret, spam.", signals=[("honeypot", "", "spam")], name="Spamela")
    make_comment(article, "Secret, refused.", name="Rufus").refuse(by=moderator, reason="attack")
    gone = make_published_comment(article, "Secret, taken down.", name="Gonzo")
    gone.take_down(by=moderator, reason="attack")
    response = Client().get(ARTICLE)
    assert numbers(parsed(response)) == [approved.pk]
    assert headings(thread())[0].startswith("One thought")
    for secret in ("Secret", "Wanda", "Spamela", "Rufus", "Gonzo"):
        assert secret not in response.content.decode()


def test_a_moderator_sees_the_same_page_as_everybody(article, moderator):
    """Failure 28: cached pages that differ by visitor."""
    make_published_comment(article)
    make_comment(article, "Waiting.")
    staff = Client()
    staff.force_login(moderator)
    seen, public = staff.get(ARTICLE), Client().get(ARTICLE)
    odd = Client(headers={"accept-language": "fr", "user-agent": "x", "referer": "http://x/"})
    odd.cookies["name"] = "Ana"
    assert seen.content == public.content == odd.get(ARTICLE).content
    assert "Cookie" not in public.headers.get("Vary", "")
    assert not public.cookies


def test_each_comment_has_its_name_date_text_and_addresses(article):
    comment = make_published_comment(article, "I *was* there.\n\nTwice.", at=MORNING)
    tree = shown(thread(), comment)
    assert words(tree.find(".//h3")) == "Ana Reader"
    assert words(tree.find(".//time")) == "January 11, 2024 at 5:25 am"
    assert tree.find(".//time").get("datetime") == "2024-01-11T05:25:00+0000"
    assert [words(paragraph) for paragraph in tree.findall(".//div/p")] == [
        "I was there.",
        "Twice.",
    ]
    assert link(tree, "Permalink") == f"/comment/{comment.pk}/"
    assert link(tree, "Reply to Ana Reader") == f"{ARTICLE}reply/?to={comment.pk}"


def test_replies_are_lists_within_what_they_answer(article):
    first = make_published_comment(article, "First.", at=MORNING)
    second = make_published_comment(article, "Second.", at=MORNING)
    answer = make_published_comment(article, "To the first.", parent=first, at=MORNING)
    deeper = make_published_comment(article, "To that.", parent=answer, at=MORNING)
    tree = thread()
    assert numbers(tree) == [first.pk, answer.pk, deeper.pk, second.pk]
    roots = tree.find(".//ol").findall("li")
    assert [numbers(item) for item in roots] == [[first.pk, answer.pk, deeper.pk], [second.pk]]
    within = roots[0].find("details/ol").findall("li")
    assert [numbers(item) for item in within] == [[answer.pk, deeper.pk]]
    assert numbers(within[0].find("details/ol")) == [deeper.pk]


def test_replies_can_be_folded_and_are_open_at_first(article):
    first = make_published_comment(article, "First.", at=MORNING)
    answer = make_published_comment(article, "To the first.", parent=first, at=MORNING)
    make_published_comment(article, "To that.", parent=answer, at=MORNING)
    folds = [*thread().find(".//ol").iter("details")]
    assert [words(fold.find("summary")) for fold in folds] == ["2 replies", "1 reply"]
    assert all("open" in fold.attrib for fold in folds)


def test_what_the_indent_does_not_tell_is_told_in_words(article):
    made = fill(article, 55, parents=chain)
    tree = thread(conversation(made[0]))
    said = [
        [(each.get("class"), each.find("a").get("href")) for each in _answers(tree, comment)]
        for comment in made
    ]
    assert said[:3] == [[], [], []]
    narrow = "comment-answers only-on-a-phone"
    for level in (3, 4, 5):
        assert said[level] == [(narrow, f"#comment-{made[level - 1].pk}")]
    assert said[6] == [("comment-answers", f"#comment-{made[5].pk}")]
    # Past the greatest depth a reply hangs beside the comment it answers.
    assert said[52] == [("comment-answers", f"/comment/{made[51].pk}/")]
    part = pagination.conversation_page(article, pagination.find_root(article, made[0].pk))
    assert max(line.level for line in lines(part)) == 50


def _answers(tree, comment):
    return classed(shown(tree, comment), "comment-answers")


# Failure 1: script in a name, wherever a name is shown.
def test_a_hostile_name_is_only_a_name(article):
    comment = make_published_comment(article, HOSTILE, name=HOSTILE)
    make_published_comment(article, "Hm.", parent=comment)
    for address in (ARTICLE, f"{ARTICLE}reply/?to={comment.pk}"):
        tree = page(address)
        scripts = [script.get("src") for script in tree.iter("script") if words(script)]
        assert scripts in ([], [None])  # nothing, or the article's own structured data
        assert "alert(1)</script>" not in "".join(words(script) for script in tree.iter("script"))
        assert not [*tree.iter("img")]
        assert not [e for e in tree.iter() if any(name.startswith("on") for name in e.attrib)]
        assert HOSTILE in words(tree)


# Failure 5: nothing public is derived from an address.
def test_comments_of_one_person_look_no_more_alike_than_any(article):
    addresses = {"One.": "ana", "Two.": "ana", "Six.": "eve"}
    shapes = set()
    for text, person in addresses.items():
        make_published_comment(
            article, text, email=f"{person}@readers.example.org", address="198.51.100.7", at=MORNING
        )
    page = Client().get(ARTICLE).content.decode()
    for comment in Comment.objects.all():
        begins = page.index(f'<article class="comment" id="comment-{comment.pk}"')
        shape = page[begins : page.index("</article>", begins)]
        # Which comments stand beside it says nothing about who wrote it.
        shape = re.sub(r'<a class="comment-step".*?</a>|data-published="\d+"', "", shape)
        shape = " ".join(shape.replace(comment.text, "TEXT").split())
        shapes.add(re.sub(rf"(comment[-/]|to=\"?){comment.pk}\b", "N", shape))
    assert len(shapes) == 1


# Failure 15: visibility is a comment's own, never its parent's.
def test_approving_a_comment_again_approves_nothing_below_it(article, moderator):
    parent = make_published_comment(article, "Parent.")
    refused = make_comment(article, "Refused.", parent=parent)
    refused.refuse(by=moderator, reason="attack")
    waiting = make_comment(article, "Waiting.", parent=parent)
    shown_below = make_published_comment(article, "Shown.", parent=parent)
    parent.take_down(by=moderator, reason="attack")
    assert numbers(thread()) == [shown_below.pk]
    parent.approve(by=moderator)
    assert numbers(thread()) == [parent.pk, shown_below.pk]
    waiting.refresh_from_db()
    assert waiting.status == "waiting"


# --- Open, closed, none


def test_a_read_only_thread_keeps_its_comments_and_takes_no_more(article, moderator):
    comment = make_published_comment(article)
    Thread.objects.get().set_policy("read_only", by=moderator)
    tree = thread()
    assert numbers(tree) == [comment.pk]
    assert "is closed to new comments" in words(tree)
    assert not [*tree.iter("form")]
    assert not {"Reply to Ana Reader", "Follow this thread by email"} & {*links(tree)}
    assert "Report Ana Reader's comment" in links(tree)


@pytest.mark.parametrize("by_section", [False, True])
def test_a_closed_thread_shows_counts_and_takes_nothing(article, moderator, by_section):
    comment = make_published_comment(article, "Unseen.")
    if by_section:
        section = article.live_edition.section
        SectionPolicy(section=section).set_policy("closed", by=moderator)
    else:
        Thread.objects.get().set_policy("closed", by=moderator)
    response = Client().get(ARTICLE)
    tree = parsed(response).find(".//section[@id='comments']")
    assert words(tree) == "Comments are closed."
    assert "Unseen." not in response.content.decode()
    assert "Comments on" not in response.content.decode()
    for address in (f"/comment/{comment.pk}/", conversation(comment), f"{ARTICLE}feed/"):
        assert Client().get(address).status_code == 404, address


def rendered(article, rf):
    template = engines["django"].from_string("{% load thread %}{% thread article %}")
    return template.render({"article": article}, request=rf.get(ARTICLE)).strip()


def test_the_thread_asks_four_questions_of_the_database(article, rf, django_assert_num_queries):
    """Its own rules, its section's, which comments stand on the page, and what they say."""
    make_published_comment(article)
    article = Article.objects.for_page().get()
    with django_assert_num_queries(4):
        rendered(article, rf)


def test_what_is_not_published_has_no_thread(article, editor, rf):
    make_published_comment(article)
    assert rendered(article, rf)
    article.withdraw(by=editor, reason="It was wrong.")
    assert rendered(article, rf) == ""
    assert rendered(make_draft("A Draft"), rf) == ""


def test_the_form_makes_its_two_promises_and_links_what_is_asked(article):
    form = thread().find(".//section[@id='reply']")
    said = words(form)
    assert "Your email address will not be published. Required fields are marked *" in said
    assert link(form, "guidelines") == "/guidelines/"
    assert link(form, "privacy notice") == "/privacy/"
    assert form.find(".//form").get("action") == f"{ARTICLE}reply/"
    assert form.find(".//form").get("method") == "post"


def test_the_public_form_is_empty_whatever_is_asked(article):
    query = "name=Eve&email=eve@evil.example&text=Hello&to=1&opened=x&more_words=x"
    form = thread(f"{ARTICLE}?{query}").find(".//form")
    assert not [field for field in form.iter("input") if field.get("type") == "hidden"]
    assert not [field for field in form.iter("input") if field.get("value")]
    assert words(form.find(".//textarea")) == ""


# --- The lasting address


def test_a_permalink_leads_to_the_comment_in_its_article(article):
    comment = make_published_comment(article)
    response = Client().get(f"/comment/{comment.pk}/")
    assert (response.status_code, response["Location"]) == (302, f"{ARTICLE}#comment-{comment.pk}")


# Failure 7: the same answer for what is hidden and for what never was.
def test_hidden_and_unknown_comments_have_the_same_permalink(article, moderator, editor):
    waiting = make_comment(article, "Waiting.")
    spam = make_comment(article, "Spam.", signals=[("honeypot", "", "spam")])
    refused = make_comment(article, "Refused.")
    refused.refuse(by=moderator, reason="attack")
    gone = make_published_comment(article, "Gone.")
    gone.take_down(by=moderator, reason="attack")
    elsewhere = make_article("Withdrawn")
    orphan = make_comment(elsewhere)
    elsewhere.withdraw(by=editor, reason="It was wrong.")
    staff = Client()
    staff.force_login(moderator)
    seen = set()
    for number in (waiting.pk, spam.pk, refused.pk, gone.pk, orphan.pk, 987_654, 10**30):
        for client in (Client(), staff):
            response = client.get(f"/comment/{number}/")
            page = response.content.replace(f"/{number}/".encode(), b"/N/")
            seen.add((response.status_code, page, response.headers.get("Vary")))
    assert len(seen) == 1
    assert seen.pop()[0] == 404


def test_what_is_taken_down_is_gone_at_once_and_returns_at_once(article, moderator):
    comment = make_published_comment(article)
    comment.take_down(by=moderator, reason="attack")
    assert numbers(page()) == []
    assert Client().get(f"/comment/{comment.pk}/").status_code == 404
    comment.decide("reverse", by=moderator)
    assert numbers(page()) == [comment.pk]
    assert Decision.objects.count() == 3


# --- What is asked of readers, and what is kept about them


def test_the_guidelines_are_the_publications_own_or_ours(publication):
    assert "Attack the argument" in words(page("/guidelines/"))
    publication.comment_guidelines = "<p>Be kind &amp; brief.</p>"
    publication.save()
    own = words(page("/guidelines/"))
    assert "Be kind & brief." in own
    assert "Attack the argument" not in own


def test_the_privacy_page_says_how_long_addresses_are_kept(publication, settings):
    settings.CONTACT_RETENTION_DAYS = 90
    publication.contact_email = "letters@signal-box.example"
    publication.postal_address = "1 Station Road\nWestport"
    publication.save()
    said = words(page("/privacy/"))
    for promise in (
        "your email address and your IP address",
        "encrypted and stored apart",
        "After 90 days we erase them",
        "only moderators can look them up",
        "Reading sets no cookies",
        "letters@signal-box.example",
        "1 Station Road",
    ):
        assert promise in said


def test_staff_of_every_kind_can_read_the_thread(article):
    make_published_comment(article)
    for group in ("Editors", "Authors", "Moderators"):
        client = Client()
        client.force_login(make_user(group.lower(), group=group))
        assert headings(thread(client=client))[0].startswith("One thought")
