import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0007_name_decisions'),
    ]

    operations = [
        migrations.CreateModel(
            name='ModeratedMonth',
            fields=[
                ('begins_on', models.DateField(primary_key=True, serialize=False, verbose_name='month')),
                ('numbers', models.JSONField(verbose_name='numbers')),
                ('kept_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='kept')),
            ],
            options={
                'verbose_name': 'month of moderation',
                'verbose_name_plural': 'months of moderation',
                'ordering': ['-begins_on'],
            },
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['-reported_at', '-id'], name='report_newest'),
        ),
        migrations.AddIndex(
            model_name='vote',
            index=models.Index(condition=models.Q(('standing', 2)), fields=['reviewed_at'], name='vote_voided'),
        ),
    ]
