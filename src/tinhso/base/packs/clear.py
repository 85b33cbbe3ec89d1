"""Removing what is illustrative: rows of every table, and the load records of demo files."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

from django.apps import apps
from django.db import IntegrityError, connection, models
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.base.audit.models import Fact, Tracked
from tinhso.base.errors import Conflict
from tinhso.base.packs.models import PackRecord, PackState


def _markable() -> set[type[models.Model]]:
    """Every table whose rows carry the illustrative mark."""
    return {model for model in apps.get_models() if issubclass(model, Fact | Tracked) and model._meta.managed}


def deletion_order(tables: Iterable[type[models.Model]]) -> list[type[models.Model]]:
    """Those that refer come before those referred to. Raises Conflict for a circle of tables."""
    chosen = set(tables)
    referring: dict[type[models.Model], set[type[models.Model]]] = {model: set() for model in chosen}
    for model in chosen:
        for field in model._meta.concrete_fields:
            target = field.related_model
            if isinstance(target, type) and target in chosen and target is not model:
                referring[target].add(model)
    try:
        return list(TopologicalSorter(referring).static_order())
    except CycleError as error:
        raise Conflict(f"Tables refer to each other in a circle: {error.args[1]}") from error


def _settle(cursor: CursorWrapper) -> None:
    """Have all references looked at now. Raises Conflict where a real row refers to a deleted one."""
    try:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        raise Conflict(
            _("Chưa xoá được: có dữ liệu thật đang dùng dữ liệu minh hoạ."), hint=str(error).strip()
        ) from error
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def clear_demo(by: Actor) -> dict[str, int]:
    """Delete all illustrative rows (xoá dữ liệu minh hoạ), by table. Audit entries and history stay.

    Facts let illustrative rows go only inside this transaction. Raises Conflict if a real row refers to one.
    """
    gone: dict[str, int] = {}
    with acting(by, "demo.clear") as act, connection.cursor() as cursor:
        cursor.execute("SELECT set_config('tinhso.clearing_demo', 'on', true)")
        for model in deletion_order(_markable()):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"DELETE FROM {table} WHERE illustrative")  # noqa: S608 - a quoted table name of our own
            if cursor.rowcount:
                gone[model._meta.label_lower] = cursor.rowcount
        _settle(cursor)
        cursor.execute("SELECT set_config('tinhso.clearing_demo', '', true)")
        PackRecord.objects.filter(illustrative=True).delete()
        PackState.objects.all().delete()
        act.record("demo:clear", data={"rows": gone})
    return gone
