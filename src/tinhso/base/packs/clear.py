"""Removing what is illustrative: rows of every table, and the load records of demo files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter

from django.apps import apps
from django.db import IntegrityError, connection, models
from django.db.backends.utils import CursorWrapper
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.base.audit.models import Fact
from tinhso.base.errors import Conflict
from tinhso.base.packs.events import DemoCleared
from tinhso.base.packs.models import PackRecord, PackState

Table = type[models.Model]


def _marked() -> set[Table]:
    """Every table whose rows carry the illustrative mark. The load records are cleared by themselves."""
    return {
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and model is not PackRecord
        and any(field.name == "illustrative" for field in model._meta.concrete_fields)
    }


def _to_marked(model: Table, marked: set[Table]) -> Iterator[tuple[models.ForeignKey[models.Model], Table]]:
    for field in model._meta.concrete_fields:
        target = field.related_model
        if isinstance(field, models.ForeignKey) and isinstance(target, type) and target in marked:
            yield field, target


def _goes_along(model: Table, marked: set[Table]) -> list[tuple[models.ForeignKey[models.Model], Table]]:
    """References through which a row goes with the illustrative row it belongs to. Facts never do."""
    if issubclass(model, Fact):
        return []
    return [
        (field, target)
        for field, target in _to_marked(model, marked)
        if field.remote_field.on_delete is models.CASCADE
    ]


def deletion_order(tables: Iterable[Table]) -> list[Table]:
    """Those that refer come before those referred to. Raises Conflict for a circle of tables.

    References that may be empty and take no row along (a draft's final version) do not count: the database
    looks at all of them at the end.
    """
    chosen = set(tables)
    referring: dict[Table, set[Table]] = {model: set() for model in chosen}
    for model in chosen:
        for field in model._meta.concrete_fields:
            target = field.related_model
            if not isinstance(target, type) or target not in chosen or target is model:
                continue
            along = getattr(field.remote_field, "on_delete", None) is models.CASCADE
            if along or not field.null:
                referring[target].add(model)
    try:
        return list(TopologicalSorter(referring).static_order())
    except CycleError as error:
        raise Conflict(f"Tables refer to each other in a circle: {error.args[1]}") from error


def _unstamp() -> None:
    """The packs stay loaded with what is left of them, and the next load reads their files anew."""
    left = PackRecord.objects.filter(pack=OuterRef("pack")).order_by().values("pack")
    counted = Subquery(left.annotate(rows=Count("pk")).values("rows"))
    PackState.objects.update(stamp="", items=Coalesce(counted, 0))


def _illustrative_of(field: models.ForeignKey[models.Model], target: Table) -> str:
    quote = connection.ops.quote_name
    key = quote(str(target._meta.pk.column))
    return (
        f"{quote(str(field.column))} IN (SELECT {key} FROM {quote(target._meta.db_table)} WHERE illustrative)"  # noqa: S608 - quoted names of our own
    )


def _delete(cursor: CursorWrapper, model: Table, marked: set[Table]) -> int:
    conditions = [_illustrative_of(field, target) for field, target in _goes_along(model, marked)]
    if model in marked:
        conditions.append("illustrative")
    table = connection.ops.quote_name(model._meta.db_table)
    cursor.execute(f"DELETE FROM {table} WHERE {' OR '.join(conditions)}")  # noqa: S608 - as above
    return int(cursor.rowcount)


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

    What only belongs to such a row (a link, a key of an account) goes along. Facts let illustrative rows go
    only inside this transaction. Raises Conflict if a real row refers to one.
    """
    gone: dict[str, int] = {}
    marked = _marked()
    along = {
        m for m in apps.get_models(include_auto_created=True) if m._meta.managed and _goes_along(m, marked)
    }
    with acting(by, "demo.clear") as act, connection.cursor() as cursor:
        cursor.execute("SELECT set_config('tinhso.clearing_demo', 'on', true)")
        for model in deletion_order(marked | along):
            if count := _delete(cursor, model, marked):
                gone[model._meta.label_lower] = count
        _settle(cursor)
        cursor.execute("SELECT set_config('tinhso.clearing_demo', '', true)")
        PackRecord.objects.filter(illustrative=True).delete()
        _unstamp()
        act.record("demo:clear", data={"rows": gone})
        act.emit(DemoCleared())
    return gone
