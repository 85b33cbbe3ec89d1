"""What this room shows on pages of the rooms below: targets and tasks of an agency and of a place."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tinhso.people import queries as agencies
from tinhso.people.models import Agency
from tinhso.people.panels import Panel
from tinhso.people.principals import principal_of
from tinhso.places.models import Place
from tinhso.places.panels import Panel as PlacePanel
from tinhso.steering import policies
from tinhso.steering.pages import tables
from tinhso.steering.queries import boards
from tinhso.steering.queries.at_place import at_place
from tinhso.steering.queries.monthly import agency_panel


def _left_behind(request: HttpRequest, agency: Agency) -> bool:
    """Whether the agency ended, or gave its work to others, and the reader may hand its open work over."""
    if not policies.may_edit(principal_of(request)):
        return False
    return agency.valid_to is not None or bool(agencies.destinies(agency))


def of_agency(request: HttpRequest, agency: Agency) -> Panel | None:
    """Targets led or collected, tasks led and joint, reports owed; nothing where there is nothing."""
    found = agency_panel(agency, with_illustrative=settings.DEMO)
    if not (found.targets or found.tasks or found.joint):
        return None
    context = {
        "found": found,
        "targets": [(row, boards.look(row), tables.look_word(row)) for row in found.targets],
        "tasks": [
            (row, boards.task_look(row), tables.task_word(row), tables.days_words(row))
            for row in found.tasks[:_OF_AGENCY]
        ],
        "tasks_all": len(found.tasks),
        "looks": boards.looks(found.targets),
        "joint": found.joint[:_OF_AGENCY],
        "joint_all": len(found.joint),
        "hand_over": _left_behind(request, agency) and any(boards.is_running(row) for row in found.tasks),
    }
    return Panel("steering", _("Chỉ tiêu và nhiệm vụ"), "steering/parts/agency_panel.html", context, order=20)


_OF_AGENCY = 50
_OF_PLACE = 8
"""Lines of each list; the rest is one click away."""


def of_place(request: HttpRequest, place: Place) -> PlacePanel | None:  # noqa: ARG001 - the shape of a provider
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
    return PlacePanel("steering", title, "steering/parts/place_panel.html", context, more=more, order=20)
