"""What the newsroom sees of the links in its references, and what it may do about them."""

import pytest

from opinion.references.links import State
from opinion.references.models import Link, Work
from tests.test_links import DAY, MONDAY, POST, TIMES, make_link, outcome

pytestmark = pytest.mark.django_db


def test_an_editor_sees_what_is_gone_and_how_many_works_lead_there(client, publication, editor):
    make_link(TIMES, state=State.GONE, code=404, checked_at=MONDAY)
    make_link(POST, state=State.REACHABLE, code=200, checked_at=MONDAY)
    for title in ("Seven Sisters", "Seven Sisters again"):
        Work.objects.create(title=title, url=TIMES)
    client.force_login(editor)
    shown = client.get("/admin/references/link/?state=gone").content.decode()
    assert "Gone (1)" in shown and "Not checked (0)" in shown
    assert TIMES in shown and POST not in shown
    assert '<td class="field-work_count">2</td>' in shown


def test_the_list_asks_as_many_questions_for_many_links(
    client, publication, editor, django_assert_max_num_queries
):
    for number in range(60):
        make_link(f"{TIMES}/{number}")
    client.force_login(editor)
    with django_assert_max_num_queries(12):
        client.get("/admin/references/link/")


def test_an_editor_reads_the_latest_checks_and_changes_nothing(client, publication, editor):
    link = make_link()
    link.keep(outcome(State.MOVED, code=200, moved_to=POST, final_address=POST))
    client.force_login(editor)
    address = f"/admin/references/link/{link.pk}/change/"
    shown = client.get(address).content.decode()
    assert POST in shown and "Moved" in shown
    assert client.post(address, {"state": "gone"}).status_code == 403
    assert client.get("/admin/references/link/add/").status_code == 403


@pytest.mark.parametrize("action", ["check_again", "accept"])
def test_an_editor_has_a_link_looked_at_again(client, publication, editor, action):
    link = make_link(due_at=MONDAY + 9000 * DAY, state=State.CHANGED, fingerprint="{}")
    client.force_login(editor)
    answer = client.post(
        "/admin/references/link/", {"action": action, "_selected_action": [link.pk]}, follow=True
    )
    assert answer.status_code == 200
    assert Link.objects.begin(9) == [link.pk]


def test_moderators_have_no_business_with_links(client, publication, moderator):
    make_link()
    client.force_login(moderator)
    assert client.get("/admin/references/link/").status_code == 403
