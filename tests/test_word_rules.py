"""Listed words are found however they are disguised, and never inside longer words."""

import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.rules.folding import readings
from comments.rules.letters import sign
from comments.rules.lists import Fault, Problem
from comments.rules.words import Found, WordList, checked_patterns
from tests.steps import assert_grows_with_length, steps_of


def found(text, *patterns):
    return [(one.pattern, text[one.start : one.end]) for one in WordList(patterns).found_in(text)]


FOUND = [
    # pattern, text, the words to mark; a remark
    ("cialis", "Buy Cialis!", ["Cialis"]),  # case and punctuation
    ("cialis", "cialis, CIALIS and cialis", ["cialis", "CIALIS", "cialis"]),  # each of them
    ("cialis", "ci\u200balis", ["ci\u200balis"]),  # zero-width space
    ("cialis", "c\u00adi\u2060a\ufe0fl\u202ei\u2066s", ["c\u00adi\u2060a\ufe0fl\u202ei\u2066s"]),
    ("cialis", "ci\u3164al\U000e0061is", ["ci\u3164al\U000e0061is"]),  # a filler, a tag of a flag
    ("cialis", "<b>ci</b>alis", ["ci</b>alis"]),  # a tag
    ("cialis", "ci<b><i></i></b>alis", ["ci<b><i></i></b>alis"]),  # several
    ("cialis", "ci<span style='x'>al</span\n>is", ["ci<span style='x'>al</span\n>is"]),
    ("cialis", "ci<!-- not here -->alis", ["ci<!-- not here -->alis"]),  # a remark
    ("cialis", "ci<>al</>is", ["ci<>al</>is"]),  # tags without a name
    ("cialis", "ci<b alis", ["ci<b alis"]),  # a tag that never ends
    ("cialis", "ci<b<b>alis", ["ci<b<b>alis"]),  # nor this
    ("cialis", "ci＜b＞alis", ["ci＜b＞alis"]),  # in full width
    ("cialis", "take<br>cialis<br>now", ["cialis"]),  # tags that part words
    ("cialis", "what <cialis> is", ["cialis"]),  # in what looks like a tag
    ("cialis", "a < b cialis > c", ["cialis"]),  # between signs of mathematics
    ("cialis", "cialis<", ["cialis"]),
    ("cialis", "*ci*alis and _cialis_", ["ci*alis", "cialis"]),  # our own markup
    ("cialis", "take*cialis*now", ["cialis"]),
    ("cialis", "**cialis**", ["cialis"]),
    ("cialis", "сіаlіѕ", ["сіаlіѕ"]),  # Cyrillic
    ("cialis", "ϲιαlιѕ", ["ϲιαlιѕ"]),  # Greek
    ("niagara", "ΝΙAGARA", ["ΝΙAGARA"]),  # Greek capitals: ν is a v, Ν an N
    ("cialis", "ｃｉａｌｉｓ", ["ｃｉａｌｉｓ"]),  # full width
    ("cialis", "𝕔𝐢𝒶𝓵𝔦𝗌", ["𝕔𝐢𝒶𝓵𝔦𝗌"]),  # mathematics
    ("cialis", "ᴄɪᴀʟɪs", ["ᴄɪᴀʟɪs"]),  # small capitals
    ("cialis", "ⓒⓘⓐⓛⓘⓢ 🅲🅸🅰🅻🅸🆂", ["ⓒⓘⓐⓛⓘⓢ", "🅲🅸🅰🅻🅸🆂"]),  # ornaments
    ("cialis", "cíãłïş", ["cíãłïş"]),  # accents and a stroke
    ("cialis", "c\u0336i\u0336a\u0336lis", ["c\u0336i\u0336a\u0336lis"]),  # struck through
    ("kasino", "кasinо", ["кasinо"]),  # among Latin letters, к is a k
    ("cialis", "cialis™", ["cialis"]),
    ("cafe", "Café", ["Café"]),
    ("café", "CAFE", ["CAFE"]),  # what the moderator typed is folded too
    ("straße", "STRASSE", ["STRASSE"]),
    ("buy cheap", "Buy, cheap!", ["Buy, cheap"]),  # a phrase, whatever is between
    ("buy cheap", "buy\n\n**cheap**", ["buy\n\n**cheap"]),
    ("buy cheap", "buy<br>cheap", ["buy<br>cheap"]),
    ("buy cheap", "buy buy cheap", ["buy cheap"]),
    ("a b a c", "a b a b a c", ["a b a c"]),  # that begins within itself
    ("don't", "I DON’T", ["DON’T"]),
    ("don't", "I don\u02bct", ["don\u02bct"]),  # the letter apostrophe
    ("viagr*", "Viagra, viagras", ["Viagra", "viagras"]),  # the whole word is marked
    ("viagr*", "vіаgr", ["vіаgr"]),
    ("4u", "just 4U", ["4U"]),
    ("казино", "КАЗИНО казино КаЗиНо", ["КАЗИНО", "казино", "КаЗиНо"]),  # any case
    ("КАЗИНО", "казино", ["казино"]),
    ("казино", "кaзинo KAЗИНO", ["кaзинo", "KAЗИНO"]),  # Latin letters in it
    ("казин*", "в казинохе", ["казинохе"]),
    ("ТОТ", "тот", ["тот"]),  # all its capitals look Latin
    ("νίκη", "ΝΊΚΗ", ["ΝΊΚΗ"]),
    ("赌博", "我们去赌博吧", ["赌博"]),  # no spaces: within running text
    ("赌博", "赌 **博**", ["赌 **博"]),
    ("ギャンブル", "今日ギャンブルする", ["ギャンブル"]),
    ("ギャンブル", "ｷﾞｬﾝﾌﾞﾙ", ["ｷﾞｬﾝﾌﾞﾙ"]),  # half width
    ("พนัน", "เว็บพนันออนไลน์", ["พนัน"]),  # Thai
    ("कल", "वह कल गया", ["कल"]),
    ("도박", "온라인 도박!", ["도박"]),
    ("قمار", "لعب قِمَار", ["قِمَار"]),  # with its vowels
]

