"""Exports of WordPress, made piece by piece, right or wrong as a test wants them."""

from pathlib import Path

BASE = "https://old.example"
PREFIXES = {
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wp": "http://wordpress.org/export/1.2/",
}
AUTHORS = (
    "<wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[jonas]]></wp:author_login>"
    "<wp:author_email><![CDATA[jonas@canary.example]]></wp:author_email>"
    "<wp:author_display_name><![CDATA[Jonas Lind]]></wp:author_display_name></wp:author>"
)


def wxr(*items: str, head: str = AUTHORS, prefixes=None, opening: str = "") -> str:
    """A file of these items, of the site https://old.example."""
    declared = " ".join(
        f'xmlns:{name}="{uri}"' for name, uri in (PREFIXES | (prefixes or {})).items()
    )
    return (
        f'{opening}<?xml version="1.0" encoding="UTF-8" ?>\n<rss version="2.0" {declared}>\n'
        "<channel>\n<title>The Old Paper</title><link>https://old.example</link>"
        "<language>en-GB</language><wp:wxr_version>1.2</wp:wxr_version>"
        f"<wp:base_site_url>{BASE}</wp:base_site_url><wp:base_blog_url>{BASE}</wp:base_blog_url>"
        f"{head}\n{''.join(items)}</channel>\n</rss>\n"
    )


def item(number: int, title: str = "A title", body: str = "One paragraph.", **said) -> str:
    """A published post, unless `said` says otherwise; `raw` is put in as it stands."""
    slug = said.get("slug", f"post-{number}")
    values = {
        "kind": "post",
        "status": "publish",
        "creator": "jonas",
        "date": f"2019-05-{number % 28 + 1:02d} 10:20:30",
        "gmt": f"2019-05-{number % 28 + 1:02d} 08:20:30",
        "link": f"{BASE}/2019/05/{slug}/",
        "guid": f"{BASE}/?p={number}",
        "excerpt": "",
        "password": "",
        "parent": 0,
        "sticky": 0,
        "comment_status": "open",
        "raw": "",
    } | said
    return (
        f"<item><title>{cdata(title)}</title><link>{values['link']}</link>"
        f"<dc:creator>{cdata(values['creator'])}</dc:creator>"
        f'<guid isPermaLink="false">{values["guid"]}</guid>'
        f"<content:encoded>{cdata(body)}</content:encoded>"
        f"<excerpt:encoded>{cdata(values['excerpt'])}</excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id>"
        f"<wp:post_date>{cdata(values['date'])}</wp:post_date>"
        f"<wp:post_date_gmt>{cdata(values['gmt'])}</wp:post_date_gmt>"
        f"<wp:comment_status>{cdata(values['comment_status'])}</wp:comment_status>"
        f"<wp:post_name>{cdata(slug)}</wp:post_name>"
        f"<wp:status>{cdata(values['status'])}</wp:status>"
        f"<wp:post_parent>{values['parent']}</wp:post_parent>"
        f"<wp:post_type>{cdata(values['kind'])}</wp:post_type>"
        f"<wp:post_password>{cdata(values['password'])}</wp:post_password>"
        f"<wp:is_sticky>{values['sticky']}</wp:is_sticky>{values['raw']}</item>\n"
    )


def cdata(text: str) -> str:
    return "<![CDATA[" + str(text).replace("]]>", "]]]]><![CDATA[>") + "]]>"


def category(name: str, slug: str = "", domain: str = "category") -> str:
    slug = slug or name.lower().replace(" ", "-")
    return f'<category domain="{domain}" nicename="{slug}">{cdata(name)}</category>'


def meta(key: str, value: str) -> str:
    return (
        f"<wp:postmeta><wp:meta_key>{cdata(key)}</wp:meta_key>"
        f"<wp:meta_value>{cdata(value)}</wp:meta_value></wp:postmeta>"
    )


def attachment(number: int, path: str, parent: int = 0, alt: str = "", **said) -> str:
    url = f"{BASE}/wp-content/uploads/{path}"
    raw = f"<wp:attachment_url>{cdata(url)}</wp:attachment_url>"
    raw += meta("_wp_attachment_image_alt", alt) + said.pop("raw", "")
    return item(
        number,
        f"File {number}",
        "",
        kind="attachment",
        status="inherit",
        parent=parent,
        raw=raw,
        **said,
    )


def comment(number: int, text: str = "I agree.", **said) -> str:
    values = {
        "author": "Ana Reader",
        "email": "ana@canary.example",
        "gmt": f"2019-06-{number % 28 + 1:02d} 12:00:00",
        "approved": "1",
        "kind": "comment",
        "parent": 0,
    } | said
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id>"
        f"<wp:comment_author>{cdata(values['author'])}</wp:comment_author>"
        f"<wp:comment_author_email>{cdata(values['email'])}</wp:comment_author_email>"
        "<wp:comment_author_url>https://canary.example/me</wp:comment_author_url>"
        "<wp:comment_author_IP>203.0.113.77</wp:comment_author_IP>"
        f"<wp:comment_date>{cdata(values['gmt'])}</wp:comment_date>"
        f"<wp:comment_date_gmt>{cdata(values['gmt'])}</wp:comment_date_gmt>"
        f"<wp:comment_content>{cdata(text)}</wp:comment_content>"
        f"<wp:comment_approved>{cdata(values['approved'])}</wp:comment_approved>"
        f"<wp:comment_type>{cdata(values['kind'])}</wp:comment_type>"
        f"<wp:comment_parent>{values['parent']}</wp:comment_parent></wp:comment>"
    )


def save(folder: Path, text: str | bytes, name: str = "export.xml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
