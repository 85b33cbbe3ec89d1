"""What one item of each of this room's pack sections looks like."""

from __future__ import annotations

import itertools
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Self

from django.utils.translation import gettext as _
from pydantic import ConfigDict, Field, model_validator

from tinhso.base import clock
from tinhso.base.calendar.periods import Period, PeriodKind
from tinhso.base.packs.fields import Number
from tinhso.base.packs.info import Words
from tinhso.base.packs.section import PackItem
from tinhso.indicators.definitions.shapes import LaidDown
from tinhso.indicators.models import Kind, State


class VersionItem(PackItem):
    """A later definition: from a day on, by a document, what is laid down otherwise than before.

    `changes` names fields of the item (`unit: dịch vụ`), each whole.
    """

    from_: Annotated[date, Field(alias="from")]
    document: str = ""
    why: str = ""
    in_use: bool = True
    changes: dict[str, Any] = {}

    model_config = ConfigDict(populate_by_name=True)


class IndicatorItem(LaidDown, PackItem):
    """What is measured (chỉ số thống kê): how it was laid down first, `since` a day or ever, and later."""

    code: str
    name: Words
    since: date | None = None
    document: str = ""
    versions: tuple[VersionItem, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        """Versions begin one after the other; each is kept as saying only what is new in it."""
        days = [stage.valid_from or date.min for stage in self.stages]
        if any(after <= before for before, after in itertools.pairwise(days)):
            raise ValueError(_("các định nghĩa xếp theo ngày, mỗi ngày một lần"))
        told = tuple(
            version.model_copy(update={"changes": changes_between(before, after)})
            for version, (before, after) in zip(self.versions, itertools.pairwise(self.stages), strict=True)
        )
        object.__setattr__(self, "versions", told)
        return self

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """Each definition whole, the oldest first. Raises ValueError for a field that cannot be read."""
        said: dict[str, Any] = {name: getattr(self, name) for name in CHANGEABLE}
        found = [Stage.model_validate({**said, "document": self.document, "valid_from": self.since})]
        for version in self.versions:
            if unknown := version.changes.keys() - set(CHANGEABLE):
                raise ValueError(_("không có trường “%(name)s”") % {"name": sorted(unknown)[0]})
            said |= version.changes
            own = {"document": version.document, "why": version.why, "in_use": version.in_use}
            found.append(Stage.model_validate({**said, **own, "valid_from": version.from_}))
        return tuple(found)


class Stage(LaidDown):
    """A definition whole, as a pack says it of one stretch of time."""

    name: Words
    document: str = ""
    valid_from: date | None = None
    why: str = ""
    in_use: bool = True


def changes_between(before: Stage, after: Stage) -> dict[str, Any]:
    """The fields that a later definition lays down otherwise."""
    told = after.model_dump(include=set(CHANGEABLE), by_alias=True)
    stood = before.model_dump(include=set(CHANGEABLE), by_alias=True)
    return {name: value for name, value in told.items() if value != stood[name]}


CHANGEABLE = (*LaidDown.model_fields, "name")
"""What a later definition may lay down otherwise."""


_AGO = {"months_ago": PeriodKind.MONTH, "quarters_ago": PeriodKind.QUARTER}


class FigureItem(PackItem):
    """One figure as somebody published it (số liệu).

    `period` is a code (`2022`, `2022-Q1`, `2021..2025`); `from_`/`until` bound a stretch without one.
    `months_ago: 3`, `quarters_ago: 1`, in demo files, is the month or quarter so long before today's.
    """

    code: str
    indicator: str
    place: str
    agency: str = ""
    kind: Kind | None = None
    period: str
    dated: date | None = None
    value: Number | None = None
    numerator: Number | None = None
    denominator: Number | None = None
    actual: Number | None = None
    target: Number | None = None
    rank: int | None = None
    of: int | None = None
    date_from: date | None = None
    date_to: date | None = None
    percent_printed: Number | None = None
    unit: str = ""
    text: str = ""
    subject: str = ""
    comparison: str = ""
    is_target: bool = False
    document: str = ""
    locator: str = ""
    note: str = ""
    state: State = State.CONFIRMED

    @model_validator(mode="before")
    @classmethod
    def _month_from_today(cls, data: Any) -> Any:
        ago = next((name for name in _AGO if isinstance(data, dict) and name in data), None)
        if ago is None:
            return data
        rest = {name: value for name, value in data.items() if name != ago}
        period = Period.of(_AGO[ago], clock.today()).shift(-int(data[ago]))
        return {"period": period.code, **rest}

    @model_validator(mode="after")
    def _known_period(self) -> Self:
        _ = self.days
        return self

    @property
    def days(self) -> Period:
        """The period's days. Raises ValueError."""
        return Period.parse(self.period)

    @property
    def own_date(self) -> date:
        """The fact's own date: as told, else the period's last day."""
        return self.dated or self.days.end
