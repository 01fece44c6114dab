"""The database refuses to change what is booked or closed, and to book into a closed month.

Makes the triggers of 0002 again, which SQLite dropped with the table that 0003 made anew, and
widens them to the columns since. A later migration that remakes one of the two tables must run
this again on SQLite; tests/donations/test_ledger.py tells when one is missing.
"""

from importlib import import_module

from django.db import migrations

before = import_module("donations.migrations.0002_refuse_changes_to_the_ledger")

BOOKED = f"{before.BOOKED}, occurred_at, payment_id, evidence_id"
CLOSED = "id, campaign_id, month, start_at, end_at, account, closed_at"
INTO_CLOSED = """EXISTS (
    SELECT 1 FROM donations_closedmonth WHERE campaign_id = NEW.campaign_id
    AND start_at <= NEW.booked_at AND NEW.booked_at < end_at)"""
SQLITE = [
    "DROP TRIGGER IF EXISTS ledger_refuses_change",
    f"""CREATE TRIGGER ledger_refuses_change BEFORE UPDATE OF {BOOKED} ON donations_ledgerentry
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    f"""CREATE TRIGGER closed_month_refuses_change BEFORE UPDATE OF {CLOSED}
    ON donations_closedmonth
    BEGIN SELECT RAISE(ABORT, 'a closed month stays as it is'); END""",
    f"""CREATE TRIGGER closed_month_refuses_entries BEFORE INSERT ON donations_ledgerentry
    WHEN {INTO_CLOSED}
    BEGIN SELECT RAISE(ABORT, 'the month is closed'); END""",
]
POSTGRESQL = [
    "DROP TRIGGER ledger_refuses_change ON donations_ledgerentry",
    f"""CREATE TRIGGER ledger_refuses_change BEFORE UPDATE OF {BOOKED} ON donations_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only()""",
    """CREATE FUNCTION closed_month_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'a closed month stays as it is' USING ERRCODE = 'restrict_violation';
    END $$""",
    f"""CREATE TRIGGER closed_month_refuses_change BEFORE UPDATE OF {CLOSED}
    ON donations_closedmonth FOR EACH ROW EXECUTE FUNCTION closed_month_stays()""",
    """CREATE TRIGGER closed_month_refuses_deletion BEFORE DELETE ON donations_closedmonth
    FOR EACH ROW EXECUTE FUNCTION closed_month_stays()""",
    f"""CREATE FUNCTION closed_month_takes_nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {INTO_CLOSED} THEN
        RAISE EXCEPTION 'the month is closed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW; END $$""",
    """CREATE TRIGGER closed_month_refuses_entries BEFORE INSERT ON donations_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION closed_month_takes_nothing()""",
]
SQLITE_BACK = [
    "DROP TRIGGER closed_month_refuses_entries",
    "DROP TRIGGER closed_month_refuses_change",
    "DROP TRIGGER ledger_refuses_change",
    before.SQLITE,
]
POSTGRESQL_BACK = [
    "DROP TRIGGER closed_month_refuses_entries ON donations_ledgerentry",
    "DROP FUNCTION closed_month_takes_nothing()",
    "DROP TRIGGER closed_month_refuses_deletion ON donations_closedmonth",
    "DROP TRIGGER closed_month_refuses_change ON donations_closedmonth",
    "DROP FUNCTION closed_month_stays()",
    "DROP TRIGGER ledger_refuses_change ON donations_ledgerentry",
    f"""CREATE TRIGGER ledger_refuses_change BEFORE UPDATE OF {before.BOOKED}
    ON donations_ledgerentry FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only()""",
]


def create_triggers(apps, schema_editor):
    steps = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    for statement in steps:
        schema_editor.execute(statement)


def drop_triggers(apps, schema_editor):
    steps = {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}
    for statement in steps[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("donations", "0003_take_money")]

    operations = [migrations.RunPython(create_triggers, drop_triggers, elidable=False)]
