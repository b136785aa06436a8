"""No attack comes through the door for HTML, and each of its two walls holds alone."""

import pytest
from django.utils.safestring import SafeString

from opinion import html
from opinion.html import cleaning, policy
from tests.html_policies import (
    ALLOWED,
    assert_within,
)

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
