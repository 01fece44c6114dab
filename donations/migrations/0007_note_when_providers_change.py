from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("donations", "0006_let_fees_come_back"),
    ]

    operations = [
        migrations.AddField(
            model_name="provider",
            name="closed_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="closed from"
            ),
        ),
        migrations.AddField(
            model_name="provider",
            name="switched_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="last switched"
            ),
        ),
    ]
