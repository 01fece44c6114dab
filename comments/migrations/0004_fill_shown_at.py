"""Comments that were there before: published when written; those of staff spoke for the newsroom."""

from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    comments = apps.get_model("comments", "Comment")._base_manager.using(
        schema_editor.connection.alias
    )
    comments.filter(status=1, shown_at=None).update(shown_at=F("created_at"))
    staff = comments.filter(author__is_staff=True).values_list("pk", flat=True)
    comments.filter(pk__in=list(staff)).update(is_official=True)


class Migration(migrations.Migration):
    dependencies = [("comments", "0003_extend_threads")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
