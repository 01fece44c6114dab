from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0013_note_refused_mail'),
        ('newsportal', '0008_take_over_mails'),
    ]

    operations = [
        migrations.DeleteModel(
            name='OutgoingMail',
        ),
    ]
