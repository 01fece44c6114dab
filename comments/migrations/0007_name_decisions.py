"""Say of earlier decisions what was done, and of comments when."""

import uuid

from django.db import migrations
from django.db.models import F, Max

PENDING, VISIBLE, SPAM, REMOVED, ERASED = range(5)
ACTIONS = {
    PENDING: {"action": "hold"},
    VISIBLE: {"action": "approve"},
    SPAM: {"action": "reject", "code": "spam"},
    REMOVED: {"action": "reject", "code": "other"},
    ERASED: {"action": "erase"},
}


def name(apps, schema_editor):
    decisions = apps.get_model("comments", "Decision").objects.using(schema_editor.connection.alias)
    for status, said in ACTIONS.items():
        decisions.filter(action="", new_status=status).update(**said)
    for pk in decisions.values_list("pk", flat=True).iterator():
        decisions.filter(pk=pk).update(act=uuid.uuid4())


def date(apps, schema_editor):
    alias = schema_editor.connection.alias
    comments = apps.get_model("comments", "Comment").objects.using(alias)
    comments.filter(status=PENDING).update(queued_at=F("created_at"))
    decisions = apps.get_model("comments", "Decision").objects.using(alias)
    decided = decisions.filter(action__in=["approve", "reject"]).order_by().values_list("comment")
    for pk, moment in decided.annotate(Max("decided_at")).iterator():
        comments.filter(pk=pk).exclude(status=PENDING).update(decided_at=moment)


class Migration(migrations.Migration):
    dependencies = [("comments", "0006_moderate")]

    operations = [
        migrations.RunPython(name, migrations.RunPython.noop),
        migrations.RunPython(date, migrations.RunPython.noop),
    ]
