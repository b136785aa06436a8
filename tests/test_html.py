"""The door for HTML: what passes it, what does not, and that cleaning costs what it may."""

import sys
from concurrent.futures import ThreadPoolExecutor
from unicodedata import category, east_asian_width
from urllib.parse import urlsplit

import html5lib
import pytest
from django.utils.safestring import SafeString
from django.utils.translation import override
from hypothesis import example, given, settings
from hypothesis import strategies as st

from opinion import html
from opinion.html import cleaning, policy

# What may come out, said once more and apart from the policies, so that one checks the other.
LINE = {"em": set(), "strong": set(), "a": {"href", "title", "rel"}}
TEXT = LINE | {"p": {"lang", "dir"}, "br": set()}
LISTS = {"ul": set(), "ol": {"start"}, "li": {"lang", "dir"}}
SPEECH = dict.fromkeys(("h2", "h3", "blockquote", "q", "cite", "span"), {"lang", "dir"})
TABLE = {"table": set(), "thead": set(), "tbody": set(), "tr": set(), "td": set(), "th": {"scope"}}
PLAIN = dict.fromkeys(("figure", "figcaption", "hr", "sup", "sub", "s", "code", "pre"), set())
PICTURE = {"img": {"src", "alt", "width", "height"}, "abbr": {"title"}}
# What is filled in when an article is drawn.
DRAWN = {
    "a": {"href", "title", "rel", "data-note"},
    "li": {"lang", "dir", "data-note"},
    "section": {"data-notes"},
    "figure": {"data-picture"},
}
ARTICLE = TEXT | LISTS | SPEECH | TABLE | PLAIN | PICTURE | DRAWN
ALLOWED = {
    policy.ARTICLE: ARTICLE,
    policy.NOTE: TEXT | LISTS,
    policy.COMMENT: TEXT | {"blockquote": {"lang", "dir"}},
    policy.INLINE: LINE,
}


def elements(markup):
    """Every element that a parser finds, the fragment itself left out."""
    fragment = html5lib.parseFragment(markup, namespaceHTMLElements=False)
    return [element for element in fragment.iter() if element is not fragment]


def tree(markup):
    def node(element):
        children = tuple(node(child) for child in element)
        return element.tag, dict(element.attrib), element.text or "", children, element.tail or ""

    return node(html5lib.parseFragment(markup, namespaceHTMLElements=False))


def leads_somewhere_honest(url):
    if any(category(letter) in ("Cc", "Cf", "Zl", "Zp", "Co", "Cs") for letter in url):
        return False
    parts = urlsplit(url)
    if parts.scheme == "mailto":
        return parts.path.count("@") == 1
    if not parts.scheme:
        return url.startswith("/") and not url.startswith(("//", "/\\"))
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc


def assert_within(allowed, markup):
    for element in elements(markup):
        assert element.tag in allowed, f"<{element.tag}> in {markup}"
        assert set(element.attrib) <= allowed[element.tag], f"{element.attrib} in {markup}"
        assert leads_somewhere_honest(element.get("href", "/")), markup
        assert element.get("src", "/media/").startswith("/media/"), markup
        assert ".." not in element.get("src", ""), markup


