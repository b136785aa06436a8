"""What readers wrote to a publication of any size, and what moderators made of it.

Nothing is forgotten by the clock here, so there is more than a publication of its age would keep.
"""

from comments.rules import fingerprints

from . import phrases

COMMENT = (
    "id, article_id, edition_id, parent_id, in_reply_to_id, path, depth, name, text, html, "
    "html_policy, status, created_at, waiting_since, published_at, hidden_since, version, "
    "priority_at, desk_state, desk_until, handed_to_id, passage, edited_at"
)
# What each says: fifty by fifty of the same lengths, and twenty times before the same comes again.
# One in twelve answers a passage.
SAID = {
    "name": "(ARRAY['Ana', 'Obi', 'Jun', 'Maeve', 'Idris'])[mod(n, 5) + 1] || ' Reader ' || n",
    "said": f"mod(n - 1, {phrases.A_PAGE}) + {phrases.A_PAGE} * mod(n / {phrases.A_PAGE} * 7, "
    f"{phrases.DIFFERENT})",
    "passage": "CASE WHEN mod(n, 12) = 5 THEN left(split_part(text, chr(10), 1), 120) ELSE '' END",
}
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
       {name}, text, html, 1, 'published', at, at, at, NULL, 2, NULL, '', NULL, NULL, {passage},
       CASE WHEN mod(n, 25) = 6 THEN at + interval '4 minutes' END
FROM placed JOIN utterance ON number = {said} ORDER BY n;
"""
# All over the archive. The newest wait, half of them under the busiest article, as long as nobody
# decides: so a decision comes as late as the first of them is old. Before them came what is put
# aside. Of the others two in five were published, of which the newest are reported, and two in five
# were spam, half of it so called by a rule.
ELSEWHERE = """
INSERT INTO comments_comment ({comment})
SELECT id, article, article, NULL, NULL, ARRAY[id], 0, {name}, text, html, 1, status, at, at,
       CASE WHEN status IN ('published', 'taken_down') THEN decided END,
       CASE WHEN status IN ('refused', 'spam', 'taken_down')
            THEN decided + CASE status WHEN 'taken_down' THEN interval '1 hour' ELSE '0' END END,
       CASE WHEN stands = 'waiting' OR status = 'spam' AND mod(id, 2) = 0 THEN 1
            WHEN status = 'taken_down' OR stands = 'kept' THEN 3 ELSE 2 END,
       CASE WHEN status = 'waiting' THEN at WHEN stands = 'reported' THEN decided END,
       desk_state, CASE WHEN desk_state IN ('asked', 'snoozed') THEN now() + interval '1 week' END,
       CASE WHEN desk_state = 'handed' THEN {moderator} END, {passage}, NULL
FROM (
    SELECT n, n + {before} AS id, now() - ({size} - n) * interval '3 minutes' AS at,
           now() - ({size} - n - {waiting}) * interval '3 minutes' AS decided,
           CASE WHEN n > {size} - {waiting} AND mod(n, 2) = 0 THEN {busiest}
                WHEN mod(mod(n * 6007, {articles} - 10), 10) = 8
                THEN mod(n * 6007, {articles} - 10)
                ELSE mod(n * 6007, {articles} - 10) + 1 END AS article,
           CASE WHEN n > {size} - {waiting} THEN 'waiting'
                WHEN n > {size} - {waiting} - {third} THEN 'aside'
                WHEN mod(n, 10) < 4 AND n > {size} - {waiting} - {third} * 4 THEN 'reported'
                WHEN mod(n, 40) = 1 THEN 'kept' WHEN mod(n, 10) < 4 THEN 'published'
                WHEN mod(n, 10) < 8 THEN 'spam' WHEN mod(n, 10) = 8 THEN 'refused'
                ELSE 'taken_down' END AS stands
    FROM generate_series(1::bigint, {size}) n
) written, LATERAL (
    SELECT CASE WHEN stands = 'aside' THEN 'waiting'
                WHEN stands IN ('reported', 'kept') THEN 'published' ELSE stands END AS status,
           CASE WHEN stands = 'aside'
                THEN (ARRAY['asked', 'handed', 'escalated', 'snoozed'])[mod(n, 4) + 1]
                ELSE '' END AS desk_state
) standing, utterance WHERE number = {said} ORDER BY n;
"""
# Three in ten come from an address that wrote nothing else, three more were confirmed; the other
# addresses wrote fourteen times each, and had something published.
WRITERS = """
INSERT INTO comments_reader (id, key, email, email_digest, confirmed_at, device_key)
SELECT n, 'bench', sha256('1'), sha256(('email' || n)::bytea), now(), 'bench'
FROM generate_series(1, {readers}) n;
INSERT INTO comments_contact (comment_id, key, email, address, email_digest, household_digest,
                              network_digest, submission_digest, created_at, reader_id)
