from django.db import migrations

from comments.names import skeleton

BATCH = 500


def fill(apps, schema_editor):
    """What the names of all accounts look like."""
    User = apps.get_model("newsportal", "User")
    users = User.objects.using(schema_editor.connection.alias)
    batch = []
    for user in users.only("username", "first_name", "last_name").iterator(chunk_size=BATCH):
        user.username_skeleton = skeleton(user.username)
        user.name_skeleton = skeleton(f"{user.first_name} {user.last_name}")
        batch.append(user)
        if len(batch) == BATCH:
            _store(users, batch)
    _store(users, batch)


def _store(users, batch):
    users.bulk_update(batch, ["username_skeleton", "name_skeleton"])
    batch.clear()


class Migration(migrations.Migration):
    dependencies = [("newsportal", "0002_add_skeletons")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
