"""New threads on PostgreSQL take their number from a sequence, so that none waits for another."""

from django.db import migrations

CREATE = """
    CREATE SEQUENCE IF NOT EXISTS comments_tree_id_seq OWNED BY comments_comment.tree_id;
    SELECT setval('comments_tree_id_seq', COALESCE(MAX(tree_id), 0) + 1, false)
    FROM comments_comment;
"""
DROP = "DROP SEQUENCE IF EXISTS comments_tree_id_seq"


def create_sequence(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE)


def drop_sequence(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [("comments", "0001_initial")]

    operations = [migrations.RunPython(create_sequence, drop_sequence)]
