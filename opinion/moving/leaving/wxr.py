"""All articles and their threads as WordPress's own importer reads them (WXR 1.2)."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from email.utils import format_datetime
from html import escape
from pathlib import Path
from urllib.parse import quote, urljoin

from django.conf import settings
from django.utils.translation import gettext as _

from authors.models import Author
from comments.models import Comment, Thread
from opinion.articles.models import Article, Publication, Section, Topic
from opinion.pictures.models import Picture

STATUS = {"published": "publish", "scheduled": "future", "draft": "draft", "withdrawn": "draft"}
APPROVED = {
    "published": "1",
    "waiting": "0",
    "spam": "spam",
    "refused": "trash",
    "taken_down": "trash",
}
_CALL = re.compile(r'<a data-note="([^"]*)"></a>')
_TEXT = re.compile(r'<li data-note="([^"]*)">')
_EMBED = re.compile(r'<figure data-embed="([^"]*)"></figure>')
_FIGURE = re.compile(r'<figure data-picture="([0-9]+)"></figure>')
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
\txmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
\txmlns:content="http://purl.org/rss/1.0/modules/content/"
\txmlns:wfw="http://wellformedweb.org/CommentAPI/"
\txmlns:dc="http://purl.org/dc/elements/1.1/"
\txmlns:wp="http://wordpress.org/export/1.2/"
>
<channel>
"""
CHUNK = 200


def cdata(text: str) -> str:
    return "<![CDATA[" + _NOT_XML.sub("", text).replace("]]>", "]]]]><![CDATA[>") + "]]>"


def element(name: str, text: object) -> str:
    """One whose text is safe in CDATA, as WordPress writes and unescapes it."""
    return f"<{name}>{cdata(str(text))}</{name}>"


def plain(name: str, text: object) -> str:
    return f"<{name}>{escape(_NOT_XML.sub('', str(text)), quote=False)}</{name}>"


def write(
    path: Path, with_addresses: bool = False, tell: Callable[[float], None] = lambda part: None
) -> None:
    """Into a file beside it first: one that bears the name is whole."""
    part = path.with_name(f"{path.name}.part")
    with part.open("w", encoding="utf-8", newline="\n") as file:
        for piece in _Export(with_addresses, tell).pieces():
            file.write(piece)
    part.replace(path)


