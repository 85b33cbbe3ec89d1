"""Laying down how an indicator is measured from a day on (định nghĩa chỉ số), and reading it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor, SystemActor
from tinhso.base.errors import Invalid, Problem
from tinhso.base.web import wording
from tinhso.documents.loading import document_ids
from tinhso.indicators import events, policies
from tinhso.indicators.definitions import checking as checks
from tinhso.indicators.definitions.readable import Known
from tinhso.indicators.definitions.rows import (
    Version,
    begin,
    behind,
    copied,
    in_order,
    refresh_copies,
    standing,
    write_versions,
)
from tinhso.indicators.definitions.shapes import COLUMNS, DefinitionDraft, columns_of
from tinhso.indicators.formula import parse
from tinhso.indicators.formula.dependencies import codes
from tinhso.indicators.models import Definition, Indicator, Kind, Observation
from tinhso.indicators.querysets import IndicatorQuerySet
from tinhso.people import queries as people

__all__ = [
    "DefinitionDraft",
    "begin",
    "behind",
    "define",
    "definition_on",
    "definitions_of",
    "in_use",
    "rebuild",
    "take_effect",
    "versions",
]

_FIXED = ("kind", "unit", "factor")
"""What figures that were told already are read by."""


def definition_on(indicators: Iterable[Indicator | UUID], day: date) -> dict[UUID, Definition]:
    """What stood of each indicator on `day`, by the indicator's id; nothing before the first. One query."""
    keys = [one if isinstance(one, UUID) else one.pk for one in indicators]
    rows = Definition.objects.filter(indicator__in=keys).select_related("document")
    rows = rows.filter(Q(valid_from=None) | Q(valid_from__lte=day))
    newest = rows.order_by("indicator_id", F("valid_from").desc(nulls_last=True)).distinct("indicator_id")
    return {row.indicator_id: row for row in newest}


def definitions_of(figures: Sequence[Observation]) -> dict[UUID, Definition]:
    """What each figure was told under: what stood on its period's last day, else the first. One query."""
    rows: dict[UUID, list[Definition]] = {}
    told = Definition.objects.filter(indicator__in={figure.indicator_id for figure in figures})
    for row in told.select_related("document"):
        rows.setdefault(row.indicator_id, []).append(row)
    found = {figure.pk: (rows.get(figure.indicator_id, []), figure.period_end) for figure in figures}
    return {key: standing(each, day) or each[-1] for key, (each, day) in found.items() if each}


def in_use(rows: IndicatorQuerySet, day: date) -> IndicatorQuerySet:
    """Without those that are told no more on `day`."""
    stands = Definition.objects.filter(Q(valid_from=None) | Q(valid_from__lte=day), indicator=OuterRef("pk"))
    newest = stands.order_by(F("valid_from").desc(nulls_last=True)).values("in_use")[:1]
    return rows.alias(still_told=Coalesce(Subquery(newest), True)).filter(still_told=True)


def versions(indicator: Indicator) -> list[Definition]:
    """Everything that was and will be laid down of it, the newest first."""
    return list(indicator.definitions.select_related("document"))


def define(
    by: Actor,
    code: str,
    draft: DefinitionDraft,
    valid_from: date | None,
    why: str,
    document: str = "",
) -> Definition:
    """Lay down an indicator from `valid_from` on (None: since ever), or change what begins on that very day.

    The indicator and the cells of its disaggregations are made where they are new; cells that are no longer
    there end. What stands today is copied to `Indicator` at once, what begins later by the daily job. The
    same again changes nothing. Raises NotAllowed; Invalid with every problem at its field; NotFound for the
    document.
    """
    policies.require_define(by)
    with acting(by, "indicators.define", reason=why) as act:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('indicators.define'))")
        indicator = Indicator.objects.select_for_update().filter(code=code).first()
        stored = in_order(map(Version.of, versions(indicator))) if indicator else []
        paper = document_ids([document]).get(document)
        columns = {**columns_of(draft), "name": draft.name, "name_en": draft.name_en, "document_id": paper}
        fresh = Version(valid_from, columns, draft.in_use, why)
        before = next((one for one in stored if one.valid_from == valid_from), None)
        if before and before.in_use == fresh.in_use and not _changed(before, fresh):
            return Definition.objects.get(indicator=indicator, valid_from=valid_from)
        _require_valid(code, draft, fresh, indicator, stored)
        if indicator is None:
            indicator = _created(by, code, columns)
        return _laid_down(act, indicator, fresh, [one for one in stored if one != before], before)


def _changed(before: Version, fresh: Version) -> dict[str, list[Any]]:
    """Field by field, before and after."""
    return {
        name: [before.columns[name], fresh.columns[name]]
        for name in COLUMNS
        if before.columns[name] != fresh.columns[name]
    }


def _created(by: Actor, code: str, columns: Mapping[str, Any]) -> Indicator:
    row = copied(Indicator(code=code), columns, illustrative=bool(getattr(by, "illustrative", False)))
    row.save(force_insert=True)
    return row


