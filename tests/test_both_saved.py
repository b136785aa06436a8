"""Two people save one draft: what differs goes together; what both changed is chosen."""

import re

import pytest
from django.test import Client

from opinion.articles.models import Revision
from tests.forms import article_form, fields_of, press
from tests.newsroom import (
    make_author,
    make_draft,
    make_picture,
    make_section,
    make_topic,
    make_use,
    make_user,
)
from tests.test_html_is_valid import complaint
from tests.writing_desk import desk as desk

pytestmark = pytest.mark.django_db
PARAGRAPHS = ["One stands here.", "Two stands here.", "Three stands here.", "Four stands here."]


def body(*paragraphs):
    return "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


@pytest.fixture
def nora(db):
    user = make_user("nora", group="Editors", first_name="Nora", last_name="Felgate")
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def draft(publication, editor):
    draft = make_draft(
        body=body(*PARAGRAPHS),
        authors=[make_author("Ana Reis"), make_author("Bo Lind")],
        references=["Rolt. Red for Danger."],
        topics=[make_topic()],
    )
    make_use(draft, role="lead", alt="A train")
    draft.keep_revision(editor)
    return draft


def both(desk, nora, draft, mine, theirs, button="_draft"):
    """Both open the form, Nora saves, then the editor does: the answer to that."""
    url, fields = article_form(desk, draft.pk, **mine)
    saved = press(nora, pk=draft.pk, **theirs)
    assert saved.status_code == 302
    answer = desk.post(url, fields | {button: "1"}, follow=True)
    draft.refresh_from_db()
    return answer


def told(page):
    return " ".join(re.sub(r"<.*?>", " ", page.text).split())


def test_the_picture_when_shared_is_taken_over_and_two_of_them_are_asked_about(desk, nora, draft):
    theirs, mine = make_picture("theirs.jpg"), make_picture("mine.jpg")
    page = both(desk, nora, draft, {"headline": "Mine"}, {"social_picture": theirs.pk})
    assert "Nora Felgate had changed meanwhile: Picture when shared" in told(page)
    assert draft.pictures.get(role="social").picture == theirs
    page = both(desk, nora, draft, {"social_picture": mine.pk}, {"social_picture": ""})
    assert fields_of(page, "article_form")["social_picture"] == str(mine.pk)
    assert "mine.jpg" in told(page) and not draft.pictures.filter(role="social").exists()


# --- Different fields -----------------------------------------------------------------------------


def test_different_fields_go_together_and_it_is_said_in_one_line(desk, nora, draft):
    politics = make_topic("Politics")
    page = both(
        desk,
        nora,
        draft,
        {"headline": "Mine", "bylines-1-DELETE": "on"},
        {
            "standfirst": "Theirs.",
            "topics": [politics.pk],
            "picture_alt": "A night train",
            "split_references": "on",
            "references-1-text": "Wolmar. Fire and Steam.",
        },
    )
    assert (
        "Nora Felgate had changed meanwhile: Standfirst, Separate further reading, Topics"
        in told(page)
    )
    assert (draft.headline, draft.standfirst, draft.split_references) == ("Mine", "Theirs.", True)
    assert [topic.name for topic in draft.topics.all()] == ["Politics"]
    assert draft.lead.alt == "A night train"
    assert [line.author.name for line in draft.bylines.all()] == ["Ana Reis"]
    assert [line.text for line in draft.references.all()] == [
        "Rolt. Red for Danger.",
        "Wolmar. Fire and Steam.",
    ]
    assert draft.version == 3
    assert Revision.objects.count() == 3


def test_a_byline_that_only_the_colleague_changed_is_theirs(desk, nora, draft):
    cy = make_author("Cy Tan")
    theirs = {"bylines-0-DELETE": "on", "bylines-2-author": cy.pk, "bylines-2-role": "translated"}
    page = both(desk, nora, draft, {"headline": "Mine"}, theirs)
    assert "Draft saved." in page.text
    assert draft.headline == "Mine"
    assert [str(line) for line in draft.bylines.all()] == ["By Bo Lind", "Translated by Cy Tan"]


def test_what_both_changed_alike_is_no_conflict(desk, nora, draft):
    same = {"headline": "The same", "body": body("The same.")}
    page = both(desk, nora, draft, same, same)
    assert "Draft saved." in page.text
    assert draft.headline == "The same"


def test_nothing_put_together_is_published_unseen(desk, nora, draft):
    page = both(desk, nora, draft, {"headline": "Mine"}, {"standfirst": "Theirs."}, "_publish")
    assert "Only the draft is saved." in page.text
    assert (draft.status, draft.headline, draft.standfirst) == ("draft", "Mine", "Theirs.")


