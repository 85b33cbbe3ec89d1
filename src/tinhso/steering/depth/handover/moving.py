"""One piece changes hands, and comes back: a function a kind for each way."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act
from tinhso.base.audit.models import Fact
from tinhso.documents.models import Document
from tinhso.people.models import Agency
from tinhso.steering.actions.task_events import Change, apply
from tinhso.steering.depth.handover.planning import Move
from tinhso.steering.models import (
    Collector,
    Deliverable,
    HandoverItem,
    JointAgency,
    Recurrence,
    RecurrenceJoint,
    Target,
    Task,
    TaskRequest,
    TaskState,
)

Kind = HandoverItem.Kind
_LINKS: dict[str, tuple[type[Model], str]] = {
    Kind.TASK_JOINT: (JointAgency, "task_id"),
    Kind.COLLECTOR: (Collector, "target_id"),
    Kind.RECURRENCE_JOINT: (RecurrenceJoint, "recurrence_id"),
}
_COLUMNS: dict[str, tuple[type[Model], str]] = {
    Kind.TASK_LEAD: (Task, "lead"),
    Kind.TARGET_LEAD: (Target, "lead"),
    Kind.REQUEST: (TaskRequest, "agency"),
    Kind.ACCEPTOR: (Deliverable, "acceptor"),
    Kind.RECURRENCE_LEAD: (Recurrence, "lead"),
}
_COUNTED = {Kind.TASK_LEAD, Kind.TARGET_LEAD, Kind.ACCEPTOR, Kind.RECURRENCE_LEAD}


def _row(model: type[Model], key: UUID) -> Any:
    return model._default_manager.select_for_update(of=("self",)).filter(pk=key).first()


def _saved(link: Any) -> dict[str, Any]:
    """The columns of a link that goes, to lay it down again."""
    columns = {field.attname: getattr(link, field.attname) for field in link._meta.concrete_fields}
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else _plain(value)
        for name, value in columns.items()
    }


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, datetime) else value


def move(act: Act, old: Agency, one: Move, item: HandoverItem, paper: Document | None) -> list[Fact]:
    """Give a piece to its taker; what the taker had already is dropped and kept in `item.details`."""
    taker = one.successor
    if taker is None:
        return []
    if one.piece.kind in _LINKS:
        _move_link(one, item, taker)
        return []
    model, column = _COLUMNS[one.piece.kind]
    row = _row(model, one.piece.subject)
    setattr(row, column, taker)
    if one.piece.kind in _COUNTED:
        row.version += 1
    row.save()
    if isinstance(row, Task):
        item.details = {"joint": _drop_joint(row.joint_links, taker)}
        return [_event(act, row, old, taker, paper)]
    if isinstance(row, Recurrence):
        item.details = {"joint": _drop_joint(row.joint_links, taker)}
    return []


def _drop_joint(links: Any, taker: Agency) -> dict[str, Any] | None:
    """A lead is not joint as well: the taker's joint link goes."""
    link = links.filter(agency=taker).first()
    if link is None:
        return None
    told = _saved(link)
    link.delete()
    return told


def _move_link(one: Move, item: HandoverItem, taker: Agency) -> None:
    model, owner = _LINKS[one.piece.kind]
    link = _row(model, one.piece.subject)
    same = {owner: getattr(link, owner), "agency": taker}
    leads = getattr(getattr(link, owner.removesuffix("_id")), "lead_id", None)
    joint = one.piece.kind != Kind.COLLECTOR
    if model._default_manager.filter(**same).exists() or (joint and leads == taker.pk):
        item.dropped, item.details = True, {"link": _saved(link)}
        link.delete()
        return
    link.agency = taker
    link.save()


def _event(act: Act, task: Task, old: Agency, taker: Agency, paper: Document | None) -> Fact:
    note = _("Bàn giao chủ trì từ %(old)s cho %(new)s.") % {"old": old.name, "new": taker.name}
    return apply(
        act,
        task,
        Change(
            TaskState(task.state), clock.today(), task.deadline, task.done_on, task.progress,
            note=note, document=paper, lead=taker,
        ),
    )  # fmt: skip


def stands(item: HandoverItem) -> bool:
    """Whether the piece still stands where the hand-over put it."""
    if item.kind in _LINKS:
        model, owner = _LINKS[item.kind]
        if item.dropped:
            told = item.details["link"]
            again = {owner: told[owner], "agency": told["agency_id"]}
            return not model._default_manager.filter(**again).exists()
        link = model._default_manager.filter(pk=item.subject).first()
        return link is not None and getattr(link, "agency_id", None) == item.successor_id
    model, column = _COLUMNS[item.kind]
    row = model._default_manager.filter(pk=item.subject).first()
    return row is not None and getattr(row, f"{column}_id") == item.successor_id


def take_back(act: Act, old: Agency, item: HandoverItem) -> list[Fact]:
    """Put a piece back where it was."""
    if item.kind in _LINKS:
        model, _owner = _LINKS[item.kind]
        if item.dropped:
            model._default_manager.create(**item.details["link"])
        else:
            link = _row(model, item.subject)
            link.agency = old
            link.save()
        return []
    model, column = _COLUMNS[item.kind]
    row = _row(model, item.subject)
    setattr(row, column, old)
    if item.kind in _COUNTED:
        row.version += 1
    row.save()
    if (told := item.details.get("joint")) is not None:
        links = JointAgency if isinstance(row, Task) else RecurrenceJoint
        links._default_manager.create(**told)
    return [_event(act, row, item.successor, old, None)] if isinstance(row, Task) else []
