"""What a pack says of its gates: pairs and routes, rules of the lines, hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from pydantic import Field, field_validator, model_validator

from tinhso.base import clock
from tinhso.base.actions import Act
from tinhso.base.packs.info import PackInfo
from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Catalogue, Located, PackItem, Section
from tinhso.bordergate.core.streams import Cycle
from tinhso.bordergate.models import Direction, Gate, GateDuty, LineRule, OpeningHours, Trade
from tinhso.people.queries import account_named

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


class Gates(Section[GateItem]):
    """The section `gates` (cửa khẩu)."""

    name = "gates"
    schema = GateItem
    files = ("gates.yaml",)

    def key(self, item: GateItem) -> str:
        """Its code."""
        return item.code

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, GateItem]:
        """The stored gates."""
        rows = Gate.objects.filter(pack=pack.code, code__in=keys)
        return {row.code: _told(GateItem, row) for row in rows}

    def write(self, pack: PackInfo, item: GateItem, act: Act, *, illustrative: bool) -> None:
        """Create or change one."""
        row = Gate.objects.filter(code=item.code).first() or Gate(code=item.code)
        _fill(row, item.model_dump(mode="json"))
        row.pack, row.illustrative = pack.code, illustrative
        row.save()
        act.record(f"pack:{pack.code}", subject=row, data={"code": item.code})


class OfGate:
    """What sections about one gate check: that there is such a gate."""

    def check(self, items: Sequence[Located[Any]], everything: Catalogue) -> Iterable[Finding]:
        """Each names a gate of the pack."""
        known = everything.keys("gates")
        for item in items:
            if item.value.gate not in known:
                yield item.error("gate", "the code of a gate", item.value.gate)


class LineRules(OfGate, Section[LineRuleItem]):
    """The section `line-rules` (quy tắc xếp lượt)."""

    name = "line-rules"
    schema = LineRuleItem
    files = ("line-rules.yaml",)

    def key(self, item: LineRuleItem) -> str:
        """Gate, direction and first day."""
        return f"{item.gate}/{item.direction.value}@{item.valid_from}"

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, LineRuleItem]:
        """The stored rules."""
        rows = LineRule.objects.filter(pack=pack.code).select_related("gate")
        found = (_told(LineRuleItem, row, gate=row.gate.code) for row in rows)
        return {self.key(item): item for item in found if self.key(item) in keys}

    def write(self, pack: PackInfo, item: LineRuleItem, act: Act, *, illustrative: bool) -> None:
        """Create or change one."""
        gate = Gate.objects.get(code=item.gate)
        named = {"gate": gate, "direction": item.direction, "valid_from": item.valid_from}
        row = LineRule.objects.filter(**named).first() or LineRule(**named)
        told = item.model_dump(exclude={"gate", "direction", "valid_from"})
        _fill(row, {**told, "fresh": list(item.fresh), "special": list(item.special)})
        row.deferrals = list(item.deferrals)
        row.pack, row.illustrative = pack.code, illustrative
        row.save()
        act.record(f"pack:{pack.code}", subject=row, data={"gate": item.gate, "version": item.version})


class Hours(OfGate, Section[HoursItem]):
    """The section `gate-hours` (giờ thông quan)."""

    name = "gate-hours"
    schema = HoursItem
    files = ("gate-hours.yaml",)

    def key(self, item: HoursItem) -> str:
        """Gate, direction, first day and opening time."""
        return f"{item.gate}/{item.direction.value}@{item.valid_from}/{item.opens:%H%M}"

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, HoursItem]:
        """The stored hours, days of the week together."""
        rows = OpeningHours.objects.filter(pack=pack.code).select_related("gate").order_by("weekday")
        found: dict[str, HoursItem] = {}
        for row in rows:
            item = _told(HoursItem, row, gate=row.gate.code, weekdays=(row.weekday,))
            key = self.key(item)
            days = (*found[key].weekdays, row.weekday) if key in found else item.weekdays
            found[key] = item.model_copy(update={"weekdays": days})
        return {key: item for key, item in found.items() if key in keys}

    def write(self, pack: PackInfo, item: HoursItem, act: Act, *, illustrative: bool) -> None:
        """Create or change them, a row a day of the week."""
        gate = Gate.objects.get(code=item.gate)
        rows = OpeningHours.objects.filter(
            gate=gate, direction=item.direction, valid_from=item.valid_from, opens=item.opens, pack=pack.code
        )
        rows.exclude(weekday__in=item.weekdays).delete()
        there = {row.weekday: row for row in rows}
        for weekday in item.weekdays:
            row = there.get(weekday) or OpeningHours(
                gate=gate, direction=item.direction, valid_from=item.valid_from, weekday=weekday
            )
            row.opens, row.closes, row.source, row.assumed = (
                item.opens,
                item.closes,
                item.source,
                item.assumed,
            )
            row.pack, row.illustrative = pack.code, illustrative
            row.save()
        act.record(f"pack:{pack.code}", subject=f"gate-hours:{self.key(item)}", data={"gate": item.gate})


class Duties(Section[DutyItem]):
    """The section `gate-duties` (phân công tại cửa khẩu)."""

    name = "gate-duties"
    schema = DutyItem
    files = ("gate-duties.yaml",)

    def key(self, item: DutyItem) -> str:
        """User name, trade and gate."""
        return f"{item.account}/{item.trade.value}/{item.gate}"

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, DutyItem]:
        """The stored duties, each by the label it was loaded under."""
        del pack
        rows = GateDuty.objects.filter(label__in=keys).select_related("gate")
        found = {}
        for row in rows:
            account, trade, gate = row.label.split("/")
            since = clock.local(row.valid_from).date()
            found[row.label] = DutyItem(account=account, trade=Trade(trade), gate=gate, since=since)
        return found

    def write(self, pack: PackInfo, item: DutyItem, act: Act, *, illustrative: bool) -> None:
        """Create or change one."""
        label = self.key(item)
        row = GateDuty.objects.filter(label=label).first() or GateDuty(label=label)
        row.account, row.trade = account_named(item.account).pk, item.trade
        row.gate = Gate.objects.get(code=item.gate) if item.gate else None
        row.valid_from = dt.datetime.combine(item.since, dt.time(), clock.TZ)
        row.illustrative = illustrative
        row.save()
        act.record(f"pack:{pack.code}", subject=row, data={"account": item.account, "trade": item.trade})


def _told(schema: Any, row: Any, **more: Any) -> Any:
    names = [name for name in schema.model_fields if name not in more]
    return schema.model_validate({**{name: getattr(row, name) for name in names}, **more})


def _fill(row: Any, told: Mapping[str, Any]) -> None:
    for name, value in told.items():
        setattr(row, name, value)


SECTIONS: Final[tuple[Section[Any], ...]] = (Gates(), LineRules(), Hours(), Duties())