ATTACKS = [
    # Script, in its own element and in what is like it
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
    "<script/x>alert(1)</script\t>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<script>alert(1);//<</script>",
    "<script>alert(1)",
    "</script><script>alert(1)</script>",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<style>@import 'https://evil.example/x.css'</style>",
    "<style><img src=x onerror=alert(1)></style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<base href=https://evil.example/>",
    '<meta http-equiv=refresh content="0;url=https://evil.example/">',
    # Handlers and attributes
    "<img src=x onerror=alert(1)>",
    "<img src=/media/a.png onerror=alert(1)>",
    "<IMG SRC='/media/a.png' OnLoad='alert(1)'>",
    "<p onclick=alert(1)>click</p>",
    "<p/onmouseover=alert(1)/>over",
    "<p title='\" onclick=alert(1) \"'>title</p>",
    '<a href="https://fine.example/" title=\'"><script>alert(1)</script>\'>x</a>',
    '<abbr title="`onmouseover=alert(1)`">x</abbr>',
    '<a href="https://fine.example/" style="position:fixed;inset:0">x</a>',
    '<p class="button" id="comments">x</p>',
    '<a href="https://fine.example/" target=_blank rel=opener>x</a>',
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<p formaction=javascript:alert(1) srcdoc='<script>' is=x-y slot=z data-x=1>x</p>",
    "<p " + " ".join(f"a{number}=1" for number in range(40)) + " onclick=alert(1)>x</p>",
    # Addresses
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" \x01javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="java\nscript:alert(1)">x</a>',
    '<a href="java&#10;script:alert(1)">x</a>',
    '<a href="java&Tab;script&colon;alert(1)">x</a>',
    '<a href="&#106;&#97;vascript:alert(1)">x</a>',
    '<a href="&#x6A&#x61vascript&#58;alert(1)">x</a>',
    '<a href="javascript&#0000000000000058;alert(1)">x</a>',
    '<a href="java\x00script:alert(1)">x</a>',
    '<a href="http:javascript:alert(1)">x</a>',
    '<a href="https:/evil.example">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="blob:https://evil.example/1">x</a>',
    '<a href="feed:javascript:alert(1)">x</a>',
    '<a href="view-source:javascript:alert(1)">x</a>',
    '<a href="//evil.example">x</a>',
    '<a href="/\\evil.example">x</a>',
    '<a href="\\\\evil.example">x</a>',
    '<a href="/\t/evil.example">x</a>',
    '<a href="https:\\\\evil.example">x</a>',
    '<a href="https://fine.example@evil.example/">x</a>',
    '<a href="https://fine.example\u202e/gnp.exe">x</a>',
    '<a href="https://fine.example/&#x202E;gnp.exe">x</a>',
    '<a href="https://fine\u200b.example/">x</a>',
    '<a href="https://fine.example\uff0f.evil.example/">x</a>',
    '<a href="mailto:a@b.example,c@d.example?bcc=e@f.example">x</a>',
    '<a href="ja\u00advascript:alert(1)">x</a>',
    '<a xlink:href="javascript:alert(1)">x</a>',
    '<img src="javascript:alert(1)">',
    '<img src="https://evil.example/pixel.gif">',
    '<img src="//evil.example/pixel.gif">',
    '<img src="/admin/logout">',
    '<img src="/media/../admin/logout/">',
    '<img src="/media/%2e%2E/admin/logout/">',
    '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
    '<img srcset="https://evil.example/pixel.gif 1x" src="/media/a.png">',
    # Foreign content, templates and what is read in another way the second time
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg></p><style><a title='</style><img src=x onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=x onerror=alert(1)>'>",
    "<math><annotation-xml encoding='text/html'><p onclick=alert(1)>x</annotation-xml></math>",
    "<math href='javascript:alert(1)'>x</math>",
    "<svg><foreignObject><iframe srcdoc='<script>alert(1)</script>'></foreignObject></svg>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><img src=x onerror=alert(1)></template>",
    "<template shadowrootmode=open><script>alert(1)</script></template>",
    "<textarea><p title='</textarea><img src=x onerror=alert(1)>'>",
    "<title><p title='</title><img src=x onerror=alert(1)>'>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
    "<noembed><img title='</noembed><img src=x onerror=alert(1)>'></noembed>",
    "<select><style></select><img src=x onerror=alert(1)></style>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<object data=javascript:alert(1)><embed src=javascript:alert(1)></object>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<form><p></form><form><input name=attributes>",
    "<table><td><script>alert(1)</script><tr onclick=alert(1)><a href=javascript:alert(1)>x",
    "<table background='javascript:alert(1)'><th scope='x\" onclick=\"alert(1)'>x</table>",
    "<pre>\n\n<img src=x onerror=alert(1)></pre>",
    "<plaintext><img src=x onerror=alert(1)>",
    # Comments, declarations, and markup that never ends
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--!><script>alert(1)</script>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?><!DOCTYPE html [<!ENTITY x 'y'>]>",
    "<!--[if gte mso 9]><script>alert(1)</script><![endif]-->",
    "<img src='/media/a.png' alt='",
    '<a href="https://fine.example/',
    "<a href=https://fine.example/ onclick=alert(1) ",
    "<p <img src=x onerror=alert(1)>",
    "</p onclick=alert(1)><a / href=javascript:alert(1)>x",
    "<img src=x:alert(alt) onerror=eval(src) alt=0 <b>",
    "<p\x0conclick=alert(1)>x",
    "<p\u00a0onclick=alert(1)>x",
    "\ud800<script>alert(1)</script>\udfff",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;alert(1)",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "&#" + "9" * 4500 + ";&#x" + "0" * 4500 + "3c;script>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_leaves_anything_outside_the_policies(attack):
    assert_within(ALLOWED[policy.ARTICLE], html.article(attack))
    assert_within(ALLOWED[policy.NOTE], html.note(attack))
    assert_within(ALLOWED[policy.COMMENT], html.comment(attack))
    assert_within(ALLOWED[policy.INLINE], html.inline(attack))
    assert_within(ALLOWED[policy.INLINE], html.printed(attack))


@pytest.mark.parametrize("attack", ATTACKS)
def test_each_of_the_two_walls_holds_alone(attack):
    for each, allowed in ALLOWED.items():
        assert_within(allowed, cleaning.cleaned_by_bleach(attack, each))
        assert_within(allowed, cleaning.checked_by_nh3(html.clean_text(attack), each))


def test_nh3_cleans_what_bleach_lets_through(monkeypatch):
    monkeypatch.setattr(cleaning, "cleaned_by_bleach", lambda source, policy: source)
    assert html.article("<p onclick=x()>a<script>b</script></p>") == "<p>a</p>"


@pytest.mark.parametrize("attack", ["<script>alert(1)</script>", "<style>p{}</style>"])
def test_what_scripts_and_styles_say_goes_with_them(attack):
    assert html.article(f"before{attack}after") == "<p>beforeafter</p>"


def test_what_comes_out_is_safe_to_show():
    for door in (html.article, html.note, html.comment, html.inline, html.printed, html.stored):
        assert isinstance(door("x"), SafeString)


# Articles and notes


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<b>bold</b> and <i>italic</i>", "<p><strong>bold</strong> and <em>italic</em></p>"),
        ("<h1>One</h1><h4>Four</h4>", "<h2>One</h2><h3>Four</h3>"),
        ("<div>one</div>two<section>three</section>", "<p>one</p><p>two</p><p>three</p>"),
        ("<p>a</p><p> &nbsp;<br></p><p></p><p>b</p>", "<p>a</p><p>b</p>"),
        ("<p> a \n b<strong> c </strong>d </p>", "<p>a b <strong>c</strong> d</p>"),
        ("<p>20&nbsp;km</p>", "<p>20&nbsp;km</p>"),
        ("<p>a<br><br><br>b<br></p>", "<p>a<br><br>b</p>"),
        ("<strong><p>a</p><p>b</p></strong>", "<p><strong>a</strong></p><p><strong>b</strong></p>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul>x<p>y</p></ul><li>z</li>", "<ul><li>x<p>y</p></li></ul><p>z</p>"),
        ("<h2>a<div>b</div></h2>", "<h2>a b</h2>"),
        ("<blockquote>q<hr></blockquote>", "<blockquote><p>q</p><hr></blockquote>"),
        ("<pre>\n\n  a\n   b</pre>", "<pre>  a\n   b</pre>"),
        ("<pre>a<br>b</pre>", "<pre>a\nb</pre>"),
        ("<pre>a<div>b</div></pre>", "<pre>a b</pre>"),
        ("5 < 6 &amp; 7 > 2, &amp;amp;", "<p>5 &lt; 6 &amp; 7 &gt; 2, &amp;amp;</p>"),
        ("<del>struck</del><ins>new</ins> <s>said</s>", "<p>new <s>said</s></p>"),
        ("e&#769;<i></i> x", "<p>é x</p>"),
        ("e<i>&#8203;</i>&#769; x", "<p>é x</p>"),
        ("<span lang=fr>oui</span>", '<p><span lang="fr">oui</span></p>'),
        ("<p lang='x y' dir=RTL>a</p>", '<p dir="rtl">a</p>'),
        ("<a>no address</a>", "<p>no address</p>"),
    ],
)
def test_an_article_is_put_in_order(typed, shown):
    assert html.article(typed) == shown


