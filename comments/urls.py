from django.urls import path

from opinion.articles import converters as article_converters  # noqa: F401

from . import converters  # noqa: F401
from .views import mails, readers, reading, receipts, replying, reports, texts

ARTICLE = "<year:year>/<month:month>/<word:slug>"

urlpatterns = [
    # /2024/01/slug/reply/ shows the form on a page of its own and takes what it sends.
    path(f"{ARTICLE}/reply/", replying.reply, name="reply"),
    path(f"{ARTICLE}/conversation/<int:pk>/", reading.conversation, name="conversation"),
    path(f"{ARTICLE}/feed/", reading.feed, name="thread_feed"),
    path(f"{ARTICLE}/follow/", mails.follow, name="follow"),
    path("comment/<int:pk>/", reading.permalink, name="comment"),
    path("comment/<int:pk>/report/", reports.report, name="report"),
    path("comment/received/<int:article>/", replying.received, name="comment_received"),
    path("comment/opened/", replying.opened, name="form_opened"),
    path("receipt/<token:token>/", receipts.receipt, name="receipt"),
    path("receipt/<token:token>/edit/", receipts.edit, name="receipt_edit"),
    path("receipt/<token:token>/withdraw/", receipts.withdraw, name="receipt_withdraw"),
    path("receipt/<token:token>/follow/", receipts.follow, name="receipt_follow"),
    path("receipt/<token:token>/export/", receipts.export, name="receipt_export"),
    path("receipt/<token:token>/erase/", receipts.erase, name="receipt_erase"),
    path("mail/confirm/<seal:seal>/", mails.confirm, name="confirm"),
    path("mail/stop/<seal:seal>/", mails.stop, name="stop"),
    path("reader/", readers.ask, name="reader_ask"),
    path("reader/<seal:seal>/", readers.reader, name="reader"),
    path("reader/<seal:seal>/export/", readers.export, name="reader_export"),
    path("reader/<seal:seal>/erase/", readers.erase, name="reader_erase"),
    path("guidelines/", texts.guidelines, name="guidelines"),
    path("moderation/", texts.moderation, name="moderation"),
    path("privacy/", texts.privacy, name="privacy"),
]
