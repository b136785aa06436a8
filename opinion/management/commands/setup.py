"""The first steps of an outlet, asked one by one or given on the command line."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from authors.models import User
from opinion import health
from opinion.articles.models import Publication
from opinion.logins import letters
from opinion.post import NotSent

QUESTIONS = {
    "name": "What is the publication called?",
    "language": "In which language does the site speak, such as en or pt-br?",
    "time_zone": "In which time zone, such as Europe/Berlin?",
    "contact_email": "To which address may readers write?",
    "username": "Your username, as the first administrator?",
    "email": "Your own email address?",
}
OF_PUBLICATION = ("name", "language", "time_zone", "contact_email")
OF_ADMINISTRATOR = ("username", "email")


class Command(BaseCommand):
    help = (
        "Set an outlet up: its name, language and time, and its first administrator, who gets a "
        "link by mail to choose a password. Asks what is not given."
    )

    def add_arguments(self, parser):
        for name, question in QUESTIONS.items():
            parser.add_argument(f"--{name.replace('_', '-')}", help=question)
        parser.add_argument(
            "--no-input", action="store_true", help="ask nothing; fail where something is missing"
        )

    def handle(self, *, no_input, **given):
        refuse_unready()
        self.may_ask = not no_input
        publication = self._filled(Publication.objects.current(), OF_PUBLICATION, given)
        person = User(is_staff=True, is_superuser=True)
        person.set_unusable_password()
        administrator = self._filled(person, OF_ADMINISTRATOR, given)
        try:
            administrator.full_clean(exclude=["password"])
        except ValidationError as error:
            # Somebody else has that name or that address.
            raise CommandError(" ".join(error.messages)) from error
        with transaction.atomic():
            publication.save()
            administrator.save()
        self._invite(administrator)

    def _filled(self, record, names, given):
        """`record` with what was given or answered, each word as its field takes it."""
        for name in names:
            word = given[name]
            problem = "is missing" if word is None else _problem(record, name, word)
            while problem:
                if not self.may_ask:
                    raise CommandError(f"--{name.replace('_', '-')}: {problem}")
                if word is not None:
                    self.stderr.write(problem)
                word = input(f"{QUESTIONS[name]} ").strip()
                problem = _problem(record, name, word)
        return record

    def _invite(self, administrator):
        self.stdout.write(f"The publication is at {settings.PUBLIC_URL} (PUBLIC_URL says so).")
        try:
            letters.send("invitation", administrator)
        except NotSent as failure:
            self.stderr.write(f"The mail server did not take the invitation: {failure}")
        else:
            where = settings.EMAIL_HOST or settings.EMAIL_FILE_PATH
            self.stdout.write(f"An invitation went to {administrator.email} by way of {where}.")
        self.stdout.write("Choose your password here, within three days and once:")
        self.stdout.write(letters.set_password_address(administrator))


def refuse_unready():
    if health.waiting_migrations():
        raise CommandError("The tables are not made yet: run `manage.py migrate` first.")
    if User.objects.filter(is_superuser=True).exists():
        raise CommandError("There is an administrator already: invite others in the newsroom.")


def _problem(record, name, word) -> str:
    """Why `word` is not taken, in a sentence; else it is taken."""
    try:
        setattr(record, name, record._meta.get_field(name).clean(word, record))
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