def test_a_table_keeps_its_cells_and_loses_what_is_nested_in_them():
    typed = "<table><tr><th scope=COL>a<th></tr><tr><td><p>b<td><table><tr><td>c</table></table>"
    assert html.article(typed) == (
        '<table><tbody><tr><th scope="col">a</th><th></th></tr>'
        "<tr><td><p>b</p></td><td>c</td></tr></tbody></table>"
    )


def test_a_caption_stays_in_its_figure_and_what_follows_stands_outside():
    typed = '<figure><img src="/media/a.jpg" width=9><figcaption><p>C</p></figcaption>x</figure>'
    assert html.article(typed) == (
        '<figure><img src="/media/a.jpg" width="9" alt=""><figcaption>C</figcaption></figure>'
        "<p>x</p>"
    )


def test_a_caption_may_come_first_and_only_once():
    typed = '<figure><figcaption>C</figcaption><img src="/media/a.jpg"><figcaption>D</figure>'
    assert html.article(typed) == (
        '<figure><figcaption>C</figcaption><img src="/media/a.jpg" alt=""><p>D</p></figure>'
    )


def test_a_table_has_one_head_before_its_rows():
    row = "<tr><td>{}</td></tr>"
    rows = [row.format(letter) for letter in "abc"]
    typed = "<table><tbody>{}</tbody><thead>{}</thead><tfoot>{}</tfoot></table>".format(*rows)
    shown = "<table><tbody>{}</tbody><tbody>{}</tbody><tbody>{}</tbody></table>".format(*rows)
    assert html.article(typed) == shown
    assert html.article(shown.replace("tbody", "thead", 2)) == shown.replace("tbody", "thead", 2)


