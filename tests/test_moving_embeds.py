"""What the texts of other platforms had embedded: a card where its site is on our list, else a link."""

from io import StringIO

import pytest
from django.core.management import call_command

from opinion.articles.models import Article, EditionEmbed
from opinion.embeds.models import EmbedCard, Host
from opinion.embeds.tasks import fetch_card
from opinion.moving.models import MoveIn
from opinion.moving.report import Report
from opinion.moving.text import body, embeds
from opinion.moving.text.footnotes import Notes
from tests.followers import jobs
from tests.newsroom import make_host
from tests.wordpress_files import item, save, wxr

pytestmark = pytest.mark.django_db
TV = "https://tv.example.org/watch/x1"
CARD = f'<figure data-embed="{TV}"></figure>'
PLAYER = "https://player.example.org/x1"
ELSEWHERE = "https://evil.example/watch/x1"
# What stands in the files of each platform, once its blocks and shortcodes are taken off.
TEXTS = {
    "WordPress, block editor": f'<figure class="wp-block-embed is-type-video"><div class="wp-block-embed__wrapper">\n{TV}\n</div><figcaption>The film</figcaption></figure>',
    "WordPress, classic editor": f"<p>{TV}</p>",
    "WordPress, a shortcode": f'<p><a href="{TV}">{TV}</a></p>',
    "a player in a frame": f'<p><iframe src="{PLAYER}?rel=0&amp;start=3" width="560"></iframe></p>',
    "Ghost": '<figure class="kg-card kg-embed-card"><iframe src="//player.example.org/x1"></iframe></figure>',
    "Substack": f'<div class="youtube-wrap" data-attrs="{{}}"><div><iframe src="{PLAYER}"></iframe></div></div>',
    "Medium": f'<figure class="graf--iframe"><iframe src="{TV}?feature=oembed"></iframe></figure>',
}  # fmt: skip
LINKS = {
    "a site that is not on the list": f"<p>{ELSEWHERE}</p>",
    "words around it": f"<p>See {TV}</p>",
    "words of its own": f'<p><a href="{TV}">The film</a></p>',
    "a link that leads elsewhere": f'<p><a href="{ELSEWHERE}">{TV}</a></p>',
}


def moved(text, report):
    host = Host.objects.matcher()
    made = body.Texts("https://old.example", report).body(text, Notes()).html
    return embeds.placed(made, lambda one: found.address if (found := host(one)) else "", report)


def test_embeds_of_hosts_on_the_list_are_cards_and_all_others_links(publication):
    make_host()
    for kind, text in TEXTS.items():
        report = Report()
        made = moved(f"<p>One.</p>{text}<p>Two.</p>", report)
        assert made.count(CARD) == 1 and "<iframe" not in made, (kind, made)
        assert report.counts["embeds made cards"] == 1
        assert ("The film" in made) is ("The film" in text)
    for kind, text in LINKS.items():
        assert moved(text, report) == text, kind


def test_a_site_moves_in_with_its_cards_and_the_worker_asks_what_they_say(publication, tmp_path):
    make_host()
    block = (
        f'<!-- wp:embed {{"url":"{TV}"}} --><figure class="wp-block-embed">'
        f'<div class="wp-block-embed__wrapper">\n{TV}\n</div></figure><!-- /wp:embed -->'
    )
    posts = [item(1, "A block", block), item(2, "A line", f"One.\n\n{TV}\n\n{ELSEWHERE}")]
    call_command("move_in", str(save(tmp_path, wxr(*posts))), "--yes", stdout=StringIO())
    assert [one.body.count(CARD) for one in Article.objects.all()] == [1, 1]
    assert [one.provider for one in EditionEmbed.objects.all()] == ["Signal TV"] * 2
    assert len(jobs(fetch_card)) == EmbedCard.objects.count() == 1
    counts = MoveIn.objects.get().report["counts"]
    assert counts["embeds made cards"] == 2 and ELSEWHERE in Article.objects.last().body
