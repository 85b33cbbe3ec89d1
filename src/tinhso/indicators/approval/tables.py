"""The lists of figures on their way: what waits for a level, what waits below it, what somebody sent in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, overload
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from tinhso.base.calendar.periods import Period
from tinhso.base.text import fold
from tinhso.base.web import wording
from tinhso.base.web.filters import ChoiceFilter, Filters, TextFilter
from tinhso.base.web.tables import Column, Table
from tinhso.indicators import display, queries, tables
from tinhso.indicators.approval.standings import Standing, standings
from tinhso.indicators.display import Shown
from tinhso.indicators.models import Observation, State, Submission
from tinhso.people import queries as people

_CHUNK: Final = 1_000


@dataclass(frozen=True)
class OnItsWay:
    """A figure that was sent in, as a line of a list."""

    submission: Submission
    figure: Observation
    shown: Shown
    standing: Standing
    sender: str

    @property
    def pk(self) -> UUID:
        """The figure's last version."""
        return self.figure.pk

    @property
    def reason(self) -> str:
        """Why it was returned."""
        return self.figure.reason if self.standing.state == State.RETURNED else ""


def on_their_way(rows: Sequence[Submission]) -> list[OnItsWay]:
    """Those figures with what a line says of them; the statements do not grow with the rows."""
    figures = [row.last for row in rows]
    stand = standings(figures)
    senders = queries.who_said(list(queries.figures().filter(pk__in=[row.sent for row in rows])))
    return [
        OnItsWay(row, row.last, display.show(row.last), stand[row.last_id], senders.get(row.sent, ""))
        for row in rows
    ]


class Queue(Sequence[OnItsWay]):
    """The rows of a queryset as lines, read page by page."""

    def __init__(self, rows: QuerySet[Submission]) -> None:
        around = ("last__indicator", "last__place__parent", "last__agency", "last__document")
        self.rows = rows.select_related(*around)
        self._count: int | None = None

    def __len__(self) -> int:
        if self._count is None:
            self._count = self.rows.count()
        return self._count

    @overload
    def __getitem__(self, at: int) -> OnItsWay: ...
    @overload
    def __getitem__(self, at: slice) -> list[OnItsWay]: ...
    def __getitem__(self, at: int | slice) -> OnItsWay | list[OnItsWay]:
        if isinstance(at, slice):
            return on_their_way(list(self.rows[at]))
        return on_their_way([self.rows[at]])[0]

    def __iter__(self) -> Iterator[OnItsWay]:
        for start in range(0, len(self), _CHUNK):
            yield from self[start : start + _CHUNK]


_COLUMNS: Final[tuple[Column[OnItsWay], ...]] = (
    Column("indicator", pgettext_lazy("column", "Chỉ số"), lambda one: display.name_of(one.figure)),
    Column("place", gettext_lazy("Địa bàn"), lambda one: one.figure.place.full_name),
    Column("agency", gettext_lazy("Đơn vị"), lambda one: str(one.figure.agency or ""), essential=False),
    Column("period", gettext_lazy("Kỳ"), lambda one: wording.period(one.figure.period)),
    Column("shown", gettext_lazy("Số liệu"), lambda one: one.shown.text),
    Column(
        "state",
        gettext_lazy("Trạng thái"),
        lambda one: str(one.standing.state),
        kind="status",
        word=lambda one: one.standing.words,
    ),
    Column("reason", gettext_lazy("Lý do trả lại"), lambda one: one.reason),
)
_EXACT: Final[tuple[Column[OnItsWay], ...]] = (
    Column("level", gettext_lazy("Số cấp đã duyệt"), lambda one: one.standing.level, export_only=True),
    Column("next", gettext_lazy("Chờ ai"), lambda one: one.standing.next, export_only=True),
    Column("sent_at", gettext_lazy("Lúc gửi"), lambda one: one.submission.sent_at, kind="moment"),
    Column("sender", gettext_lazy("Người gửi"), lambda one: one.sender, export_only=True),
    Column("code", gettext_lazy("Mã chỉ số"), lambda one: one.figure.indicator.code, export_only=True),
    Column("place_code", gettext_lazy("Mã địa bàn"), lambda one: one.figure.place.code, export_only=True),
    Column("id", gettext_lazy("Định danh"), lambda one: one.pk, export_only=True),
)


def _href(one: OnItsWay) -> str:
    return one.figure.get_absolute_url()


WAITING_TABLE: Final[Table[OnItsWay]] = Table(
    "so-lieu-cho-duyet", gettext_lazy("Số liệu chờ duyệt"), (*_COLUMNS, *_EXACT), href=_href
)
SENT_TABLE: Final[Table[OnItsWay]] = Table(
    "so-lieu-toi-da-gui", gettext_lazy("Số liệu tôi đã gửi"), (*_COLUMNS, *_EXACT), href=_href
)

_INDICATOR: Final = TextFilter("indicator", pgettext_lazy("column", "Chỉ số"))
_AGENCY: Final = TextFilter("agency", gettext_lazy("Đơn vị"))
_PERIOD: Final = tables.PeriodFilter("period", gettext_lazy("Kỳ"))
_STATES: Final = tuple((state.value, state.label) for state in State)
WAITING_FILTERS: Final = (_INDICATOR, _AGENCY, _PERIOD)
SENT_FILTERS: Final = (
    ChoiceFilter("state", gettext_lazy("Trạng thái"), options=_STATES),
    _INDICATOR,
    _AGENCY,
    _PERIOD,
)


def narrow(rows: QuerySet[Submission], filters: Filters | Mapping[str, Any]) -> QuerySet[Submission]:
    """Apply what the address asks for: an indicator or agency by its code, else by words of its name."""
    found = rows
    if words := filters.get("indicator"):
        coded = queries.indicators().filter(code=words).first()
        found = found.filter(indicator=coded) if coded else _named(found, "indicator", words)
    if words := filters.get("agency"):
        office = people.agencies().coded(words)
        found = found.filter(agency=office) if office else _named(found, "agency", words)
    if filters.get("period"):
        days = Period.parse(str(filters.get("period")))
        found = found.filter(last__period_start__gte=days.start, period_end__lte=days.end)
    return found.filter(state=filters.get("state")) if filters.get("state") else found


def _named(rows: QuerySet[Submission], field: str, words: str) -> QuerySet[Submission]:
    for word in fold(words).split():
        rows = rows.filter(**{f"{field}__search_key__contains": word})
    return rows