def test_one_field_that_both_changed_is_shown_and_the_rest_stands_in_the_form(desk, nora, draft):
    page = both(
        desk, nora, draft, {"headline": "Mine"}, {"headline": "Theirs", "standfirst": "Theirs."}
    )
    assert "Nora Felgate saved this on" in page.text
    assert [str(one.label) for one in page.context["differences"]] == ["Headline"]
    fields = fields_of(page, "article_form")
    assert (fields["headline"], fields["standfirst"]) == ("Mine", "Theirs.")
    assert draft.headline == "Theirs"
    desk.post(f"/admin/articles/article/{draft.pk}/change/", fields | {"_draft": "1"})
    draft.refresh_from_db()
    assert (draft.headline, draft.standfirst) == ("Mine", "Theirs.")


def test_an_address_that_differs_is_never_taken_silently(desk, nora, draft):
    page = both(desk, nora, draft, {"headline": "Mine"}, {"slug": "theirs"})
    assert [str(one.label) for one in page.context["differences"]] == ["Address"]
    assert (draft.slug, draft.headline) == ("theirs", "The Last Train")


def test_what_is_refused_is_not_taken_for_what_the_colleague_wrote(desk, nora, draft):
    page = both(desk, nora, draft, {"headline": "x" * 300}, {"headline": "Theirs"})
    assert "Nora Felgate saved this on" in page.text
    assert fields_of(page, "article_form")["headline"] == "x" * 300
    assert draft.headline == "Theirs"


# --- The text -------------------------------------------------------------------------------------

MINE = ["Mine stands here.", *PARAGRAPHS[1:]]
THEIRS = [*PARAGRAPHS[:3], "Theirs stands here.", "And more."]


def take(desk, draft, page, **choices):
    fields = fields_of(page, "article_form") | choices | {"_take_merged": "1"}
    answer = desk.post(f"/admin/articles/article/{draft.pk}/change/", fields, follow=True)
    draft.refresh_from_db()
    return answer


def test_different_paragraphs_are_put_together_and_taken_with_one_button(desk, nora, draft):
    mine, theirs = {"body": body(*MINE)}, {"body": body(*THEIRS), "standfirst": "Theirs."}
    page = both(desk, nora, draft, mine, theirs)
    assert "You changed different paragraphs, which go together." in page.text
    assert complaint(page.text) is None
    assert draft.body == body(*THEIRS)
    answer = take(desk, draft, page)
    assert "Draft saved." in answer.text
    assert draft.body == body(MINE[0], *THEIRS[1:])
    assert draft.standfirst == "Theirs."


CHOICES = {
    "mine": ["Mine stands here."],
    "theirs": ["Hers stands here."],
    "both": ["Mine stands here.", "Hers stands here."],
}


@pytest.mark.parametrize("choice", CHOICES)
def test_one_paragraph_that_both_changed_waits_until_somebody_decides(desk, nora, draft, choice):
    theirs = body("Hers stands here.", *PARAGRAPHS[1:3], "Theirs stands here.")
    page = both(desk, nora, draft, {"body": body(*MINE)}, {"body": theirs})
    assert "You both changed one paragraph: choose which to keep." in page.text
    assert page.text.count("Mine stands here.") >= 2
    assert "Compare the two versions" not in page.text
    again = take(desk, draft, page)
    assert "Nothing is saved yet: choose for each paragraph" in again.text
    assert draft.body == theirs
    take(desk, draft, again, merge_choice_0=choice)
    assert draft.body == body(*CHOICES[choice], *PARAGRAPHS[1:3], "Theirs stands here.")


def test_choices_made_of_other_texts_are_asked_again(desk, nora, draft):
    theirs = body("Hers stands here.", *PARAGRAPHS[1:])
    page = both(desk, nora, draft, {"body": body(*MINE)}, {"body": theirs})
    further = {"body": body("Something else.", *PARAGRAPHS[1:]), "merge_choice_0": "theirs"}
    again = take(desk, draft, page, **further)
    assert "Nothing is saved yet" in again.text
    assert "Something else." in fields_of(again, "article_form")["body"]
    assert draft.body == theirs


def test_a_third_save_meanwhile_is_put_together_as_well(desk, nora, draft):
    page = both(desk, nora, draft, {"body": body(*MINE)}, {"body": body(*THEIRS)})
    press(nora, pk=draft.pk, body=body(*THEIRS, "And a third."))
    again = take(desk, draft, page)
    assert "which go together" in again.text
    take(desk, draft, again)
    assert draft.body == body(MINE[0], *THEIRS[1:], "And a third.")


@pytest.mark.parametrize(
    "made_up",
    [
        {"merge_base": "x"},
        {"merge_base": "-1"},
        {"merge_base": "9" * 30},
        {"merge_key": "x"},
        {"merge_choice_0": "<b>"},
    ],
)
def test_what_somebody_made_up_saves_nothing(desk, nora, draft, made_up):
    theirs = body("Hers stands here.", *PARAGRAPHS[1:])
    page = both(desk, nora, draft, {"body": body(*MINE)}, {"body": theirs})
    answer = take(desk, draft, page, **made_up)
    assert answer.status_code == 200
    if "merge_base" not in made_up:
        assert draft.body == theirs


