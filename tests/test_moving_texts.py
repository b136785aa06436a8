"""Texts of other platforms become our own: each kind that was seen in real files once."""

import pytest

from opinion import html
from opinion.moving.reading.wordpress import WordPress
from opinion.moving.reading.wxr import Category, Item, RawComment
from opinion.moving.report import Report
from opinion.moving.tables import Tables
from opinion.moving.text import answers, body, headings, tails
from opinion.moving.things import Image, Person, Survey

OLD = "https://old.example"
UPLOADS = f"{OLD}/wp-content/uploads"


def picture(path, words):
    return f'<p><a href="{UPLOADS}/{path}" rel="noopener">{words}</a></p>'


def link(address):
    return f'<p><a href="{address}" rel="noopener">{address}</a></p>'


def notes(*texts):
    items = "".join(f'<li data-note="n{n}">{text}</li>' for n, text in enumerate(texts, start=1))
    return f'<section data-notes=""><ol>{items}</ol></section>'


CALL = '<a data-note="n1"></a>'
# What stands in the file, and what our door lets through of what is made of it.
TEXTS = {
    "paragraphs from blank lines": ("One\n\nTwo\nlines", "<p>One</p><p>Two<br>lines</p>"),
    "blank lines around blocks": (
        "One\n<h2>Head</h2>\nTwo\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\nThree",
        "<p>One</p><h2>Head</h2><p>Two</p><ul><li>a</li><li>b</li></ul><p>Three</p>",
    ),
    "a quotation of two paragraphs": (
        "<blockquote>One\n\nTwo</blockquote>",
        "<blockquote><p>One</p><p>Two</p></blockquote>",
    ),
    "preformatted lines": ("<pre>a\n\nb</pre>", "<pre>a\n\nb</pre>"),
    "known blocks": (
        '<!-- wp:paragraph {"align":"left"} -->\n<p>One</p>\n<!-- /wp:paragraph -->\n\n'
        "<!-- wp:heading -->\n<h2>Head</h2>\n<!-- /wp:heading -->",
        "<p>One</p><h2>Head</h2>",
    ),
    "an unknown block keeps its text": (
        "<!-- wp:acme/box --><div><p>Inside</p></div><!-- /wp:acme/box -->",
        "<p>Inside</p>",
    ),
    "a reusable block": ('<!-- wp:block {"ref":70} /-->', "<p>Used again</p>"),
    "a reusable block within itself": ('<!-- wp:block {"ref":71} /--><p>End</p>', "<p>End</p>"),
    "classic text between blocks": (
        "<!-- wp:separator --><hr/><!-- /wp:separator -->\n\nFree\n\nwords",
        "<hr><p>Free</p><p>words</p>",
    ),
    "more and nextpage": (
        "One\n<!--more-->\nTwo\n<!--nextpage-->\nThree",
        "<p>One</p><p>Two</p><p>Three</p>",
    ),
    "a picture at a smaller size": (
        f'<img src="{UPLOADS}/a-300x200.jpg" alt="A train">',
        picture("a.jpg", "A train"),
    ),
    "a picture by its number": (
        '<p>Before <a href="/x/"><img class="size-full wp-image-20" src="/elsewhere.jpg"></a></p>',
        picture("2019/b.jpg", "A bridge") + "<p>Before</p>",
    ),
    "a caption": (
        f'[caption id="attachment_20" width="300"]<img src="{UPLOADS}/a.jpg"> The <em>old</em> station[/caption]',
        picture("a.jpg", "The old station"),
    ),
    "a gallery by its ids": (
        '[gallery ids="20,21" columns="2"]',
        picture("2019/b.jpg", "A bridge") + picture("2019/c.jpg", "File c"),
    ),
    "a gallery of all that was uploaded to the post": (
        "[gallery]",
        picture("2019/c.jpg", "File c"),
    ),
    "a gallery of blocks": (
        '<!-- wp:gallery --><figure class="wp-block-gallery"><!-- wp:image {"id":20} --><figure class="wp-block-image">'
        '<img src="x.jpg" class="wp-image-20"/><figcaption>One</figcaption></figure><!-- /wp:image --></figure><!-- /wp:gallery -->',
        picture("2019/b.jpg", "One"),
    ),
    "an embed by its address": (
        "[embed]https://video.example/1[/embed]",
        link("https://video.example/1"),
    ),
    "an embed of a block": (
        '<!-- wp:embed {"url":"https://video.example/2"} --><figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\n'
        "https://video.example/2\n</div></figure><!-- /wp:embed -->",
        link("https://video.example/2"),
    ),
    "a frame": (
        '<iframe src="https://www.youtube.com/embed/abc?x=1"></iframe>',
        link("https://www.youtube.com/watch?v=abc"),
    ),
    "sound": ('[audio mp3="https://old.example/a.mp3"][/audio]', link("https://old.example/a.mp3")),
    "film": (
        '<video controls><source src="https://old.example/a.mp4"></video>',
        link("https://old.example/a.mp4"),
    ),
    "an unknown shortcode": ('<p>[acme_form id="3"]</p>', '<p>[acme_form id="3"]</p>'),
    "brackets that are none": ("As she wrote [sic] in [1].", "<p>As she wrote [sic] in [1].</p>"),
    "an escaped shortcode": ("Type [[gallery]] here", "<p>Type [gallery] here</p>"),
    "notes as shortcodes": (
        "Word[footnote]The note.[/footnote] on",
        f"<p>Word{CALL} on</p>" + notes("The note."),
    ),
    "notes of Easy Footnotes": (
        "Word[efn_note]The note.[/efn_note]",
        f"<p>Word{CALL}</p>" + notes("The note."),
    ),
    "notes of Word": (
        '<p>Word<a href="#_ftn1" name="_ftnref1">[1]</a></p><p><a href="#_ftnref1" name="_ftn1">[1]</a> The note.</p>',
        f"<p>Word{CALL}</p>" + notes("The note."),
    ),
    "notes of Markdown": (
        '<p>Word<sup id="fnref-1"><a href="#fn-1" rel="footnote">1</a></sup></p><div class="footnotes"><hr><ol>'
        '<li id="fn-1">The note. <a href="#fnref-1">↩</a></li></ol></div>',
        f"<p>Word{CALL}</p>" + notes("The note."),
    ),
    "notes of Substack": (
        '<p>Word<a class="footnote-anchor" id="footnote-anchor-1" href="#footnote-1">1</a></p>'
        '<div class="footnote"><a id="footnote-1" href="#footnote-anchor-1" class="footnote-number">1</a>'
        '<div class="footnote-content"><p>The note.</p></div></div>',
        f"<p>Word{CALL}</p>" + notes("<p>The note.</p>"),
    ),
    "notes of the block editor": (
        '<p>Word<sup data-fn="k" class="fn"><a href="#k" id="k-link">1</a></sup></p>',
        f"<p>Word{CALL}</p>" + notes("The <em>block</em> note."),
    ),
    "a link within the text is no note": (
        '<p><a href="#part">Part</a></p><h2 id="part">Part</h2>',
        "<p>Part</p><h2>Part</h2>",
    ),
    "scripts and forms": ("<p>One</p><script>alert(1)</script><form><input></form>", "<p>One</p>"),
}


