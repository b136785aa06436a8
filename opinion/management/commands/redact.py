import json
import sys
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from authors.models import User
from comments.models import Comment
from opinion import html
from opinion.articles import picture_redaction, redaction
from opinion.articles.models import Article
from opinion.pictures.models import Picture

# Letters shown before and behind a mark.
CONTEXT = 40


class Command(BaseCommand):
    help = (
        "Take words, or a picture, out of an article for good, as a law may demand: out of every "
        "edition and draft. Try it with --dry-run first; it cannot be undone."
    )

    def add_arguments(self, parser):
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--article", help="its number or its address: 2024/01/the-last-train")
        which.add_argument("--all", action="store_true", help="every article")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument(
            "--picture",
            type=int,
            help="a picture's number in the library, instead of words; its file goes as well where "
            "no other article uses it",
        )
        what.add_argument(
            "--words",
            help="the words; - reads them from the standard input, where no shell keeps them",
        )
        parser.add_argument(
            "--within",
            action="store_true",
            help="also where the words are a part of others: Roe in Roeburn",
        )
        parser.add_argument("--why", required=True, help="is logged; without the words")
        parser.add_argument("--by", required=True, help="who does it: a staff member or any name")
        parser.add_argument("--dry-run", action="store_true", help="only tell what would be done")

    @transaction.atomic
    def handle(self, *, article, words, picture, within, why, by, dry_run, **options):
        locked = _articles(article).select_for_update(of=("self",))
        if picture is not None:
            _refuse_unfit_log(why, by)
            plan = self._plan_picture(locked, picture)
        else:
            plan = self._plan_words(locked, _words(words, within), why, by)
        if dry_run:
            self.stdout.write(_("Nothing is changed: this was a dry run."))
        elif plan.cuts:
            act = plan.carry_out(_who(by), why)
            self.stdout.write(_("Done, and logged as act %(number)d.") % {"number": act.pk})

    def _plan_picture(self, articles, number):
        picture = Picture.objects.filter(pk=number).first()
        if not picture:
            raise CommandError(_("There is no such picture."))
        if len(articles) != 1:
            raise CommandError(_("Name the article that the picture is taken out of."))
        plan = picture_redaction.plan(articles[0], picture)
        for cut in plan.cuts:
            self.stdout.write(_told(cut))
        return plan

    def _plan_words(self, articles, words, why, by):
        _refuse_unfit_log(why, by, words)
        plan = redaction.plan(articles.iterator(), words, _passages)
        self._tell(plan, articles, words)
        return plan

    def _tell(self, plan, articles, words):
        for cut in plan.cuts:
            self.stdout.write(_told(cut))
        count = len(plan.cuts)
        self.stdout.write(
            ngettext("%(count)d row holds the words.", "%(count)d rows hold the words.", count)
            % {"count": count}
        )
        for place in [*redaction.still_told(articles, words), *_comments(articles, words)]:
            self.stdout.write(
                _("Not changed by this command: %(place)s. Please look.") % {"place": place}
            )


def _words(words: str, within: bool) -> html.Words:
    try:
        return html.Words(sys.stdin.read() if words == "-" else words, within)
    except html.TooShort as error:
        raise CommandError(str(error)) from error


def _refuse_unfit_log(why: str, by: str, words: html.Words | None = None):
    if not why.strip() or not by.strip():
        raise CommandError(_("Say why, and who does it: both are logged."))
    if words and (words.are_in(why) or words.are_in(by)):
        raise CommandError(_("The log must not hold the words. Say the reason without them."))


def _articles(asked: str | None):
    if asked is None:
        return Article.objects.order_by("pk")
    one: dict[str, Any] = {"pk": int(asked)} if asked.isdecimal() and len(asked) < 19 else {}
    found = Article.objects.filter(**one or {"address": asked.strip("/")})
    if not found.exists():
        raise CommandError(_("There is no such article."))
    return found


def _who(name: str) -> User | str:
    user = User.objects.filter(username=name, is_staff=True).first()
    return user or f"command by {name}"


def _passages(article):
    """The words of an article that readers quoted above their comments."""
    quoting = Comment.objects.filter(article=article).exclude(passage="")
    return [(comment, {"passage"}) for comment in quoting]


def _comments(articles, words) -> list[str]:
    texts = Comment.objects.filter(article__in=articles).values_list("pk", "text")
    return [
        _("comment %(number)d, which is its writer's and the moderators'") % {"number": number}
        for number, text in texts.iterator()
        if words.are_in(text)
    ]


def _told(cut) -> str:
    """The row, and of each of its columns what will stand there around the first mark."""
    what = f"{cut.row._meta.verbose_name} {cut.row.pk}"
    if not cut.values:
        return _("%(row)s: deleted") % {"row": what}
    told = [f"{name}: {_around_mark(cut.values[name])}" for name in cut.columns]
    return "\n  ".join([what, *told])


def _around_mark(value) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = " ".join(text.split())
    place = max(text.find(html.mark()) - CONTEXT, 0)
    return text[place : place + 2 * CONTEXT + len(html.mark())]
