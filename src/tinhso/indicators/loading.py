"""Writing what packs say of indicators and figures. Figures only grow: a changed one supersedes the old."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act
from tinhso.base.errors import NotFound
from tinhso.base.packs.naming import rows_by
from tinhso.base.text import search_key, sort_key
from tinhso.documents.loading import document_ids
from tinhso.indicators.current import keep_current
from tinhso.indicators.definitions.rows import Version, write_versions
from tinhso.indicators.definitions.shapes import columns_of
from tinhso.indicators.events import FiguresLoaded
from tinhso.indicators.models import Indicator, Observation
from tinhso.indicators.pack_items import FigureItem, IndicatorItem, Stage
from tinhso.indicators.shapes import DAYS, NUMBERS, WHOLES
from tinhso.people.loading import agency_ids
from tinhso.places.models import Place
from tinhso.places.resolving import PlaceRows

_BATCH = 500
_LEARNT_AFTER = timedelta(days=3)
_MORNING = time(9)
_SAME = (
    *NUMBERS,
    *WHOLES,
    *DAYS,
    "unit",
    "text",
    "subject",
    "comparison",
    "is_target",
    "locator",
    "note",
    "state",
)
"""Columns of the item that are columns of the fact."""


def indicator_rows(codes: Iterable[str]) -> dict[str, Indicator]:
    """Indicators by code. Raises NotFound for the first that is not there, with near ones."""
    missing = _("Không có chỉ số mang mã “%(code)s”.")
    return rows_by(Indicator.objects.all(), "code", codes, missing=missing, field="indicator")


def figure_ids(pack: str, codes: Iterable[str]) -> dict[str, UUID]:
    """Ids of a pack's figures in force, by code. Raises NotFound for the first that is not there."""
    wanted = set(codes) - {""}
    rows = Observation.objects.filter(pack=pack, code__in=wanted, superseded_by=None)
    found = dict(rows.values_list("code", "id"))
    for code in sorted(wanted - found.keys()):
        raise NotFound(_("Không có số liệu “%(code)s” trong gói.") % {"code": code}, field="observation")
    return found


def put_indicators(
    pack: str, items: Sequence[IndicatorItem], act: Act, *, illustrative: bool = False
) -> None:
    """Write indicators with everything that was laid down of them; the cells follow."""
    papers = document_ids(stage.document for item in items for stage in item.stages)
    wanted: dict[Indicator, list[Version]] = {}
    for item in items:
        versions = [_version(stage, papers) for stage in item.stages]
        row, _created = Indicator.objects.update_or_create(
            code=item.code,
            defaults={"pack": pack, "illustrative": illustrative},
            create_defaults={
                **versions[0].columns,
                "pack": pack,
                "illustrative": illustrative,
                "sort_key": sort_key(item.name.vi),
                "search_key": search_key(item.name.vi, item.name.en, item.code),
            },
        )
        wanted[row] = versions
    write_versions(wanted)
    act.record(f"pack:{pack}", subject="indicators", data={"written": len(items)})


def _version(stage: Stage, papers: Mapping[str, UUID]) -> Version:
    columns = {
        **columns_of(stage),
        "name": stage.name.vi,
        "name_en": stage.name.en,
        "document_id": papers.get(stage.document),
    }
    return Version(stage.valid_from, columns, stage.in_use, stage.why)


def place_day(item: FigureItem) -> date:
    """The day whose units a figure speaks of: the period's last, or its own date when that is earlier."""
    return min(item.days.end, item.own_date)


def _place(places: PlaceRows, item: FigureItem, illustrative: bool) -> Place:
    if illustrative:
        return places.near(item.place, place_day(item))
    return places.on(item.place, place_day(item))


def told_at(day: date, act: Act) -> datetime:
    """When an illustrative fact of `day` would have been learnt: three days later, never in the future."""
    return min(act.now, datetime.combine(day + _LEARNT_AFTER, _MORNING, tzinfo=clock.TZ))


def put_figures(
    pack: str, items: Sequence[FigureItem], act: Act, *, illustrative: bool = False
) -> list[Observation]:
    """Append figures; one that the pack wrote before under the same code is superseded, never touched."""
    indicators = indicator_rows(item.indicator for item in items)
    agencies = agency_ids(item.agency for item in items)
    documents = document_ids(item.document for item in items)
    places = PlaceRows(item.place for item in items)
    before = {
        row.code: row
        for row in Observation.objects.filter(
            pack=pack, code__in=[item.code for item in items], superseded_by=None
        )
    }
    rows = [
        Observation(
            **{name: value for name in _SAME if (value := getattr(item, name)) is not None},
            code=item.code,
            indicator=indicators[item.indicator],
            place=_place(places, item, illustrative),
            agency_id=agencies.get(item.agency),
            document_id=documents.get(item.document),
            kind=item.kind or indicators[item.indicator].kind,
            period=item.period,
            period_start=item.days.start,
            period_end=item.days.end,
            dated=item.own_date,
            supersedes=before.get(item.code),
            pack=pack,
            illustrative=illustrative,
            recorded_at=told_at(item.own_date, act) if illustrative else act.now,
        )
        for item in items
    ]
    Observation.objects.bulk_create(rows, batch_size=_BATCH)
    keep_current(rows)
    act.record(f"pack:{pack}", subject="figures", data={"written": len(rows)}, facts=rows)
    act.emit(FiguresLoaded(pack=pack, months=_months([*rows, *before.values()])))
    return rows


def _months(rows: Iterable[Observation]) -> dict[date, tuple[UUID, ...]]:
    """The indicators of those figures, by the months that their periods end in."""
    found: dict[date, set[UUID]] = {}
    for row in rows:
        found.setdefault(row.period_end.replace(day=1), set()).add(row.indicator_id)
    return {month: tuple(sorted(keys)) for month, keys in sorted(found.items())}