def test_a_link_to_another_site_gets_no_opener_and_one_to_ours_needs_none():
    assert html.article('<a href="HTTPS://x.example/?a=1&b=2" target=_blank>x</a>') == (
        '<p><a href="https://x.example/?a=1&amp;b=2" rel="noopener">x</a></p>'
    )
    assert html.note("<a href=/about/ rel=me>x</a>") == '<p><a href="/about/">x</a></p>'


def test_a_note_holds_paragraphs_links_and_lists_only():
    typed = "<h2>N</h2><p><em>a</em><img src=/media/a.png></p><table><tr><td>b<td>c</table>"
    assert html.note(typed) == "<p>N</p><p><em>a</em></p><p>b</p><p>c</p>"


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>T</title>
<style><!-- /* Font Definitions */ p.MsoNormal {mso-style-parent:""} --></style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
</head><body lang=EN-GB><p class=MsoNormal align=center style='text-align:justify'><b
style='mso-bidi-font-weight:normal'><span lang=EN-US style='font-size:12.0pt'>The harbour<o:p></o:p>
</span></b></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span>
<![endif]>Quay</p><p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>2.</span><font face=Arial color=red>Crane</font></p>
<p class=MsoNormal>It stays<a href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a>.</p></body></html>"""


def test_what_word_writes_ends_as_paragraphs_and_lists():
    assert html.article(WORD) == (
        "<p><strong>The harbour</strong></p><ol><li>Quay</li><li>Crane</li></ol>"
        "<p>It stays<sup>[1]</sup>.</p>"
    )


GOOGLE = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-7c1"><p
dir="ltr" style="line-height:1.38;"><span style="font-size:11pt;font-weight:400">The ferry is
</span><span style="font-weight:700;font-style:italic">late</span></p><br /><ul
style="margin-top:0"><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span
style="color:#000">Again</span></p></li></ul></b>"""


def test_what_google_docs_writes_is_bold_only_where_it_was():
    assert html.article(GOOGLE) == (
        '<p dir="ltr">The ferry is <strong><em>late</em></strong></p>'
        '<ul><li dir="ltr"><p dir="ltr">Again</p></li></ul>'
    )