SELECT id, 'bench', sha256('1'), sha256('2'),
       sha256((CASE WHEN mod(id, 10) IN (1, 3, 7) THEN 'once' || id
                    ELSE 'email' || reader END)::bytea),
       sha256(('household' || id / 3)::bytea), sha256(('network' || id / 9)::bytea),
       sha256(('submission' || id)::bytea), created_at,
       CASE WHEN mod(id, 10) IN (0, 4, 8) THEN reader END
FROM comments_comment, LATERAL (SELECT mod(id / 10, {readers}) + 1 AS reader) writer;
INSERT INTO comments_subscription (reader_id, kind, article_id, rhythm, created_at)
SELECT n, 'thread', article, 'daily', now()
FROM generate_series(1, {readers}) n, unnest(ARRAY{busiest}) article WHERE n <= 50;
"""
# What rules said, by the kinds that a list can be narrowed to. Nothing that waits was shouted. The
# newest have fingerprints; some of them are campaigns of 25, the others are like nothing.
NOTICED = """
INSERT INTO comments_signal (comment_id, kind, detail, rule_id, effect, weight, marks)
SELECT comment.id, rule.kind, '', rule.current_id, rule.effect, rule.weight,
       CASE rule.kind WHEN 'words' THEN '[[2, 10]]' ELSE '[]' END::jsonb
FROM comments_comment comment JOIN comments_rule rule ON CASE rule.kind
    WHEN 'untimed' THEN mod(comment.id, 5) = 0 WHEN 'newcomer' THEN mod(comment.id, 3) = 0
    WHEN 'words' THEN mod(comment.id, 20) = 3 WHEN 'links' THEN mod(comment.id, 30) = 7
    WHEN 'staff_name' THEN mod(comment.id, 200) = 11
    WHEN 'shouting' THEN mod(comment.id, 10) = 4 AND comment.status <> 'waiting'
    WHEN 'honeypot' THEN comment.status = 'spam' AND comment.version = 1 END
ORDER BY comment.id, rule.position;
UPDATE comments_comment SET priority_at = waiting_since - hours * interval '1 hour'
FROM (SELECT comment_id, sum(weight) AS hours FROM comments_signal GROUP BY 1) heavy
WHERE id = comment_id AND status = 'waiting' AND hours > 0;
INSERT INTO comments_fingerprint (comment_id, keys, version)
SELECT id, ARRAY(SELECT hashint8extended(CASE mod(id, 40) WHEN 7 THEN id / 1000 - 1000000000
                                         ELSE id END, band) & -2
                 FROM generate_series(1, 20) band) || (hashint8extended(id, 0) | 1), {version}
FROM comments_comment WHERE id > {all} - {waiting} * 5 / 2;
"""
# Those who judged and those who reported. What waits for an answer was reported last.
DECISION = (
    "comment_id, kind, reason, by_id, at, comment_version, status_before, status_after, "
    "desk_state_before, desk_state_after, until, to_id"
)
JUDGED = """
INSERT INTO comments_decision ({decision})
SELECT id, 'approve', '', {moderator}, published_at, 1, 'waiting', 'published', '', '', NULL, NULL
FROM comments_comment WHERE published_at IS NOT NULL ORDER BY id;
INSERT INTO comments_decision ({decision})
SELECT id, kind, CASE WHEN kind IN ('refuse', 'take_down') THEN 'attack' ELSE '' END, {colleague},
       COALESCE(hidden_since, published_at + interval '1 hour', created_at + interval '1 hour'),
       version - 1,
       CASE WHEN version = 3 THEN 'published' ELSE 'waiting' END, status, '', desk_state,
       desk_until, handed_to_id
