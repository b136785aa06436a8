"""Every page has one address, in letters that everybody can type; other spellings lead to it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authors.models import Author
from opinion.articles.models import Article, Topic
from opinion.slugs import slug
from tests.forms import press
from tests.newsroom import make_article, make_author, make_draft, make_publication, make_topic


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Tove Æblegård", "tove-aeblegard"),
        ("Jørgen Straße", "jorgen-strasse"),
        ("Łódź, Đặng & Þór", "lodz-dang-thor"),
        ("Œuvre d’İstanbul", "oeuvre-distanbul"),
        ("E\u0301lan", "elan"),
        ("Ｆｕｌｌ width", "full-width"),
        # Scripts that have no Latin letters keep their own.
        ("Москва не спит", "москва-не-спит"),
        ("قطار الليل", "قطار-الليل"),
        ("末班火车", "末班火车"),
        # A vowel sign is a letter.
        ("शहर की बसें", "शहर-की-बसें"),
        ("নগরের বাস", "নগরের-বাস"),
        ("รถไฟเที่ยวสุดท้าย", "รถไฟเที่ยวสุดท้าย"),
        ("ि a ि", "a"),
        ("Ærø и море", "aero-и-море"),
        ("🦊", ""),
        ("", ""),
    ],
)
def test_a_slug_is_written_as_everybody_can_type_it(text, address):
    assert slug(text) == address


@given(st.text(max_size=40))
def test_a_slug_of_a_slug_is_itself(text):
    assert slug(slug(text)) == slug(text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "spelled", ["tove-æblegård", "Tove-Aeblegard", "tove-æblegard", "tove-%C3%A6bleg%C3%A5rd"]
)
def test_other_spellings_of_an_author_lead_to_the_one_address(publication, client, spelled):
    make_author("Tove Æblegård")
    assert client.get("/author/tove-aeblegard/").status_code == 200
    moved = client.get(f"/author/{spelled}/?before=1")
    assert moved.status_code == 301
    assert moved["Location"] == "/author/tove-aeblegard/?before=1"
    assert moved["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert client.get(f"/author/{spelled}/feed/")["Location"] == "/author/tove-aeblegard/feed/"


@pytest.mark.django_db
def test_an_address_keeps_its_vowel_signs(publication, client):
    article = make_article("शहर की बसें")
    assert client.get(article.get_absolute_url()).status_code == 200
    assert Article.objects.get().address == "2024/01/शहर-की-बसें"
    article.full_clean()


@pytest.mark.django_db
def test_other_spellings_of_an_article_lead_to_the_one_address(publication, client):
    article = make_article("Ærø er smuk", topics=[make_topic("Færger")])
    assert article.get_absolute_url() == "/2024/01/aero-er-smuk/"
    for rest in ("", "cite.bib", "reply/"):
        assert client.get(f"/2024/01/ærø-er-smuk/{rest}")["Location"].endswith(
            f"/2024/01/aero-er-smuk/{rest}"
        )
    assert client.get("/topic/færger/")["Location"] == "/topic/faerger/"


@pytest.mark.django_db
def test_a_spelling_leads_to_its_address_in_development_too(publication, client, settings):
    settings.DEBUG = True
    make_author("Tove Æblegård")
    assert client.get("/author/tove-æblegård/").status_code == 301


@pytest.mark.django_db
def test_an_address_in_another_script_is_its_own(publication, client):
    article = make_article("قطار الليل")
    assert article.address == "2024/01/قطار-الليل"
    assert client.get(article.get_absolute_url()).status_code == 200


@pytest.mark.django_db
def test_nobody_is_not_found_in_any_spelling(publication, client):
    assert client.get("/author/nobody/").status_code == 404
    assert client.get("/author/nobödy/", follow=True).status_code == 404
    assert client.post("/author/nobödy/").status_code == 405


@pytest.mark.django_db
def test_a_headline_without_letters_gets_the_day_it_was_begun_for_an_address():
    make_publication(time_zone="Pacific/Auckland")
    begun = datetime(2024, 1, 11, 20, 0, tzinfo=UTC)
    drafts = [make_draft(headline, created_at=begun) for headline in ("🚂🌙", "!?", "— — —")]
    assert [draft.slug for draft in drafts] == ["2024-01-12", "2024-01-12-2", "2024-01-12-3"]


@pytest.mark.django_db
def test_a_name_without_letters_gets_a_number_for_an_address():
    for name in ("🦊", "🐻"):
        author, topic = Author(name=name), Topic(name=name)
        author.clean()
        topic.clean()
        author.save()
        topic.save()
    assert sorted(Author.objects.values_list("slug", flat=True)) == ["author", "author-2"]
    assert sorted(Topic.objects.values_list("slug", flat=True)) == ["topic", "topic-2"]


@pytest.mark.django_db
def test_an_address_typed_in_other_letters_is_stored_in_ours(client, editor, publication):
    client.force_login(editor)
    draft = make_draft()
    press(client, "_draft", draft.pk, slug="Nat-på-Ærø")
    assert Article.objects.get(pk=draft.pk).slug == "nat-pa-aero"


@pytest.mark.django_db
def test_two_spellings_of_one_address_are_refused_beside_the_field(client, editor, publication):
    client.force_login(editor)
    make_author("Tove Aeblegard")
    typed = {"name": "Tove Æblegård", "slug": "tove-æblegård"}
    rows = {"links-TOTAL_FORMS": 0, "links-INITIAL_FORMS": 0}
    page = client.post("/admin/authors/author/add/", typed | rows).content.decode()
    assert "Author with this Address already exists" in page
    assert 'value="tove-æblegård"' in page
