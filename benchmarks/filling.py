"""A publication of any size, made by PostgreSQL itself. The same sizes make the same publication.

All is skewed as in life: one section, topic and author hold much, others twelve articles, others
ended years ago; one article has most comments, and replies fall on early and late comments alike.
"""

from authors.models import User
from opinion.articles.models import ArticleType, Publication

# The parts of what is printed that an article and its edition have in common.
COPY = (
    "headline, standfirst, language, type_id, section_id, body, body_html, note, note_html, "
    "html_policy, picture, picture_alt, picture_caption, picture_credit"
)
PARAGRAPH = (
    "<p>The last train leaves at nine, and the town goes to bed with it. Nobody asked the people "
    "who wash the dishes, who mind the wards at night or who would like to hear the second half of "
    "a concert; the timetable was written by those who drive home.</p>"
)
# What stands on the pages we measure has a text of usual length, the rest a short one.
LONG, READ = 20, 40
TEXT = (
    "I took that train for eleven years. What is left out here is the depot: after nine there is "
    "nobody to couple the carriages, and a timetable cannot hire anybody. Ask the council what it "
    "pays for the car park beside the empty platform."
)

SHELVES = """
INSERT INTO articles_section (id, name, slug, description, position)
SELECT n, 'Section ' || n, 'section-' || n, '', n FROM generate_series(1, 9) n;
INSERT INTO articles_topic (id, name, slug, description, sort_key)
SELECT n, 'Topic ' || n, 'topic-' || n, '', lpad(n::text, 5, '0')
FROM generate_series(1, {topics}) n;
INSERT INTO authors_author (id, name, sort_name, sort_key, slug, role, bio, bio_html, html_policy,
                            disclaimer, picture, orcid)
SELECT n, 'Author ' || n, 'Author ' || n, lpad(n::text, 5, '0'), 'author-' || n, '', '', '', 1,
       '', '', ''
FROM generate_series(1, {authors}) n;
"""
# Number 1 of each shelf holds most; number 2 most of the oldest fifth and nothing since; the last
# holds twelve, spread over the whole archive. Of the rest every tenth article is a draft, and every
# fiftieth was withdrawn.
PAPERS = """
CREATE TEMPORARY TABLE paper AS
SELECT n,
       CASE WHEN rare THEN 9 WHEN past THEN 2 WHEN mod(n, 10) = 1 THEN mod(n, 6) + 3 ELSE 1 END
           AS section,
       CASE WHEN rare THEN {topics} WHEN past THEN 2 WHEN mod(n, 2) = 0 THEN 1
            ELSE mod(n / 2 * 7919, {topics} - 3) + 3 END AS topic,
       CASE WHEN rare THEN {authors} WHEN past THEN 2 WHEN mod(n, 4) = 0 THEN 1
            ELSE mod(n * 6007, {authors} - 3) + 3 END AS author,
       CASE WHEN rare THEN 'published' WHEN mod(n, 10) = 9 THEN 'draft'
            WHEN mod(n, 50) = 0 THEN 'withdrawn' ELSE 'published' END AS status,
       date_trunc('day', now()) - ({articles} - n) * interval '71 minutes' AS at,
       repeat('{paragraph}', CASE WHEN n > {articles} - {read} THEN {long} ELSE 1 END) AS body
FROM generate_series(1::bigint, {articles}) n, LATERAL (
    SELECT mod(n, {articles} / 12) = 5 AND n <= 12 * ({articles} / 12) AS rare,
           n <= {articles} / 5 AND mod(n, 4) <> 0 AS past
) shelf;
INSERT INTO articles_article (id, {copy}, slug, address, status, status_changed_at, created_at,
                              edited_at, version, scheduled_for, scheduled_by_id, published_at,
                              live_edition_id, withdrawal_reason)
SELECT n, {values}, 'headline-' || n,
       CASE WHEN status <> 'draft' THEN to_char(at, 'YYYY/MM') || '/headline-' || n END,
       status, at, at, at, 1, NULL, NULL,
       CASE WHEN status <> 'draft' THEN at END, CASE WHEN status <> 'draft' THEN n END, ''
FROM paper;
INSERT INTO articles_edition (id, {copy}, article_id, number, published_at)
SELECT n, {values}, n, 1, at FROM paper WHERE status <> 'draft';
INSERT INTO articles_editionbyline (edition_id, author_id, role, position, name, affiliation, bio,
                                    bio_html, disclaimer)
SELECT n, author, 'by', 1, 'Author ' || author, '', '', '', '' FROM paper WHERE status <> 'draft';
INSERT INTO articles_edition_topics (edition_id, topic_id)
SELECT n, topic FROM paper WHERE status <> 'draft';
INSERT INTO articles_editionreference (edition_id, position, text, text_html, url)
SELECT n, 1, 'Rolt, L. T. C. Red for Danger. London, 1955.',
       'Rolt, L. T. C. <em>Red for Danger</em>. London, 1955.', ''
FROM paper WHERE status <> 'draft';
"""
COMMENT = (
    "id, article_id, edition_id, parent_id, in_reply_to_id, path, depth, name, text, html, "
    "html_policy, status, created_at, waiting_since, published_at, hidden_since, version"
)
# Fifty by fifty alike, so that a page shows as much of a small thread as of a large one: twenty
# begin a conversation, six of those have five replies. The last `extra` all stand in the first
# conversation, each under some reply that came before it.
THREAD = """
WITH RECURSIVE spread AS (
    SELECT n, mod(n - 1, 50) AS place, mod(n - 1, 50) - 20 AS reply, n - {size} + {extra} AS late
    FROM generate_series(1::bigint, {size}) n
), written AS (
    SELECT n, now() - ({size} - n) * interval '5 minutes' - interval '1 hour' AS at,
           CASE WHEN late > 0 AND mod(late, 4) = 1 THEN 21
                WHEN late > 0
                THEN {size} - {extra} + 1 + (late - 1) * mod(late * 7919, 1009) / 1009
                WHEN place < 20 THEN NULL
                WHEN reply / 6 IN (0, 2) THEN n - place + mod(reply, 6) * 3
                ELSE n - 6 END AS answers
    FROM spread
), placed AS (
    SELECT n, at, NULL::bigint AS parent, ARRAY[n + {before}] AS path
    FROM written WHERE answers IS NULL
    UNION ALL
    SELECT written.n, written.at, placed.n + {before}, path || (written.n + {before})
    FROM written JOIN placed ON written.answers = placed.n
)
INSERT INTO comments_comment ({comment})
SELECT n + {before}, {article}, {article}, parent, parent, path, cardinality(path) - 1,
       'Reader ' || n, '{text}', '<p>{text}</p>', 1, 'published', at, at, at, NULL, 2
FROM placed ORDER BY n;
"""
# All over the archive. The newest wait, half of them under the busiest article; of the others two
# in five were published and two in five were spam.
ELSEWHERE = """
INSERT INTO comments_comment ({comment})
SELECT id, article, article, NULL, NULL, ARRAY[id], 0, 'Reader ' || n, '{text}', '<p>{text}</p>',
       1, status, at, at, CASE WHEN status IN ('published', 'taken_down') THEN at END,
       CASE WHEN status IN ('refused', 'spam', 'taken_down') THEN at END,
       CASE WHEN status = 'waiting' THEN 1 ELSE 2 END
FROM (
    SELECT n, n + {before} AS id, now() - ({size} - n) * interval '3 minutes' AS at,
           CASE WHEN n > {size} - {waiting} AND mod(n, 2) = 0 THEN {busiest}
                WHEN mod(mod(n * 6007, {articles} - 10), 10) = 8
                THEN mod(n * 6007, {articles} - 10)
                ELSE mod(n * 6007, {articles} - 10) + 1 END AS article,
           CASE WHEN n > {size} - {waiting} THEN 'waiting' WHEN mod(n, 10) < 4 THEN 'published'
                WHEN mod(n, 10) < 8 THEN 'spam' WHEN mod(n, 10) = 8 THEN 'refused'
                ELSE 'taken_down' END AS status
    FROM generate_series(1::bigint, {size}) n
) written ORDER BY n;
"""
AROUND_COMMENTS = """
INSERT INTO comments_contact (comment_id, key, email, address, email_digest, household_digest,
                              network_digest, submission_digest, created_at)
SELECT id, 'bench', sha256('1'), sha256('2'), sha256(('email' || id)::bytea),
       sha256(('household' || id / 3)::bytea), sha256(('network' || id / 9)::bytea),
       sha256(('submission' || id)::bytea), created_at
FROM comments_comment;
INSERT INTO comments_signal (comment_id, kind, detail)
SELECT id, 'untimed', '' FROM comments_comment WHERE mod(id, 5) = 0;
INSERT INTO comments_decision (comment_id, kind, reason, by_id, at, comment_version,
                               status_before, status_after)
SELECT id, CASE status WHEN 'published' THEN 'approve' WHEN 'refused' THEN 'refuse'
                       WHEN 'taken_down' THEN 'take_down' ELSE 'spam' END,
       CASE WHEN status IN ('refused', 'taken_down') THEN 'attack' ELSE '' END,
       {moderator}, created_at, 1,
       CASE status WHEN 'taken_down' THEN 'published' ELSE 'waiting' END, status
FROM comments_comment WHERE status <> 'waiting';
INSERT INTO comments_thread (article_id, policy, published_count)
SELECT article_id, CASE WHEN mod(article_id, 10) = 0 THEN 'moderated' ELSE '' END,
       count(*) FILTER (WHERE status = 'published')
FROM comments_comment GROUP BY article_id;
INSERT INTO comments_sectionpolicy (section_id, policy) VALUES (1, 'trusted');
UPDATE comments_comment SET published_below = counted.number
FROM (
    SELECT ancestor, count(*) AS number
    FROM comments_comment, unnest(path[1:depth]) AS ancestor
    WHERE status = 'published' GROUP BY ancestor
) AS counted
WHERE id = counted.ancestor;
INSERT INTO comments_reader (id, key, email, email_digest, confirmed_at, device_key)
SELECT n, 'bench', sha256('1'), sha256(('email' || n)::bytea), now(), 'bench'
FROM generate_series(1, {readers}) n;
UPDATE comments_contact SET reader_id = mod(comment_id, {readers}) + 1
WHERE mod(comment_id, 5) = 0;
INSERT INTO comments_subscription (reader_id, kind, article_id, rhythm, created_at)
SELECT n, 'thread', article, 'daily', now()
FROM generate_series(1, {readers}) n, unnest(ARRAY{busiest}) article WHERE n <= 50;
SELECT setval(pg_get_serial_sequence('comments_comment', 'id'), max(id)) FROM comments_comment;
"""