NOT_FOUND = [
    ("cialis", "specialist"),  # splorp #34
    ("cialis", "cialiss xcialis cialis2 2cialis"),
    ("cialis", "special is"),
    ("cialis", "ci.alis ci-alis"),
    ("cialis", "cialls"),  # ASCII stays itself
    ("corn", "com"),
    ("hot", "нот"),  # only НОТ looks like it
    ("bot", "вот"),
    ("buy cheap", "buy very cheap"),
    ("buy cheap", "cheap buy"),
    ("viagr*", "triviagram"),
    ("viagr*", "viag"),
    ("кот", "который скот"),
    ("कल", "कुल किल काल"),  # other vowels, another word
    ("ก", "กี"),  # Thai vowels are spelling too
    ("カ", "ガ"),
    ("도박", "도박사"),
]


@pytest.mark.parametrize(("pattern", "text", "marked"), FOUND)
def test_a_listed_word_is_found_where_the_eye_reads_it(pattern, text, marked):
    assert found(text, pattern) == [(pattern, piece) for piece in marked]


@pytest.mark.parametrize(("pattern", "text"), NOT_FOUND)
def test_another_word_is_not_found(pattern, text):
    assert found(text, pattern) == []


def test_of_patterns_that_end_together_the_longest_is_told():
    patterns = ["cialis", "cheap cialis", "buy cheap cialis", "cheap"]
    text = "buy cheap cialis, cialis"
    assert found(text, *patterns) == [
        ("buy cheap cialis", "buy cheap cialis"),
        ("cheap", "cheap"),
        ("cialis", "cialis"),
    ]
    assert found("viagra", "v*", "viag*", "viagrax*") == [("viag*", "viagra")]


