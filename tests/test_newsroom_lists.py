"""The lists of sections, topics, authors and works say how much there is, at one cost."""

import re

import pytest

from tests.bibliography import make_citing, make_work
from tests.newsroom import make_article, make_author, make_draft, make_section, make_topic
from tests.writing_desk import desk as desk

pytestmark = pytest.mark.django_db
LISTS = {
    "section": "/admin/articles/section/",
    "topic": "/admin/articles/topic/",
    "author": "/admin/authors/author/",
    "work": "/admin/references/work/",
}


def rows(client, address) -> dict[str, str]:
    """What stands in each row, by its name; without the marks."""
    page = client.get(address).text
    found = re.findall(r"<tr>(<td class=\"action.*?|<th class=\"field.*?)</tr>", page, re.DOTALL)
    texts = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]
    return {text.split()[0]: text for text in texts}


@pytest.fixture
def shelves(publication):
    world, rail = make_section("World"), make_section("Rail")
    ana = make_author("Ana")
    make_author("Bo")
    cy = make_author("Cy")
    trains, _unused = make_topic("Trains"), make_topic("Boats")
    values = {"section": world, "topics": [trains], "authors": [ana]}
    make_article("Live", **values), make_draft("Draft", **values), make_draft("More", **values)
    make_citing(make_work(title="Timetables"), headline="Citing", section=rail, authors=[cy])
    make_work(title="Signals")


def test_each_list_says_how_much_is_published_and_in_drafts(desk, shelves):
    for name, used, unused in (("topic", "Trains", "Boats"), ("author", "Ana", "Bo")):
        found = rows(desk, LISTS[name])
        assert "1 published , 2 drafts" in found[used] and "ago" in found[used]
        assert "Not used" in found[unused]
    # No label stands beside a field in a list.
    assert desk.get(LISTS["section"]).text.count('aria-label="Position"') == 2
    assert "1 published , 2 drafts" in rows(desk, LISTS["section"])["World"]
    works = desk.get(LISTS["work"]).text
    assert "1 article</td>" in works and "Not cited</td>" in works


def test_each_count_leads_to_just_these_articles(desk, shelves):
    for name in ("section", "topic", "author"):
        page = desk.get(LISTS[name]).text
        links = re.findall(r'<a href="(/admin/articles/article/\?[^"]+)">(\d+) (\w+)', page)
        assert len(links) >= 2
        for address, count, _what in links:
            listed = desk.get(address.replace("&amp;", "&")).context["cl"].result_list
            assert len(listed) == int(count), address


def test_what_is_used_or_not_is_filtered(desk, shelves):
    for name, used, unused in (("topic", "Trains", "Boats"), ("author", "Ana", "Bo")):
        assert [*rows(desk, LISTS[name] + "?used=no")] == [unused]
        assert used in rows(desk, LISTS[name] + "?used=published")
    assert [*rows(desk, LISTS["author"] + "?account=yes")] == []


def test_an_author_counts_no_drafts_of_others(client, writer, shelves):
    client.force_login(writer)
    assert "1 published" in rows(client, LISTS["topic"])["Trains"]
    assert "draft" not in rows(client, LISTS["topic"])["Trains"]


def test_the_lists_ask_as_much_for_many_as_for_few(desk, shelves, django_assert_num_queries):
    for address, queries in QUERIES.items():
        with django_assert_num_queries(queries):
            desk.get(address)
    for n in range(12):
        more = {"section": make_section(f"S{n}"), "topics": [make_topic(f"T{n}")]}
        make_article(f"Live {n}", authors=[make_author(f"A{n}")], **more)
        make_citing(make_work(title=f"Work {n}"), headline=f"Citing {n}")
    for address, queries in QUERIES.items():
        with django_assert_num_queries(queries):
            desk.get(address)


QUERIES = {
    LISTS["section"]: 9,
    LISTS["topic"]: 9,
    LISTS["author"]: 9,
    LISTS["work"]: 10,
    "/admin/articles/article/?q=live": 17,
    "/admin/articles/article/?author=Ana&topic=Trains": 19,
    "/admin/pictures/picture/": 6,
}
