"""Joint agencies and served targets are one table each: the one that keeps its history."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Give the two relations their tables with history instead of tables of their own."""

    dependencies = [("people", "0001_initial"), ("steering", "0001_initial")]
    operations = [
        migrations.RemoveField("task", "joint"),
        migrations.RemoveField("task", "targets"),
        migrations.AddField(
            "task",
            "joint",
            models.ManyToManyField(
                blank=True, related_name="joint_tasks", through="steering.JointAgency", to="people.agency"
            ),
        ),
        migrations.AddField(
            "task",
            "targets",
            models.ManyToManyField(
                blank=True, related_name="tasks", through="steering.Service", to="steering.target"
            ),
        ),
    ]
