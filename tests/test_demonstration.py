import io
import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from authors import orcid
from authors.models import Author, User
from comments.models import Comment, Thread, Unacceptable
from opinion.articles.models import Article, Publication
from opinion.demonstration import content as demonstration
from opinion.demonstration import pictures
from opinion.references import lines
from tests import newsroom

CONTENT = demonstration.load()
ARTICLES = {article.slug: article for article in CONTENT.articles}
COMMENTS = {comment.key: comment for comment in CONTENT.comments}
ALLOWED_TAGS = {"p", "h2", "blockquote", "em", "strong", "a", "ul", "ol", "li"}
ADDRESS = re.compile(r"https?://([^/\s\"<>]+)")
DAY = 24 * 60


class Tags(HTMLParser):
    """Notes the tags and attributes of a body; a tag closed out of turn is an error."""

    def __init__(self, body):
        super().__init__()
        self.seen, self.open, self.attributes = set(), [], set()
        self.feed(body)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.open.append(tag)
        self.attributes.update((tag, name) for name, _value in attrs)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def words(article) -> int:
    return len(re.sub(r"<[^>]+>", " ", article.body).split())


def published_comments() -> Counter:
    return Counter(comment.article for comment in CONTENT.comments if comment.state == "published")


def depth(comment) -> int:
    return 1 + depth(COMMENTS[comment.reply_to]) if comment.reply_to else 0


def everything_written() -> str:
    return "\n".join(
        path.read_text(encoding="utf-8") for path in demonstration.HERE.rglob("*.toml")
    )


def test_every_name_an_article_uses_is_defined():
    known = {
        "authors": {author.slug for author in CONTENT.authors},
        "types": {type_.slug for type_ in CONTENT.types},
        "sections": {section.slug for section in CONTENT.sections},
        "topics": {topic.slug for topic in CONTENT.topics},
    }
    for article in CONTENT.articles:
        assert {entry.author for entry in article.byline} <= known["authors"]
        assert article.type in known["types"]
        assert article.section in known["sections"]
        assert set(article.topics) <= known["topics"]


def test_no_author_section_type_or_topic_stands_empty():
    published = [article for article in CONTENT.articles if article.status == "published"]
    assert {entry.author for a in published for entry in a.byline} == {
        author.slug for author in CONTENT.authors
    }
    assert {a.type for a in published} == {type_.slug for type_ in CONTENT.types}
    assert {a.section for a in published} == {section.slug for section in CONTENT.sections}
    assert {topic for a in published for topic in a.topics} == {
        topic.slug for topic in CONTENT.topics
    }


def test_slugs_and_keys_are_used_once():
    for kind in (CONTENT.authors, CONTENT.types, CONTENT.sections, CONTENT.topics):
        assert len({thing.slug for thing in kind}) == len(kind)
    assert len(ARTICLES) == len(CONTENT.articles)
    assert len(COMMENTS) == len(CONTENT.comments)


def test_a_visitor_finds_enough_to_page_through_and_every_status():
    statuses = Counter(article.status for article in CONTENT.articles)
    assert statuses["published"] > 10
    assert statuses["scheduled"] == 1
    assert statuses["draft"] == 2
    assert statuses["withdrawn"] == 1


def test_articles_are_dated_as_their_status_asks():
    for article in CONTENT.articles:
        if article.status == "draft":
            assert article.days_ago is None
        elif article.status == "scheduled":
            assert article.days_ago < 0
        else:
            assert 1 <= article.days_ago < 430


def test_the_withdrawn_article_says_when_and_why():
    (article,) = (a for a in CONTENT.articles if a.withdrawal)
    assert article.status == "withdrawn"
    assert article.withdrawal.days_ago < article.days_ago
    assert 60 < len(article.withdrawal.reason) <= 300


def test_eight_articles_are_long_and_no_published_one_is_a_stub():
    lengths = [words(a) for a in CONTENT.articles if a.status == "published"]
    assert sum(600 <= length <= 1_200 for length in lengths) >= 8
    assert min(lengths) >= 250


@pytest.mark.parametrize("slug", ARTICLES)
def test_a_body_is_clean_html(slug):
    tags = Tags(ARTICLES[slug].body)
    assert tags.seen <= ALLOWED_TAGS
    assert tags.attributes <= {("a", "href")}
    assert tags.open == []
    assert " -- " not in ARTICLES[slug].body and "'" not in ARTICLES[slug].body


def test_no_headline_carries_its_type():
    suffixes = {type_.suffix for type_ in CONTENT.types if type_.suffix}
    for article in CONTENT.articles:
        assert not any(article.headline.endswith(suffix) for suffix in suffixes)


