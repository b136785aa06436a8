"""One door through what never changes, for acts that are logged in the same transaction."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from comments.models import Decision, Rule
from comments.models.rule import RuleVersion
from opinion.articles.models import (
    Edition,
    EditionByline,
    EditionReference,
    Erratum,
    SanctionedAct,
    sanctioned_act,
)
from tests.newsroom import (
    make_article,
    make_publication,
    make_published_comment,
    publish_again,
)

REDACTION, UNDO = SanctionedAct.Kind.REDACTION, SanctionedAct.Kind.IMPORT_UNDO
GUARDED = {
    Edition: {"headline": "[removed]"},
    EditionByline: {"name": "[removed]"},
    EditionReference: {"text": "[removed]"},
    Erratum: {"was": "[removed]"},
    Decision: {"reason": "[removed]"},
    RuleVersion: {"name": "[removed]"},
}


def never_changing_rows(editor):
    """At least one row of everything that the database refuses to change."""
    article = make_article(references=["Rolt. Red for Danger."])
    article.references.all().delete()
    publish_again(article)
    make_published_comment(article)
    Rule.objects.first().revise(by=editor)
    return article


def refused():
    return pytest.raises(DatabaseError, match="never changed")


@pytest.mark.django_db
@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model.__name__)
def test_what_never_changes_is_changed_only_through_the_door(publication, editor, model):
    never_changing_rows(editor)
    values = GUARDED[model]
    with refused(), transaction.atomic():
        model.objects.update(**values)
    with sanctioned_act(REDACTION, editor, "A court has ordered it."):
        assert model.objects.update(**values) > 0
    assert model.objects.filter(**values).exists()
    with refused(), transaction.atomic():
        model.objects.update(**dict.fromkeys(values, "Again"))


@pytest.mark.django_db
@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model.__name__)
def test_an_act_does_only_what_acts_of_its_kind_do(publication, editor, model):
    never_changing_rows(editor)
    table = connection.ops.quote_name(model._meta.db_table)
    with sanctioned_act(REDACTION, editor, "Why."), refused(), transaction.atomic():
        connection.cursor().execute(f"DELETE FROM {table}")
    with sanctioned_act(UNDO, editor, "Why."), refused(), transaction.atomic():
        model.objects.update(**GUARDED[model])


@pytest.mark.django_db
def test_undoing_an_import_may_delete(publication, editor):
    article = make_article(references=["Rolt. Red for Danger."])
    with sanctioned_act(UNDO, editor, "The wrong file."):
        assert EditionReference.objects.filter(edition__article=article).delete()[0] == 1


@pytest.mark.django_db
def test_the_log_says_who_why_and_when_and_never_changes(editor):
    with sanctioned_act(REDACTION, editor, " A court. ", {"rows": 3}) as act:
        pass
    with sanctioned_act(UNDO, "command by root", "The wrong file."):
        pass
    act.refresh_from_db()
    assert (act.kind, act.by, act.why, act.details) == (
        "redaction",
        editor,
        "A court.",
        {"rows": 3},
    )
    assert abs(timezone.now() - act.at).total_seconds() < 60
    assert SanctionedAct.objects.latest("pk").by_name == "command by root"
    for change in (lambda: act.delete(), lambda: SanctionedAct.objects.update(why="Other.")):
        with refused(), transaction.atomic():
            change()
    with sanctioned_act(REDACTION, editor, "Why."), refused(), transaction.atomic():
        SanctionedAct.objects.update(why="Other.")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("by", "why", "kind"),
    [("", "Why.", "redaction"), ("root", "  ", "redaction"), ("root", "Why.", "whim")],
)
def test_an_act_without_a_name_a_reason_or_a_known_kind_opens_nothing(by, why, kind):
    with pytest.raises(IntegrityError), transaction.atomic(), sanctioned_act(kind, by, why):
        pytest.fail("the door is open")


@pytest.mark.django_db(transaction=True)
def test_an_act_of_another_transaction_opens_nothing(editor):
    make_publication()
    make_article()
    with sanctioned_act(REDACTION, editor, "Why.") as act:
        Edition.objects.update(headline="[removed]")
    for claimed in (str(act.pk), str(act.pk + 1), "", "1; DROP TABLE x", "9" * 40):
        with refused(), transaction.atomic():
            connection.cursor().execute("SELECT set_config('opinion.act', %s, true)", [claimed])
            Edition.objects.update(headline="Again")
    assert Edition.objects.get().headline == "[removed]"


@pytest.mark.django_db
def test_an_act_that_claims_another_moment_or_transaction_opens_nothing(publication, editor):
    make_article()
    old = timezone.now() - timedelta(days=400)
    restored = SanctionedAct.objects.create(kind=REDACTION, by=editor, why="W.", at=old)
    claimed = SanctionedAct.objects.create(kind=REDACTION, by=editor, why="W.", written_in="7")
    claimed.refresh_from_db()
    assert claimed.written_in != "7"
    with refused(), transaction.atomic():
        connection.cursor().execute(
            "SELECT set_config('opinion.act', %s, true)", [str(restored.pk)]
        )
        Edition.objects.update(headline="Again")


@pytest.mark.django_db
def test_what_fails_within_an_act_leaves_neither_change_nor_log(publication, editor):
    make_article()
    with pytest.raises(ZeroDivisionError), sanctioned_act(REDACTION, editor, "Why."):
        Edition.objects.update(headline="[removed]")
        raise ZeroDivisionError
    assert Edition.objects.get().headline == "The Last Train"
    assert not SanctionedAct.objects.exists()
    with refused(), transaction.atomic():
        Edition.objects.update(headline="[removed]")
