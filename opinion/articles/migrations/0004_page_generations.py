from django.db import migrations

# What of an article decides whether and where lists show it.
LISTED = "id, status, address, published_at, live_edition_id"
# What hangs on an edition raises its article's generation.
OF_EDITION = "(SELECT 'article:' || article_id FROM articles_edition WHERE id = edition_id)"
PARTS = ["editionbyline", "editionreference", "editionpicture", "editionembed", "edition_topics", "erratum"]
WATCH = f"""
SELECT page_cache_watch('articles_publication', $$'site'$$);
SELECT page_cache_watch('articles_section', $$'site'$$);
SELECT page_cache_watch('articles_topic', $$'site'$$);
SELECT page_cache_watch('articles_series', $$'site'$$);
SELECT page_cache_watch('articles_seriespart', $$'series:' || series_id$$);
SELECT page_cache_watch('articles_seriespart', $$'article:' || article_id$$);
SELECT page_cache_watch('articles_tally', $$'tally:' || article_id$$, 'article_id, comments', 'comments > 0');
SELECT page_cache_watch('articles_tally', $$'discussed'$$, 'article_id, rank', 'rank IS NOT NULL');
SELECT page_cache_watch('articles_articletype', $$'site'$$);
SELECT page_cache_watch('articles_article', $$'article:' || id$$);
SELECT page_cache_watch('articles_article', $$'lists'$$, '{LISTED}');
SELECT page_cache_watch('articles_edition', $$'article:' || article_id$$);
SELECT page_cache_watch('articles_frontplace', $$'front'$$);
SELECT page_cache_watch('articles_card', $$'article:' || article_id$$, 'article_id, file');
SELECT page_cache_watch('articles_relation', $$'article:' || article_id$$);
SELECT page_cache_watch('articles_edition', $$'lists'$$, 'id, section_id');
SELECT page_cache_watch('articles_edition_topics', $$'lists'$$, 'edition_id, topic_id');
SELECT page_cache_watch('articles_editionbyline', $$'lists'$$, 'edition_id, author_id');
SELECT page_cache_watch('articles_editionreference', $$'lists'$$, 'edition_id, work_id');
""" + "".join(f"SELECT page_cache_watch('articles_{part}', $${OF_EDITION}$$);\n" for part in PARTS)
UNWATCH = """
SELECT page_cache_unwatch(
    'articles_publication',
    'articles_section',
    'articles_topic',
    'articles_series',
    'articles_seriespart',
    'articles_tally',
    'articles_articletype',
    'articles_article',
    'articles_edition',
    'articles_editionbyline',
    'articles_editionreference',
    'articles_editionpicture',
    'articles_editionembed',
    'articles_edition_topics',
    'articles_erratum',
    'articles_card',
    'articles_relation',
    'articles_frontplace'
)
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_old_addresses"), ("page_cache", "0001_initial")]
    operations = [migrations.RunSQL(WATCH, UNWATCH)]
