"""Rows of definitions: the cells that follow from a whole, and the copy that indicators keep of today's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from tinhso.base import clock
from tinhso.base.text import search_key, sort_key
from tinhso.indicators.definitions.shapes import COLUMNS, crossed
from tinhso.indicators.models import Definition, Indicator

_BATCH = 500


@dataclass(frozen=True)
class Version:
    """How an indicator is laid down from a day on (None: since ever); `columns` are those of `Described`."""

    valid_from: date | None
    columns: Mapping[str, Any] = field(compare=False)
    in_use: bool = True
    why: str = field(default="", compare=False)

    @classmethod
    def of(cls, row: Definition) -> Version:
        """A stored one."""
        columns = {name: getattr(row, name) for name in COLUMNS}
        return cls(row.valid_from, columns, row.in_use, row.why)


def in_order(versions: Iterable[Version]) -> list[Version]:
    """The oldest first."""
    return sorted(versions, key=lambda one: one.valid_from or date.min)


def _of_cell(whole: Version, parts: Sequence[Mapping[str, str]]) -> Version:
    """What a whole's version says of one of its cells."""
    names = {
        name: f"{whole.columns[name]} ({', '.join(part[lang] or part['vi'] for part in parts)})"
        if whole.columns[name]
        else ""
        for name, lang in (("name", "vi"), ("name_en", "en"))
    }
    return replace(whole, columns={**whole.columns, **names, "disaggregations": [], "formula": ""})


def cell_versions(whole: Sequence[Version], known: Mapping[str, Version]) -> dict[str, list[Version]]:
    """The versions of every cell, following from those of the whole, the oldest first.

    A cell begins with the version that first has it, and is in use no more from one without it. `known` are
    cells that exist, each with what it says: those that no version has any more are out of use altogether.
    """
    found: dict[str, list[Version]] = {}
    for version in whole:
        crossing = crossed(version.columns["disaggregations"]) if version.in_use else {}
        for cell, parts in crossing.items():
            found.setdefault(cell, []).append(_of_cell(version, parts))
        for cell, before in found.items():
            if cell not in crossing and before[-1].in_use:
                before.append(replace(before[-1], valid_from=version.valid_from, in_use=False))
    for cell, said in known.items():
        found.setdefault(cell, [replace(said, valid_from=whole[0].valid_from, in_use=False)])
    return found


def write_versions(wanted: Mapping[Indicator, Sequence[Version]]) -> None:
    """Have exactly those versions stand, those of the cells with them, and indicators copy today's.

    The same versions again change nothing. Cells that are not there yet are made.
    """
    _write_rows(wanted)
    cells = _cells(wanted)
    _write_rows(cells)
    refresh_copies([row.pk for row in (*wanted, *cells)])


def _write_rows(wanted: Mapping[Indicator, Sequence[Version]]) -> None:
    stored: dict[tuple[UUID, date | None], Definition] = {
        (row.indicator_id, row.valid_from): row for row in Definition.objects.filter(indicator__in=wanted)
    }
    fresh: list[Definition] = []
    changed: list[Definition] = []
    for indicator, versions in wanted.items():
        for version in versions:
            row = stored.pop((indicator.pk, version.valid_from), None)
            if row is None:
                row = Definition(indicator=indicator, valid_from=version.valid_from)
                fresh.append(_filled(row, version, indicator))
            elif _differs(row, version, indicator):
                changed.append(_filled(row, version, indicator))
    Definition.objects.filter(pk__in=[row.pk for row in stored.values()]).delete()
    Definition.objects.bulk_create(fresh, batch_size=_BATCH)
    Definition.objects.bulk_update(
        changed, [*(_field(name) for name in COLUMNS), "in_use", "why", "illustrative"], batch_size=_BATCH
    )


def _field(attname: str) -> str:
    return attname.removesuffix("_id")


def _differs(row: Definition, version: Version, indicator: Indicator) -> bool:
    own = (row.in_use, row.why, row.illustrative)
    return own != (version.in_use, version.why, indicator.illustrative) or any(
        getattr(row, name) != version.columns[name] for name in COLUMNS
    )


