"""The database itself refuses to change what is booked.

Names and words of donors stay changeable, because donors may take them back, and so does
`recorded_by`, which is emptied when an account goes. SQLite also gets no trigger on DELETE: that is
how Django empties tables between tests there. On SQLite a later migration that remakes the table
must create this trigger again; tests/donations/test_ledger.py tells when it is missing.
"""

from django.db import migrations

BOOKED = (
    "id, campaign_id, kind, method, amount_cents, currency, booked_at, provider, provider_ref, "
    "reverses_id, recorded_at"
)
SQLITE = f"""
CREATE TRIGGER ledger_refuses_change BEFORE UPDATE OF {BOOKED} ON donations_ledgerentry
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
"""
POSTGRESQL = f"""
CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER ledger_refuses_change BEFORE UPDATE OF {BOOKED} ON donations_ledgerentry
FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER ledger_refuses_deletion BEFORE DELETE ON donations_ledgerentry
FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
"""
POSTGRESQL_BACK = """
DROP TRIGGER ledger_refuses_deletion ON donations_ledgerentry;
DROP TRIGGER ledger_refuses_change ON donations_ledgerentry;
DROP FUNCTION ledger_is_append_only();
"""


def create_triggers(apps, schema_editor):
    # One execute: SQLite takes the trigger as a single statement.
    schema_editor.execute({"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor])


def drop_triggers(apps, schema_editor):
    back = {"sqlite": "DROP TRIGGER ledger_refuses_change", "postgresql": POSTGRESQL_BACK}
    schema_editor.execute(back[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies = [("donations", "0001_initial")]

    operations = [migrations.RunPython(create_triggers, drop_triggers, elidable=False)]
