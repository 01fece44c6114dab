from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Coalesce

FILED_AT = Coalesce("valid_at", "created_at")


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_refuse_changes_of_the_past")]

    operations = [
        migrations.RemoveIndex(model_name="mapimage", name="map_area_newest"),
        migrations.AddIndex(
            model_name="mapimage",
            index=models.Index(FILED_AT.desc(), F("id").desc(), name="map_newest"),
        ),
        migrations.AddIndex(
            model_name="mapimage",
            index=models.Index(
                F("area"), FILED_AT.desc(), F("id").desc(), name="map_area_newest"
            ),
        ),
    ]
