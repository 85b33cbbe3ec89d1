"""Indicators are read in their order: the first few with figures are found without sorting all."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the index."""

    dependencies = [("indicators", "0005_refuse_truncate")]
    operations = [
        migrations.AddIndex(
            "indicator", models.Index(fields=["sort_key", "code"], name="indicator_in_order")
        )
    ]