def test_a_pattern_that_is_listed_twice_is_told_once_as_it_was_first_typed():
    assert WordList(["Casino", "CASINO", "сasino"]).found_in("casino") == [Found("Casino", 0, 6)]


def test_an_empty_list_finds_nothing_and_an_empty_text_holds_nothing():
    assert WordList([]).found_in("cialis") == []
    assert WordList(["cialis"]).found_in("") == []


def test_an_editors_list_is_told_what_cannot_be_found():
    lines = ["# pills", "", "  cialis ", "***", "\u200b", "vi*gra", "buy viagr*", "viagr*", "!?"]
    assert checked_patterns(lines) == (
        ["cialis", "viagr*"],
        [
            Problem(4, "***", Fault.STAR_INSIDE),
            Problem(5, "\u200b", Fault.NOTHING_TO_FIND),
            Problem(6, "vi*gra", Fault.STAR_INSIDE),
            Problem(7, "buy viagr*", Fault.STAR_AFTER_PHRASE),
            Problem(9, "!?", Fault.NOTHING_TO_FIND),
        ],
    )
    for problem in checked_patterns(lines)[1]:
        with pytest.raises(ValueError, match=problem.fault):
            WordList([problem.typed])


# --- for any text

LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)
INVISIBLE = st.text(
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e\u202a\u202e\u2066\u2069\ufe0f\U000e0041"
    "\U000e0101\u0300\u0336\u0489\u20dd\x00\x7f",
    max_size=4,
)
TAGS = st.sampled_from(["<b>", "</b>", "<b><i>", "<br/>", "<x y='z'>", "<!-- -->", "<>", "*", "__"])
CYRILLIC = dict(zip("aceijopsxyh", "асеіјорѕхуһ", strict=True))
GREEK = dict(zip("aiopvuc", "αιορνυϲ", strict=True))
CAPITALS = dict(zip("abehikmnoptxyz", "ΑΒΕΗΙΚΜΝΟΡΤΧΥΖ", strict=True))


def styled(letter):
    place = ord(letter) - ord("a")
    starts = (0x1D41A, 0x1D5BA, 0x1D68A, 0xFF41, 0x24D0, 0x1D400, 0xFF21, 0x24B6)
    return [chr(start + place) for start in starts]


def disguises(letter):
    alike = [table[letter] for table in (CYRILLIC, GREEK, CAPITALS) if letter in table]
    return st.sampled_from([letter, letter.upper(), *styled(letter), *alike])


@st.composite
def disguised(draw, word, between):
    return "".join(draw(disguises(letter)) + draw(between) for letter in word)


@given(st.data(), LETTERS, st.sampled_from([INVISIBLE, TAGS, st.just("")]))
@settings(max_examples=300, deadline=None)
def test_a_word_is_found_through_whatever_stands_between_and_for_its_letters(data, word, between):
    typed = data.draw(disguised(word, between))
    text = f"So we say {typed} here."
    start, end = len("So we say "), len("So we say ") + len(typed)
    places = [(one.start, one.end) for one in WordList([word]).found_in(text)]
    assert any(start <= place[0] < place[1] <= end for place in places)


@given(LETTERS, LETTERS, st.text("abcdefghijklmnopqrstuvwxyz", max_size=5))
@settings(max_examples=300, deadline=None)
def test_a_word_is_never_found_inside_a_longer_run_of_letters(word, before, after):
    for text in (before + word + after, after + word + before):
        assert found(f"12 {text}!", word) == []


@given(st.data(), LETTERS, LETTERS)
@settings(max_examples=100, deadline=None)
def test_a_word_is_never_found_inside_a_longer_one_that_is_disguised(data, word, before):
    assert found(data.draw(disguised(before + word, INVISIBLE)), word) == []


HOSTILE = st.text(
    st.sampled_from("ab<>/*_ \n.сіаνΝ\u200b\u0301我กีßﬁ") | st.characters(), max_size=60
)


