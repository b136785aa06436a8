"""What the mails to readers say, to whom, and that nobody can be tricked with one."""

import pytest

from comments.mailing.news import inert
from comments.models import Notice
from comments.security import signing
from comments.security.signing import Purpose
from comments.tasks import deliver
from tests.followers import announce_all, make_followed_comment, make_follower, states, work
from tests.newsroom import MORNING, make_article, make_comment, make_published_comment

pytestmark = pytest.mark.django_db

HOSTILE = (
    "Win at https://evil.example/x or www.evil.example, mail win@evil.example, "
    "call evil.example:80/a, see 192.0.2.7/a or evil。example."
)


def addresses_in(text, start):
    return [line for line in text.splitlines() if line.startswith(start)]


# --- What is told, and to whom


def test_a_writer_hears_that_their_comment_is_published(article, moderator, mail_server):
    comment = make_followed_comment(article)
    comment.approve(by=moderator)
    work()
    mail = mail_server.taken[0]
    assert mail_server.to() == [["ana@readers.example.org"]]
    assert mail["To"] == "ana@readers.example.org"
    assert mail["Subject"] == (
        "Published: your comment on “The Last Train – OpEd” – The Signal Box"
    )
    assert mail["From"] == "The Signal Box <opinion@127.0.0.1>"
    assert f"http://127.0.0.1:8000/comment/{comment.pk}/" in mail.get_content()
    assert mail.get_content_type() == "text/plain"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert states() == ["sent"]


def test_a_writer_hears_why_their_comment_was_refused(article, moderator, mail_server):
    comment = make_followed_comment(article, "You fool.")
    comment.refuse(by=moderator, reason="attack", note="Third time this week.")
    work()
    mail = mail_server.taken[0]
    assert mail["Subject"] == (
        "Not published: your comment on “The Last Train – OpEd” – The Signal Box"
    )
    assert "It attacks a person." in mail.get_content()
    assert "http://127.0.0.1:8000/guidelines/" in mail.get_content()
    for secret in ("Third time", "fool", "moderator@", "/comment/"):
        assert secret not in mail.get_content()


def test_a_writer_hears_of_a_take_down(article, moderator, mail_server):
    comment = make_followed_comment(article)
    comment.approve(by=moderator)
    comment.take_down(by=moderator, reason="private")
    work()
    assert [mail["Subject"] for mail in mail_server.taken] == [
        "Taken down: your comment on “The Last Train – OpEd” – The Signal Box"
    ]
    assert "It reveals private information about someone." in mail_server.texts()[0]


def test_a_writer_hears_of_replies_but_not_of_their_own(article, moderator, mail_server):
    mine = make_followed_comment(article)
    mine.approve(by=moderator)
    work()
    mail_server.taken.clear()
    make_published_comment(article, "So *was* I.", name="Bo", parent=mine, email="bo@x.example")
    work()
    mail = mail_server.taken[0]
    assert mail_server.to() == [["ana@readers.example.org"]]
    assert mail["Subject"] == (
        "A reply to your comment on “The Last Train – OpEd” – The Signal Box"
    )
    assert "“The Last Train – OpEd”\r\n\r\nBo replied to your comment:" in mail.get_content()
    assert "> So was I." in mail.get_content()
    own = make_followed_comment(article, "And again.", parent=mine)
    own.approve(by=moderator)
    work()
    assert [mail["Subject"].split(" ")[0] for mail in mail_server.taken] == ["A", "Published:"]


def test_followers_of_a_thread_hear_of_each_new_comment(article, mail_server):
    make_follower(article)
    make_published_comment(article)
    work()
    assert mail_server.to() == [["fay@readers.example.org"]]
    assert mail_server.taken[0]["Subject"] == (
        "A new comment on “The Last Train – OpEd” – The Signal Box"
    )
    assert "“The Last Train – OpEd”\r\n\r\nAna Reader wrote:" in mail_server.texts()[0]


def test_who_follows_twice_gets_one_mail_about_a_comment(article, moderator, mail_server):
    mine = make_followed_comment(article)
    mine.approve(by=moderator)
    make_follower(article, email="ana@readers.example.org")
    work()
    mail_server.taken.clear()
    make_published_comment(article, "A reply.", parent=mine, email="bo@x.example")
    work()
    work()
    assert [mail["Subject"].split(" ")[:2] for mail in mail_server.taken] == [["A", "reply"]]


def test_several_comments_that_are_due_are_one_mail(article, mail_server):
    make_follower(article)
    for number in range(3):
        make_published_comment(article, f"Thought {number}.", email=f"a{number}@x.example")
    work()
    assert len(mail_server.taken) == 1
    assert mail_server.taken[0]["Subject"] == "The Signal Box: 3 updates"
    assert addresses_in(mail_server.texts()[0], "> ") == [f"> Thought {n}." for n in range(3)]


def test_a_digest_names_each_thread_once_with_its_comments_below(article, mail_server):
    other = make_article("The First Bus")
    for place in article, other:
        make_follower(place)
    for number, place in enumerate([article, other, article, other]):
        make_published_comment(place, f"Thought {number}.", email=f"a{number}@x.example")
    work()
    told = [line for line in mail_server.texts()[0].splitlines() if line.startswith(("“", "> "))]
    assert told == [
        "“The Last Train – OpEd”",
        "> Thought 0.",
        "> Thought 2.",
        "“The First Bus – OpEd”",
        "> Thought 1.",
        "> Thought 3.",
    ]