FROM comments_comment, LATERAL (
    SELECT CASE WHEN desk_state <> '' THEN (
               CASE desk_state WHEN 'asked' THEN 'ask_edit' WHEN 'handed' THEN 'hand_over'
                          WHEN 'escalated' THEN 'escalate' ELSE 'snooze' END)
           ELSE CASE status WHEN 'refused' THEN 'refuse' WHEN 'taken_down' THEN 'take_down'
                            WHEN 'spam' THEN 'spam' ELSE 'dismiss_reports' END END AS kind
) judged
WHERE (status <> 'published' OR version = 3) AND version > 1 ORDER BY id;
INSERT INTO comments_decisionnote (decision_id, text, message_to_writer)
SELECT id, '', 'Please say where that is written.' FROM comments_decision WHERE kind = 'ask_edit';
INSERT INTO comments_report (comment_id, reason, household_digest, at, weight, outcome, decision_id)
SELECT comment_id, 'attack', sha256(('reporter' || mod(comment_id, 997))::bytea),
       at - interval '10 minutes', 0.5,
       CASE kind WHEN 'dismiss_reports' THEN 'left' ELSE 'upheld' END, id
FROM comments_decision
WHERE kind = 'dismiss_reports'
    OR kind = 'take_down' AND mod(comment_id, 2) = 1;
INSERT INTO comments_report (comment_id, reason, household_digest, at, weight, outcome)
SELECT id, (ARRAY['attack', 'hate', 'private', 'advertising'])[mod(id, 4) + 1],
       sha256(('witness' || id || number)::bytea), published_at + number * interval '1 minute',
       0.5, ''
FROM comments_comment, generate_series(1, CASE mod(id, 7) WHEN 0 THEN 2 ELSE 1 END) number
WHERE status = 'published' AND priority_at IS NOT NULL;
UPDATE comments_comment SET priority_at = first - weight * interval '24 hours'
FROM (SELECT comment_id, min(at) AS first, sum(weight) AS weight FROM comments_report
      WHERE outcome = '' GROUP BY 1) reported
WHERE id = comment_id;
"""
COUNTED = """
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
INSERT INTO comments_edit (comment_id, text, html, html_policy, before, status, at)
SELECT id, text, html, 1, left(text, 60), 'taken', edited_at
FROM comments_comment WHERE edited_at IS NOT NULL;
"""


def statements(sizes, moderator, colleague):
    """What is written, and the SQL that writes it, in order."""
    texts = {"comment": COMMENT, **SAID}
    before = 0
    for article, size in sizes.busiest:
        place = {"article": article, "size": size, "before": before, "extra": _extra(size)}
        yield f"a thread of {size:,} comments", THREAD.format(**place, **texts)
        before += size
    words = {
        "size": sizes.comments - before,
        "before": before,
        "all": sizes.comments,
        "waiting": sizes.waiting,
        # As many are put aside, and reported.
        "third": sizes.waiting // 3,
        "articles": sizes.articles,
        "moderator": moderator.pk,
        "colleague": colleague.pk,
        "readers": sizes.comments // 20,
        "version": fingerprints.VERSION,
        "decision": DECISION,
    }
    elsewhere = ELSEWHERE.format(busiest=sizes.busiest[0][0], **words, **texts)
    yield f"{sizes.comments - before:,} comments elsewhere", elsewhere
    yield "who wrote them", WRITERS.format(busiest=[*dict(sizes.busiest)], **words)
    yield "what rules noticed", NOTICED.format(**words)
    yield "what moderators decided", JUDGED.format(**words)
    yield "how many they are", COUNTED.format(**words)


def _extra(size: int) -> int:
    """How many of a thread's comments are in its longest conversation, beyond five replies."""
    return max(200, size // 250 * 50) if size > 250 else 0
