"""Withdrawn articles are unpublished now; pictures that articles show get their placements."""

from django.db import migrations


def fill(apps, schema_editor):
    Article = apps.get_model("articles", "Article")
    Placement = apps.get_model("articles", "Placement")
    Article.objects.filter(status="withdrawn").update(status="unpublished")
    leads = Article.objects.exclude(lead_image=None).values_list("pk", "lead_image")
    Placement.objects.bulk_create(
        (Placement(article_id=article, image_id=image, position=0) for article, image in leads.iterator()),
        batch_size=500,
    )


def empty(apps, schema_editor):
    apps.get_model("articles", "Article").objects.filter(status="unpublished").update(
        status="withdrawn"
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_newsroom")]

    operations = [migrations.RunPython(fill, empty)]
