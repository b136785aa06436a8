"""Names and headlines of one endless word widen no page."""

from tests.newsroom import (
    make_article,
    make_author,
    make_comment,
    make_published_comment,
    make_topic,
    make_user,
)

NAMES = ["Wolfeschlegelsteinhausenbergerdorff" * 3, "W" * 120, "مؤلف" * 28]


def test_a_long_name_widens_no_page(publication, staff_page):
    authors = [make_author(name) for name in NAMES]
    article = make_article("Word" * 45, authors=authors)
    make_topic("T" * 50)
    make_published_comment(article, "z" * 400, "N" * 60)
    waiting = make_comment(article, "z" * 400, "M" * 60)
    page = staff_page(make_user("boss", is_superuser=True))
    wide = []
    for address in (
        article.get_absolute_url(),
        f"/author/{authors[0].slug}/",
        f"/admin/articles/article/{article.pk}/change/",
        f"/admin/authors/author/{authors[0].pk}/change/",
        f"/admin/comments/comment/{waiting.pk}/change/",
    ):
        page.goto(address)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append((width, address))
    assert wide == []
