"""A generated province in the size of a whole country: 20 plans, 800 targets, ≥ 1.5 million figures.

Figures are made by the database itself: what is measured is reading, not loading. Generated names and
figures belong to no province.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import connection

from tinhso.base import clock
from tinhso.base.audit.context import SystemActor
from tinhso.base.text import search_key, sort_key
from tinhso.indicators.definitions import laying as definitions
from tinhso.indicators.models import Indicator
from tinhso.people.models import Agency
from tinhso.places import actions as places
from tinhso.places import queries
from tinhso.places.models import Level, Place
from tinhso.steering.models import Collector, Pillar, Plan, Target, TargetValue, Task

PLANS, TARGETS, TASKS, AGENCIES, YEARS = 20, 40, 40, 200, 5
COMMUNAL = 20  # of each plan's targets are collected from every commune
CHUNK = 20
PACK = settings.HOME_PACK

Progress = Callable[[str, int, int], None]


def _agencies(province: Place, communes: list[Place]) -> list[Agency]:
    """200 agencies: one a commune, departments for the rest."""
    made: list[Agency] = []
    for number in range(AGENCIES):
        place = communes[number] if number < len(communes) else province
        name = f"UBND {place.full_name}" if number < len(communes) else f"Sở thử tải {number}"
        made.append(
            Agency(
                code=f"bench.{number}",
                name=name,
                kind="committee" if number < len(communes) else "department",
                place=place,
                sort_key=sort_key(name),
                search_key=search_key(name),
                pack=PACK,
            )
        )
    return Agency.objects.bulk_create(made)


def _plans(province: Place, agencies: list[Agency], start: date) -> tuple[list[Target], list[Target]]:
    """Plans with targets and tasks. Returns the targets of departments and those of communes."""
    pillars = Pillar.objects.bulk_create(
        Pillar(pack=PACK, code=f"bench-{code}", name=f"Trụ cột {code}", national=code, order=order)
        for order, code in enumerate(("government", "economy", "society"))
    )
    own: list[Target] = []
    communal: list[Target] = []
    for number in range(PLANS):
        plan = Plan.objects.create(
            slug=f"{number + 1}-kh-bench",
            full_slug=f"{PACK}-{start.year}-{number + 1}-kh-bench",
            pack=PACK,
            place=province,
            kind="plan",
            title=f"Kế hoạch thử tải số {number + 1}",
            short_title=f"KH thử tải {number + 1}",
            starts_on=start,
            ends_on=date(start.year + YEARS, 12, 31),
            itemised=True,
            order=number,
        )
        targets = _targets(plan, province, pillars, agencies)
        own += targets[COMMUNAL:]
        communal += targets[:COMMUNAL]
        _tasks(plan, pillars, agencies)
    return own, communal


def _targets(plan: Plan, province: Place, pillars: list[Pillar], agencies: list[Agency]) -> list[Target]:
    indicators = Indicator.objects.bulk_create(
        Indicator(
            code=f"bench.{plan.slug}.{item}",
            name=f"Chỉ số {item} của {plan.short_title}",
            unit="%",
            kind="ratio",
            adding="ratio_of_sums",
            sort_key=f"{item:04}",
            search_key=f"chi so {item}",
            pack=PACK,
        )
        for item in range(TARGETS)
    )
    definitions.begin(indicators)
    targets = Target.objects.bulk_create(
        Target(
            plan=plan,
            pillar=pillars[item % 3],
            indicator=indicator,
            place=province,
            code=f"bench-{plan.slug}-ct{item:02}",
            title=f"Chỉ tiêu {item} của {plan.short_title}",
            baseline=Decimal(10),
            baseline_on=plan.starts_on,
            lead=agencies[-(1 + item % 100)],
            order=item,
        )
        for item, indicator in enumerate(indicators)
    )
    TargetValue.objects.bulk_create(
        TargetValue(
            target=target, due_on=date(plan.starts_on.year + year, 12, 31), value=Decimal(20 + 15 * year)
        )
        for target in targets
        for year in range(YEARS + 1)
    )
    return targets


def _tasks(plan: Plan, pillars: list[Pillar], agencies: list[Agency]) -> None:
    Task.objects.bulk_create(
        Task(
            plan=plan,
            pillar=pillars[item % 3],
            code=f"bench-{plan.slug}-nv{item:02}",
            title=f"Nhiệm vụ {item} của {plan.short_title}",
            lead=agencies[-(1 + item % 120)],
            deadline=clock.today() + timedelta(days=(item - TASKS // 2) * 10),
            state=("not_started", "in_progress", "paused", "dropped")[item % 4],
            order=item,
        )
        for item in range(TASKS)
    )


def _indicators(targets: list[Target]) -> list[UUID]:
    return [target.indicator_id for target in targets if target.indicator_id]


_FIGURES = """
    INSERT INTO indicators_observation
        (id, recorded_at, reason, illustrative, code, indicator_id, place_id, agency_id, kind, period,
         period_start, period_end, dated, numerator, denominator, unit, text, subject, search_key, comparison,
         is_target, locator, note, state, pack)
    SELECT gen_random_uuid(), month.ends + interval '3 days', '', false, '', indicator.id, part.place_id,
        part.agency_id, 'ratio', to_char(month.starts, 'YYYY-MM'), month.starts, month.ends, month.ends,
        value.done, 100, '', value.done || '/100', '', '', '', false, '', '', 'confirmed', %(pack)s
    FROM unnest(%(indicators)s::uuid[]) AS indicator (id)
    CROSS JOIN unnest(%(places)s::uuid[], %(agencies)s::uuid[]) AS part (place_id, agency_id)
    CROSS JOIN (
        SELECT starts::date, (starts + interval '1 month - 1 day')::date AS ends, number
        FROM generate_series(%(first)s::date, %(first)s::date + interval '59 months', interval '1 month')
            WITH ORDINALITY AS series (starts, number)
    ) AS month
    CROSS JOIN LATERAL (
        SELECT 5 + abs(hashtext(indicator.id::text || part.place_id::text)) %% 55 + month.number / 2 AS done
    ) AS value
