"""What this room shows on pages of the rooms below: an agency's targets, tasks and debts."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tinhso.people.models import Agency
from tinhso.people.panels import Panel
from tinhso.steering.pages import tables
from tinhso.steering.queries import boards
from tinhso.steering.queries.monthly import agency_panel


def of_agency(request: HttpRequest, agency: Agency) -> Panel | None:  # noqa: ARG001 - the shape of a provider
    """Targets led or collected, tasks led and joint, reports owed; nothing where there is nothing."""
    found = agency_panel(agency, with_illustrative=settings.DEMO)
    if not (found.targets or found.tasks or found.joint):
        return None
    context = {
        "found": found,
        "targets": [(row, boards.look(row), tables.look_word(row)) for row in found.targets],
        "tasks": [
            (row, boards.task_look(row), tables.task_word(row), tables.days_words(row)) for row in found.tasks
        ],
        "looks": boards.looks(found.targets),
        "joint": found.joint,
    }
    return Panel("steering", _("Chỉ tiêu và nhiệm vụ"), "steering/parts/agency_panel.html", context, order=20)