# Comments and lines


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("One.\n\nTwo,\nthree.", "<p>One.</p><p>Two,<br>three.</p>"),
        ("5 < 6 & <b>x</b> &lt;", "<p>5 &lt; 6 &amp; &lt;b&gt;x&lt;/b&gt; &amp;lt;</p>"),
        ("<b>x</b> *y* &amp; <", "<p>&lt;b&gt;x&lt;/b&gt; <em>y</em> &amp;amp; &lt;</p>"),
        ("*so* _it_ **is**", "<p><em>so</em> <em>it</em> <strong>is</strong></p>"),
        ("**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"),
        ("*a **b* c**", "<p><em>a **b</em> c**</p>"),
        ("2*3*4 snake_case_name * x * __init__", "<p>2*3*4 snake_case_name * x * __init__</p>"),
        ("*open and **never closed", "<p>*open and **never closed</p>"),
        ("彼は*本当に*言った", "<p>彼は<em>本当に</em>言った</p>"),
        ("> said\n> so\n\nNo.", "<blockquote><p>said<br>so</p></blockquote><p>No.</p>"),
        (
            "> a\n>> b\n>>>> c",
            "<blockquote><p>a</p><blockquote><p>b<br>c</p></blockquote></blockquote>",
        ),
        (">:( and ->", "<p>&gt;:( and -&gt;</p>"),
        ("(*_*) *_a_* ***b***", "<p>(*_*) <em>a</em> ***b***</p>"),
        (" \n\t\n", ""),
    ],
)
def test_a_comment_is_plain_text_with_a_tiny_markup(typed, shown):
    assert html.comment(typed) == shown


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("see https://x.example/a.", "https://x.example/a"),
        ("(https://x.example/a_(b))", "https://x.example/a_(b)"),
        ("*https://x.example/?a=1&b=2*", "https://x.example/?a=1&b=2"),
        ("https://x.example/?a=1&copy;b", "https://x.example/?a=1&copy;b"),
        ("“https://x.example/é”", "https://x.example/é"),
        ("見る：https://x.example/a。次", "https://x.example/a"),
    ],
)
def test_a_bare_address_in_a_comment_becomes_a_link(typed, address):
    (link,) = [each for each in elements(html.comment(typed)) if each.tag == "a"]
    assert link.attrib == {"href": address, "rel": "nofollow ugc noopener"}
    assert link.text == address


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("See www.x.example.", "www.x.example"),
        ("(WWW.x.example/a?b=c#d)", "WWW.x.example/a?b=c#d"),
        ("*www.x.example*", "www.x.example"),
    ],
)
def test_what_begins_with_www_becomes_a_link(typed, address):
    (link,) = [each for each in elements(html.comment(typed)) if each.tag == "a"]
    assert link.attrib == {"href": f"https://{address}", "rel": "nofollow ugc noopener"}
    assert link.text == address


HEAPED = [
    ("Z\u0351\u036b\u0343\u036a\u0302\u036bo\u0300\u0301\u0302", "Z\u0351\u036b\u00f2\u0301\u0302"),
    ("\u0e01" + "\u0e47" * 40, "\u0e01" + "\u0e47" * 3),
    (
        "Vi\u1ec7t, \u05e9\u05c1\u05b8, \u0642\u0650\u0645\u064e",
        "Vi\u1ec7t, \u05e9\u05b8\u05c1, \u0642\u0650\u0645\u064e",
    ),
]


@pytest.mark.parametrize(("typed", "kept"), HEAPED)
def test_marks_heaped_upon_a_letter_are_cut_to_what_can_be_read(typed, kept):
    assert html.clean_text(typed) == kept
    assert html.clean_text(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "www.example",
        "a@www.x.example",
        "a/www.x.example",
        "www. x.example",
        "a@b.example",
        "https://u@x.example",
        "https://",
        "//x",
    ],
)
def test_nothing_else_in_a_comment_becomes_a_link(typed):
    assert html.comment(typed) == f"<p>{typed}</p>"


def test_a_printed_reference_keeps_its_emphasis_and_links_and_loses_ids_and_classes():
    printed = '<p id="r"><i>The <span class="x">Sea</span></i>. <a class="u" href="http://a.example">a</a>'
    assert html.printed(printed) == (
        '<em>The Sea</em>. <a href="http://a.example" rel="noopener">a</a>'
    )