def an_item(text):
    meta = {"footnotes": ['[{"id":"k","content":"The <em>block</em> note."}]']}
    return Item(
        "1", "post", "publish", "T", f"{OLD}/2019/05/t/", "", "jonas", text, "", "t",
        "2019-05-01 10:00:00", "", "", "", "0", False, "open", "", [], meta, [],
    )  # fmt: skip


@pytest.fixture(scope="module")
def site():
    site = WordPress([])
    site.attachments = {
        "20": Image(f"{UPLOADS}/2019/b.jpg", alt="A bridge", source_id="20", parent="9"),
        "21": Image(f"{UPLOADS}/2019/c.jpg", source_id="21", title="File c", parent="1"),
    }
    site.reusable = {"70": "<p>Used again</p>", "71": '<!-- wp:block {"ref":71} /-->'}
    return site


@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_says_what_it_said(site, kind):
    source, right = TEXTS[kind]
    known = {one.url: one for one in site.attachments.values()}
    texts = body.Texts(OLD, Report(), site.attachments, known)
    post = site._post(an_item(source), Survey("wordpress", OLD), texts, Tables(), Report())
    made = (
        html.article(post.body).replace("\n", "")
        if "<pre" not in right
        else html.article(post.body)
    )
    assert made == right
    assert html.article(made) == made


def test_what_is_told_of_a_text(site):
    report = Report()
    source = '[acme_form id="3"] [sic] [x-y] [z]a[/z]<!-- wp:acme/box /-->[gallery]<iframe src="x"></iframe>'
    site._post(
        an_item(source), Survey("wordpress", OLD), body.Texts(OLD, report, {}), Tables(), report
    )
    assert report.named == {
        "unknown shortcodes, which stay visible": ["post 1 “T”: [acme_form], [x-y], [z]"]
    }
    assert report.counts["unknown block acme/box"] == report.counts["shortcode [gallery]"] == 1


