from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from authors.models import Author, User
from comments.models import Comment
from opinion.articles.models import Article, Publication
from opinion.demonstration import build
from opinion.demonstration import content as written
from opinion.pictures.models import Picture


class Command(BaseCommand):
    help = "Make the demonstration publication: articles, authors, comments and staff."

    def add_arguments(self, parser):
        how = parser.add_mutually_exclusive_group()
        how.add_argument(
            "--first-run",
            action="store_true",
            help="do nothing where there is a publication already",
        )
        how.add_argument(
            "--fresh",
            action="store_true",
            help="throw away everything in the embedded database first, without asking",
        )
        parser.add_argument(
            "--content-only",
            action="store_true",
            help="for an empty database of your own: no staff is made, "
            "and all is done in the name of the first superuser",
        )

    def handle(self, *, first_run, fresh, content_only, **options):
        if first_run and Publication.objects.exists():
            self._tell_who_may_log_in()
            return
        _refuse_strange_database(fresh, content_only)
        leftovers = _pictures() if fresh else set()
        with transaction.atomic():
            if fresh:
                call_command("flush", interactive=False, verbosity=0)
            _refuse_full_database()
            made = _build(content_only)
        for name in leftovers - _pictures():
            default_storage.delete(name)
        self._tell_what_was_made(made)
        self._tell_who_may_log_in()

    def _tell_what_was_made(self, publication):
        articles = ngettext(
            "%(count)d article", "%(count)d articles", count := Article.objects.count()
        ) % {"count": count}
        comments = ngettext(
            "%(count)d comment", "%(count)d comments", count := Comment.objects.count()
        ) % {"count": count}
        self.stdout.write(
            _("Created %(name)s with %(articles)s and %(comments)s.")
            % {"name": publication.name, "articles": articles, "comments": comments}
        )

    def _tell_who_may_log_in(self):
        """Where the demonstration's own staff still have its password, and nowhere else."""
        if not settings.EMBEDDED_DATABASE:
            return
        editor = User.objects.filter(username=build.EDITOR, is_active=True).first()
        if editor and editor.check_password(build.PASSWORD):
            self.stdout.write(
                _("Log in at /admin/ as %(names)s with the password %(password)s.")
                % {
                    "names": f"{build.EDITOR}, {build.MODERATOR}, {build.ADMIN}",
                    "password": build.PASSWORD,
                }
            )


def _build(content_only) -> Publication:
    if content_only:
        superuser = User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
        if superuser is None:
            raise CommandError(
                _("Create a superuser first: the content is published in their name.")
            )
        return build.publication(written.load(), superuser, superuser)
    return build.publication(written.load(), *build.hire_staff())


def _refuse_strange_database(fresh, content_only):
    if settings.EMBEDDED_DATABASE:
        return
    if fresh:
        raise CommandError(
            _("--fresh deletes everything, so it only works with the embedded database.")
        )
    if not content_only:
        raise CommandError(
            _(
                "DATABASE_URL names your own database. Demo staff have a known password, so "
                "they are never created there. To add only the demo content to an empty "
                "database: manage.py demo --content-only"
            )
        )


def _refuse_full_database():
    if any(model.objects.exists() for model in (Publication, Article, Author)):
        raise CommandError(_("This database already has a publication. Nothing was changed."))


def _pictures() -> set[str]:
    """The names of all pictures in the storage that a row of the database knows."""
    return {
        name
        for model, field in (
            (Picture, "file"),
            (Author, "picture"),
            (Publication, "logo"),
        )
        for name in model.objects.exclude(**{field: ""}).values_list(field, flat=True)
    }
