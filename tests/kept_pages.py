"""What the tests of kept pages have in common: a publication that commits, and readers of it."""

import pytest
from django.test import Client

from tests.newsroom import make_article, make_publication, make_topic


@pytest.fixture(autouse=True)
def publication(transactional_db):
    return make_publication()


@pytest.fixture
def article(publication):
    return make_article(topics=[make_topic()])


@pytest.fixture
def address(article):
    return article.get_absolute_url()


def outcome(response):
    return response.headers.get("Server-Timing", "").removeprefix("cache;desc=")


def get(address="/", client=None, **headers):
    return (client or Client()).get(address, headers=headers)


def seen(address):
    return get(address).content.decode()
