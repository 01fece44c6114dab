"""Mails of the two former outboxes stand in the one of the site, under their former names."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import migrations

# Tried so often, the former outboxes gave a mail up.
GIVEN_UP_AFTER = 5


def take_over(apps, schema_editor):
    database = schema_editor.connection.alias
    mails = apps.get_model("newsportal", "OutgoingMail").objects.using(database)
    former = [
        (apps.get_model("comments", "OutgoingMail"), "{:%Y%m%d%H%M%S}.{}@{}"),
        (apps.get_model("donations", "Letter"), "{:%Y%m%d%H%M%S}.donation-{}@{}"),
    ]
    for model, name in former:
        for mail in model.objects.using(database).iterator():
            mails.create(**_facts(mail, name), **_about(mail))


def _facts(mail, name):
    """A mail that is tried again keeps its Message-ID, so that nobody reads it twice."""
    names = "to", "subject", "written_at", "due_at", "sent_at", "tries", "error"
    host = urlsplit(settings.SITE_URL).hostname
    number = "<" + name.format(mail.written_at, mail.pk, host) + ">"
    is_over = mail.sent_at is None and mail.tries > GIVEN_UP_AFTER
    return {field: getattr(mail, field) for field in names} | {
        "text": mail.body,
        "headers": {"Auto-Submitted": "auto-generated", "Message-ID": number},
        "given_up_at": mail.due_at if is_over else None,
    }


def _about(mail):
    if hasattr(mail, "donor_id"):
        return {"donor_id": mail.donor_id, "key": mail.key}
    return {"comment_id": mail.comment_id}


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0013_note_refused_mail"),
        ("donations", "0010_find_what_was_never_paid"),
        ("newsportal", "0007_find_mails_with_text"),
    ]

    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