# --- Fields that both changed ---------------------------------------------------------------------


def test_whose_field_it_is_is_chosen_with_yours_first_and_saved_with_the_text(desk, nora, draft):
    cy, rail, roads = make_author("Cy Tan"), make_section("Rail"), make_section("Roads")
    mine_topic, their_topic = make_topic("Mine"), make_topic("Theirs")
    mine = {
        "headline": "Mine",
        "standfirst": "My own.",
        "section": rail.pk,
        "topics": [mine_topic.pk],
        "picture_alt": "My train",
        "bylines-0-DELETE": "on",
        "references-0-text": "My book.",
        "body": body(*MINE),
    }
    theirs = {
        "headline": "Theirs",
        "standfirst": "Their own.",
        "section": roads.pk,
        "topics": [their_topic.pk],
        "picture_alt": "Their train",
        "bylines-1-author": cy.pk,
        "references-0-text": "Their book.",
        "body": body(*THEIRS),
    }
    page = both(desk, nora, draft, mine, theirs)
    assert complaint(page.text) is None
    assert "Compare the two versions" not in page.text
    read = told(page)
    assert "Section Yours Rail That of Nora Felgate Roads" in read
    assert "Topics Yours Mine That of Nora Felgate Theirs" in read
    assert "Yours By Bo Lind That of Nora Felgate By Ana Reis By Cy Tan" in read
    asked = {
        name.removeprefix("merge_field_"): said
        for name, said in fields_of(page, "article_form").items()
        if re.match("merge_field_(?!key_)", name)
    }
    names = ["standfirst", "section", "topics", "picture_alt", "byline", "references", "headline"]
    assert asked == dict.fromkeys(names, "mine")
    chosen = [name for name in names if name not in ("headline", "standfirst")]
    take(desk, draft, page, **{f"merge_field_{name}": "theirs" for name in chosen})
    assert (draft.headline, draft.standfirst, draft.section) == ("Mine", "My own.", roads)
    assert [*draft.topics.all()] == [their_topic]
    assert draft.lead.alt == "Their train"
    assert [str(line) for line in draft.bylines.all()] == ["By Ana Reis", "By Cy Tan"]
    assert [line.text for line in draft.references.all()] == ["Their book."]
    assert draft.body == body(MINE[0], *THEIRS[1:])


def test_without_a_word_more_the_button_takes_yours(desk, nora, draft):
    mine, theirs = {"bylines-0-DELETE": "on"}, {"bylines-1-DELETE": "on", "slug": "theirs"}
    take(desk, draft, both(desk, nora, draft, mine, theirs))
    assert [str(line) for line in draft.bylines.all()] == ["By Bo Lind"]


def test_a_choice_of_what_has_changed_since_is_asked_again(desk, nora, draft):
    page = both(desk, nora, draft, {"headline": "Mine"}, {"headline": "Theirs"})
    press(nora, pk=draft.pk, headline="The Last Train")
    theirs = {"merge_field_headline": "theirs"}
    third = take(desk, draft, page, **theirs)
    assert "Headline Yours Mine That of Nora Felgate The Last Train" in told(third)
    typed = take(desk, draft, third, **theirs, headline="More of mine")
    assert "what you chose from has changed" in typed.text
    assert fields_of(typed, "article_form")["headline"] == "More of mine"
    made_up = take(desk, draft, typed, merge_field_headline="<b>")
    assert fields_of(made_up, "article_form")["merge_field_headline"] == "mine"
    assert (draft.headline, draft.version) == ("The Last Train", 3)
    take(desk, draft, made_up)
    assert (draft.headline, draft.version) == ("More of mine", 4)


def test_a_field_that_was_chosen_stays_chosen_while_a_paragraph_waits(desk, nora, draft):
    hers = {"headline": "Theirs", "body": body("Hers stands here.", *PARAGRAPHS[1:])}
    page = both(desk, nora, draft, {"headline": "Mine", "body": body(*MINE)}, hers)
    again = take(desk, draft, page, merge_field_headline="theirs")
    assert "Nothing is saved yet: choose for each paragraph" in again.text
    take(desk, draft, again, merge_choice_0="mine")
    assert (draft.headline, draft.body) == ("Theirs", body(*MINE))


def test_a_text_that_cannot_be_read_is_shown_as_before(desk, nora, draft):
    page = both(desk, nora, draft, {"body": "<blockquote>" * 300}, {"body": body(*THEIRS)})
    assert page.status_code == 200
    assert draft.body == body(*THEIRS)
    assert "<blockquote>" in fields_of(page, "article_form")["body"]
