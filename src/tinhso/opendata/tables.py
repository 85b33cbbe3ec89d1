"""The catalogue as a list: columns and filters for page, CSV, XLSX and JSON."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from tinhso.base.web.filters import ChoiceFilter, Filters, TextFilter
from tinhso.base.web.tables import Column, Table, Words
from tinhso.indicators.models import Frequency
from tinhso.opendata import queries
from tinhso.opendata.models import Dataset
from tinhso.opendata.querysets import DatasetQuerySet
from tinhso.people import queries as people

IRREGULAR = "irregular"
"""What an address says of datasets that are renewed when figures change."""


def frequency_word(dataset: Dataset) -> str:
    """How often it is renewed, in words."""
    return str(Frequency(dataset.frequency).label if dataset.frequency else _("Khi có thay đổi"))


DATASETS: Table[Dataset] = Table(
    "du-lieu-mo",
    _("Dữ liệu mở"),
    (
        Column("title", _("Bộ dữ liệu"), str, sort="sort_key"),
        Column("owner", _("Cơ quan cung cấp"), lambda row: row.owner.name),
        Column("licence", _("Giấy phép"), lambda row: str(row.licence)),
        Column("frequency", _("Cập nhật"), frequency_word),
        Column("version", _("Phiên bản"), lambda row: row.newest, kind="integer"),  # type: ignore[attr-defined]  # annotated by with_newest
        Column(
            "published",
            _("Công bố lúc"),
            lambda row: row.published_at,  # type: ignore[attr-defined]  # annotated by with_newest
            kind="moment",
            sort="published_at",
        ),
        Column("rows", _("Số dòng"), lambda row: row.newest_rows, kind="integer"),  # type: ignore[attr-defined]  # annotated by with_newest
        Column("themes", _("Chủ đề"), lambda row: ", ".join(row.themes), export_only=True),
        Column("code", _("Mã"), lambda row: row.code, export_only=True),
    ),
    href=Dataset.get_absolute_url,
    order="title",
)


def _themes() -> Iterable[tuple[str, Words]]:
    return [(theme, theme) for theme in queries.themes(queries.datasets().public())]


def _owners() -> Iterable[tuple[str, Words]]:
    held = queries.datasets().public().values("owner")
    return [(agency.code, str(agency)) for agency in people.agencies().filter(pk__in=held)]


def _licences() -> Iterable[tuple[str, Words]]:
    return [(one.code, str(one)) for one in queries.licences().filter(datasets__isnull=False).distinct()]


FILTERS = (
    TextFilter("q", _("Từ khoá")),
    ChoiceFilter("theme", _("Chủ đề"), options=_themes),
    ChoiceFilter("owner", _("Cơ quan cung cấp"), options=_owners),
    ChoiceFilter("licence", _("Giấy phép"), options=_licences),
    ChoiceFilter(
        "frequency",
        _("Cập nhật"),
        options=(*((str(one.value), one.label) for one in Frequency), (IRREGULAR, _("Khi có thay đổi"))),
    ),
)


def narrow(rows: DatasetQuerySet, filters: Filters) -> DatasetQuerySet:
    """Apply what the address asks for."""
    found = rows.searched(filters.get("q") or "")
    if theme := filters.get("theme"):
        found = found.filter(themes__contains=[theme])
    if owner := filters.get("owner"):
        found = found.filter(owner__code=owner)
    if licence := filters.get("licence"):
        found = found.filter(licence__code=licence)
    if frequency := filters.get("frequency"):
        found = found.filter(frequency="" if frequency == IRREGULAR else frequency)
    return found