def test_a_reference_line_has_links_and_emphasis_and_no_paragraph():
    assert html.inline(" Ask, A. *The Sea*.\nhttps://x.example/a_b_c. 1 < 2") == (
        'Ask, A. <em>The Sea</em>. <a href="https://x.example/a_b_c" rel="noopener">'
        "https://x.example/a_b_c</a>. 1 &lt; 2"
    )


# Words


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>a <em>b</em>&amp;amp;</p><p>c</p>", "a b&amp;\n\nc"),
        ("<p>a<br>b</p>", "a\nb"),
        ("<ul><li>a</li><li>b</li></ul>", "a\n\nb"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("<script>x</script><p>1 &lt; 2</p>", "1 < 2"),
    ],
)
def test_the_words_of_a_text_come_without_its_markup(markup, words):
    assert html.plain_text(markup) == words


@pytest.mark.parametrize(
    ("markup", "words", "short"),
    [
        ("<p>one two, three</p>", 2, "one two…"),
        ("<p>one</p><p>two</p>", 2, "one two"),
        ("<p>" + "海" * 30 + "</p>", 2, "海" * 24 + "…"),
        ("<p>" + "x" * 11 + "e\u0323\u0302y</p>", 1, "x" * 11 + "ệ…"),
        ("<p>" + "x" * 11 + "👩\u200d🚒y</p>", 1, "x" * 11 + "…"),
    ],
)
def test_an_excerpt_ends_with_dots_where_it_was_cut(markup, words, short):
    assert html.excerpt(markup, words) == short


# Addresses


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://x.example", "https://x.example"),
        (" HTTP://x.example:8080/a?b=c#d ", "http://x.example:8080/a?b=c#d"),
        ("https://x.example/a b|c[1]%zz%20", "https://x.example/a%20b%7Cc%5B1%5D%25zz%20"),
        ("https://bücher.example/straße", "https://bücher.example/straße"),
        ("https://[2001:db8::1]/", "https://[2001:db8::1]/"),
        ("/about/?a=//b", "/about/?a=//b"),
    ],
)
def test_an_honest_address_is_kept(url, kept):
    assert html.safe_url(url) == kept
    assert html.safe_url(kept) == kept


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "ftp://x.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http:javascript:1",
        "https:/x.example",
        "https://",
        "https:///x",
        "https://u:p@x.example",
        "https://u@x.example",
        "https://x.example:99999",
        "https://x.example:a",
        "https://x..example",
        "https://x.example\u202e/",
        "https://x.\u200bexample",
        "https://x.example/\xada",
        "java\tscript:x",
        "https://x.example/\x00",
        "https://[::1",
        "https://[v1.x]/",
        "https://x%2eexample/",
        "mailto:a@b.example",
        "https://ⓔvil.example",
        "https://\uff45vil.example",
        "https://evil.example\uff0f.x.example",
        "about/",
        "?q=1",
        "#top",
        "",
    ],
)
def test_a_doubtful_address_is_refused(url):
    assert html.safe_url(url) is None


def test_an_address_over_the_limit_is_refused():
    assert html.safe_url("https://x.example/".ljust(html.URL_LIMIT, "a"))
    assert html.safe_url("https://x.example/".ljust(html.URL_LIMIT + 1, "a")) is None


def test_a_mail_address_is_linked_only_where_asked_for():
    assert html.safe_url("mailto:desk@x.example", mail=True) == "mailto:desk@x.example"
    for url in ("mailto:a@b.example?bcc=c@d.example", "mailto:a@b,c@d", "mailto:", "mailto:a@"):
        assert html.safe_url(url, mail=True) is None


