"""What a pack says of gates, item by item."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from pydantic import Field, field_validator, model_validator

from tinhso.base.packs.section import PackItem
from tinhso.bordergate.core.streams import Cycle
from tinhso.bordergate.models import Direction, Trade

_WEEK: Final = range(1, 8)


class RouteItem(PackItem):
    """A marker route of a gate (lối, đường chuyên dụng)."""

    code: str = Field(min_length=1, max_length=20)
    name: str = Field(min_length=1)
    markers: str = ""


class GateItem(PackItem):
    """A gate pair."""

    code: str = Field(pattern=r"^[A-Z]{2,8}$")
    name: str = Field(min_length=1)
    name_en: str = ""
    name_zh: str = ""
    opposite: str = ""
    opposite_zh: str = ""
    routes: tuple[RouteItem, ...] = ()
    order: int = 0
    source: str = ""


class LineRuleItem(PackItem):
    """The rules of a line from a day on; the same for both directions unless one is named."""

    gate: str
    direction: Direction
    valid_from: dt.date
    version: str = Field(min_length=1, max_length=40)
    cycle: str
    window_minutes: int = Field(ge=5, le=600)
    grace_minutes: int = Field(ge=0, le=120)
    fresh: tuple[str, ...] = ()
    special: tuple[str, ...] = ()
    fresh_share: Decimal = Field(default=Decimal("0.5"), gt=0, le=1)
    certified: bool = False
    deferrals: tuple[int, ...] = ()
    deferral_days: int = Field(default=0, ge=0, le=366)
    legal_reference: str = ""
    assumed: bool = False

    @field_validator("cycle")
    @classmethod
    def _starves_nobody(cls, value: str) -> str:
        return str(Cycle.parse(value))


class HoursItem(PackItem):
    """Opening hours from a day on, for some days of the week (1 is Monday)."""

    gate: str
    direction: Direction
    valid_from: dt.date
    weekdays: tuple[int, ...] = tuple(_WEEK)
    opens: dt.time
    closes: dt.time
    source: str = ""
    assumed: bool = False

    @model_validator(mode="after")
    def _sensible(self) -> HoursItem:
        if self.closes <= self.opens:
            raise ValueError("a gate closes after it opens")
        if not set(self.weekdays) <= set(_WEEK):
            raise ValueError("weekdays are 1 (Monday) to 7 (Sunday)")
        return self


class DutyItem(PackItem):
    """Who does what at a gate, by user name; no gate: at all of them."""

    account: str = Field(min_length=1)
    trade: Trade
    gate: str = ""
    since: dt.date


class FleetItem(PackItem):
    """A tractor of a company, its papers seen."""

    plate: str = Field(min_length=1)
    country: str = "VN"
    vin: str = Field(min_length=17, max_length=17)


class CompanyItem(PackItem):
    """A company with who declares for it, by user name, and its fleet."""

    tax_code: str = Field(min_length=1, max_length=20)
    name: str = Field(min_length=1)
    members: tuple[str, ...] = ()
    vehicles: tuple[FleetItem, ...] = ()
