"""What this room shows on pages of the rooms below: targets and tasks of an agency and of a place."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tinhso.base.web.panels import Panel
from tinhso.people import queries as agencies
from tinhso.people.models import Agency
from tinhso.people.principals import principal_of
from tinhso.places.models import Place
from tinhso.steering import policies
from tinhso.steering.depth.handover.pieces import open_work
from tinhso.steering.pages import tables
from tinhso.steering.pages.depth.inside import PART_LOOKS
from tinhso.steering.queries import boards
from tinhso.steering.queries.at_place import at_place
from tinhso.steering.queries.joint_parts import PartCounts
from tinhso.steering.queries.monthly import AgencyPanel, agency_panel
from tinhso.steering.queries.shapes import TaskRow


def _handing_over(request: HttpRequest, agency: Agency) -> dict[str, Any] | None:
    """What is left in an agency that ended or gave its work to others, for those who may hand it over."""
    if not policies.may_edit(principal_of(request)):
        return None
    if agency.valid_to is None and not agencies.destinies(agency):
        return None
    return {"left": len(open_work(agency)), "made": list(agency.handovers.order_by("-made_at")[:_MADE])}


def _led(row: TaskRow, found: AgencyPanel) -> tuple[TaskRow, str, str, str, PartCounts | None]:
    """A task it leads with what its joint agencies said."""
    words = boards.task_look(row), tables.task_word(row), tables.days_words(row)
    return row, *words, found.parts.get(row.task.pk)


def _along(found: AgencyPanel) -> list[tuple[TaskRow, list[tuple[str, Promise]], bool]]:
    """Tasks it works along on, what it said of its part, whether they ended; first those that wait for it."""

    def last(row: TaskRow) -> tuple[bool, bool]:
        own = found.own_parts.get(row.task.pk)
        return not (own and own.outstanding), not boards.is_running(row)

    rows = sorted(found.joint, key=last)
    return [(row, _answers(found.own_parts.get(row.task.pk)), not boards.is_running(row)) for row in rows]


def of_agency(request: HttpRequest, agency: Agency) -> Panel | None:
    """Targets led or collected, tasks led and joint, reports owed; nothing where there is nothing."""
    found = agency_panel(agency, with_illustrative=settings.DEMO)
    hand_over = _handing_over(request, agency)
    if not (found.targets or found.tasks or found.joint or hand_over):
        return None
    context = {
        "found": found,
        "targets": [(row, boards.look(row), tables.look_word(row)) for row in found.targets],
        "tasks": [_led(row, found) for row in found.tasks[:_OF_AGENCY]],
        "tasks_all": len(found.tasks),
        "looks": boards.looks(found.targets),
        "joint": _along(found)[:_OF_AGENCY],
        "joint_all": len(found.joint),
        "hand_over": hand_over,
    }
    return Panel("steering", _("Chỉ tiêu và nhiệm vụ"), "steering/parts/agency_panel.html", context, order=20)


def _answers(counts: PartCounts | None) -> list[tuple[str, Promise]]:
    """What the agency said of its part in a running task, with its look."""
    return [(PART_LOOKS[part], part.label) for part, _n in counts.by_answer] if counts else []


_MADE = 5
"""Hand-overs that are named on the page of whoever handed over."""
_OF_AGENCY = 50
_OF_PLACE = 8
"""Lines of each list; the rest is one click away."""


def of_place(request: HttpRequest, place: Place) -> Panel | None:  # noqa: ARG001 - the shape of a provider
    """Targets measured or collected at a place or led from it, and tasks of its agencies."""
    found = at_place(place, with_illustrative=settings.DEMO)
    if not (found.targets or found.tasks):
        return None
    targets = [(row, boards.look(row), tables.look_word(row)) for row in found.targets]
    tasks = [(row, boards.task_look(row), tables.task_word(row)) for row in found.tasks]
    context = {
        "targets": targets[:_OF_PLACE],
        "targets_all": len(targets),
        "looks": boards.looks(found.targets),
        "tasks": tasks[:_OF_PLACE],
        "tasks_all": len(tasks),
        "late": sum(boards.is_overdue(row) for row in found.tasks),
    }
    more = reverse("steering:targets") if len(targets) > _OF_PLACE else ""
    title = _("Chỉ tiêu và nhiệm vụ")
    return Panel("steering", title, "steering/parts/place_panel.html", context, more=more, order=20)
