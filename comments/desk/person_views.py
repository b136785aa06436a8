"""Pages that tell what is known beside one comment: who wrote it, and what is like it."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from comments.models import Comment, Contact, PersonNote, UnknownPerson
from opinion.parse_id import parse_id

from . import stopping
from .card import Card, moves_of_list
from .decision_views import may_decide
from .forms import StopForm
from .pages import page
from .person import Person, person_of
from .queue import LONG_TEXTS
from .queue_views import _report, may_view
from .similar import gathered

SIZE = 25
# As many as one form of the desk takes.
TOGETHER = 100


class NoteForm(forms.ModelForm):
    class Meta:
        model = PersonNote
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}


@may_view
def person(request, pk):
    """Everything under the address of one comment, and what colleagues noted. Never the address."""
    comment = get_object_or_404(Comment.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        return _note(request, comment)
    return _person_page(request, comment, NoteForm())


@may_decide
def _note(request, comment):
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _person_page(request, comment, form)
    try:
        PersonNote.objects.write(comment, form.cleaned_data["text"], by=request.user)
    except UnknownPerson:
        messages.warning(
            request, _("Your note wasn't saved: this comment's email address has been deleted.")
        )
    return redirect("admin:comments_comment_person", comment.pk)


@may_view
@may_decide
@permission_required("comments.add_hold", raise_exception=True)
def stop(request, pk):
    """Refuse all that waits from whoever wrote one comment, and hold what comes."""
    comment = get_object_or_404(Comment.objects.visible_to(request.user), pk=pk)
    back = redirect("admin:comments_comment_person", pk)
    contact = Contact.objects.filter(comment=pk, email_digest__isnull=False).first()
    if request.method != "POST" or contact is None:
        return back
    form = StopForm(request.POST)
    if not form.is_valid():
        return _person_page(request, comment, NoteForm(), form)
    outcome = stopping.stop(contact, request.user, **form.cleaned_data)
    messages.success(request, _("What this writer sends is held from now on."))
    return outcome.store_in(back, request.user) if outcome.done else back


@may_view
@may_decide
def forget_note(request, pk, note):
    """Delete a note of one's own."""
    if request.method == "POST":
        contact = get_object_or_404(Contact, pk=pk)
        get_object_or_404(PersonNote.objects.on(contact), pk=note, by=request.user).delete()
        messages.success(request, _("Note deleted."))
    return redirect("admin:comments_comment_person", pk)


def _person_page(request, comment, form, stop_form=None):
    person = person_of(comment)
    numbers = (
        person.numbers(parse_id(request.GET.get("after")), SIZE + 1)
        if isinstance(person, Person)
        else []
    )
    context = {
        "title": _("About this writer"),
        "comment": comment,
        "person": person,
        "form": form,
        "lines": _lines(request, numbers[:SIZE]),
        "after": numbers[SIZE - 1] if len(numbers) > SIZE else None,
        "is_continued": "after" in request.GET,
        "stop_form": stop_form or StopForm(),
        "waits": (stopping.waiting_of(person.contact).count() if isinstance(person, Person) else 0),
        "next": page_of_person(comment.pk),
        **_report(request, page_of_person(comment.pk)),
    }
    return page(request, "person", context)


def page_of_person(pk) -> str:
    return reverse("admin:comments_comment_person", args=[pk])


@may_view
def like(request, pk):
    """What waits and is nearly the same as one comment, to be decided together."""
    comment = get_object_or_404(Comment.objects.visible_to(request.user), pk=pk)
    alike = gathered(comment)
    waits = [comment.pk] if _stands_in_the_queue(comment) else []
    numbers = [*waits, *sorted(alike.waiting, reverse=True)]
    lines = _lines(request, numbers[:TOGETHER])
    moves = moves_of_list(Comment.Status.WAITING)
    context = {
        "title": _("Similar comments"),
        "comment": comment,
        "like": alike,
        "lines": lines,
        "cards": lines,
        "left_out": len(numbers) - len(lines),
        "moves": moves,
        "may_choose": request.user.has_perm("comments.decide_comment"),
        "next": request.path,
        **_report(request, request.path),
    }
    return page(request, "like", context)


def _stands_in_the_queue(comment) -> bool:
    return not comment.is_decided and not comment.desk_state


def _lines(request, numbers) -> list[Card]:
    """Brief cards of these comments, the newest first."""
    comments = (
        Comment.objects.visible_to(request.user)
        .select_related("article__live_edition__type", "contact")
        .defer(*(f"{place}__{name}" for place in PLACES for name in LONG_TEXTS))
    )
    return [
        Card(comment, request.path) for comment in comments.filter(pk__in=numbers).order_by("-pk")
    ]


PLACES = ("article", "article__live_edition")