class _Export:
    def __init__(self, with_addresses: bool, tell: Callable[[float], None]) -> None:
        self.with_addresses, self.tell = with_addresses, tell
        self.publication = Publication.objects.current()
        self.base = settings.PUBLIC_URL.rstrip("/")
        last = Article.objects.order_by("-pk").first()
        # Numbers of files follow those of articles: in WordPress both are posts.
        self.after = last.pk if last else 0

    def pieces(self) -> Iterator[str]:
        yield HEAD
        yield from self._channel()
        for picture in Picture.objects.order_by("pk").iterator(CHUNK):
            yield self._attachment(picture)
        articles = Article.objects.order_by("pk").select_related("live_edition", "section", "type")
        total = articles.count()
        for number, article in enumerate(articles.iterator(CHUNK), start=1):
            yield from self._article(article)
            self.tell(number / total)
        yield "</channel>\n</rss>\n"

    def _channel(self) -> Iterator[str]:
        yield plain("title", self.publication.name) + plain("link", self.base)
        yield plain("description", self.publication.tagline)
        yield plain("language", self.publication.language)
        yield "<wp:wxr_version>1.2</wp:wxr_version>\n"
        yield plain("wp:base_site_url", self.base) + plain("wp:base_blog_url", self.base) + "\n"
        for author in Author.objects.canonical().order_by("pk").iterator(CHUNK):
            first, _space, last = author.name.rpartition(" ")
            yield (
                f"<wp:author><wp:author_id>{author.pk}</wp:author_id>"
                + element("wp:author_login", author.slug)
                + element("wp:author_email", "")
                + element("wp:author_display_name", author.name)
                + element("wp:author_first_name", first)
                + element("wp:author_last_name", last)
                + "</wp:author>\n"
            )
        for section in Section.objects.canonical().order_by("pk"):
            yield (
                f"<wp:category><wp:term_id>{section.pk}</wp:term_id>"
                + element("wp:category_nicename", section.slug)
                + element("wp:category_parent", "")
                + element("wp:cat_name", section.name)
                + element("wp:category_description", section.description)
                + "</wp:category>\n"
            )
        for topic in Topic.objects.canonical().order_by("pk").iterator(CHUNK):
            yield (
                f"<wp:tag><wp:term_id>{topic.pk}</wp:term_id>"
                + element("wp:tag_slug", topic.slug)
                + element("wp:tag_name", topic.name)
                + element("wp:tag_description", topic.description)
                + "</wp:tag>\n"
            )

    def _attachment(self, picture: Picture) -> str:
        url = urljoin(f"{self.base}/", picture.file.url)
        return (
            "<item>"
            + element("title", picture.alt or picture.file.name.rpartition("/")[2])
            + plain("link", url)
            + self._dates(picture.uploaded_at)
            + element("dc:creator", "")
            + f'<guid isPermaLink="false">{escape(url)}</guid><description></description>'
            + element("content:encoded", picture.credit)
            + element("excerpt:encoded", picture.caption)
            + self._post(self.after + picture.pk, f"file-{picture.pk}", "inherit", "attachment")
            + element("wp:attachment_url", url)
            + _meta("_wp_attachment_image_alt", picture.alt)
            + "</item>\n"
        )

    def _article(self, article: Article) -> Iterator[str]:
        said = article.live_edition if article.is_published else article
        assert said
        bylines = [*said.bylines.select_related("author")]
        at = article.published_at or article.scheduled_for or article.created_at
        lead = said.pictures.filter(role="lead").first()
        address = urljoin(f"{self.base}/", f"/{article.address}/" if article.address else "")
        yield (
            "<item>"
            + element("title", said.full_headline)
            + plain("link", address)
            + self._dates(at)
            + element("dc:creator", bylines[0].author.slug if bylines else "")
            + f'<guid isPermaLink="false">{escape(article.guid or address)}</guid>'
            + "<description></description>"
            + element("content:encoded", self._body(said))
            + element("excerpt:encoded", said.standfirst)
            + self._post(
                article.pk,
                article.slug,
                STATUS[article.status],
                "post",
                "open" if self._takes_comments(article) else "closed",
            )
            + _term("category", said.section.slug, said.section.name)
            + "".join(_term("post_tag", one.slug, one.name) for one in said.topics.all())
            + "".join(
                _term("author", f"cap-{one.author.slug}", getattr(one, "name", one.author.name))
                for one in bylines
            )
            + (_meta("_thumbnail_id", str(self.after + lead.picture_id)) if lead else "")
        )
        for comment in article.comments.select_related("contact").order_by("path").iterator(CHUNK):
            yield self._comment(comment)
        yield "</item>\n"

    def _takes_comments(self, article: Article) -> bool:
        return bool(Thread.objects.for_article(article).is_open)

    def _dates(self, at: datetime) -> str:
        return plain("pubDate", format_datetime(at)) + self._local(at)

    def _local(self, at: datetime) -> str:
        local = at.astimezone(self.publication.zone)
        return element("wp:post_date", f"{local:%Y-%m-%d %H:%M:%S}") + element(
            "wp:post_date_gmt", f"{at:%Y-%m-%d %H:%M:%S}"
        )

    def _post(
        self, number: int, slug: str, status: str, kind: str, comments: str = "closed"
    ) -> str:
        return (
            f"<wp:post_id>{number}</wp:post_id>"
            + element("wp:comment_status", comments)
            + element("wp:ping_status", "closed")
            + element("wp:post_name", quote(slug).lower())
            + element("wp:status", status)
            + "<wp:post_parent>0</wp:post_parent><wp:menu_order>0</wp:menu_order>"
            + element("wp:post_type", kind)
            + element("wp:post_password", "")
            + "<wp:is_sticky>0</wp:is_sticky>"
        )

    def _body(self, said) -> str:
        """The text with what WordPress has no field for behind it, as our own import finds it."""
        text, _mark, behind = said.body_html.partition('<section data-notes=""><ol>')
        pictures = {one.picture_id: one for one in said.pictures.select_related("picture")}
        text = _FIGURE.sub(lambda found: self._figure(pictures.get(int(found[1]))), text)
        text = _EMBED.sub(_embed, text)
        text += _notes(behind)
        numbers = _numbers(behind)
        text = _CALL.sub(lambda found: _call(numbers.get(found[1])), text)
        lines = [one.text_html for one in said.references.all()]
        if lines:
            items = "".join(f"<li>{line}</li>" for line in lines)
            text += f"<h3>{escape(_('References'))}</h3><ol>{items}</ol>"
        if said.note_html:
            text += f"<h3>{escape(_('About the author'))}</h3>{said.note_html}"
        return str(text)

    def _figure(self, use) -> str:
        if use is None:
            return ""
        number = self.after + use.picture_id
        url = urljoin(f"{self.base}/", use.url)
        caption = " – ".join(filter(None, [use.caption, use.credit]))
        return (
            f'<figure><img class="wp-image-{number}" src="{escape(url)}" alt="{escape(use.alt)}">'
            f"<figcaption>{escape(caption)}</figcaption></figure>"
        )

    def _comment(self, comment: Comment) -> str:
        approved = APPROVED.get(comment.status)
        if approved is None or comment.is_erased:
            return ""
        at = f"{comment.created_at:%Y-%m-%d %H:%M:%S}"
        local = comment.created_at.astimezone(self.publication.zone)
        return (
            f"<wp:comment><wp:comment_id>{comment.pk}</wp:comment_id>"
            + element("wp:comment_author", comment.name)
            + element("wp:comment_author_email", self._email(comment))
            + plain("wp:comment_author_url", "")
            + element("wp:comment_author_IP", "")
            + element("wp:comment_date", f"{local:%Y-%m-%d %H:%M:%S}")
            + element("wp:comment_date_gmt", at)
            + element("wp:comment_content", comment.html)
            + element("wp:comment_approved", approved)
            + element("wp:comment_type", "comment")
            + f"<wp:comment_parent>{comment.in_reply_to_id or 0}</wp:comment_parent>"
            + "<wp:comment_user_id>0</wp:comment_user_id></wp:comment>\n"
        )

    def _email(self, comment: Comment) -> str:
        contact = getattr(comment, "contact", None) if self.with_addresses else None
        return contact.export()["email"] if contact else ""