def test_what_became_of_ones_own_comment_stands_first_in_a_subject(article, moderator, mail_server):
    make_follower(article, email="ana@readers.example.org")
    make_published_comment(article, email="bo@x.example")
    make_followed_comment(article).refuse(by=moderator, reason="attack")
    work()
    assert mail_server.taken[0]["Subject"] == (
        "Not published: your comment on “The Last Train – OpEd”, and 1 more update – The Signal Box"
    )


def test_of_a_long_headline_a_subject_has_the_beginning(publication, mail_server):
    article = make_article("On Timetables and the People Who Read Them to Each Other at Night")
    make_follower(article)
    make_published_comment(article)
    work()
    assert mail_server.taken[0]["Subject"] == (
        "A new comment on “On Timetables and the People Who Read Them to Eac…” – The Signal Box"
    )


def test_a_mail_about_ones_own_comment_leads_to_where_it_is_changed_and_withdrawn(
    article, moderator, mail_server, client
):
    comment = make_followed_comment(article)
    comment.decide("ask_edit", by=moderator, message_to_writer="No names.", until=MORNING)
    work()
    (link,) = addresses_in(mail_server.texts()[0], "http://127.0.0.1:8000/receipt/")
    page = client.get(link.removeprefix("http://127.0.0.1:8000")).content.decode()
    for way in "edit", "withdraw", "erase":
        assert f'{link.removeprefix("http://127.0.0.1:8000")}{way}/"' in page


def test_a_long_mail_counts_what_it_does_not_tell(article, mail_server, monkeypatch):
    monkeypatch.setattr("comments.mailing.news.TOLD_IN_FULL", 2)
    make_follower(article)
    for number in range(4):
        make_published_comment(article, f"Thought {number}.", email=f"a{number}@x.example")
    work()
    assert mail_server.taken[0]["Subject"] == "The Signal Box: 4 updates"
    assert "Plus 2 more comments" in mail_server.texts()[0]
    assert states() == ["sent"] * 4


def test_an_edit_is_no_new_comment_for_those_who_came_later(article, moderator, mail_server):
    comment = make_published_comment(article)
    make_follower(article)
    comment.edit("I was on that train, twice.")
    comment.decide("accept_edit", by=moderator)
    work()
    assert mail_server.taken == []
    assert not Notice.objects.exists()


# --- Nothing of a stranger's but quoted words


def test_no_mail_program_finds_a_link_in_what_readers_typed(article, mail_server):
    make_follower(article)
    make_published_comment(article, HOSTILE, name="Ana")
    work()
    text = mail_server.texts()[0]
    quoted = next(line for line in text.splitlines() if line.startswith("> "))
    for link in ("://", "evil.example", "evil。example", "192.0.2.7"):
        assert link not in quoted
    assert "https[:]//evil[.]example/x" in quoted


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("example.org", "example[.]org"),
        ("a@b.example.org", "a@b[.]example[.]org"),
        ("javascript:alert", "javascript[:]alert"),
        ("mailto:a", "mailto[:]a"),
        ("xn--p1ai.xn--p1ai", "xn--p1ai[.]xn--p1ai"),
        ("उदाहरण.भारत", "उदाहरण[.]भारत"),
        ("10.0.0.1", "10[.]0[.]0.1"),
        # What is no link stays as it was typed.
        ("At 5:25 a.m., e.g. in the U.S.", "At 5:25 a.m., e.g. in the U.S."),
        ("It cost 3.50. Note: so what?", "It cost 3.50. Note: so what?"),
    ],
)
def test_links_are_made_inert(typed, shown):
    assert inert(typed) == shown


def test_a_name_and_a_headline_stay_on_their_line(publication, moderator, mail_server):
    article = make_article("Trains\r\nBcc: all@evil.example\u202e")
    make_follower(article)
    comment = make_comment(article, name="Eve\r\nBcc: all\u202e")
    comment.approve(by=moderator)
    work()
    mail = mail_server.taken[0]
    assert mail["Bcc"] is None
    assert mail["Subject"] == (
        "A new comment on “Trains Bcc: all@evil.example – OpEd” – The Signal Box"
    )
    assert "\u202e" not in mail.get_content()
    assert "Eve Bcc: all wrote:" in mail.get_content()


# --- Stopping


def test_each_mail_can_be_stopped_with_one_click(article, mail_server, client):
    reader = make_follower(article)
    make_published_comment(article)
    work()
    mail = mail_server.taken[0]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Id"] == "<comments.127.0.0.1>"
    link = mail["List-Unsubscribe"]
    assert link.startswith("<http://127.0.0.1:8000/mail/stop/") and link.endswith("/>")
    assert link.strip("<>") in mail.get_content()
    # As it goes over the wire: whole, on a line of its own.
    assert f"\r\nList-Unsubscribe: {link}\r\n".encode() in mail.raw
    assert b"\r\nContent-Transfer-Encoding: 8bit\r\n" in mail.raw
    seal = link.split("/")[-2]
    assert signing.unsign(Purpose.STOP, seal) == [reader.subscriptions.get().pk]
    assert client.post(f"/mail/stop/{seal}/", {"List-Unsubscribe": "One-Click"}).status_code == 200
    make_published_comment(article, "Another.", email="bo@x.example")
    work()
    assert len(mail_server.taken) == 1


def test_what_was_stopped_before_the_mail_went_out_is_not_sent(article, mail_server):
    reader = make_follower(article)
    make_published_comment(article)
    announce_all()
    reader.subscriptions.end()
    deliver()
    assert mail_server.taken == []
    assert states() == ["dropped"]