def _laid_down(
    act: Act, indicator: Indicator, fresh: Version, others: Sequence[Version], replaced: Version | None
) -> Definition:
    cells = set(indicator.cells.values_list("code", flat=True))
    write_versions({indicator: in_order([*others, fresh])})
    row = Definition.objects.select_related("document").get(indicator=indicator, valid_from=fresh.valid_from)
    earlier = [one for one in others if _begins(one) < _begins(fresh)]
    base = replaced or (in_order(earlier)[-1] if earlier else None)
    changed = _changed(base, fresh) if base else {"code": [None, indicator.code]}
    act.record(
        f"indicator:{indicator.code}",
        subject=row,
        data={
            "valid_from": fresh.valid_from.isoformat() if fresh.valid_from else None,
            "in_use": fresh.in_use,
            "changed": {name: [_plain(one), _plain(other)] for name, (one, other) in changed.items()},
            "cells": sorted(set(indicator.cells.values_list("code", flat=True)) - cells),
        },
    )
    act.emit(
        events.IndicatorDefined(indicator=indicator.pk, code=indicator.code, valid_from=fresh.valid_from)
    )
    return row


def _begins(version: Version) -> date:
    return version.valid_from or date.min


def _plain(value: Any) -> Any:
    return value if isinstance(value, None | bool | int | list | dict) else str(value)


def _require_valid(
    code: str, draft: DefinitionDraft, fresh: Version, indicator: Indicator | None, stored: Sequence[Version]
) -> None:
    """Raises Invalid with every problem."""
    found: list[Problem] = []
    if indicator is None and not checks.is_code(code):
        found.append(checks.code_problem(code, "code"))
    if indicator is not None and indicator.whole:
        said = _("“%(code)s” là một phần của “%(whole)s”; sửa định nghĩa của chỉ số chung.")
        found.append(Problem("cell", said % {"code": code, "whole": indicator.whole.code}, "code"))
    if stored and not fresh.why.strip():
        found.append(Problem("missing", _("Nêu lý do thay đổi định nghĩa."), "why"))
    agencies = set(people.agencies().filter(code__in=draft.reporters.agencies).values_list("code", flat=True))
    found += checks.problems(draft, agencies)
    if indicator is not None:
        found += _told_otherwise(indicator, fresh, stored)
    if draft.formula and not any(problem.field == "formula" for problem in found):
        found += _references(code, fresh)
    if found:
        first = found[0]
        raise Invalid(first.message, code=first.code, field=first.field, hint=first.hint, problems=found)


def _told_otherwise(indicator: Indicator, fresh: Version, stored: Sequence[Version]) -> list[Problem]:
    """Kind and unit stay as they are for figures that were told: a change begins after the last of them."""
    earlier = [one for one in stored if _begins(one) <= _begins(fresh)]
    if not stored:
        return []
    before = earlier[-1] if earlier else stored[0]
    later = [_begins(one) for one in stored if _begins(one) > _begins(fresh)]
    changed = [name for name in _FIXED if before.columns[name] != fresh.columns[name]]
    if not changed:
        return []
    figures = Observation.objects.filter(indicator=indicator, period_end__gte=_begins(fresh))
    if later:
        figures = figures.filter(period_end__lt=min(later))
    last = figures.order_by("-period_end").values_list("period_end", flat=True).first()
    if last is None:
        return []
    day = wording.day(max(last, clock.today()) + timedelta(days=1))
    said = _("Đã có số liệu theo định nghĩa cũ (kỳ đến ngày %(last)s).") % {"last": wording.day(last)}
    hint = _("Giữ nguyên, hoặc thêm định nghĩa mới có hiệu lực từ ngày %(day)s.") % {"day": day}
    return [Problem("figures_told", said, name, hint) for name in changed]


def _references(code: str, fresh: Version) -> list[Problem]:
    """Codes that there are not, and formulas that come back to themselves on any day from then on."""
    tree = parse(fresh.columns["formula"])
    known = set(Indicator.objects.values_list("code", flat=True)) | {code}
    if problem := checks.unknown_references(tree, known):
        return [problem]
    if problem := checks.unreadable(tree, Known.stored({code: Kind(fresh.columns["kind"])})):
        return [problem]
    if not codes(tree):
        return []
    rows: dict[str, list[Definition]] = {}
    for row in Definition.objects.filter(indicator__in=_derived()).select_related("indicator"):
        rows.setdefault(row.indicator.code, []).append(row)
    rows.pop(code, None)
    begun = {row.valid_from for each in rows.values() for row in each if row.valid_from}
    for day in sorted({_begins(fresh), *(one for one in begun if one > _begins(fresh))}):
        stands = {other: standing(each, day) for other, each in rows.items()}
        trees = {other: parse(row.formula) for other, row in stands.items() if row and row.formula}
        if problem := checks.circle({code: tree, **trees}):
            return [problem]
    return []


def _derived() -> Any:
    return Definition.objects.exclude(formula="").values("indicator")


def take_effect() -> list[Indicator]:
    """Let definitions that begin today stand (có hiệu lực): indicators copy what stands. Idempotent."""
    due = [row for row, definition in behind() if definition is not None]
    if not due:
        return []
    with acting(SystemActor("định nghĩa có hiệu lực"), "indicators.take_effect") as act:
        changed = refresh_copies([row.pk for row in due])
        for row in changed:
            act.record(f"indicator:{row.code}", subject=row, data={"definition": "in force"})
            act.emit(events.IndicatorDefined(indicator=row.pk, code=row.code, valid_from=None))
    return changed


def rebuild() -> int:
    """Make the copies anew from the definitions (dựng lại). Returns how many were wrong.

    An indicator without any definition gets the one it says itself.
    """
    wrong = behind()
    begin(row for row, definition in wrong if definition is None and row.whole_id is None)
    refresh_copies([row.pk for row, definition in wrong if definition is not None])
    return len(wrong)
