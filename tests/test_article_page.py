"""The page of an article: every part in its order, the same for everybody, and only when live."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from opinion.articles.models import Byline, Reference, Role
from tests.newsroom import (
    MORNING,
    make_article,
    make_author,
    make_comment,
    make_draft,
    make_publication,
    make_section,
    make_topic,
    make_type,
    make_user,
    publish_again,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/2024/01/the-last-train/"


def read(client, address=ADDRESS) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def text(page: str) -> str:
    """The page's words on one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.partition("<body")[2]))


def structured(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])


def test_every_part_of_the_page_is_there_in_its_order(publication, client):
    make_article(
        type=make_type("OpEd", explanation="One person’s opinion, signed."),
        standfirst="Why a town needs a train after nine.",
        authors=[
            make_author(
                "Ngaire Whitcombe",
                role="Signal engineer",
                bio="She minds the trains at Inverey.",
                disclaimer="The opinions expressed in her articles are her own.",
            ),
            make_author("Tomasz Wieczorek"),
        ],
        topics=[make_topic("Trains"), make_topic("Towns")],
        references=["Rolt, L. T. C. Red for Danger. London, 1955."],
        note="<p>She worked the night shift.</p>",
    )
    page = text(read(client))
    parts = [
        "The Signal Box",
        "OpEd One person’s opinion, signed.",
        "The Last Train – OpEd",
        "Why a town needs a train after nine.",
        "By Ngaire Whitcombe and Tomasz Wieczorek",
        "Signal engineer",
        "Published January 11, 2024",
        "1 minute to read",
        "Be the first to comment",
        "The last train leaves at nine",
        "About the authors: She worked the night shift.",
        "References Rolt, L. T. C. Red for Danger. London, 1955.",
        "Ngaire Whitcombe Signal engineer She minds the trains at Inverey.",
        "The opinions expressed in her articles are her own.",
        "Section World",
        "Topics Towns Trains",
        "Share this article",
        "Leave a Reply",
    ]
    found = [page.find(part) for part in parts]
    assert -1 not in found, parts[found.index(-1)]
    assert found == sorted(found)


def test_names_lead_to_the_pages_of_section_topic_and_author(publication, client):
    make_article(topics=[make_topic()])
    page = read(client)
    for address in ("/author/ngaire-whitcombe/", "/section/world/", "/topic/trains/", "/feed/"):
        assert f'href="{address}"' in page
    assert '<link rel="canonical" href="http://127.0.0.1:8000/2024/01/the-last-train/">' in page


def test_the_byline_says_who_did_what(publication, client):
    article = make_draft(authors=[make_author(name) for name in ("Ana Lim", "Bo Ek", "Cy Oz")])
    translator = make_author("Dai Pugh")
    Byline.objects.create(article=article, author=translator, role=Role.TRANSLATED, position=4)
    article.publish(by=make_user(), at=MORNING)
    page = read(client)
    assert "By Ana Lim, Bo Ek and Cy Oz Translated by Dai Pugh" in text(page)
    assert [person["name"] for person in structured(page)["author"]] == [
        "Ana Lim",
        "Bo Ek",
        "Cy Oz",
    ]
    assert [person["name"] for person in structured(page)["translator"]] == ["Dai Pugh"]


def test_the_byline_stays_as_it_was_printed(publication, client):
    author = make_author("Ngaire Whitcombe", role="Signal engineer", bio="She minds trains.")
    make_article(authors=[author])
    author.name, author.role, author.bio = "Ngaire Whitcombe-Orr", "Retired", "She rests."
    author.save()
    page = text(read(client))
    assert "By Ngaire Whitcombe " in page
    assert "Signal engineer" in page
    assert "Retired" not in page
    assert "She minds trains." in page
    assert "She rests." not in page


def test_somebody_with_two_roles_has_one_card(publication, client):
    article = make_draft()
    author = article.bylines.get().author
    Byline.objects.create(article=article, author=author, role=Role.TRANSLATED, position=2)
    article.publish(by=make_user(), at=MORNING)
    assert read(client).count('class="author-card"') == 1


def test_a_type_without_a_suffix_adds_nothing_to_the_headline(publication, client):
    make_article(type=make_type("Editorial", suffix=""))
    assert "<title>The Last Train · The Signal Box</title>" in read(client)
    assert "–" not in text(read(client)).partition("By Ngaire")[0]