@pytest.mark.parametrize(
    ("text", "rest", "references", "about"),
    [
        ("<p>A</p><h3>References</h3><ul><li>One</li><li>Two, <a href=\"https://x.example/\">here</a></li></ul>",
         "<p>A</p>", ["One", "Two, here https://x.example/"], ""),
        ("<p>A</p><p><strong>References:</strong></p><p>One<br>Two</p><p><b>About the author</b></p><p>Who</p>",
         "<p>A</p>", ["One", "Two"], "<p>Who</p>"),
        ("<p>A</p><p><strong>About the Author:</strong></p><p>Who</p><section data-notes><ol></ol></section>",
         "<p>A</p><section data-notes><ol></ol></section>", [], "<p>Who</p>"),
        ("<h2>References</h2><p>In the midst</p><h2>On</h2><p>End</p>",
         "<h2>References</h2><p>In the midst</p><h2>On</h2><p>End</p>", [], ""),
    ],
)  # fmt: skip
def test_tails_are_found_at_the_end_only(text, rest, references, about):
    found = tails.found(text)
    rest_of_it = found.without({"references", "about"})
    assert (rest_of_it, found.references, found.about) == (rest, references, about)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("<p>A</p><p><strong>The line</strong></p><p>B</p>", ["The line"]),
        ('<p>A</p>\n<p class="x"><b>Who pays?</b></p>\n<p>B</p>', ["Who pays?"]),
        ("<p><strong>First of all</strong></p><p>B</p>", []),
        ("<p>A</p><p><strong>It is a sentence.</strong></p><p>B</p>", []),
        ("<p>A</p><p><strong>Bold</strong> and not</p><p>B</p>", []),
        ("<p>A</p><p><strong>Nothing follows</strong></p>", []),
        ("<blockquote><p>A</p><p><b>Said</b></p><p>B</p></blockquote><p>C</p>", []),
        (
            "<ul><li><p>A</p><p><b>Point</b></p><p>B</p></li></ul><p>C</p><p><b>On</b></p><p>D</p>",
            ["On"],
        ),
    ],
)
def test_lines_that_stand_alone_in_bold_are_headings(text, lines):
    made, found = headings.made_of_bold_lines(text)
    assert found == lines
    assert made.count("<h2>") == len(lines) and (lines or made == text)


def test_each_tail_goes_by_itself_and_two_lists_are_one():
    refs, more, about = "<h3>Sources</h3><p>One</p>", "<h3>Further reading</h3><p>Two</p>", "<h3>The author</h3><p>Who</p>"  # fmt: skip
    found = tails.found("<p>A</p>" + refs + more + about)
    assert found.references == ["One", "Two"]
    assert found.without({"references"}) == "<p>A</p>" + about
    assert found.without({"about"}) == "<p>A</p>" + refs + more
    assert found.without(set()) == "<p>A</p>" + refs + more + about


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("One\r\n\r\nTwo", "One\n\nTwo"),
        ("<p>One</p><p><em>Two</em> &amp; <strong>three</strong></p>", "One\n\n*Two* & **three**"),
        ('<a href="https://x.example/">here</a>', "here (https://x.example/)"),
        ('<a href="https://x.example/">https://x.example/</a>', "https://x.example/"),
        ("<blockquote>Said\nso</blockquote>No", "> Said\n> so\n\nNo"),
        ("1 < 2 & 3", "1 < 2 & 3"),
        ("<script>x</script>Seen", "Seen"),
    ],
)
def test_a_comment_of_html_is_our_plain_text(typed, plain):
    assert answers.plain(typed) == plain


def test_who_wrote_it_in_the_order_of_trust(site):
    site.bylines.staff = {"jonas": Person("jonas", "Jonas Lind")}
    site.bylines.guests = {"ana-reis": Person("ana-reis", "Ana Reis", bio="Of Lisbon.")}
    site.bylines.term_people = {"mira": Person("mira", "Mira Holm")}

    def named(*slugs, **metas):
        item = an_item("x")
        item.categories = [Category("author", slug, words) for slug, words in slugs]
        item.meta = {key: [value] for key, value in metas.items()}
        return [person.name for person in site.bylines.of(item)]

    assert named() == ["Jonas Lind"]
    assert named(("cap-ana-reis", "ana-reis"), ("cap-cap-ana-reis", "ana-reis")) == ["Ana Reis"]
    assert named(("cap-tove", "Tove Æblegård"), ("mira", "mira")) == ["Tove Æblegård", "Mira Holm"]
    assert named(
        _newspack_byline="By [Author id=1]One Two[/Author] and [Author]Three[/Author]"
    ) == ["One Two", "Three"]


def test_a_comment_never_shows_its_address_in_a_report():
    shown = repr(RawComment("1", "Ana", "ana@canary.example", "", "", "x", "1", "", "0"))
    assert "canary" not in shown
    report = Report()
    report.name("kind", "from ana@canary.example, again")
    report.repair("bare &", "x@canary.example", 1, "a@canary.example", "b")
    assert "canary" not in str(report.as_json()) + "\n".join(report.lines())
