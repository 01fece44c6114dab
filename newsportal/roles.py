"""The groups staff belong to, and what each may do."""

# What writing needs; each role adds to the one before it.
WRITING = {
    "section": "view",
    "topic": "view add",
    "author": "view",
    "partner": "view",
    "area": "view",
    "mapimage": "view add change",
    "legendset": "view",
    "legendrow": "view add change delete",
    "article": "view add change",
    "byline": "view add change delete",
    "revision": "view",
    "correction": "view",
    "placement": "view",
}
EDITING = WRITING | {
    "section": "view add change",
    "topic": "view add change delete",
    "author": "view add change",
    "partner": "view add change",
    "area": "view add change delete",
    "legendset": "view add change delete",
    "article": "view add change view_draft edit_others approve_article publish_own publish_article"
    " unpublish_article",
    "oldpath": "view add change delete",
    "correction": "view change",
    "event": "view",
    "sharelink": "view",
    "replacedfile": "view",
}
ASKING = {"inlineprompt": "view add change delete"}
TALKING = ASKING | {"comment": "view feature_comment", "ticket": "view change"}
PERMISSIONS = {
    "Contributor": {"articles": WRITING},
    "Author": {
        "articles": WRITING | {"article": "view add change publish_own"},
        "comments": ASKING,
    },
    "Editor": {"articles": EDITING, "comments": TALKING},
    "Chief editor": {
        "articles": EDITING
        | {
            "article": EDITING["article"]
            + " retract_article lift_embargo delete_article assign_roles",
            "correction": "view change delete",
            "mapimage": "view add change delete",
            "section": "view add change delete",
            "author": "view add change delete",
            "partner": "view add change delete",
        },
        "comments": TALKING,
        "newsportal": {"outgoingmail": "view"},
    },
    "Moderator": {
        "comments": {
            "comment": "view moderate_comment feature_comment",
            "discussion": "view add change",
            "sectionrules": "view add change",
            "wordlist": "view add change",
            "decision": "view",
            "finding": "view",
            "report": "view",
            "appeal": "view",
            "legalcase": "view",
            "sanction": "view",
            "note": "view",
            "claim": "view",
            "guest": "view",
            "revision": "view",
            "subscriber": "view",
            "subscription": "view change",
        },
    },
    "Treasurer": {
        "donations": {
            "attempt": "view",
            "campaign": "view change",
            "closedmonth": "view add",
            "cost": "view add change delete",
            "dispute": "view",
            "donor": "view",
            "evidence": "view add",
            "ledgerentry": "view add",
            "monthlygoal": "view add change",
            "payment": "view refund_payment",
            "pledge": "view",
            "proposal": "view add change",
            "provider": "view change",
            "receipt": "view",
            "reconciliation": "view add",
            "refund": "view",
            "statement": "view add",
            "statementline": "view change",
            "way": "view add change delete",
            "webhookevent": "view",
        },
    },
}


def create_groups(using, **kwargs):
    """Bring the groups in line with the table above, after each migrate. Repeating changes nothing."""
    from django.contrib.auth.management import create_permissions
    from django.contrib.auth.models import Group, Permission

    apps = kwargs.get("apps")
    from django.apps import apps as installed

    for label in ("newsportal", "articles", "comments", "donations"):
        create_permissions(
            installed.get_app_config(label), verbosity=0, using=using, apps=apps or installed
        )
    for name, by_app in PERMISSIONS.items():
        group, _ = Group.objects.using(using).get_or_create(name=name)
        group.permissions.set(list(_permissions(Permission, by_app, using)))


def _permissions(model, by_app, using):
    for app, by_model in by_app.items():
        for model_name, words in by_model.items():
            for word in words.split():
                codename = word if "_" in word else f"{word}_{model_name}"
                yield model.objects.using(using).get(content_type__app_label=app, codename=codename)
