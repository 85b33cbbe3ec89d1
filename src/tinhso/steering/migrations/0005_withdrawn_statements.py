"""A stated status can be withdrawn by a later fact; a goal carries the version that its form was filled from."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Both columns are empty or 1 for what is there: no fact and no digest changes."""

    dependencies = [("steering", "0004_refuse_truncate")]
    operations = [
        migrations.AddField("goal", "version", models.PositiveIntegerField(default=1)),
        migrations.AddField(
            "statement",
            "withdraws",
            models.OneToOneField(
                blank=True,
                null=True,
                on_delete=models.PROTECT,
                related_name="withdrawn_by",
                to="steering.statement",
            ),
        ),
    ]
