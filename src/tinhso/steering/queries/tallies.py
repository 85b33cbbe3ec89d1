"""Targets and tasks counted in the database, for screens that show many and list few; illustration included.

They say the same as `boards` says of the rows one by one; a test holds them against each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.urls import reverse

from tinhso.base import clock
from tinhso.steering.labels import OPEN_REQUESTS, Label
from tinhso.steering.models import Outlook, Pillar, TargetStatus
from tinhso.steering.queries.boards import SETTLED, look_of

SOON: Final = timedelta(days=30)
"""What is due soon: within so many days."""
MOST_REQUESTS: Final = 3
MOST_SOON: Final = 2


@dataclass(frozen=True)
class PillarLine:
    """A pillar with the looks of its targets; None gathers what no pillar holds."""

    pillar: Pillar | None
    looks: dict[str, int]
    total: int
    met: int


@dataclass(frozen=True)
class AgencyLine:
    """An agency with its tasks: late, running, ended."""

    code: str
    name: str
    late: int
    running: int
    ended: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.late + self.running + self.ended

    @property
    def looks(self) -> dict[str, int]:
        """For a bar of statuses."""
        return {"overdue": self.late, "in_progress": self.running, "done": self.ended}


@dataclass(frozen=True)
class TargetTally:
    """Targets counted by look and pillar; `owing` names the agencies whose targets miss figures."""

    pillars: tuple[PillarLine, ...]
    owing: tuple[str, ...]
    illustrative: bool

    @property
    def total(self) -> int:
        """All of them."""
        return sum(line.total for line in self.pillars)

    @property
    def met(self) -> int:
        """Met or exceeded."""
        return sum(line.met for line in self.pillars)

    @property
    def looks(self) -> dict[str, int]:
        """How many have each look."""
        found: Counter[str] = Counter()
        for line in self.pillars:
            found.update(line.looks)
        return dict(found)


@dataclass(frozen=True)
class TaskTally:
    """Tasks counted by lead agency, those with most late ones first."""

    agencies: tuple[AgencyLine, ...]
    illustrative: bool

    @property
    def total(self) -> int:
        """All of them."""
        return sum(line.total for line in self.agencies)

    @property
    def late(self) -> int:
        """Past their deadline and not ended."""
        return sum(line.late for line in self.agencies)


@dataclass(frozen=True)
class PressingTask:
    """A task that somebody has to look at; `label` where something is asked about it."""

    code: str
    title: str
    title_en: str
    lead: str
    deadline: date | None
    label: Label | None = None

    def get_absolute_url(self) -> str:
        """The task's page."""
        return reverse("steering:task", args=[self.code])


@dataclass(frozen=True)
class Pressing:
    """The oldest requests that wait, the tasks due next, and how many reports wait for a decision."""

    requests: tuple[PressingTask, ...]
    soon: tuple[PressingTask, ...]
    waiting: int = 0


_NAMED = "COALESCE(NULLIF(a.short_name, ''), a.name)"

_TARGETS = f"""
WITH told AS (
  SELECT COALESCE(t.pillar_id, g.pillar_id) AS pillar, t.lead_id,
    COALESCE(s.status, c.status, 'unknown') AS status, COALESCE(s.outlook, c.outlook, '') AS outlook,
    COALESCE(s.reported, c.reported, 0) < COALESCE(s.expected, c.expected, 1) AS owes,
    t.illustrative OR s.target_id IS NOT NULL AS marked
  FROM steering_target t
  LEFT JOIN steering_goal g ON g.id = t.goal_id
  LEFT JOIN steering_targetstate c ON c.target_id = t.id
  LEFT JOIN steering_illustrativestate s ON s.target_id = t.id
  WHERE t.plan_id = ANY(%(plans)s)
)
SELECT told.pillar, p.code, p.name, p.name_en, p."order", told.status, told.outlook, count(*),
  bool_or(told.marked),
  array_agg(DISTINCT ARRAY[a.sort_key, {_NAMED}])
    FILTER (WHERE a.id IS NOT NULL AND told.owes AND told.status <> 'dropped')
FROM told
LEFT JOIN steering_pillar p ON p.id = told.pillar
LEFT JOIN people_agency a ON a.id = told.lead_id
GROUP BY told.pillar, p.id, told.status, told.outlook
"""  # noqa: S608 - put together from the constants above

_TOLD = """
WITH told AS (
  SELECT t.id, t.code, t.title, t.title_en, t.lead_id,
    t.illustrative OR (e.seen AND e.illustrative) IS TRUE AS marked,
    CASE WHEN t.retired_on <= %(day)s THEN 'dropped' WHEN e.task_id IS NULL THEN t.state
      WHEN e.seen THEN e.state ELSE 'not_started' END AS state,
    COALESCE(CASE WHEN e.seen THEN e.deadline END, t.deadline) AS deadline
  FROM steering_task t
  LEFT JOIN (
    SELECT DISTINCT ON (task_id) task_id, state, deadline, illustrative, dated <= %(day)s AS seen
    FROM steering_taskevent
    WHERE task_id IN (SELECT id FROM steering_task WHERE plan_id = ANY(%(plans)s))
    ORDER BY task_id, dated <= %(day)s DESC, dated DESC, recorded_at DESC, id DESC
  ) e ON e.task_id = t.id AND (%(past)s OR (e.seen AND e.illustrative))
  WHERE t.plan_id = ANY(%(plans)s)
)
"""
"""Tasks where they stand: now by their own row or an illustrative event, on a past day by their events."""

