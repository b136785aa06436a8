"""One set of colours and sizes for readers' pages and the staff's: static/css/tokens.css."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin

STATIC = Path(settings.BASE_DIR) / "static"
SHEETS = {
    file.name: re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.S)
    for file in sorted((STATIC / "css").glob("*.css"))
}
TOKENS = SHEETS["tokens.css"]
OTHERS = [name for name in SHEETS if name != "tokens.css"]
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|light-dark)\("
    r"|(?<![\w.-])(?:black|white|gr[ae]y|red|green|blue|yellow|orange|silver)(?![\w-])",
    re.I,
)
# Set by a script where it places something.
PLACED = {"--below-words", "--beside-words", "--below-call", "--beside-call"}


def declarations(block: str) -> dict[str, str]:
    return {
        name: " ".join(value.split()) for name, value in re.findall(r"(--[\w-]+):([^;]+);", block)
    }


def block(selector: str, sheet: str = TOKENS) -> dict[str, str]:
    return declarations(sheet.partition(f"{selector} {{")[2].partition("}")[0])


LIGHT = block(":root")
DARK = LIGHT | block(':root:not([data-theme="light"])')
SWITCHED = block(':root[data-theme="dark"]')
# Django's own colours, and ours in their place.
DJANGOS = Path(admin.__file__).parent / "static/admin/css"
IN_THE_ADMIN = block("html:root", SHEETS["newsroom.css"])


def used(sheet: str) -> set[str]:
    return set(re.findall(r"var\((--[\w-]+)", sheet))


@pytest.mark.parametrize("name", OTHERS)
def test_a_colour_is_written_in_tokens_css_only(name):
    values = re.findall(r":([^;{}]+)[;}]", SHEETS[name])
    assert [value for value in values if COLOUR.search(value)] == []


def test_a_colour_elsewhere_would_be_found():
    for value in (
        "#fff",
        "1px solid #c0ffee",
        "rgb(0 0 0 / 0.3)",
        "color-mix(in srgb, red, var(--x))",
    ):
        assert COLOUR.search(value), value
    for value in ("var(--ink)", "color-mix(in srgb, var(--ink) 5%, transparent)", "currentcolor"):
        assert not COLOUR.search(value), value


@pytest.mark.parametrize("name", OTHERS)
def test_type_has_the_sizes_of_tokens_css(name):
    """A size in em is a part of the text's own and may stand anywhere."""
    sizes = re.findall(r"\b(?:font|font-size):([^;{}]+)[;}]", SHEETS[name])
    assert [size for size in sizes if re.search(r"[\d.](?:rem|px|pt)\b", size)] == []


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_uses_tokens_that_there_are(name):
    """Django's own have one place, where they are given the values of ours."""
    djangos = IN_THE_ADMIN.keys() if name == "newsroom.css" else set()
    assert used(SHEETS[name]) <= LIGHT.keys() | PLACED | djangos


def test_every_token_is_used():
    everywhere = set.union(*map(used, SHEETS.values()))
    assert LIGHT.keys() <= everywhere


def test_the_admins_own_switch_gives_the_same_dark_as_the_system():
    assert {name: value for name, value in DARK.items() if value != LIGHT[name]} == SWITCHED


@pytest.mark.parametrize("name", ["base.css", "dark_mode.css"])
def test_the_newsroom_shows_none_of_djangos_own_colours(name):
    own = declarations((DJANGOS / name).read_text())
    assert len(own) > 20
    assert own.keys() <= IN_THE_ADMIN.keys()
    assert used(" ".join(IN_THE_ADMIN.values())) <= LIGHT.keys()


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    dark, light = sorted(map(luminance, (first, second)))
    return (light + 0.05) / (dark + 0.05)


PAIRS = [
    *(
        (ink, paper)
        for ink in ("ink", "ink-soft", "brand", "danger", "ok")
        for paper in ("paper", "panel")
    ),
    ("brand-ink", "brand"),
    ("marker-ink", "marker"),
    *(("fill-ink", fill) for fill in ("brand-fill", "ok-fill", "danger-fill")),
    *(("ink-strong", panel) for panel in ("highlight", "ok-panel", "warning-panel")),
]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", PAIRS, ids=" on ".join)
def test_text_can_be_read_on_what_it_stands_on(theme, pair):
    """4.5 to 1, as WCAG asks at level AA."""
    assert contrast(*(theme[f"--{name}"] for name in pair)) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_edge_of_a_field_can_be_seen(theme):
    assert contrast(theme["--edge"], theme["--paper"]) >= 3
