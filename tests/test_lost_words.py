"""A short round of what `make bench` plays at length; see benchmarks/lost_words.py."""

from benchmarks import lost_words
from benchmarks.writers import Writer


def test_no_word_is_lost_when_the_server_is_killed_or_two_save_in_turn(
    django_db_blocker, worker_id
):
    with django_db_blocker.unblock():
        figures = lost_words.run(small=True, name=f"words_{worker_id}")
    assert figures.typed == {"server killed": 12, "saves in turn": 8}


def test_a_lost_word_would_be_seen():
    writer = Writer.__new__(Writer)
    writer.journal = [(1.0, "word1"), (2.0, "word12"), (3.0, "word3")]
    assert writer.lost("word1 and", "word3") == ["word12"]
    assert writer.lost("word12", before=2.5) == ["word1"]
