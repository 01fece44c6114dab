from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0008_count_months'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['created_at'], name='comment_by_time'),
        ),
    ]