def fill(outlet, console):
    """Fill the outlet's empty database, which is Django's default one meanwhile."""
    Publication(name="The Signal Box", tagline="Opinion, signed").save()
    moderator = User.objects.create_user("moderator", is_staff=True)
    sizes = outlet.sizes
    with console.step(f"Writing {sizes.articles:,} articles"):
        _write_articles(outlet.connection, sizes)
    with console.step(f"Writing {sizes.comments:,} comments"):
        _write_comments(outlet.connection, sizes, moderator)
    with console.step("Letting PostgreSQL look at them"):
        _execute(outlet.connection, "VACUUM ANALYZE")


def _write_articles(connection, sizes):
    type_ = ArticleType.objects.create(label="OpEd", suffix="OpEd", explanation="A view.")
    shelves = {"topics": sizes.topics, "authors": sizes.authors}
    _execute(connection, SHELVES, **shelves)
    values = (
        f"'Headline ' || n, 'A standfirst of some length', 'en', {type_.pk}, section, body, body, "
        "'', '', 1, '', '', '', ''"
    )
    _execute(
        connection,
        PAPERS,
        articles=sizes.articles,
        copy=COPY,
        values=values,
        paragraph=PARAGRAPH,
        long=LONG,
        read=READ,
        **shelves,
    )


def _write_comments(connection, sizes, moderator):
    texts = {"comment": COMMENT, "text": TEXT}
    before = 0
    for article, size in sizes.busiest:
        place = {"article": article, "size": size, "before": before, "extra": _extra(size)}
        _execute(connection, THREAD, **place, **texts)
        before += size
    _execute(
        connection,
        ELSEWHERE,
        size=sizes.comments - before,
        before=before,
        waiting=sizes.waiting,
        articles=sizes.articles,
        busiest=sizes.busiest[0][0],
        **texts,
    )
    _execute(
        connection,
        AROUND_COMMENTS,
        moderator=moderator.pk,
        readers=sizes.comments // 20,
        busiest=[*dict(sizes.busiest)],
    )


def _extra(size: int) -> int:
    """How many of a thread's comments are in its longest conversation, beyond five replies."""
    return max(200, size // 250 * 50) if size > 250 else 0


def _execute(connection, sql, **words):
    with connection.cursor() as cursor:
        cursor.execute(sql.format(**words))