_TASKS = f"""{_TOLD}
SELECT COALESCE(a.code, ''), COALESCE({_NAMED}, ''),
  count(*) FILTER (WHERE told.state NOT IN ('done', 'dropped', 'paused') AND told.deadline < %(day)s),
  count(*) FILTER (WHERE told.state IN ('done', 'dropped')), count(*), bool_or(told.marked)
FROM told LEFT JOIN people_agency a ON a.id = told.lead_id
GROUP BY a.id
ORDER BY 3 DESC, 5 DESC, a.sort_key, a.code
"""  # noqa: S608 - put together from the constants above

_PRESSING = f"""{_TOLD}, asked AS (
  SELECT r.task_id, min(r.asked_at) AS since, array_agg(r.kind) AS kinds
  FROM steering_taskrequest r JOIN told ON told.id = r.task_id
  WHERE r.decision = 'open' AND %(requests)s > 0
  GROUP BY r.task_id ORDER BY since, r.task_id LIMIT %(requests)s
), due AS (
  SELECT id FROM told WHERE state NOT IN ('done', 'dropped') AND deadline BETWEEN %(day)s AND %(until)s
  ORDER BY deadline, code LIMIT %(soon)s
)
, waiting AS (
  SELECT count(*) AS reports FROM steering_report r
  LEFT JOIN steering_target rt ON rt.id = r.target_id LEFT JOIN steering_task rk ON rk.id = r.task_id
  WHERE r.state = 'submitted' AND %(requests)s > 0 AND COALESCE(rt.plan_id, rk.plan_id) = ANY(%(every)s)
), shown AS (
  SELECT told.code, told.title, told.title_en, COALESCE({_NAMED}, '') AS lead, told.deadline,
    asked.kinds, due.id IS NOT NULL AS soon, asked.since
  FROM told LEFT JOIN asked ON asked.task_id = told.id LEFT JOIN due ON due.id = told.id
  LEFT JOIN people_agency a ON a.id = told.lead_id
  WHERE asked.task_id IS NOT NULL OR due.id IS NOT NULL
)
SELECT code, title, title_en, lead, deadline, kinds, soon, reports FROM waiting LEFT JOIN shown ON true
ORDER BY since, deadline, code
"""  # noqa: S608 - put together from the constants above


def _rows(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def tally_targets(plans: Collection[UUID]) -> TargetTally:
    """The targets of those plans as they stand now, counted; one query whatever their number."""
    groups: dict[UUID | None, Counter[str]] = {}
    pillars: dict[UUID | None, Pillar | None] = {}
    met: Counter[UUID | None] = Counter()
    owing: set[tuple[str, str]] = set()
    marked = False
    for key, code, name, name_en, order, status, outlook, count, some, owe in _rows(
        _TARGETS, {"plans": list(plans)}
    ):
        pillars[key] = Pillar(pk=key, code=code, name=name, name_en=name_en, order=order) if key else None
        told = look_of(TargetStatus(status), Outlook(outlook) if outlook else None)
        groups.setdefault(key, Counter())[told] += count
        met[key] += count if status in SETTLED else 0
        owing.update((order_key, named) for order_key, named in owe or ())
        marked = marked or some
    lines = [PillarLine(pillars[key], dict(found), found.total(), met[key]) for key, found in groups.items()]
    lines.sort(key=lambda line: (line.pillar is None, line.pillar.order if line.pillar else 0))
    return TargetTally(tuple(lines), tuple(named for _key, named in sorted(owing)), marked)


def tally_tasks(plans: Collection[UUID], as_of: date | None = None) -> TaskTally:
    """The tasks of those plans, now or on a past day, counted; one query whatever their number."""
    values = {"plans": list(plans), "day": as_of or clock.today(), "past": as_of is not None}
    rows = _rows(_TASKS, values)
    lines = [
        AgencyLine(code, name, late, total - late - ended, ended)
        for code, name, late, ended, total, _marked in rows
    ]
    return TaskTally(tuple(lines), any(row[-1] for row in rows))


def pressing(plans: Collection[UUID], every: Collection[UUID], *, requests: bool) -> Pressing:
    """Of `plans`, the oldest tasks about which something is asked and those due next; one query.

    Reports that wait are counted over `every` plan. What is asked and sent is left out unless `requests` may
    be read.
    """
    day = clock.today()
    values = {
        "plans": list(plans),
        "every": list(every),
        "day": day,
        "past": False,
        "until": day + SOON,
        "requests": MOST_REQUESTS if requests else 0,
        "soon": MOST_SOON,
    }
    rows = _rows(_PRESSING, values)
    asked = [_pressing(*row[:6]) for row in rows if row[5]]
    soon = [_pressing(*row[:6]) for row in rows if row[6]]
    soon.sort(key=lambda task: (task.deadline or day, task.code))
    return Pressing(tuple(asked), tuple(soon), rows[0][7])


def _pressing(
    code: str, title: str, title_en: str, lead: str, deadline: date | None, kinds: Sequence[str] | None
) -> PressingTask:
    """With the label of what is asked, the stronger first."""
    label = next((label for kind, label in OPEN_REQUESTS.items() if kind in (kinds or ())), None)
    return PressingTask(code, title, title_en, lead, deadline, label)