# Characters


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\x0bd\u2028e\u2029f\x85g", "a\nb\nc\nd\ne\nf\ng"),
        ("a\x00b\x07c\x7fd\x9fe", "abcde"),
        ("e\u0301", "é"),
        ("e\u200b\u0301", "é"),
        ("abc\u202edef\u2066g\u2069", "abcdefg"),
        ("\ufeffa\u200bb\u2060c\u00add", "abcd"),
        ("a\u200db\u200cc", "abc"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("👩\u200d🚒 ❤\ufe0f\u200d🔥", "👩\u200d🚒 ❤\ufe0f\u200d🔥"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e007f", "\U0001f3f4\U000e0067\U000e0062\U000e007f"),
        ("hi\U000e0068\U000e0069", "hi"),
        ("\ue000mark\ue001 \uf0b7", "mark "),
        ("\ud800a\uffff\U0001fffe", "a"),
        ("שלום\u200f!", "שלום\u200f!"),
    ],
)
def test_a_plain_text_keeps_what_can_be_read(typed, kept):
    assert html.clean_text(typed) == kept


def test_a_line_is_one_line():
    assert (
        html.clean_line("\t A\u00a0\u2003title\r\n on\u2028two \x0b lines ")
        == "A title on two lines"
    )


# Limits


@pytest.mark.parametrize(
    ("door", "limit"),
    [
        (html.article, html.ARTICLE_LIMIT),
        (html.note, html.NOTE_LIMIT),
        (html.comment, html.COMMENT_LIMIT),
        (html.inline, html.INLINE_LIMIT),
        (html.printed, html.NOTE_LIMIT),
    ],
)
def test_a_text_over_its_limit_is_refused_and_never_cut(door, limit):
    assert len(html.plain_text(door("x" * limit))) == limit
    with pytest.raises(html.TooLong) as refusal:
        door("x" * (limit + 1))
    with override("en"):
        assert str(refusal.value) == (
            f"This text is {limit + 1} characters long. The limit is {limit}."
        )


