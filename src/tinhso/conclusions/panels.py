"""What this room shows on pages of the rooms below: a meeting's, a task's, a document's."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tinhso.base.ids import new_id
from tinhso.base.web import forms
from tinhso.base.web.panels import ListPanel, Panel, PanelItem
from tinhso.conclusions import policies, tables
from tinhso.conclusions.actions import giving
from tinhso.conclusions.actions.common import BEGUN
from tinhso.conclusions.models import ConclusionState
from tinhso.conclusions.pages import shared
from tinhso.conclusions.pages.workspace import lines
from tinhso.conclusions.queries import ballots, minutes
from tinhso.conclusions.queries import conclusions as queries
from tinhso.documents.models import Document
from tinhso.meetings.models import AgendaItem, Meeting
from tinhso.people.principals import principal_of
from tinhso.steering.models import Task

_STYLES = ("conclusions/conclusions.css",)


def of_minutes(request: HttpRequest, meeting: Meeting, item: AgendaItem | None) -> Panel | None:
    """The minutes with quick entry, beside the item that is spoken about."""
    by = principal_of(request)
    if not policies.may_read_meeting(by, meeting):
        return None
    items, entries = list(meeting.items.order_by("order")), list(minutes.of_meeting(meeting))
    begun, writes = meeting.state in BEGUN, policies.may_write(by, meeting.committee)
    if not entries and not (begun or writes):
        return None
    context = {
        "meeting": meeting,
        "groups": minutes.by_item(entries, items),
        "items": [(str(one.order), f"{one.order}. {one.title}") for one in items if not one.withdrawn],
        "chosen": str(item.order) if item else "",
        "speakers": shared.speakers(meeting) if writes and begun else [],
        "may_write": writes,
        "begun": begun,
        "key": new_id(),
        "next": request.get_full_path(),
        "typed": forms.start(),
    }
    return Panel(
        "minutes",
        _("Biên bản"),
        "conclusions/panels/minutes.html",
        context,
        count=len(entries),
        order=20,
        styles=_STYLES,
        scripts=("conclusions/minutes.js",),
    )


def of_ballots(request: HttpRequest, meeting: Meeting, item: AgendaItem | None) -> Panel | None:
    """The ballots of the meeting."""
    by = principal_of(request)
    if not policies.may_read_meeting(by, meeting):
        return None
    rows = list(ballots.counted(ballots.ballots().filter(meeting=meeting)))
    begun, writes = meeting.state in BEGUN, policies.may_write(by, meeting.committee)
    if not rows and not (begun and writes):
        return None
    context = {
        "meeting": meeting,
        "ballots": rows,
        "may_write": writes,
        "begun": begun,
        "chosen": str(item.order) if item else "",
    }
    return Panel(
        "ballots",
        _("Biểu quyết"),
        "conclusions/panels/ballots.html",
        context,
        count=len(rows),
        order=30,
        styles=_STYLES,
    )


def of_conclusions(request: HttpRequest, meeting: Meeting, item: AgendaItem | None) -> Panel | None:
    """What was concluded, and one click to the notice and to the tasks."""
    del item
    by = principal_of(request)
    if not policies.may_read_meeting(by, meeting):
        return None
    rows = list(queries.of_meeting(meeting))
    begun, writes = meeting.state in BEGUN, policies.may_write(by, meeting.committee)
    if not rows and not begun:
        return None
    context = {
        "meeting": meeting,
        "conclusions": lines(rows),
        "states": {state: sum(row.state == state for row in rows) for state in ConclusionState.values},
        "giveable": sum(row.state in giving.GIVEABLE for row in rows),
        "may_write": writes,
        "next": request.get_full_path(),
    }
    return Panel(
        "conclusions",
        _("Kết luận"),
        "conclusions/panels/conclusions.html",
        context,
        count=len(rows),
        order=40,
        styles=_STYLES,
    )


def of_carried(request: HttpRequest, meeting: Meeting, item: AgendaItem | None) -> Panel | None:
    """What returned from earlier meetings."""
    del item
    if not policies.may_read_meeting(principal_of(request), meeting):
        return None
    rows = list(queries.carried_to(meeting))
    if not rows:
        return None
    return Panel(
        "carried",
        _("Việc chuyển từ phiên trước"),
        "conclusions/panels/carried.html",
        {"conclusions": lines(rows)},
        count=len(rows),
        order=10,
        styles=_STYLES,
    )


def of_task(request: HttpRequest, task: Task) -> Panel | None:
    """The conclusion that a task came from, its meeting and its document."""
    found = queries.conclusions().filter(task=task).first()
    if found is None:
        return None
    by = principal_of(request)
    visible = by.is_signed_in and policies.visible(by, queries.conclusions()).filter(pk=found.pk).exists()
    context = {"conclusion": found, "visible": visible}
    return Panel("origin", _("Từ kết luận phiên họp"), "conclusions/panels/origin.html", context, order=10)


def of_document(document: Document) -> ListPanel | None:
    """What a notice of conclusions issued, each leading to its task: public, as the register is."""
    rows = list(queries.conclusions().filter(notice__document=document).order_by("number"))
    if not rows:
        return None
    items = tuple(
        PanelItem(
            text=f"{row.number}. {row.text}",
            href=row.task.get_absolute_url() if row.task else "",
            note=" · ".join(part for part in (row.lead.name if row.lead else "", tables.due(row)) if part),
            value=tables.word(row) if row.task else "",
            illustrative=row.illustrative,
        )
        for row in rows
    )
    return ListPanel(_("Kết luận và nhiệm vụ"), items, len(items))
