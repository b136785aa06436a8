"""The login of somebody whose typed text waits in its form: see opinion/preserve_post.py."""

from opinion import preserve_post

from .entering import PasswordStep


class LoginKeepingWords(PasswordStep):
    template_name = preserve_post.LOGIN_TEMPLATE

    def get_success_url(self):
        # Also where a second factor is asked for in between.
        return preserve_post.keep_for_later(self.request, self.extra_context["typed"])

    def form_valid(self, form):
        step = super().form_valid(form)
        if not self.request.user.is_authenticated:
            return step
        typed = preserve_post.kept_for_later(self.request)
        response = preserve_post.send_again(self.request, typed or self.extra_context["typed"])
        response.cookies.update(step.cookies)
        return response


def continue_login(request):
    """A login form was posted that carries typed text."""
    typed = preserve_post.Typed.carried_by(request)
    context = preserve_post.login_context(request, typed)
    return LoginKeepingWords.as_view(extra_context=context)(request)