def test_one_article_reads_from_right_to_left_and_one_is_french():
    languages = Counter(article.language for article in CONTENT.articles)
    assert languages["ar"] == languages["fr"] == 1


def test_a_byline_shows_two_writers_a_translator_and_somebody_who_was_told():
    roles = Counter(entry.role for article in CONTENT.articles for entry in article.byline)
    assert set(roles) == {"by", "translated by", "as told to"}
    assert any([e.role for e in article.byline] == ["by", "by"] for article in CONTENT.articles)


def test_long_articles_have_three_to_nine_references():
    for article in CONTENT.articles:
        if article.status == "published" and words(article) >= 600:
            assert 3 <= len(article.references) <= 9


def test_no_reference_carries_noise():
    for article in CONTENT.articles:
        cleaned = lines.split("\n".join(article.references))
        assert [line.text for line in cleaned] == list(article.references)


def test_bios_are_of_a_length_to_print():
    for author in CONTENT.authors:
        assert 60 <= len(author.bio.split()) <= 120


def test_each_orcid_has_its_right_check_digit():
    given = [author.orcid for author in CONTENT.authors if author.orcid]
    assert len(given) == 2
    for identifier in given:
        orcid.validate(identifier)


def test_all_addresses_are_reserved_ones():
    text = everything_written()
    hosts = {host.lower() for host in ADDRESS.findall(text)}
    assert hosts <= {"example.org", "example.com", "doi.org"}
    mails = re.findall(r"[\w.+-]+@([\w.-]+\w)", text)
    assert mails and set(mails) <= {"example.org", "example.com"}


def test_a_picture_is_described_and_drawn_the_same_every_time():
    with_pictures = [article.picture for article in CONTENT.articles if article.picture]
    assert len({p.composition for p in with_pictures}) >= 3
    for picture in with_pictures:
        assert len(picture.alt) > 30 and picture.credit
        assert picture.composition in pictures.COMPOSITIONS
    first = with_pictures[0]
    drawn = pictures.jpeg(first.composition, first.seed)
    assert drawn == pictures.jpeg(first.composition, first.seed)
    assert drawn != pictures.jpeg(first.composition, first.seed + 1)
    assert Image.open(io.BytesIO(drawn)).size == (1_600, 1_000)


def test_comments_answer_published_articles():
    for comment in CONTENT.comments:
        assert ARTICLES[comment.article].status == "published"


def test_a_reply_follows_the_approval_of_what_it_answers():
    for comment in CONTENT.comments:
        if comment.reply_to:
            parent = COMMENTS[comment.reply_to]
            assert parent.article == comment.article
            assert parent.state == "published"
            assert parent.minutes + parent.decided_after < comment.minutes


def test_no_comment_comes_from_the_future():
    for comment in CONTENT.comments:
        article = ARTICLES[comment.article]
        hours, minutes = map(int, article.time.split(":"))
        # Just after midnight, `days_ago` days are over but for the time of publication. An hour
        # is left for the change of clocks.
        age = article.days_ago * DAY - hours * 60 - minutes - 60
        assert comment.minutes + comment.decided_after + comment.taken_down_after < age


def test_the_moderator_finds_every_kind_of_comment():
    states = Counter(comment.state for comment in CONTENT.comments)
    assert states == {
        "published": states["published"],
        "waiting": 6,
        "refused": 2,
        "spam": 1,
        "taken_down": 1,
    }
    assert states["published"] >= 50
    for comment in CONTENT.comments:
        assert bool(comment.reason) == (comment.state in {"refused", "taken_down"})


def test_one_thread_has_one_comment_and_another_none():
    counts = published_comments()
    published = [a.slug for a in CONTENT.articles if a.status == "published"]
    assert [slug for slug in published if counts[slug] == 1] == ["three-hundred-and-twelve-letters"]
    assert [slug for slug in published if counts[slug] == 0] == ["the-driver-replies"]


def test_replies_go_four_deep():
    assert max(depth(comment) for comment in CONTENT.comments) == 4


def test_comments_show_emphasis_a_quotation_and_a_link():
    texts = [comment.text for comment in CONTENT.comments if comment.state == "published"]
    assert any(re.search(r"\*\w[^*\n]*\*", text) for text in texts)
    assert any(re.search(r"^> ", text, re.MULTILINE) for text in texts)
    assert any("https://" in comment.text for comment in CONTENT.comments)


def test_a_comment_fits_the_form():
    for comment in CONTENT.comments:
        assert 0 < len(comment.name) <= 60
        assert len(comment.text) < 5_000


# --- manage.py demo ---


@pytest.fixture
def embedded(db, settings):
    settings.EMBEDDED_DATABASE = True


