"""The database itself refuses to change what a revision held and what the newsroom's log says.

`by`, `article` and `revision` are emptied when an account, article or revision goes, so they stay
changeable. SQLite gets no trigger on DELETE: that is how Django empties tables between tests there.
A later migration that remakes one of the tables on SQLite must create its trigger again;
tests/articles/test_the_past.py tells when one is missing.
"""

from django.db import migrations

KEPT = {
    "articles_revision": "version, content, created_at",
    "articles_event": "headline, action, origin, note, at",
}
SQLITE = """
CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OF {columns} ON {table}
BEGIN SELECT RAISE(ABORT, 'the past of an article does not change'); END;
"""
POSTGRESQL = """
CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OF {columns} ON {table}
FOR EACH ROW EXECUTE FUNCTION the_past_does_not_change();
"""
FUNCTION = """
CREATE FUNCTION the_past_does_not_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the past of an article does not change' USING ERRCODE = 'restrict_violation'; END $$;
"""
NO_DELETION = """
CREATE TRIGGER articles_event_refuses_deletion BEFORE DELETE ON articles_event
FOR EACH ROW EXECUTE FUNCTION the_past_does_not_change();
"""
POSTGRESQL_BACK = """
DROP TRIGGER articles_event_refuses_deletion ON articles_event;
DROP TRIGGER articles_event_refuses_change ON articles_event;
DROP TRIGGER articles_revision_refuses_change ON articles_revision;
DROP FUNCTION the_past_does_not_change();
"""


def create_triggers(apps, schema_editor):
    # One statement an execute: SQLite takes no more.
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    if not is_sqlite:
        schema_editor.execute(FUNCTION)
        schema_editor.execute(NO_DELETION)
    for table, columns in KEPT.items():
        sql = SQLITE if is_sqlite else POSTGRESQL
        schema_editor.execute(sql.format(table=table, columns=columns))


def drop_triggers(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        schema_editor.execute(POSTGRESQL_BACK)
        return
    for table in KEPT:
        schema_editor.execute(f"DROP TRIGGER {table}_refuses_change")


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_fill_newsroom")]

    operations = [migrations.RunPython(create_triggers, drop_triggers, elidable=False)]