def test_a_later_edition_says_when_it_was_updated(publication, client):
    article = make_article()
    assert "Updated" not in text(read(client))
    publish_again(article, at=MORNING + timedelta(days=1))
    page = text(read(client))
    assert "Published January 11, 2024 Updated January 12, 2024 at 5:25 am" in page
    data = structured(read(client))
    assert data["datePublished"] == "2024-01-11T05:25:00+00:00"
    assert data["dateModified"] == "2024-01-12T05:25:00+00:00"


def test_a_typo_leaves_the_article_as_old_as_it_was(publication, client):
    article = make_article()
    publish_again(article, at=MORNING + timedelta(days=1), change="typo", headline="The last Train")
    assert "Updated" not in text(read(client))
    assert structured(read(client))["dateModified"] == "2024-01-11T05:25:00+00:00"
    publish_again(article, at=MORNING + timedelta(days=2), standfirst="And why.")
    publish_again(article, at=MORNING + timedelta(days=3), change="typo", headline="Last Train")
    assert structured(read(client))["dateModified"] == "2024-01-13T05:25:00+00:00"
    assert "Updated January 13, 2024 at 5:25 am" in text(read(client))


def test_dates_are_told_in_the_publications_time_zone(client):
    make_publication(time_zone="America/New_York")
    make_article()
    assert structured(read(client))["datePublished"] == "2024-01-11T00:25:00-05:00"


def test_readers_see_the_live_edition_and_nothing_of_the_draft(publication, client, editor):
    article = make_article(references=["Rolt, L. T. C. Red for Danger."])
    article.headline, article.body = "Unsaid", "<p>Unsaid as well.</p>"
    article.edited(editor)
    article.save()
    Reference.objects.update(text="Unsaid, too")
    assert "Unsaid" not in read(client)


def test_a_reference_without_a_link_in_its_text_is_followed_by_its_address(publication, client):
    article = make_draft(references=["A.", "See https://b.example.org/b.", "C."])
    urls = ["https://a.example.org/a", "https://b.example.org/b", "javascript:alert(1)"]
    for reference, url in zip(article.references.all(), urls, strict=True):
        Reference.objects.filter(pk=reference.pk).update(url=url)
    article.publish(by=make_user(), at=MORNING)
    page = read(client)
    assert 'id="ref-3"' in page
    assert page.count('href="https://a.example.org/a"') == 1
    assert page.count('href="https://b.example.org/b"') == 1
    assert "javascript:" not in page


def test_an_article_speaks_its_own_language_in_its_own_direction(publication, client):
    make_article("من يسقي العابرين؟", language="ar", slug="man-yasqi")
    page = read(client, "/2024/01/man-yasqi/")
    assert '<html lang="en" dir="ltr">' in page
    assert re.search(r'<article class="article" lang="ar" dir="rtl">', page)
    assert structured(page)["inLanguage"] == "ar"


def test_an_address_may_be_written_in_any_script(publication, client):
    article = make_article("Ночной поезд", slug="ночной-поезд")
    assert read(client, "/2024/01/ночной-поезд/") == read(client, article.get_absolute_url())
    assert structured(read(client, article.get_absolute_url()))["url"].isascii()


def test_structured_data_names_every_author_and_cannot_end_its_script(publication, client):
    ana = make_author("Ana Lim", orcid="0000-0002-1825-0097", role="Poet </script><script>x()")
    ana.links.create(label="Site", url="https://ana.example.org/")
    make_article(
        "Trains </script><script>alert(1)</script> <!-- & more",
        slug="trains",
        authors=[ana, make_author("Bo Ek")],
        topics=[make_topic()],
    )
    page = read(client, "/2024/01/trains/")
    data = structured(page)
    assert "<script>alert" not in page
    assert "<!--" not in page
    assert data["@type"] == "OpinionNewsArticle"
    assert data["headline"] == "Trains </script><script>alert(1)</script> <!-- & more – OpEd"
    assert data["author"] == [
        {
            "@type": "Person",
            "name": "Ana Lim",
            "url": "http://127.0.0.1:8000/author/ana-lim/",
            "jobTitle": "Poet </script><script>x()",
            "sameAs": ["https://orcid.org/0000-0002-1825-0097", "https://ana.example.org/"],
        },
        {"@type": "Person", "name": "Bo Ek", "url": "http://127.0.0.1:8000/author/bo-ek/"},
    ]
    assert data["publisher"]["@type"] == "NewsMediaOrganization"
    assert data["publisher"]["name"] == "The Signal Box"
    assert (data["articleSection"], data["keywords"]) == ("World", ["Trains"])
    assert "image" not in data