def demo(*options) -> str:
    said = io.StringIO()
    call_command("demo", *options, stdout=said)
    return said.getvalue()


def picture_files(settings) -> list:
    return sorted(path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file())


def test_the_first_run_makes_the_publication_and_its_staff(embedded):
    said = demo("--first-run")
    assert Publication.objects.get().name == "The Weighbridge"
    assert Counter(Article.objects.values_list("status", flat=True)) == Counter(
        article.status for article in CONTENT.articles
    )
    assert Counter(Comment.objects.values_list("status", flat=True)) == Counter(
        comment.state for comment in CONTENT.comments
    )
    assert "The Weighbridge is made: 22 articles and 70 comments." in said
    assert "editor, moderator, admin, with the password opinion-demo" in said
    assert User.objects.get(username="editor").groups.get().name == "Editors"
    assert User.objects.get(username="moderator").groups.get().name == "Moderators"
    assert User.objects.get(username="admin").is_superuser
    for user in User.objects.all():
        assert user.check_password("opinion-demo")
        assert user.email.endswith("@example.org")


def test_the_demonstration_looks_as_if_time_had_passed(embedded):
    demo()
    for article in Article.objects.published():
        assert article.address == f"{article.published_at:%Y/%m}/{article.slug}"
        assert not article.has_unpublished_changes
    newest = Article.objects.published().newest().first()
    assert newest.slug == "the-sleeper-is-slow-on-purpose"
    comment = Comment.objects.get(text="Yes. That would do it.")
    assert (comment.created_at - comment.article.published_at).total_seconds() == 470 * 60
    assert comment.depth == 2
    for thread in Thread.objects.all():
        shown = Comment.objects.published().filter(article=thread.article)
        assert thread.published_count == shown.count()
    debris = Article.objects.get(slug="a-deposit-on-every-satellite")
    links = debris.live_edition.references.values_list("url", flat=True)
    assert "https://doi.org/10.1126/science.1121337" in links


def test_an_account_that_was_there_keeps_its_password(embedded):
    newsroom.make_user("editor", password="mine alone")
    demo()
    assert User.objects.get(username="editor").check_password("mine alone")


def test_a_later_first_run_changes_nothing(embedded):
    newsroom.make_publication(name="My own")
    assert demo("--first-run") == ""
    assert Publication.objects.get().name == "My own"
    assert not User.objects.exists() and not Article.objects.exists()


def test_a_second_demonstration_is_refused(embedded):
    newsroom.make_author()
    with pytest.raises(CommandError, match="already"):
        demo()
    assert Author.objects.count() == 1 and not User.objects.exists()


@pytest.mark.parametrize(
    "options", [(), ("--first-run",), ("--fresh",), ("--fresh", "--content-only")]
)
def test_a_database_of_ones_own_is_left_alone(db, settings, options):
    settings.EMBEDDED_DATABASE = False
    newsroom.make_user("owner", is_superuser=True)
    with pytest.raises(CommandError):
        demo(*options)
    assert not Publication.objects.exists()


def test_content_alone_goes_into_an_empty_database_in_the_superusers_name(db, settings):
    settings.EMBEDDED_DATABASE = False
    owner = newsroom.make_user("owner", is_superuser=True)
    assert "password" not in demo("--content-only")
    assert list(User.objects.all()) == [owner]
    assert {
        edition.published_by for a in Article.objects.all() for edition in a.editions.all()
    } == {owner}


def test_content_alone_asks_for_a_superuser(db, settings):
    settings.EMBEDDED_DATABASE = False
    newsroom.make_user("editor", group="Editors")
    with pytest.raises(CommandError, match="superuser"):
        demo("--content-only")
    assert not Publication.objects.exists()


def test_a_demonstration_that_fails_half_way_leaves_nothing_behind(embedded, settings):
    settings.COMMENTS_PER_NETWORK = 0
    with pytest.raises(Unacceptable):
        demo()
    assert not Publication.objects.exists() and not User.objects.exists()
    assert picture_files(settings) == []


@pytest.mark.django_db(transaction=True)
def test_a_fresh_demonstration_throws_everything_else_away(settings):
    settings.EMBEDDED_DATABASE = True
    demo()
    mine = newsroom.make_article("Mine", slug="mine")
    newsroom.make_published_comment(mine)
    pictures_before = len(picture_files(settings))
    demo("--fresh")
    assert not Article.objects.filter(slug="mine").exists()
    assert Article.objects.count() == len(CONTENT.articles)
    assert set(User.objects.values_list("username", flat=True)) == {"editor", "moderator", "admin"}
    assert len(picture_files(settings)) == pictures_before == 11
