"""What staff may not see is answered as what does not exist; what is only read takes no post."""

import pytest
from django.contrib.contenttypes.models import ContentType

from comments.models import Comment, Rule
from opinion.articles.models import Article, Section
from tests.newsroom import make_article, make_comment, make_draft, make_user

pytestmark = pytest.mark.django_db


def on_site(model, pk) -> str:
    return f"/admin/r/{ContentType.objects.get_for_model(model).pk}/{pk}/"


@pytest.fixture
def nobody(client, publication):
    """Of the staff, without any right."""
    client.force_login(make_user("nobody"))
    return client


def test_without_a_right_what_exists_and_what_does_not_are_one_answer(nobody):
    draft, comment = make_draft("Unfinished"), make_comment(make_article())
    addresses = [
        on_site(Article, draft.pk),
        on_site(Article, comment.article_id),
        on_site(Article, 987_654),
        on_site(Comment, comment.pk),
        on_site(Comment, 987_654),
        on_site(ContentType, 1),
        f"/admin/r/987654/{draft.pk}/",
        f"/admin/r/{'9' * 5_000}/1/",
        "/admin/r/x/y/",
        on_site(Article, "x"),
        on_site(Article, "9" * 5_000),
        on_site(Article, "%00"),
    ]
    answers = [nobody.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_an_author_is_led_to_articles_of_their_own_alone(client, publication, writer):
    client.force_login(writer)
    mine, other = make_draft("Mine", authors=[writer.author]), make_draft("Another's", authors=[])
    assert client.get(on_site(Article, mine.pk))["Location"] == f"/preview/{mine.pk}/"
    assert client.get(on_site(Article, other.pk)).status_code == 404


def test_an_editor_is_led_to_the_public_page(client, publication, editor):
    client.force_login(editor)
    article = make_article()
    answer = client.get(on_site(Article, article.pk))
    assert (answer.status_code, answer["Location"]) == (302, "/2024/01/the-last-train/")
    assert client.get(on_site(Section, article.section_id))["Location"] == "/section/world/"


def histories():
    article, rule = make_article(), Rule.objects.first()
    kinds = {
        "articles/article": article,
        "comments/rule": rule,
        "articles/section": article.section,
    }
    return [f"/admin/{kind}/{found.pk}/history/" for kind, found in kinds.items()]


def test_a_history_is_only_read(client, publication, admin_user):
    client.force_login(admin_user)
    for address in histories():
        assert client.get(address).status_code == 200
        answer = client.post(address)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


def test_whoever_may_not_read_a_history_learns_that_first(nobody):
    for address in histories():
        for one in (address, "/admin/articles/article/987654/history/"):
            assert nobody.get(one).status_code == 403
            assert nobody.post(one).status_code == 403