def test_a_line_break_counts_once_as_browsers_count_it():
    assert html.comment("a\r\n" * (html.COMMENT_LIMIT // 2))


@pytest.mark.parametrize(
    "tangle",
    [
        "<blockquote>" * 10_000,
        "<div title='</div>'>" * 10_000,
        "<b>" * 10_000,
        "<table><tr><td>" * 5_000,
        "<p>" + "".join(f"<b id={number}>" for number in range(60)) + "<p>x" * 20_000,
        "<p " + " ".join(f"a{number}" for number in range(50_000)) + ">",
        "<table>" + "x<br>" * 30_000,
        "<br>" * 90_000,
    ],
    ids=["quotes", "false ends", "bold", "tables", "reopened", "attributes", "misplaced", "breaks"],
)
def test_a_tangle_is_refused_before_it_costs_anything(tangle):
    with pytest.raises(html.TooDeep) as refusal:
        calls(html.article, tangle, at_most=3_000_000)
    with override("en"):
        assert "plain text" in str(refusal.value)


class TooManyCalls(AssertionError):
    pass


def calls(function, argument, at_most=sys.maxsize):
    """How many calls `function(argument)` makes: a clock that no busy machine disturbs."""
    made = 0

    def count(frame, event, callee):
        nonlocal made
        made += event in ("call", "c_call")
        if made > at_most:
            raise TooManyCalls

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        function(argument)
    finally:
        sys.setprofile(before)
    return made


@pytest.mark.parametrize(
    "unit",
    [
        "x",
        "&",
        "<",
        "\n\nx",
        "> ",
        "> a\nb\n",
        "*a* ",
        "*a _b **c ",
        "_",
        "http://",
        "http://a.example ",
        "https://a/(",
        "https://a.example/)))))",
        "[a](",
        "\u200d",
        "a\u0301",
        "<b>",
        "&#x26;",
        "]](",
    ],
)
def test_a_comment_ten_times_as_long_costs_ten_times_as_much(unit):
    short, long = ((unit * size)[:size] for size in (1_000, 10_000))
    assert calls(html.comment, long) < 12 * calls(html.comment, short)


# Properties

TAGS = [*ARTICLE, *cleaning.READ, "font", "u", "svg", "math", "mtext", "mglyph", "template"]
TAGS += ["select", "option", "textarea", "xmp", "plaintext", "body", "head", "html", "form", "o:p"]
TAGS = sorted(set(TAGS))
ATTRIBUTES = ["", " href=https://x.example/?a=1&b=2", " href=javascript:x", " src=/media/a.png"]
ATTRIBUTES += [' title="a<b>\'c"', " lang=en", " dir=rtl", " style=font-weight:700", " class=x"]
ATTRIBUTES += [
    " style=mso-list:l0",
    " style=mso-list:Ignore",
    " scope=col",
    " alt='&lt;'",
    " <",
    ' "',
    " data-note=k",
    " data-note=l",
    " data-notes",
    " data-picture=7",
]
WORDS = [
    "a",
    " ",
    "\n",
    "\xa0",
    "&amp;",
    "&lt;",
    "&#x3c;",
    "&nbsp;",
    "e",
    "\u0301",
    "&#769;",
    "\u0338",
]
WORDS += [
    "\u200d",
    "\u200c",
    "ب",
    "👩",
    "<",
    "</",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "&",
    "&#0;",
]
WORDS += ["&#8238;", "\x00", "\u202e", "\r", "\t", "\ud800", "&copy", "1.", "=", "'", '"', ">", "/"]

starts = st.builds("<{}{}{}>".format, *map(st.sampled_from, (TAGS, ATTRIBUTES, ["", "/", " "])))
ends = st.builds("</{}>".format, st.sampled_from(TAGS))
soups = st.lists(st.one_of(starts, ends, st.sampled_from(WORDS), st.text(max_size=3)), max_size=25)
soup = soups.map("".join)


@pytest.mark.parametrize("each", ALLOWED, ids=["article", "note", "comment", "inline"])
@settings(max_examples=80, deadline=None)
@given(typed=soup)
@example(typed="<pre>\n\n\nx</pre>")
@example(typed="e<b></b>\u0301")
@example(typed="<a href=/x><table><td><a href=/y>")
def test_cleaning_twice_is_cleaning_once_and_nh3_finds_nothing_to_change(each, typed):
    bleached = cleaning.cleaned_by_bleach(typed, each)
    cleaned = cleaning.checked_by_nh3(bleached, each)
    assert tree(cleaned) == tree(bleached)
    assert cleaning.clean(cleaned, each) == cleaned
    assert_within(ALLOWED[each], cleaned)


MARKS = st.sampled_from(
    ["*", "**", "_", "> ", ">", "\n", "\n\n", "(", ")", "http://", "x.y", "<", "&"]
)
WRITING = st.lists(st.one_of(MARKS, st.text(max_size=4)), max_size=40).map("".join)


def spoken(text):
    """The words, and each Chinese or Japanese letter: nothing but a mark may part those."""
    apart = (f" {letter} " if east_asian_width(letter) in "WF" else letter for letter in text)
    return "".join(letter if letter.isalnum() else " " for letter in "".join(apart)).split()


@settings(max_examples=150, deadline=None)
@given(typed=WRITING)
@example(typed="a*_b_*c **d**e > f http://x.y*g*")
def test_a_comment_says_every_word_that_the_reader_typed(typed):
    assert spoken(html.plain_text(html.comment(typed))) == spoken(html.clean_text(typed))


@settings(max_examples=150, deadline=None)
@given(typed=st.one_of(st.text(), soup))
@example(typed="ب\u061c\u200c\u200d")
@example(typed="\r\x00\n")
def test_cleaning_a_plain_text_again_changes_nothing(typed):
    cleaned = html.clean_text(typed)
    assert html.clean_text(cleaned) == cleaned
    assert html.clean_line(html.clean_line(typed)) == html.clean_line(typed)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*"htps:/.@\\[]%?#& ", "http://", "x.example", "é", "\t"])))
def test_an_address_that_passes_passes_again_and_is_honest(pieces):
    kept = html.safe_url("".join(pieces), mail=True)
    assert kept is None or (html.safe_url(kept, mail=True) == kept and leads_somewhere_honest(kept))


def test_threads_get_no_piece_of_each_others_texts():
    def document(thread, number):
        words = " ".join(f"w{thread}x{number}y{word}" for word in range(20))
        return f"<div><b>{words}</b><script>{words}</script><p>{words}<ul><li>{words}</div>"

    def clean_all(thread):
        return [html.article(document(thread, number)) for number in range(60)]

    alone = [clean_all(thread) for thread in range(8)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(clean_all, range(8)))
    finally:
        sys.setswitchinterval(interval)
    assert together == alone
