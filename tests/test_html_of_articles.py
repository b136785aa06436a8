"""Articles and notes are put in order, whatever wrote them."""

import pytest

from opinion import html


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


def test_a_table_begins_with_its_one_caption_and_keeps_its_spans():
    row = "<tr><td{}>a</td><th{}>b</th></tr>"
    typed = (
        "<table>"
        + row.format(" colspan=2 rowspan=0", " rowspan=101 colspan=x")
        + "<caption><p>C</p></caption><caption>D</caption></table>"
    )
    shown = "<table><caption>C<br>D</caption><tbody>{}</tbody></table>"
    assert html.article(typed) == shown.format(row.format(' colspan="2"', ""))
    assert html.article(html.article(typed)) == html.article(typed)
    assert html.note("<table><caption>C</caption><td>a</table>") == "<p>C</p><p>a</p>"


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
