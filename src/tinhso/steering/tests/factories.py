"""Rows for tests, made by hand where an action would be beside the point."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tinhso.base.audit.context import SystemActor
from tinhso.base.ids import new_id
from tinhso.documents.models import Document
from tinhso.indicators import actions as indicators
from tinhso.indicators.definitions import laying as definitions
from tinhso.indicators.models import Indicator, Observation, State
from tinhso.indicators.schemas import Draft
from tinhso.people.models import Agency, Role, Succession
from tinhso.people.principals import Principal
from tinhso.places.models import Level, Place
from tinhso.steering.models import (
    Collector,
    Pillar,
    Plan,
    ReportedTotal,
    Statement,
    Target,
    TargetStatus,
    TargetValue,
    Task,
    TaskState,
)
from tinhso.steering.schemas import PlanDraft

ROBOT = SystemActor("kiểm thử", new_id())
_numbers = itertools.count(1)


def _fresh(word: str) -> str:
    return f"{word}-{next(_numbers)}"


def place(
    code: str = "20", level: str = Level.PROVINCE, parent: Place | None = None, **columns: Any
) -> Place:
    """A place valid at all times; the same row when it is there already."""
    found = Place.objects.filter(level=level, code=code).first()
    if found is not None:
        return found
    if level != Level.COUNTRY and parent is None:
        parent = place("0", Level.COUNTRY) if level == Level.PROVINCE else place()
    words = {"type": "Tỉnh", "name": f"Nơi {code}", "slug": code, "sort_key": code, "search_key": code}
    path = f"{parent.path}/{code}" if parent else code
    return Place.objects.create(level=level, code=code, parent=parent, path=path, **{**words, **columns})


def agency(code: str = "", **columns: Any) -> Agency:
    """A department."""
    code = code or _fresh("so")
    words = {"name": f"Sở {code}", "short_name": code, "kind": "department", "pack": "langson"}
    return Agency.objects.create(code=code, sort_key=code, search_key=code, **{**words, **columns})


def succession(old: Agency, new: Agency, on: date = date(2025, 7, 1)) -> None:
    """The work of `old`, which ended the day before, is carried on by `new`."""
    Agency.objects.filter(pk=old.pk).update(valid_to=on - timedelta(days=1))
    Succession.objects.create(predecessor=old, successor=new, on=on, kind="renamed")


def document(**columns: Any) -> Document:
    """A report that states something."""
    slug = _fresh("bc")
    words = {"slug": slug, "notation": f"{slug}/BC-UBND", "type": "BC", "title": f"Báo cáo {slug}"}
    return Document.objects.create(**{**words, "issuer_name": "UBND tỉnh", **columns})


def indicator(**columns: Any) -> Indicator:
    """A percentage, one decimal, the higher the better."""
    code = _fresh("cs")
    words = {"code": code, "name": f"Chỉ số {code}", "unit": "%", "kind": "percent", "direction": "up"}
    row = Indicator.objects.create(**{**words, "sort_key": code, "search_key": code, **columns})
    definitions.begin([row])
    return row


def pillar(**columns: Any) -> Pillar:
    """A pillar of the home province."""
    code = _fresh("tru-cot")
    words = {"pack": "langson", "code": code, "name": code, "national": "government"}
    return Pillar.objects.create(**{**words, **columns})


def plan_draft(**changes: object) -> PlanDraft:
    """A plan of the home province as typed, its place there."""
    place()
    told = {
        "slug": "300-kh-ubnd",
        "kind": Plan.Kind.PLAN,
        "title": "Kế hoạch chuyển đổi số năm 2027",
        "short_title": "KH 300",
        "starts_on": date(2027, 1, 1),
        "ends_on": date(2027, 12, 31),
        "place": "20",
    }
    return PlanDraft.model_validate({**told, **changes})


def plan(slug: str = "", **columns: Any) -> Plan:
    """A plan of the home province for 2026."""
    slug = slug or _fresh("kh-ubnd")
    words = {
        "slug": slug,
        "full_slug": f"langson-2026-{slug}",
        "pack": "langson",
        "place": columns.pop("place", None) or place(),
        "kind": Plan.Kind.PLAN,
        "title": f"Kế hoạch {slug}",
        "short_title": slug,
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
    }
    return Plan.objects.create(**{**words, **columns})


def target(of: Plan | None = None, *, due: str | None = "80", **columns: Any) -> Target:
    """A target with an indicator, led by a department, due on the plan's last day."""
    of = of or plan()
    code = _fresh("ct")
    words = {"code": code, "title": f"Chỉ tiêu {code}", "place": of.place, "plan": of}
    if "indicator" not in columns:
        columns["indicator"] = indicator(direction=columns.get("direction", "up"))
    if "lead" not in columns:
        columns["lead"] = agency()
    made = Target.objects.create(**{**words, **columns})
    if due is not None:
        TargetValue.objects.create(target=made, due_on=of.ends_on, value=Decimal(due))
    return made


def collector(of: Target, by: Agency | None = None, at: Place | None = None) -> Agency:
    """An agency that reports its part of a target."""
    by = by or agency()
    Collector.objects.create(target=of, agency=by, place=at)
    return by


def task(of: Plan | None = None, **columns: Any) -> Task:
    """A task not started, led by a department."""
    code = _fresh("nv")
    words = {"code": code, "title": f"Nhiệm vụ {code}", "plan": of or plan(), "state": TaskState.NOT_STARTED}
    if "lead" not in columns:
        columns["lead"] = agency()
    return Task.objects.create(**{**words, **columns})


def figure(
    of: Indicator,
    at: Place,
    period: str,
    value: str = "",
    *,
    by: Agency | None = None,
    illustrative: bool = False,
    **columns: Any,
) -> Observation:
    """A confirmed figure."""
    if value:
        columns["value"] = Decimal(value)
    code = by.code if by else ""
    draft = Draft(indicator=of.code, place=at.code, period=period, agency=code, **columns)
    return indicators.record_observation(ROBOT, draft, State.CONFIRMED, illustrative=illustrative)


def statement(of: Target, status: TargetStatus, dated: date, **columns: Any) -> Statement:
    """A status stated."""
    return Statement.objects.create(target=of, status=status, dated=dated, note="Theo báo cáo", **columns)


def reported(of: Plan, dated: date, total: int, **columns: Any) -> ReportedTotal:
    """A published total."""
    words = {"document": columns.pop("document", None) or document()}
    return ReportedTotal.objects.create(plan=of, dated=dated, total=total, **{**words, **columns})


def principal(role: Role, *agencies: Agency, illustrative: bool = False) -> Principal:
    """Somebody who holds that role in those agencies, at the keyboard."""
    held = agencies or (agency(),)
    return Principal(
        account_id=new_id(),
        name="Nguyễn Văn A",
        agencies={role: frozenset(row.pk for row in held)},
        post_label=str(role.label),
        illustrative=illustrative,
    )


def officer(*agencies: Agency | None, **rest: Any) -> Principal:
    """A reporting officer of those agencies."""
    return principal(Role.REPORTING_OFFICER, *filter(None, agencies), **rest)


def office(**rest: Any) -> Principal:
    """The standing office."""
    return principal(Role.STANDING_OFFICE, **rest)
