from django.db import migrations

# Once, at the beginning: what an outlet deletes does not come back.
HOSTS = [
    (
        "YouTube",
        "video",
        "youtube.com/watch?v={id}\nyoutu.be/{id}\nyoutube.com/shorts/{id}\n"
        "youtube.com/live/{id}\nm.youtube.com/watch?v={id}",
        "https://www.youtube-nocookie.com/embed/{id}?autoplay=1",
        "https://www.youtube.com/oembed",
    ),
    (
        "Vimeo",
        "video",
        "vimeo.com/{number}\nplayer.vimeo.com/video/{number}",
        "https://player.vimeo.com/video/{number}?autoplay=1&dnt=1",
        "https://vimeo.com/api/oembed.json",
    ),
    (
        "Datawrapper",
        "chart",
        "datawrapper.dwcdn.net/{id}\ndatawrapper.dwcdn.net/{id}/{version}",
        "https://datawrapper.dwcdn.net/{id}/",
        "https://api.datawrapper.de/v3/oembed",
    ),
    (
        "Flourish",
        "chart",
        "public.flourish.studio/visualisation/{number}\nflo.uri.sh/visualisation/{number}/embed",
        "https://flo.uri.sh/visualisation/{number}/embed",
        "https://app.flourish.studio/api/v1/oembed",
    ),
    (
        "Bluesky",
        "post",
        "bsky.app/profile/{user}/post/{id}",
        "https://embed.bsky.app/embed/{user}/app.bsky.feed.post/{id}",
        "https://embed.bsky.app/oembed",
    ),
    (
        "Mastodon",
        "post",
        "mastodon.social/@{user}/{number}",
        "https://mastodon.social/@{user}/{number}/embed",
        "https://mastodon.social/api/oembed",
    ),
    (
        "X",
        "post",
        "x.com/{user}/status/{number}\ntwitter.com/{user}/status/{number}",
        "https://platform.twitter.com/embed/Tweet.html?dnt=true&id={number}",
        "https://publish.twitter.com/oembed",
    ),
    (
        "DocumentCloud",
        "document",
        "documentcloud.org/documents/{id}",
        "https://embed.documentcloud.org/documents/{id}/",
        "https://api.www.documentcloud.org/api/oembed/",
    ),
    ("DocumentCloud (PDF)", "document", "assets.documentcloud.org/{path}.pdf", "", ""),
]
FIELDS = ("name", "kind", "addresses", "frame", "oembed")


def add_hosts(apps, schema_editor):
    model = apps.get_model("embeds", "Host")
    hosts = (model(**dict(zip(FIELDS, host, strict=True))) for host in HOSTS)
    model.objects.bulk_create(hosts, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("embeds", "0001_initial")]
    operations = [migrations.RunPython(add_hosts, migrations.RunPython.noop)]