def _embed(found: re.Match[str]) -> str:
    """As WordPress keeps what it embeds: the address, alone in its block."""
    return (
        '<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\n'
        f"{found[1]}\n</div></figure>"
    )


def _numbers(behind: str) -> dict[str, int]:
    return {key: number for number, key in enumerate(_TEXT.findall(behind), start=1)}


def _notes(behind: str) -> str:
    """The texts of the notes as a list, each leading back to its call."""
    if not behind:
        return ""
    pieces = _TEXT.split(behind.removesuffix("</ol></section>"))
    items = "".join(
        f'<li id="fn-{number}">{text.removesuffix("</li>")} <a href="#fnref-{number}">↩</a></li>'
        for number, text in enumerate(pieces[2::2], start=1)
    )
    return f'<div class="footnotes"><ol>{items}</ol></div>'


def _call(number: int | None) -> str:
    if number is None:
        return ""
    return f'<sup id="fnref-{number}"><a href="#fn-{number}" rel="footnote">{number}</a></sup>'


def _term(domain: str, slug: str, name: str) -> str:
    nicename = escape(quote(slug).lower())
    return f'<category domain="{domain}" nicename="{nicename}">{cdata(name)}</category>'


def _meta(key: str, value: str) -> str:
    return (
        "<wp:postmeta>"
        + element("wp:meta_key", key)
        + element("wp:meta_value", value)
        + "</wp:postmeta>"
    )
