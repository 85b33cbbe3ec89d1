"""Figures from before a plan tell no status of it any more: what is kept of targets is judged again."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from tinhso.steering.jobs import rebuild


def judge_again(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Ask the worker for it: it runs when all tables have their last shape. The queue is in one database."""
    alias = editor.connection.alias
    if alias == DEFAULT_DB_ALIAS and apps.get_model("steering", "Target").objects.exists():
        rebuild.enqueue()


class Migration(migrations.Migration):
    """Nothing to do where there is no target yet; nothing to undo."""

    dependencies = [
        ("procrastinate", "0041_post_retry_failed_job"),
        ("steering", "0005_withdrawn_statements"),
    ]
    operations = [migrations.RunPython(judge_again, migrations.RunPython.noop)]
