"""Declaring once: drafts hold nothing, submitting takes a place, corrections keep it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.bordergate import policies
from tinhso.bordergate.actions import accepting, dispatching, lanes
from tinhso.bordergate.core.keys import KeyProblem, container_number, plate_key
from tinhso.bordergate.events import PlaceAccepted
from tinhso.bordergate.models import (
    Company,
    Declaration,
    DeclarationVersion,
    Direction,
    Gate,
    LinePlace,
    Run,
    Vehicle,
)
from tinhso.bordergate.schemas import Content
from tinhso.people.principals import Principal


def draft(
    by: Principal, company: Company, run: Run, gate: Gate, direction: Direction, content: Content
) -> Declaration:
    """Begin a declaration (khai báo): a draft, which holds no place in any line. Raises NotAllowed."""
    policies.require_declares(by, company)
    with acting(by, "gate.draft") as act:
        row = Declaration.objects.create(
            run=run,
            company=company,
            gate=gate,
            direction=direction,
            illustrative=run.simulated or by.illustrative,
        )
        version = _keep(row, by, content)
        act.record(f"declaration:{row.pk}", subject=row, data={"version": 1}, facts=[version])
    return row


def declare(
    by: Principal, company: Company, run: Run, gate: Gate, direction: Direction, content: Content
) -> LinePlace:
    """Declare and take the place at once, or nothing. Raises as `draft` and `submit` do."""
    with transaction.atomic():
        return submit(by, draft(by, company, run, gate, direction, content).pk)


def revise(by: Principal, key: UUID, content: Content) -> Declaration:
    """Write a draft anew. Raises NotAllowed; Conflict once it was submitted; NotFound."""
    with acting(by, "gate.revise") as act:
        row = _locked(by, key)
        if row.state != Declaration.State.DRAFT:
            raise Conflict(
                _("Tờ khai đã gửi: dùng chức năng đính chính."), code="SUBMITTED", field="declaration"
            )
        version = _keep(row, by, content)
        act.record(f"declaration:{row.pk}", subject=row, data={"version": row.version}, facts=[version])
    return row


def submit(by: Principal, key: UUID) -> LinePlace:
    """Send a declaration and take its place in the line (nộp tờ khai, nhận lượt).

    The place is given by the server's moment, in the order of commits. Raises NotAllowed, NotFound; Invalid
    for what is missing or unknown; Conflict `ACTIVE_PLACE_EXISTS` with the place there is, `TOO_MANY_PLACES`.
    """
    with acting(by, "gate.submit") as act:
        row = _locked(by, key)
        if row.state != Declaration.State.DRAFT:
            raise Conflict(_("Tờ khai này đã được gửi."), code="SUBMITTED", field="declaration")
        content = content_of(row)
        vehicle, container = _vehicle(row.company, content), _container(content)
        accepting.require_none(row.run, vehicle, container)
        accepting.require_room(row.run, row.company)
        lane = lanes.locked(row.run, row.gate, row.direction)
        place = accepting.accept(lane, row, content, vehicle, container)
        row.number = place.code
        row.state = Declaration.State.SUBMITTED
        row.save()
        dispatching.bring_up(lane)
        data = {"place": place.code, "stream": place.stream, "accepted_seq": place.accepted_seq}
        act.record(f"declaration:{row.pk}", subject=row, data=data)
        act.emit(
            PlaceAccepted(place=place.code, run=row.run.code, gate=row.gate.code, direction=row.direction)
        )
    place.refresh_from_db()
    return place


def content_of(row: Declaration) -> Content:
    """What its newest version says."""
    return Content.model_validate(row.versions.get(number=row.version).content)


def _locked(by: Principal, key: UUID) -> Declaration:
    rows = Declaration.objects.select_for_update(of=("self",)).select_related("company", "gate", "run")
    row = rows.filter(pk=key).first()
    if row is None:
        raise NotFound(_("Không có tờ khai này."), field="declaration")
    policies.require_declares(by, row.company)
    return row


def _keep(row: Declaration, by: Principal, content: Content) -> DeclarationVersion:
    told: dict[str, Any] = content.model_dump(mode="json")
    before: dict[str, Any] = row.versions.get(number=row.version).content if row.version else {}
    row.version += 1
    row.save()
    return DeclarationVersion.objects.create(
        declaration=row,
        number=row.version,
        content=told,
        changes=sorted(name for name in told if told[name] != before.get(name)) if before else [],
        label=by.actor_label,
        illustrative=row.illustrative,
    )


def _vehicle(company: Company, content: Content) -> Vehicle:
    """The tractor it names: of the company's own fleet, its papers seen."""
    try:
        key = plate_key(content.tractor.plate, content.tractor.country)
    except KeyProblem as problem:
        raise Invalid(_("Biển số không hợp lệ."), code=problem.code, field="tractor.plate") from None
    found = Vehicle.objects.filter(company=company, key=key, retired_at=None).first()
    if found is None:
        raise Invalid(
            _("Xe %(plate)s chưa có trong đội xe.") % {"plate": content.tractor.plate},
            code="UNKNOWN_VEHICLE",
            field="tractor.plate",
            hint=_("Thêm xe vào đội xe và xuất trình đăng ký xe để được xác nhận."),
        )
    if found.verified_at is None:
        raise Invalid(
            _("Xe %(plate)s chưa được xác nhận giấy tờ.") % {"plate": content.tractor.plate},
            code="VEHICLE_NOT_VERIFIED",
            field="tractor.plate",
            hint=_("Liên hệ bộ phận điều tiết cửa khẩu để xác nhận đăng ký xe."),
        )
    return found


def _container(content: Content) -> str:
    if not content.container:
        return ""
    try:
        return container_number(content.container)
    except KeyProblem as problem:
        raise Invalid(
            _("Số công-te-nơ không đúng: chữ số kiểm tra không khớp."), code=problem.code, field="container"
        ) from None