def test_the_picture_has_its_words_and_reserves_its_room(publication, client):
    make_article(
        picture="articles/train.jpg",
        picture_width=1600,
        picture_height=900,
        picture_alt="A train at night.",
        picture_caption="The 21:04 at Inverey.",
        picture_credit="Picture by A. Lim",
    )
    page = read(client)
    image = re.search(r"<img[^>]*train.jpg[^>]*>", page)[0]
    assert 'alt="A train at night."' in image
    assert 'width="1600" height="900"' in image
    assert "The 21:04 at Inverey. Picture: Picture by A. Lim" in text(page)
    assert structured(page)["image"]["url"] == "http://127.0.0.1:8000/media/articles/train.jpg"


def test_everybody_gets_the_same_bytes_and_no_cookie(publication, client, editor):
    make_article()
    stranger = client.get(ADDRESS)
    client.force_login(editor)
    colleague = client.get(ADDRESS)
    assert stranger.content == colleague.content
    for response in (stranger, colleague):
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
        assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert b"csrf" not in stranger.content.lower()


def test_a_page_that_has_not_changed_is_not_sent_again(publication, client, editor):
    article = make_article()
    etag = client.get(ADDRESS).headers["ETag"]
    assert client.get(ADDRESS, headers={"If-None-Match": etag}).status_code == 304
    article.withdraw(by=editor, reason="Wrong figures.")
    assert client.get(ADDRESS, headers={"If-None-Match": etag}).status_code == 410


def test_a_public_page_is_only_read(publication, client):
    make_article()
    head = client.head(ADDRESS)
    assert (head.status_code, head.content) == (200, b"")
    strict = Client(enforce_csrf_checks=True)
    for method in (strict.post, strict.put, strict.delete, strict.patch):
        assert method(ADDRESS).status_code == 405


def test_a_wrong_month_leads_to_the_right_one(publication, client):
    make_article()
    for wrong in ("/2023/01/the-last-train/", "/2024/12/the-last-train/"):
        response = client.get(wrong)
        assert (response.status_code, response.headers["Location"]) == (301, ADDRESS)


def test_an_address_printed_once_leads_there_though_the_slug_was_changed(publication, client):
    article = make_article()
    article.slug = "the-very-last-train"
    article.save()
    assert client.get(ADDRESS).status_code == 200
    assert client.get("/2024/01/the-very-last-train/").headers["Location"] == ADDRESS


def test_a_draft_is_as_unknown_as_what_never_was(publication, client):
    draft = make_draft("Unfinished")
    pages = [client.get(f"/2024/01/{slug}/") for slug in ("unfinished", "anything-else")]
    assert [page.status_code for page in pages] == [404, 404]
    assert "Unfinished" not in pages[0].content.decode()
    assert client.get(f"/preview/{draft.pk}/").content == client.get("/preview/999/").content


def test_a_withdrawn_article_says_why_and_shows_nothing_of_itself(publication, client, editor):
    article = make_article(standfirst="Why a town needs a train.")
    article.withdraw(by=editor, reason="Its figures <b>were</b> wrong.")
    response = client.get(ADDRESS)
    page = response.content.decode()
    assert response.status_code == 410
    assert "Its figures &lt;b&gt;were&lt;/b&gt; wrong." in page
    assert 'href="/"' in page
    assert "Last Train" not in page
    assert "Why a town" not in page
    assert client.get("/2023/05/the-last-train/").headers["Location"] == ADDRESS


def test_an_article_on_its_way_back_is_still_gone(publication, client, editor, time_machine):
    time_machine.move_to(MORNING)
    article = make_article()
    article.withdraw(by=editor, reason="Wrong figures.")
    article.schedule(by=editor, at=MORNING + timedelta(days=1))
    assert client.get(ADDRESS).status_code == 410


@pytest.mark.parametrize("query", ["?", "?x=%00", "?thread=%00", "?%FF=%FF", "?a[]=1&a[]=2", "?="])
def test_odd_queries_break_nothing(publication, client, query):
    make_comment(make_article())
    assert client.get(ADDRESS + query).status_code in {200, 404}


def test_the_menu_names_the_sections_and_marks_where_we_are(publication, client):
    make_section("World", position=2)
    make_section("Politics", position=1)
    page = read(client, "/section/world/")
    menu = re.search(r'<nav class="menu".*?</nav>', page, re.DOTALL)[0]
    assert re.findall(r'href="([^"]+)"( aria-current="page")?', menu) == [
        ("/section/politics/", ""),
        ("/section/world/", ' aria-current="page"'),
    ]
