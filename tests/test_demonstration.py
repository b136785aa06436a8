import io
import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from PIL import Image

from authors import orcid
from comments.threads import pagination
from opinion.demonstration import content as demonstration
from opinion.demonstration import pictures
from opinion.references import formats, line_cleaning, printing

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
        cleaned = line_cleaning.split("\n".join(article.references))
        assert [line.text for line in cleaned] == list(article.references)


def test_what_the_text_cites_is_a_known_work_in_its_references():
    works = {work.key: work for work in CONTENT.works}
    cited = [
        (article, works[key])
        for article in CONTENT.articles
        for key in re.findall(r"#work-([a-z0-9-]+)", article.body)
    ]
    assert all(work.line in article.references for article, work in cited)
    assert {work.state for _article, work in cited} == {"known", "look"}


def test_an_editor_finds_references_of_each_kind():
    listed = Counter(line for article in CONTENT.articles for line in article.references)
    assert {listed[work.line] for work in CONTENT.works} == {1, 2}
    assert Counter(work.state for work in CONTENT.works)["look"] == 1
    assert len(listed) > 3 * len(CONTENT.works)


def test_each_work_is_one_entry_without_a_problem():
    for work in CONTENT.works:
        (entry,) = formats.read(work.bibtex)
        assert entry.record and not entry.problem
        assert entry.record.title in work.line and str(entry.record.issued.year) in work.line


def test_a_known_work_is_printed_as_its_line_and_what_is_to_look_at_was_misread():
    records = [formats.read(work.bibtex)[0].record for work in CONTENT.works]
    for work, entry in zip(
        CONTENT.works, printing.print_all(records, "chicago-notes", "en"), strict=True
    ):
        assert (entry.text == work.line) == (work.state == "known"), entry.text


def test_a_link_that_is_gone_stands_in_a_reference():
    lines_ = [line for article in CONTENT.articles for line in article.references]
    for link in CONTENT.links:
        assert sum(line.endswith(link.address) for line in lines_) == 1
        assert link.archived_address != link.address


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
            assert parent.state in {"published", "withdrawn"}
            approved = parent.minutes + (0 if parent.staff else parent.decided_after)
            assert approved < comment.minutes
            if parent.state == "withdrawn":
                assert comment.minutes < approved + parent.withdrawn_after


def test_no_comment_comes_from_the_future():
    for comment in CONTENT.comments:
        article = ARTICLES[comment.article]
        hours, minutes = map(int, article.time.split(":"))
        # Just after midnight, `days_ago` days are over but for the time of publication. An hour
        # is left for the change of clocks.
        age = article.days_ago * DAY - hours * 60 - minutes - 60
        later = comment.decided_after + comment.taken_down_after + comment.withdrawn_after
        assert comment.minutes + later < age


def test_the_moderator_finds_every_kind_of_comment():
    states = Counter(comment.state for comment in CONTENT.comments)
    assert states == {
        "published": states["published"],
        "waiting": 11,
        "refused": 2,
        "spam": 1,
        "taken_down": 1,
        "withdrawn": 1,
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


def test_whoever_speaks_for_the_publication_wrote_the_article_or_moderates():
    spoken = [comment for comment in CONTENT.comments if comment.staff]
    assert [c.name for c in spoken].count("Piet Okafor") == 1
    assert len(spoken) > 5
    for comment in spoken:
        by = {entry.author for entry in ARTICLES[comment.article].byline}
        assert comment.staff in by | {"moderator"}
        assert comment.state == "published"


def test_a_conversation_is_too_long_for_the_page_of_its_article():
    def root(comment):
        return root(COMMENTS[comment.reply_to]) if comment.reply_to else comment.key

    sizes = Counter(root(c) for c in CONTENT.comments if c.state == "published" and c.reply_to)
    assert max(sizes.values()) > pagination.FIRST_REPLIES + 1


def test_a_withdrawn_comment_leaves_its_answers():
    (withdrawn,) = [comment for comment in CONTENT.comments if comment.state == "withdrawn"]
    answers = [comment for comment in CONTENT.comments if comment.reply_to == withdrawn.key]
    assert [comment.state for comment in answers] == ["published"]


def test_comments_show_emphasis_a_quotation_and_a_link():
    texts = [comment.text for comment in CONTENT.comments if comment.state == "published"]
    assert any(re.search(r"\*\w[^*\n]*\*", text) for text in texts)
    assert any(re.search(r"^> ", text, re.MULTILINE) for text in texts)
    assert any("https://" in comment.text for comment in CONTENT.comments)


def test_a_comment_fits_the_form():
    for comment in CONTENT.comments:
        assert 0 < len(comment.name) <= 60
        assert len(comment.text) < 5_000
