"""Questions as programs and the command line send them, and the limits they are held to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal, Self
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, field_validator

from tinhso.base import clock
from tinhso.base.calendar.periods import Period, PeriodKind
from tinhso.base.errors import Invalid
from tinhso.base.web import wording
from tinhso.indicators.boundaries.api import known_boundaries
from tinhso.places import queries as places
from tinhso.places.models import Level
from tinhso.warehouse.questions import Condition, Op, Places, Query, Times

MOST_MEASURES: Final = 40
MOST_YEARS: Final = 20
MOST_CONDITIONS: Final = 10
MOST_CELLS: Final = 500_000
USUAL_YEARS: Final = 5
"""How far back a question reaches that names no first day."""
AS_TOLD: Final = "told"
"""What addresses say for periods as they were told."""

KindName = Literal["day", "month", "quarter", "half", "year", "told"]
Code = Annotated[str, Field(min_length=1, max_length=200)]


class ConditionIn(BaseModel):
    """Only places and periods whose number of `measure` compares so; in an address `code~lt~100`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    measure: Code
    op: Op
    number: Annotated[Decimal, Field(max_digits=40, allow_inf_nan=False)]

    @classmethod
    def parse(cls, text: str) -> Self:
        """From an address. Raises Invalid, ValidationError."""
        pieces = text.rsplit("~", 2)
        if len(pieces) != 3:
            raise Invalid(
                _("Không đọc được điều kiện “%(text)s”.") % {"text": text},
                field="where",
                hint=_("Viết dạng mã chỉ số~lt~100; phép so: lt, le, eq, ne, ge, gt."),
            )
        return cls.model_validate(dict(zip(("measure", "op", "number"), pieces, strict=True)))

    def __str__(self) -> str:
        return f"{self.measure}~{self.op.value}~{self.number}"


class QueryIn(BaseModel):
    """A question: measures × units of a level and boundary date × periods × conditions.

    `level` left out: `within` itself. `boundaries` left out: today's. `by`: the kind of period, `told`: the
    periods as they were told. Without `first` five years up to `last`, without `last` up to today.
    """

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    measures: Annotated[list[Code], Field(min_length=1, max_length=MOST_MEASURES, alias="m")]
    level: Level | None = None
    within: Annotated[str, Field(max_length=40)] = ""
    boundaries: Annotated[date | None, Field(alias="on")] = None
    told_at: Level | None = None
    by: KindName = "year"
    first: date | None = None
    last: date | None = None
    where: Annotated[list[ConditionIn], Field(max_length=MOST_CONDITIONS)] = []
    illustrative: bool = False

    @field_validator("level", "told_at", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return value or None

    def query(self, today: date | None = None) -> Query:
        """What is asked of the warehouse on that day. Raises Invalid, naming the field."""
        day = today or clock.today()
        last = self.last or day
        first = self.first or date(max(last.year - USUAL_YEARS + 1, 1), 1, 1)
        _require_span(first, last)
        named = set(self.measures)
        for one in self.where:
            if one.measure not in named:
                raise Invalid(
                    _("Điều kiện đặt trên chỉ số “%(code)s” không có trong câu hỏi.") % {"code": one.measure},
                    field="where",
                    hint=_("Thêm chỉ số đó vào m, hoặc bỏ điều kiện."),
                )
        kind = None if self.by == AS_TOLD else PeriodKind(self.by)
        return Query(
            tuple(dict.fromkeys(self.measures)),
            Places(known_boundaries(self.boundaries or day), self.level, self.within, self.told_at),
            Times(first, last, kind),
            tuple(Condition(one.measure, one.op, one.number) for one in self.where),
            illustrative=self.illustrative,
        )


def _require_span(first: date, last: date) -> None:
    if first > last:
        raise Invalid(_("Ngày đầu sau ngày cuối."), field="first")
    if last.year - first.year >= MOST_YEARS:
        raise Invalid(
            _("Mỗi câu hỏi xem được nhiều nhất %(most)d năm.") % {"most": MOST_YEARS},
            field="first",
            hint=_("Thu hẹp khoảng thời gian từ first đến last."),
        )


def require_small(query: Query) -> None:
    """Count the cells that the answer may have before it is made. One statement. Raises Invalid."""
    units, periods = _units(query.places), len(query.times.periods()) or 1
    count = len(query.measures) * units * periods
    if count > MOST_CELLS:
        words = _("Câu hỏi này có tới %(count)s ô: %(measures)s chỉ số × %(units)s địa bàn × %(periods)s kỳ.")
        told = {"measures": len(query.measures), "units": units, "periods": periods, "count": count}
        raise Invalid(
            words % {name: wording.number(value) for name, value in told.items()},
            code="too_many_cells",
            hint=_("Nhiều nhất là %(most)s ô. Chọn ít chỉ số hơn, cấp cao hơn, kỳ dài hơn hoặc một địa bàn.")
            % {"most": wording.number(MOST_CELLS)},
        )


def _units(where: Places) -> int:
    if not where.within:
        found = places.places().valid_on(where.boundaries)
        return (found.at_level(where.level) if where.level else found).count()
    if where.level is None:
        return 1
    unit = places.by_code(where.within, where.boundaries)
    return places.descendants(unit, where.boundaries, where.level).count() or 1


def asked_of_cell(measure: str, where: Places, period: Period, by: str, illustrative: bool) -> Query:
    """The question about one cell: one measure, one unit, one period."""
    named = period.nominal
    kind = None if by == AS_TOLD or period.kind is PeriodKind.SPAN else PeriodKind(by)
    ends = (period.end, period.end) if kind is None else (named.end, named.end)
    return Query((measure,), where, Times(*ends, kind), illustrative=illustrative)


def pairs(query: Query) -> list[tuple[str, str]]:
    """The question as parameters of an address that `GET /query` and the pages that explore read alike."""
    where, times = query.places, query.times
    found = [("m", code) for code in query.measures]
    found += [("level", str(where.level))] if where.level else []
    found += [("within", where.within)] if where.within else []
    found.append(("on", where.boundaries.isoformat()))
    found += [("told_at", str(where.told_at))] if where.told_at else []
    found.append(("by", times.kind.value if times.kind else AS_TOLD))
    found += [("first", times.first.isoformat()), ("last", times.last.isoformat())]
    found += [("where", f"{one.measure}~{one.op.value}~{one.number}") for one in query.conditions]
    return found + ([("illustrative", "1")] if query.illustrative else [])


def address(query: Query) -> str:
    """The query string that reads back to the same."""
    return urlencode(pairs(query))


_NAMES: Final = frozenset(field.alias or name for name, field in QueryIn.model_fields.items())


def of_parameters(given: Mapping[str, Sequence[str]]) -> QueryIn:
    """From the parameters of an address without empty and unknown ones. Raises Invalid, ValidationError."""
    lists = {name: [one for one in values if one] for name, values in given.items() if name in _NAMES}
    plain = {name: values[-1] for name, values in lists.items() if values and name not in {"m", "where"}}
    conditions = [ConditionIn.parse(one) for one in lists.get("where", ())]
    return QueryIn.model_validate({**plain, "m": lists.get("m", []), "where": conditions})