"""


def _figures(indicators: list[UUID], parts: list[tuple[UUID, UUID | None]], first: date) -> int:
    """Monthly ratios of five years for every indicator and part, in one statement. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            _FIGURES,
            {
                "pack": PACK,
                "indicators": indicators,
                "places": [place for place, _agency in parts],
                "agencies": [agency for _place, agency in parts],
                "first": first,
            },
        )
        return int(cursor.rowcount)


def build(progress: Progress) -> dict[str, int]:
    """Fill an empty, migrated database. Returns how many rows there are of what."""
    places.load_national(SystemActor("benchmark"))
    province = queries.by_code("20")
    communes = list(queries.descendants(province, level=Level.COMMUNE))
    start = date(clock.today().year - YEARS, 1, 1)
    agencies = _agencies(province, communes)
    own, communal = _plans(province, agencies, start)
    by_place: dict[UUID, Agency] = {
        agency.place_id: agency for agency in agencies[: len(communes)] if agency.place_id
    }
    Collector.objects.bulk_create(
        Collector(target=target, agency=by_place[place.pk], place=place)
        for target in communal
        for place in communes
    )
    count = _figures(_indicators(own), [(province.pk, None)], start)
    parts: list[tuple[UUID, UUID | None]] = [(place.pk, by_place[place.pk].pk) for place in communes]
    for number in range(0, len(communal), CHUNK):
        count += _figures(_indicators(communal[number : number + CHUNK]), parts, start)
        progress("targets with figures", min(number + CHUNK, len(communal)), len(communal))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {
        "communes": queries.places().at_level(Level.COMMUNE).valid_on(clock.today()).count(),
        "agencies": len(agencies),
        "plans": PLANS,
        "first_year": start.year,
        "targets": len(own) + len(communal),
        "observations": count,
    }
