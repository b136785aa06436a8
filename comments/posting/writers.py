"""Who sends a comment, and what that changes: a guest, or somebody of the staff.

Both have the same verbs: `form` and `empty_form`, `may_post` (else `doubt` says why not yet),
`post`, which returns where to go next, and `signed`, the comment as it would be shown.
"""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import (
    Closed,
    Comment,
    Confirmation,
    ParentGone,
    Receipt,
    Subscription,
    Thread,
)
from comments.readers import device_cookie
from comments.rules.remembering import remembered
from comments.screening import run
from comments.screening.checks import Submission
from comments.security import csrf, form_time, ip_addresses
from opinion import html
from opinion.parse_id import parse_id
from opinion.same_origin import is_same_origin

from .forms import AnswerForm, ReplyForm


def writer_of(request):
    """Who sends this: whoever is logged in as staff never writes as a guest by mistake."""
    user = request.user
    return Staff(request) if user.is_active and user.is_staff else Guest(request)


def answered(article, number: str) -> Comment | None:
    """The comment with this number, which must stand under the article still.

    Whether its thread is shown is asked where the answer is taken.
    """
    if not number:
        return None
    pk = parse_id(number)
    parent = pk and Comment.objects.published().filter(article=article, pk=pk).order_by().first()
    if not parent:
        raise ParentGone if Thread.objects.for_article(article).is_open else Closed
    return parent


def _shown(form, **signature) -> Comment:
    """The comment that `form` would make, not stored."""
    text, passage = form.cleaned_data["text"], form.cleaned_data["passage"]
    rendered = html.comment(text)
    now = timezone.now()
    return Comment(text=text, passage=passage, html=rendered, created_at=now, **signature)


class Guest:
    """A reader: nothing they type or leave out makes anything of them but a guest."""

    signature = None
    doubt = _(
        "We couldn't confirm that you wrote this on our site. If you did, please check it "
        "and post it again from here."
    )

    def __init__(self, request):
        self.request = request

    def empty_form(self, article, to="", **typed):
        return ReplyForm.opened_now(article, to, **typed)

    def form(self, article):
        """What was sent, with a time that can be trusted where the one that came cannot."""
        typed = self.request.POST.copy()
        if not form_time.is_good(typed.get("opened", ""), article.pk):
            typed["opened"] = form_time.stamp(article.pk)
        confirms = not is_same_origin(self.request)
        return ReplyForm(typed, article=article, confirms=confirms)

    def sign(self, article):
        pass

    def may_post(self) -> bool:
        return csrf.is_ours(self.request)

    def signed(self, form) -> Comment:
        return _shown(form, name=form.cleaned_data["name"])

    # One transaction for all: the rules' savepoint lies in it, and what they said still holds.
    @transaction.atomic
    @remembered()
    def post(self, thread, typed) -> str:
        sent = self._sent(thread.article, typed)
        token, receipt = Receipt.new()
        comment = thread.receive(
            name=sent.name,
            email=sent.email,
            text=sent.text,
            passage=typed["passage"],
            address=sent.address,
            parent=answered(thread.article, typed["to"]),
            signals=run.noticed(sent),
            reader=sent.reader,
            receipt=receipt,
        )
        if comment.is_repeated:
            if not _is_still_private(comment, sent.reader):
                return reverse("comment_received", args=[thread.article_id])
            token = Receipt.objects.issue(comment)
        told = "" if comment.is_repeated or not typed["tell"] else self._tell(comment, sent)
        return reverse("receipt", args=[token]) + told

    def _tell(self, comment, sent) -> str:
        """Let its writer hear of the decision. Returns what their page then tells of it."""
        if sent.reader:
            kind = Subscription.Kind.DECISION
            Subscription.objects.start(sent.reader, kind, comment.article, comment=comment)
            return "?told=saved"
        wishes = [(Subscription.Kind.DECISION, Subscription.Rhythm.AT_ONCE)]
        Confirmation.objects.ask(sent.email, sent.address, comment.article, comment, wishes)
        return "?told=asked"

    def _sent(self, article, typed) -> Submission:
        return Submission(
            article=article,
            text=typed["text"],
            name=typed["name"],
            email=typed["email"],
            address=ip_addresses.client_address(self.request),
            reader=device_cookie.owner_of_address(self.request, typed["email"]),
            trap=typed["more_words"],
            opened=self.request.POST.get("opened", ""),
            publication=self.request.publication,
        )


def _is_still_private(comment, reader) -> bool:
    """Whether only its writer can have sent `comment` again.

    Who knows a text that was ever public, and somebody's address, must not get the receipt.
    """
    if reader and comment.contact.reader_id == reader.pk:
        return True
    undecided = comment.status in (Comment.Status.WAITING, Comment.Status.SPAM)
    return undecided and comment.published_at is None


class Staff:
    """A member of the staff, or the article's author, who answers under their own name."""

    doubt = _(
        "You're logged in, so you're replying under your own name. Please check your text "
        "and post it again from here. To comment as a guest, log out first."
    )

    def __init__(self, request):
        self.request = request

    def sign(self, article) -> Comment:
        """The name and the badge they answer with, on a comment without words."""
        return Comment(**Comment.objects.signature(self.request.user, article))

    def empty_form(self, article, to="", text="", passage="", **_signature):
        initial = {"to": to, "text": text, "passage": passage}
        return AnswerForm(article=article, confirms=True, initial=initial)

    def form(self, article):
        return AnswerForm(self.request.POST.copy(), article=article, confirms=True)

    def may_post(self) -> bool:
        return csrf.is_ours_with_token(self.request)

    def signed(self, form) -> Comment:
        return _shown(form, **Comment.objects.signature(self.request.user, form.article))

    def post(self, thread, typed) -> str:
        comment = thread.answer(
            by=self.request.user,
            text=typed["text"],
            passage=typed["passage"],
            parent=answered(thread.article, typed["to"]),
        )
        return comment.get_absolute_url()