def _filled(row: Definition, version: Version, indicator: Indicator) -> Definition:
    for name in COLUMNS:
        setattr(row, name, version.columns[name])
    row.in_use, row.why, row.illustrative = version.in_use, version.why, indicator.illustrative
    return row


def _cells(wanted: Mapping[Indicator, Sequence[Version]]) -> dict[Indicator, list[Version]]:
    """The cells of those wholes as indicators, made where they are missing, with their versions."""
    known: dict[UUID, dict[str, Indicator]] = {}
    for row in Indicator.objects.filter(whole__in=wanted):
        if row.whole_id:
            known.setdefault(row.whole_id, {})[row.cell] = row
    fresh: list[Indicator] = []
    found: dict[Indicator, list[Version]] = {}
    for whole, versions in wanted.items():
        there = known.get(whole.pk, {})
        said = {
            cell: Version(None, {name: getattr(row, name) for name in COLUMNS}) for cell, row in there.items()
        }
        for cell, told in cell_versions(versions, said).items():
            row = there.get(cell) or _new_cell(whole, cell, told[-1])
            if cell not in there:
                fresh.append(row)
            found[row] = told
    Indicator.objects.bulk_create(fresh, batch_size=_BATCH)
    return found


def _new_cell(whole: Indicator, cell: str, version: Version) -> Indicator:
    row = Indicator(code=f"{whole.code}.{cell}", whole=whole, cell=cell, pack=whole.pack)
    return copied(row, version.columns, illustrative=whole.illustrative)


def copied(row: Indicator, columns: Mapping[str, Any], *, illustrative: bool) -> Indicator:
    """The indicator with those columns of `Described`, unsaved; its keys follow from its name."""
    for name in COLUMNS:
        setattr(row, name, columns[name])
    row.illustrative = illustrative
    row.sort_key = sort_key(row.name)
    row.search_key = search_key(row.name, row.name_en, row.code)
    return row


def standing(rows: Sequence[Definition], day: date) -> Definition | None:
    """Of one indicator's rows that which stands on `day`; before the first there is none."""
    begun = [row for row in rows if row.valid_from is None or row.valid_from <= day]
    return max(begun, key=lambda row: row.valid_from or date.min, default=None)


def _stands_today(chosen: Collection[UUID] | None) -> dict[UUID, Definition]:
    """What each indicator must copy: what stands today; of what has not begun yet the first."""
    found = Definition.objects.all() if chosen is None else Definition.objects.filter(indicator__in=chosen)
    rows: dict[UUID, list[Definition]] = {}
    for row in found:
        rows.setdefault(row.indicator_id, []).append(row)
    today = clock.today()
    return {
        key: standing(each, today) or min(each, key=lambda row: row.valid_from or date.min)
        for key, each in rows.items()
    }


def behind(chosen: Collection[UUID] | None = None) -> list[tuple[Indicator, Definition | None]]:
    """Indicators whose copy is not what their definitions say today; None where there is no definition."""
    rows = Indicator.objects.all() if chosen is None else Indicator.objects.filter(pk__in=chosen)
    stands = _stands_today(chosen)
    found: list[tuple[Indicator, Definition | None]] = []
    for row in rows:
        definition = stands.get(row.pk)
        if definition is None or any(getattr(row, name) != getattr(definition, name) for name in COLUMNS):
            found.append((row, definition))
    return found


def refresh_copies(chosen: Collection[UUID] | None = None) -> list[Indicator]:
    """Copy to indicators what stands today, where it differs; those that changed. Idempotent."""
    changed = [
        copied(row, {name: getattr(definition, name) for name in COLUMNS}, illustrative=row.illustrative)
        for row, definition in behind(chosen)
        if definition is not None
    ]
    names = [*(_field(name) for name in COLUMNS), "sort_key", "search_key"]
    Indicator.objects.bulk_update(changed, names, batch_size=_BATCH)
    return changed


def begin(indicators: Iterable[Indicator]) -> None:
    """Give indicators that have no definition the one they say themselves, since ever."""
    rows = list(indicators)
    told = set(Definition.objects.filter(indicator__in=rows).values_list("indicator_id", flat=True))
    write_versions(
        {
            row: [Version(None, {name: getattr(row, name) for name in COLUMNS})]
            for row in rows
            if row.pk not in told and row.whole_id is None
        }
    )
