"""The groups of staff and what each may do. Given at every migration, never taken away."""

from itertools import product

SECTION_RULES = [f"comments.{verb}_sectionpolicy" for verb in ("add", "change", "view")]
LEAD = ("add", "change", "view")
MODERATORS = [
    "comments.view_comment",
    "comments.decide_comment",
    "comments.view_decision",
    "comments.view_thread",
    "comments.change_thread",
    *SECTION_RULES,
    "comments.add_hold",
    "comments.change_hold",
    "comments.view_hold",
    "comments.view_contact",
    "comments.view_reason",
    "comments.view_rule",
]
GROUPS = {
    "Editors": [
        *(
            f"articles.{verb}_{model}"
            for verb, model in product(
                ("add", "change", "view", "delete"),
                (
                    *("article", "byline", "reference", "section", "topic", "series"),
                    *("articletype", "redirect"),
                ),
            )
        ),
        *(
            f"authors.{verb}_{model}"
            for verb, model in product(
                ("add", "change", "view", "delete"), ("author", "authorlink")
            )
        ),
        *(f"pictures.{verb}_picture" for verb in ("add", "change", "view", "delete")),
        *(f"references.{verb}_work" for verb in LEAD),
        "references.add_import",
        "references.view_import",
        "references.change_likeness",
        "references.view_likeness",
        "articles.publish_article",
        "articles.edit_all_articles",
        "articles.view_edition",
        "articles.add_publication",
        "articles.change_publication",
        "articles.view_publication",
        "articles.change_front",
        "articles.view_front",
        "embeds.view_host",
        "references.view_link",
        "references.view_linkcheck",
        "comments.change_thread",
        "comments.view_thread",
        *SECTION_RULES,
        "comments.view_comment",
        "moving.move",
        "moving.view_movein",
    ],
    "Authors": [
        "articles.add_article",
        "articles.change_article",
        "articles.view_article",
        "articles.view_section",
        "articles.view_topic",
        "articles.view_articletype",
        "authors.view_author",
        "pictures.add_picture",
        "pictures.view_picture",
        *(
            f"articles.{verb}_{model}"
            for verb, model in product(("add", "change", "view", "delete"), ("byline", "reference"))
        ),
    ],
    "Moderators": MODERATORS,
    # They lead: whatever moderators may do, and more.
    "Lead moderators": [
        *MODERATORS,
        "comments.receive_escalated",
        *(f"comments.{verb}_{model}" for verb, model in product(LEAD, ("reason", "rule"))),
    ],
}


def grant(sender, **kwargs):
    """Make the groups and add the permissions they lack; what an outlet gave them besides stays."""
    from django.contrib.auth.models import Group, Permission

    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for name, permissions in GROUPS.items():
        group, created = Group.objects.get_or_create(name=name)
        have = {*group.permissions.values_list("pk", flat=True)}
        group.permissions.add(*(known[word] for word in permissions if known[word].pk not in have))
