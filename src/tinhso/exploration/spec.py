"""What a view shows and how: frozen, kept as JSON, and written into addresses that can be shared.

Days left out move with the calendar: without `last` a view ends with this year, whose cells say how much
of it was told; without `boundaries` it is read under today's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Final, Self
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tinhso.base.calendar.periods import PeriodKind
from tinhso.places.models import Level
from tinhso.warehouse.questions import Condition, Op, Places, Query, Times

MOST_MEASURES: Final = 40
MOST_YEARS: Final = 20
USUAL_YEARS: Final = 5
"""How far back a view looks that names no first day."""


class Form(StrEnum):
    """How figures are looked at (hình thức hiển thị)."""

    PIVOT = "pivot"
    LINE = "line"
    BAR = "bar"
    STACKED = "stacked"
    MULTIPLES = "multiples"
    MAP = "map"
    SYMBOLS = "symbols"
    RANKING = "ranking"
    DISTRIBUTION = "distribution"


class Axis(StrEnum):
    """What can stand in rows and columns (chiều dữ liệu)."""

    MEASURE = "measure"
    PLACE = "place"
    PERIOD = "period"


class Classes(StrEnum):
    """How a map parts its values (phân tầng): equally many, equal steps, the indicator's own scale."""

    COUNTS = "counts"
    INTERVALS = "intervals"
    OWN = "own"


class Where(BaseModel):
    """A condition on a measure, in an address `code~lt~100`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    measure: str
    op: Op
    number: Decimal

    @classmethod
    def parse(cls, text: str) -> Self:
        """From an address. Raises ValueError."""
        measure, op, number = text.rsplit("~", 2)
        try:
            return cls(measure=measure, op=Op(op), number=Decimal(number))
        except ArithmeticError as error:
            raise ValueError(f"not a number: {number!r}") from error

    def __str__(self) -> str:
        return f"{self.measure}~{self.op.value}~{self.number}"


class Spec(BaseModel):
    """One view (góc nhìn): what is asked, and the form it is shown in.

    `at` is the code of the period that forms of one period show (None: the newest with figures), `against`
    the one they are compared with. `rows` and `columns` of a pivot; the third axis is told apart inside.
    `reverse`: rankings begin with the last, bars with the least.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    measures: Annotated[tuple[str, ...], Field(max_length=MOST_MEASURES)] = ()
    form: Form = Form.PIVOT
    level: Level | None = None
    within: str = ""
    boundaries: date | None = None
    told_at: Level | None = None
    kind: PeriodKind | None = PeriodKind.YEAR
    first: date | None = None
    last: date | None = None
    where: tuple[Where, ...] = ()
    rows: Axis = Axis.PLACE
    columns: Axis = Axis.PERIOD
    at: str | None = None
    against: str | None = None
    totals: bool = False
    colours: bool = False
    reverse: bool = False
    classes: Classes = Classes.COUNTS
    illustrative: bool = False

    @model_validator(mode="after")
    def _stands(self) -> Self:
        if self.rows == self.columns:
            raise ValueError("rows and columns are the same")
        if self.first and self.last and self.first > self.last:
            raise ValueError("first is after last")
        return self

    def query(self, today: date) -> Query:
        """What is asked of the warehouse, on that day."""
        last = self.last or date(today.year, 12, 31)
        first = self.first or date(last.year - USUAL_YEARS + 1, 1, 1)
        return Query(
            self.measures,
            Places(self.boundaries or today, self.level, self.within, self.told_at),
            Times(max(first, date(last.year - MOST_YEARS, 1, 1)), last, self.kind),
            tuple(Condition(one.measure, one.op, one.number) for one in self.where),
            illustrative=self.illustrative,
        )

    def turned(self, query: Query) -> Self:
        """The same view of another question; days that moved with the calendar still do."""
        return self.model_copy(
            update={
                "measures": query.measures,
                "level": query.places.level,
                "within": query.places.within,
                "told_at": query.places.told_at,
                "kind": query.times.kind,
                "boundaries": self.boundaries and query.places.boundaries,
                "first": self.first and query.times.first,
                "last": self.last and query.times.last,
                "illustrative": query.illustrative,
            }
        )

    def pairs(self) -> list[tuple[str, str]]:
        """What differs from the usual, as parameters of an address, in a fixed order."""
        found: list[tuple[str, str]] = []
        for name, value in self.model_dump(mode="json", exclude_defaults=True).items():
            if name == "where":
                found += [("where", str(one)) for one in self.where]
            elif isinstance(value, list):
                found += [(_SHORT.get(name, name), str(one)) for one in value]
            else:
                found.append((_SHORT.get(name, name), _flag(value)))
        return found

    @property
    def address(self) -> str:
        """The query string that reads back to the same."""
        return urlencode(self.pairs())

    @classmethod
    def of(cls, parameters: Mapping[str, Sequence[str]]) -> Self:
        """From the parameters of an address; empty ones are left out, unknown ones ignored.

        Raises pydantic.ValidationError, ValueError.
        """
        given: dict[str, object] = {}
        for name in cls.model_fields:
            values = [one for one in parameters.get(_SHORT.get(name, name), ()) if one]
            if not values:
                continue
            if name == "where":
                given[name] = tuple(Where.parse(one) for one in values)
            elif name == "measures":
                given[name] = tuple(dict.fromkeys(values))
            elif name == "kind" and values[-1] == AS_TOLD:
                given[name] = None
            else:
                given[name] = values[-1]
        return cls.model_validate(given)


AS_TOLD: Final = "told"
"""What an address says for `kind` None: periods as they were told."""
_SHORT: Final[Mapping[str, str]] = {"measures": "m", "boundaries": "on", "kind": "by"}


def _flag(value: object) -> str:
    if value is None:
        return AS_TOLD
    return str(int(value)) if isinstance(value, bool) else str(value)
