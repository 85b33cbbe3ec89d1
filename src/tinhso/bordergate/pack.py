"""What a pack says of its gates: pairs and routes, rules of the lines, hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from tinhso.base import clock
from tinhso.base.actions import Act
from tinhso.base.packs.info import PackInfo
from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Catalogue, Located, Section
from tinhso.bordergate.core.keys import plate_key
from tinhso.bordergate.models import (
    Company,
    Gate,
    GateDuty,
    LineRule,
    OpeningHours,
    Trade,
    Vehicle,
)
from tinhso.bordergate.pack_items import (
    CompanyItem,
    DutyItem,
    FleetItem,
    GateItem,
    HoursItem,
    LineRuleItem,
)
from tinhso.people.queries import account_named


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


class Companies(Section[CompanyItem]):
    """The section `gate-companies` (doanh nghiệp): the demo's; elsewhere companies come by themselves."""

    name = "gate-companies"
    schema = CompanyItem
    files = ("gate-companies.yaml",)

    def key(self, item: CompanyItem) -> str:
        """Its tax code."""
        return item.tax_code

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, CompanyItem]:
        """The stored companies, each with people and fleet."""
        del pack
        rows = Company.objects.filter(tax_code__in=keys).prefetch_related("members", "vehicles")
        return {
            row.tax_code: CompanyItem(
                tax_code=row.tax_code,
                name=row.name,
                members=tuple(one.label for one in row.members.all()),
                vehicles=tuple(
                    FleetItem(plate=one.plate, country=one.country, vin=one.vin) for one in row.vehicles.all()
                ),
            )
            for row in rows
        }

    def write(self, pack: PackInfo, item: CompanyItem, act: Act, *, illustrative: bool) -> None:
        """Create or change one; vehicles are verified, members may declare from now on."""
        row = Company.objects.filter(tax_code=item.tax_code).first() or Company(tax_code=item.tax_code)
        row.name, row.illustrative = item.name, illustrative
        row.save()
        for username in item.members:
            account = account_named(username).pk
            if not row.members.filter(account=account).exists():
                row.members.create(account=account, label=username, illustrative=illustrative)
        for told in item.vehicles:
            key = plate_key(told.plate, told.country)
            vehicle = row.vehicles.filter(key=key).first() or Vehicle(company=row, key=key)
            vehicle.plate, vehicle.country, vehicle.vin = told.plate, told.country, told.vin
            vehicle.verified_at, vehicle.verified_label = act.now, f"pack {pack.code}"
            vehicle.illustrative = illustrative
            vehicle.save()
        act.record(f"pack:{pack.code}", subject=row, data={"tax_code": item.tax_code})


def _told(schema: Any, row: Any, **more: Any) -> Any:
    names = [name for name in schema.model_fields if name not in more]
    return schema.model_validate({**{name: getattr(row, name) for name in names}, **more})


def _fill(row: Any, told: Mapping[str, Any]) -> None:
    for name, value in told.items():
        setattr(row, name, value)


SECTIONS: Final[tuple[Section[Any], ...]] = (Gates(), LineRules(), Hours(), Duties(), Companies())
