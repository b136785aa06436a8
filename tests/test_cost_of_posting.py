"""How often a post asks the database: its transaction's begin and end are counted."""

import pytest
from django.test import Client

from comments.models import Comment, Receipt, Thread
from tests.answers import receipt_of, send
from tests.test_known_readers import ana as ana
from tests.test_known_readers import browser_of
from tests.test_known_readers import opened as opened

pytestmark = pytest.mark.django_db

POST = 13
# Who is known is looked up, and asked about; then a decision shows the comment at once.
BY_A_KNOWN_READER = POST + 9


@pytest.fixture
def in_use(ana, article, opened):
    """A thread that is there, names of the house that were read, and a notice that is queued."""
    send(opened=opened, text="The first.", email="first@readers.example.org")
    return article


def test_a_new_reader(in_use, opened, django_assert_num_queries):
    with django_assert_num_queries(POST):
        answer = send(opened=opened)
    assert receipt_of(answer) == Comment.objects.waiting().latest("pk")


def test_an_answer_reads_what_it_answers_besides(in_use, opened, django_assert_num_queries):
    parent = Comment.objects.published().first()
    with django_assert_num_queries(POST + 1):
        send(opened=opened, to=str(parent.pk), email="bo@readers.example.org")
    assert Comment.objects.latest("pk").parent == parent


def test_the_first_under_an_article_makes_its_thread(in_use, opened, django_assert_num_queries):
    Thread.objects.all().delete()
    # In a savepoint: a post that is refused leaves none.
    with django_assert_num_queries(POST + 2):
        send(opened=opened)
    assert Thread.objects.get().article == in_use


def test_a_second_send_finds_the_first(in_use, opened, django_assert_num_queries):
    send(opened=opened)
    # The comment and another receipt, in place of what is stored and queued.
    with django_assert_num_queries(POST):
        answer = send(opened=opened)
    assert receipt_of(answer) == Comment.objects.latest("pk")
    assert Receipt.objects.filter(comment=receipt_of(answer)).count() == 2


def test_a_known_reader(in_use, ana, opened, django_assert_num_queries):
    client = browser_of(ana)
    with django_assert_num_queries(BY_A_KNOWN_READER):
        send(client=client, opened=opened)
    assert Comment.objects.latest("pk").is_published


def test_what_is_called_spam_queues_nothing(in_use, opened, django_assert_num_queries):
    with django_assert_num_queries(POST - 1):
        send(opened=opened, more_words="https://pills.example")
    assert Comment.objects.latest("pk").status == "spam"


def test_who_writes_too_much_is_told_before_anything_is_stored(
    in_use, opened, settings, django_assert_num_queries
):
    settings.COMMENTS_PER_NETWORK = 1
    before = Comment.objects.count()
    with django_assert_num_queries(POST + 1):
        assert send(client=Client(), opened=opened).status_code == 429
    assert Comment.objects.count() == before
