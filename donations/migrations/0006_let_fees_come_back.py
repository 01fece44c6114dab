"""A provider may give a fee back: it is booked as a fee that is not negative.

Makes the triggers of the ledger again that SQLite drops with the table it makes anew.
"""

from importlib import import_module

from django.db import migrations

triggers = import_module("donations.migrations.0004_refuse_changes_to_closed_months")


def create_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in triggers.SQLITE:
            if "donations_ledgerentry" in statement:
                schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("donations", "0005_let_a_second_person_decide")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, create_triggers, elidable=False),
        migrations.RemoveConstraint(model_name="ledgerentry", name="fee_is_negative"),
        migrations.RunPython(create_triggers, migrations.RunPython.noop, elidable=False),
    ]
