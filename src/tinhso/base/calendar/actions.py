"""Entering corrections to the calendar. Who may do so is asked before, by the face that offers it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.base.calendar import package
from tinhso.base.calendar.core import DayKind
from tinhso.base.calendar.events import CalendarChanged
from tinhso.base.calendar.models import CalendarCorrection
from tinhso.base.calendar.queries import current_calendar
from tinhso.base.errors import Conflict, Invalid, NotFound

STREAM = "calendar"


def add_correction(
    by: Actor,
    *,
    day: date,
    kind: DayKind | str,
    reason: str,
    document: str = "",
    active: bool = True,
    pack: str = "",
) -> CalendarCorrection:
    """Enter a correction (thêm ngày nghỉ hoặc ngày làm bù). One in force names its document.

    Raises Invalid (field `date`, `kind`, `reason` or `document`), and Conflict when another one of that
    day is in force.
    """
    row = CalendarCorrection(
        date=_known(day),
        kind=_kind(kind),
        reason=reason.strip(),
        document=document.strip(),
        active=active,
        pack=pack,
    )
    if not row.reason:
        raise Invalid(_("Chưa ghi lý do của ngày này."), field="reason")
    _require_document(row)
    with acting(by, "calendar.add", reason=row.document) as act:
        _save(row)
        _tell(act, row, changed=active)
    return row


def activate_correction(by: Actor, correction: UUID, *, document: str) -> CalendarCorrection:
    """Put a waiting correction in force by the document that has come (cho áp dụng).

    Raises NotFound, Invalid (field `document`) and Conflict.
    """
    with acting(by, "calendar.activate", reason=document) as act:
        row = _for_update(correction)
        if row.active:
            raise Conflict(_("Ngày này đang được áp dụng rồi."))
        row.active, row.document = True, document.strip()
        _require_document(row)
        _save(row)
        _tell(act, row)
    return row


def deactivate_correction(by: Actor, correction: UUID, *, reason: str) -> CalendarCorrection:
    """Take a correction out of force (thôi áp dụng). Raises NotFound, Invalid (`reason`), Conflict."""
    if not reason.strip():
        raise Invalid(_("Chưa ghi lý do thôi áp dụng."), field="reason")
    with acting(by, "calendar.deactivate", reason=reason.strip()) as act:
        row = _for_update(correction)
        if not row.active:
            raise Conflict(_("Ngày này không còn được áp dụng."))
        row.active = False
        _save(row)
        _tell(act, row)
    return row


def _known(day: date) -> date:
    if not package.FIRST_YEAR <= day.year <= package.LAST_YEAR:
        raise Invalid(_("Ngày nằm ngoài lịch mà hệ thống biết."), field="date")
    return day


def _kind(kind: DayKind | str) -> DayKind:
    try:
        return DayKind(kind)
    except ValueError:
        raise Invalid(
            _("Loại ngày phải là “ngày nghỉ” hoặc “ngày làm việc”."),
            field="kind",
            hint=", ".join(each.value for each in DayKind),
        ) from None


def _require_document(row: CalendarCorrection) -> None:
    if row.active and not row.document:
        raise Invalid(
            _("Chưa ghi số, ký hiệu và ngày của văn bản."),
            field="document",
            hint=_("Khi chưa có văn bản, hãy để ở trạng thái chờ."),
        )


def _for_update(correction: UUID) -> CalendarCorrection:
    row = CalendarCorrection.objects.select_for_update().filter(pk=correction).first()
    if row is None:
        raise NotFound(_("Không có điều chỉnh lịch này."))
    return row


def _save(row: CalendarCorrection) -> None:
    """Save; the database's own constraint decides who was first."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "calendar_one_word_a_day" not in str(error):
            raise
        raise Conflict(
            _("Ngày %(day)s đã có một điều chỉnh đang áp dụng.") % {"day": f"{row.date:%d/%m/%Y}"},
            field="date",
            hint=_("Thôi áp dụng điều chỉnh cũ trước."),
        ) from error


def _tell(act: Act, row: CalendarCorrection, *, changed: bool = True) -> None:
    act.record(
        STREAM,
        subject=row,
        data={
            "date": row.date,
            "kind": row.kind,
            "reason": row.reason,
            "document": row.document,
            "active": row.active,
            "pack": row.pack,
        },
    )
    if changed:
        working = current_calendar(pack=row.pack or None).is_working(row.date)
        act.emit(CalendarChanged(correction=row.pk, date=row.date, working=working))