def keys(text):
    """What a text may be read as, each reading folded in both ways."""
    for read in readings(text):
        yield [word.seen for word in read]
        yield [word.spelled for word in read]


@given(st.lists(HOSTILE, max_size=6), HOSTILE)
@settings(max_examples=300, deadline=None)
def test_what_is_marked_gives_the_pattern_again(lines, text):
    patterns, _ = checked_patterns(lines)
    text = " ".join([text, *patterns, text])
    for one in WordList(patterns).found_in(text):
        listed = [*keys(one.pattern.removesuffix("*").lower())][:2]
        marked = [*keys(text[one.start : one.end])]
        if one.pattern.endswith("*"):
            assert any(mark[0].startswith(key[0]) for mark in marked for key in listed)
        else:
            assert any(mark == key for mark in marked for key in listed)


@given(HOSTILE)
@settings(max_examples=300, deadline=None)
def test_every_pattern_without_fault_finds_itself(text):
    for pattern in checked_patterns([text])[0]:
        places = WordList([pattern]).found_in(pattern.removesuffix("*"))
        assert places, pattern


@given(HOSTILE)
@settings(max_examples=300, deadline=None)
def test_words_stand_one_after_the_other_and_hold_what_is_said(text):
    for read in readings(text):
        assert all(word.seen and word.spelled and word.start < word.end for word in read)
        assert all(a.end <= b.start for a, b in pairwise(read))


def has_case(letter):
    return letter.isalnum() and (letter.isascii() or letter.lower() != letter.upper())


def test_every_letter_of_unicode_is_folded_the_same_in_both_its_cases():
    for letter in filter(has_case, map(chr, range(sys.maxunicode + 1))):
        folded = sign(letter)
        if letter.isascii() and letter.isalnum():
            assert folded.seen == folded.spelled == letter.lower()
        for other in (letter.lower(), letter.upper()):
            if len(other) == 1:
                assert sign(other).spelled == folded.spelled, letter


# --- for any length

PIECES = {
    "words": "buy cheap pills ",
    "less-than signs": "<",
    "half tags": "<b",
    "half tags with spaces": "< b ",
    "nested tags": "<b><i>",
    "closed tags": "</b>",
    "tags around letters": "<b>c</b>",
    "stars": "*",
    "stars and letters": "*a",
    "zero-widths": "\u200b",
    "letters and zero-widths": "a\u200b\u200b\u200b",
    "accents": "a\u0301\u0301\u0301",
    "only accents": "\u0336",
    "vowel signs": "कि",
    "the same letter": "a",
    "the same word": "a ",
    "letters that are several": "ﷺ",
    "Han": "赌",
    "look-alikes": "сіа",
}
LISTS = {
    "one": ["cialis"],
    "phrases of one word": [" ".join(["a"] * length) for length in (1, 2, 50, 400, 5_000)],
    "phrases that fail late": [" ".join(["a"] * length + ["b"]) for length in range(1, 120)],
    "beginnings of each other": ["a" * length + "*" for length in range(1, 1_000, 7)],
    "letters of Han": ["赌" * length for length in (2, 300)],
}


@pytest.mark.parametrize("patterns", LISTS.values(), ids=LISTS)
@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_the_work_grows_no_faster_than_the_text(piece, patterns):
    assert_grows_with_length(WordList(patterns).found_in, piece)


def test_the_work_does_not_grow_with_the_list():
    text = "buy cheap pills at our casino " * 30
    few, many = (
        WordList(f"word{number} cheap" for number in range(count)) for count in (10, 5_000)
    )
    few.found_in(text)
    assert steps_of(lambda: many.found_in(text)) <= 1.1 * steps_of(lambda: few.found_in(text))


def test_work_that_grows_with_the_square_would_be_seen():
    def squared(text):
        for _ in text:
            for _ in text:
                pass

    with pytest.raises(AssertionError):
        assert_grows_with_length(squared, "a", 30, 300)
