from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('donations', '0010_find_what_was_never_paid'),
        ('newsportal', '0008_take_over_mails'),
    ]

    operations = [
        migrations.DeleteModel(
            name='Letter',
        ),
    ]
