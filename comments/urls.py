from django.urls import path

from opinion.articles import converters as article_converters  # noqa: F401

from .posting import views as posting_views
from .privacy import views as privacy_views
from .readers import receipt_views, report_views, subscription_views
from .readers import views as reader_views
from .security import converters  # noqa: F401
from .threads import views as thread_views

ARTICLE = "<year:year>/<month:month>/<word:slug>"

urlpatterns = [
    # /2024/01/slug/reply/ shows the form on a page of its own and takes what it sends.
    path(f"{ARTICLE}/reply/", posting_views.reply, name="reply"),
    path(f"{ARTICLE}/conversation/<id:pk>/", thread_views.conversation, name="conversation"),
    path(f"{ARTICLE}/feed/", thread_views.feed, name="thread_feed"),
    path(f"{ARTICLE}/follow/", subscription_views.follow, name="follow"),
    path("comment/<id:pk>/", thread_views.permalink, name="comment"),
    path("comment/<id:pk>/report/", report_views.report, name="report"),
    path("report/<seal:seal>/", report_views.answer, name="report_answer"),
    path("comment/received/<id:article>/", posting_views.received, name="comment_received"),
    path("comment/opened/", posting_views.opened, name="form_opened"),
    path("receipt/<token:token>/", receipt_views.receipt, name="receipt"),
    path("receipt/<token:token>/edit/", receipt_views.edit, name="receipt_edit"),
    path("receipt/<token:token>/withdraw/", receipt_views.withdraw, name="receipt_withdraw"),
    path("receipt/<token:token>/again/", posting_views.again, name="receipt_again"),
    path("receipt/<token:token>/follow/", receipt_views.follow, name="receipt_follow"),
    path("receipt/<token:token>/export/", receipt_views.export, name="receipt_export"),
    path("receipt/<token:token>/erase/", receipt_views.erase, name="receipt_erase"),
    path("mail/confirm/<seal:seal>/", subscription_views.confirm, name="confirm"),
    path("mail/stop/<seal:seal>/", subscription_views.stop, name="stop"),
    path("reader/", reader_views.ask, name="reader_ask"),
    path("reader/<seal:seal>/", reader_views.reader, name="reader"),
    path("reader/<seal:seal>/export/", reader_views.export, name="reader_export"),
    path("reader/<seal:seal>/erase/", reader_views.erase, name="reader_erase"),
    path("guidelines/", privacy_views.guidelines, name="guidelines"),
    path("moderation/", privacy_views.moderation, name="moderation"),
    path("privacy/", privacy_views.privacy, name="privacy"),
]
