"""The browser of an editor who is logged in, for the tests of the newsroom's forms."""

import pytest


@pytest.fixture
def desk(client, editor, publication):
    client.force_login(editor)
    return client
