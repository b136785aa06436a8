from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from opinion.parse_id import parse_id
from opinion.references import enqueue
from opinion.references.models import Likeness

from .side_by_side import rows
from .telling import TellingAdmin

AT_ONCE = 20
ANSWERS = [one for one in Likeness.Answer if one != Likeness.Answer.OPEN]


class QuestionViews(TellingAdmin):
    """The page of works that may be one, with the answers as buttons."""

    def questions_view(self, request):
        if not request.user.has_perm("references.change_likeness"):
            raise PermissionDenied
        if request.method == "POST":
            return self._answer(request)
        asked = Likeness.objects.open().select_related("first", "second")
        context = self.admin_site.each_context(request) | {
            "title": gettext("Possible duplicates"),
            "opts": self.opts,
            "questions": [(one, rows(one.first, one.second)) for one in asked[:AT_ONCE]],
            "count": asked.count(),
            "answers": ANSWERS,
        }
        return render(request, "admin/references/work/questions.html", context)

    def _answer(self, request):
        pk, answer = request.POST.get("question", ""), request.POST.get("answer")
        question = get_object_or_404(
            Likeness.objects.select_related("first", "second"), pk=parse_id(pk)
        )
        if answer not in ANSWERS:
            raise PermissionDenied
        try:
            question.decide(answer, by=request.user)
        except ValidationError as error:
            self.told(request, " ".join(error.messages), error=True)
        else:
            enqueue.print_work(question.first_id)
            self.told(request, f"{question}: {question.get_answer_display()}")
        return redirect("admin:references_work_questions")
