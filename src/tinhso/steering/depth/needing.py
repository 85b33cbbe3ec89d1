"""What a task waits for (phụ thuộc): one thing must be done before another begins; never in a circle."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.people.principals import Principal
from tinhso.steering import policies
from tinhso.steering.depth import holding
from tinhso.steering.models import Dependency, Task
from tinhso.steering.queries.plans import find_task

_LOCK: Final = 0x7461736B  # one circle can go through many plans: edges are added one after the other
_BEYOND = """
WITH RECURSIVE beyond AS (
  SELECT %(since)s::uuid AS task
  UNION
  SELECT d.needs_id FROM beyond JOIN steering_dependency d ON d.task_id = beyond.task
)
SELECT d.task_id, d.needs_id FROM beyond JOIN steering_dependency d ON d.task_id = beyond.task
ORDER BY d.task_id, d.needs_id
"""
"""Every edge that can be reached, each once however many ways lead there."""


def _edges(since: UUID) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_BEYOND, {"since": since})
        for task, needs in cursor.fetchall():
            found.setdefault(task, []).append(needs)
    return found


def _way(since: UUID, until: UUID) -> list[UUID]:
    """The shortest way along what `since` waits for to `until`; empty where there is none. One statement."""
    edges, came, frontier = _edges(since), {since: since}, [since]
    while frontier and until not in came:
        steps = [(task, needs) for task in frontier for needs in edges.get(task, ()) if needs not in came]
        came |= {needs: task for task, needs in reversed(steps)}
        frontier = list(dict.fromkeys(needs for _task, needs in steps))
    if until not in came:
        return []
    way = [until]
    while way[-1] != since:
        way.append(came[way[-1]])
    return way[::-1]


def _named(keys: list[UUID]) -> list[str]:
    codes = dict(Task.objects.filter(pk__in=keys).values_list("pk", "code"))
    return [codes[key] for key in keys]


def add_need(by: Principal, task_id: UUID, code: str, *, words: str = "") -> Dependency:
    """Say that a task begins only when another is done (thêm phụ thuộc).

    Raises NotAllowed; Invalid (`needs`); Conflict for a circle, which names all of it and what to take away.
    """
    with acting(by, "task.need") as act:
        policies.require_decide(by)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        task = holding.locked(task_id)
        holding.require_open(task)
        needs = _wanted(code)
        if needs.pk == task.pk:
            raise Invalid(_("Nhiệm vụ không chờ chính nó."), code="itself", field="needs")
        if way := _way(needs.pk, task.pk):
            _refuse_circle([task.pk, *way])
        if needs.illustrative and not task.illustrative:
            raise Invalid(_("Nhiệm vụ thật không chờ nhiệm vụ minh hoạ."), field="needs")
        edge, new = Dependency.objects.get_or_create(
            task=task, needs=needs, defaults={"note": words, "illustrative": holding.marked(by, task)}
        )
        if not new:
            raise Conflict(
                _("Đã ghi nhiệm vụ này chờ %(code)s.") % {"code": needs.code}, code="taken", field="needs"
            )
        holding.note(act, task, {"needs": needs.code}, illustrative=holding.marked(by, task))
    return edge


def _wanted(code: str) -> Task:
    try:
        return find_task(code.strip())
    except NotFound as nothing:
        hint = _("Có phải: %(near)s?") % {"near": ", ".join(nothing.near)} if nothing.near else None
        raise Invalid(nothing.message, code="unknown", field="needs", hint=hint) from nothing


def _refuse_circle(keys: list[UUID]) -> None:
    codes = _named(keys)
    last, first = codes[-2], codes[-1]
    raise Conflict(
        _("Phụ thuộc thành vòng: %(circle)s.") % {"circle": " → ".join(codes)},
        code="circle",
        field="needs",
        hint=_("Bỏ một phụ thuộc trong vòng trước, ví dụ “%(last)s chờ %(first)s”, rồi thêm lại.")
        % {"last": last, "first": first},
    )


def remove_need(by: Principal, edge_id: UUID) -> Task:
    """Take a dependency away (bỏ phụ thuộc). Raises NotAllowed, NotFound."""
    with acting(by, "task.unneed") as act:
        policies.require_decide(by)
        edge = Dependency.objects.select_related("needs").filter(pk=edge_id).first()
        if edge is None:
            raise NotFound(_("Không còn phụ thuộc này."), field="needs")
        task = holding.locked(edge.task_id)
        edge.delete()
        holding.note(act, task, {"needs": edge.needs.code}, illustrative=holding.marked(by, task))
    return task
