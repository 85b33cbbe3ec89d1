"""Asking steering for a draft plan out of a text, and keeping its answer."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.audit.context import SystemActor
from tinhso.base.errors import Invalid
from tinhso.base.events.dispatch import Subscriber
from tinhso.people.principals import Principal
from tinhso.reading import queries
from tinhso.reading.models import PlanRequest
from tinhso.reading.planning import laid_down
from tinhso.reading.schemas import AskedPlan
from tinhso.steering import policies as steering
from tinhso.steering.asked_plans import PlanAsked, PlanDrafted
from tinhso.steering.schemas import PlanDraft

_STEERING: Final = SystemActor("Theo dõi kế hoạch")


def ask_plan(by: Principal, key: UUID, told: AskedPlan) -> PlanRequest:
    """Ask for a draft plan of the chosen items (đề nghị lập dự thảo kế hoạch). Who may edit plans may ask.

    The answer comes by `PlanDrafted`. Raises NotAllowed, NotFound, Invalid (`place`, `items`).
    """
    steering.require_edit(by)
    reading = queries.one(by, key)
    assert by.account_id is not None, "whoever may edit plans has signed in"
    account = by.account_id
    if reading.place is None:
        raise Invalid(
            _("Chưa rõ địa bàn của văn bản."),
            code="missing",
            field="place",
            hint=_("Bấm “Sửa thông tin” trên trang bản đọc để ghi địa bàn."),
        )
    _found, items = laid_down(reading)
    chosen = [items[position].asked for position in sorted(set(told.items)) if position < len(items)]
    if not chosen:
        raise Invalid(_("Chưa chọn mục nào."), code="missing", field="items")
    draft = PlanDraft(
        **told.model_dump(exclude={"items"}),
        place=reading.place.code,
        document=reading.document.slug if reading.document else "",
    )
    with acting(by, "reading.ask_plan") as act:
        row = PlanRequest.objects.create(
            reading=reading, account=account, title=told.title, count=len(chosen)
        )
        act.record(f"reading:{reading.pk}", subject=row, data=told.model_dump(mode="json"))
        act.emit(PlanAsked(asked=row.pk, account=account, draft=draft, items=tuple(chosen)))
    return row


def answered(event: PlanDrafted) -> None:
    """Keep where the draft is, or why there is none. Idempotent; requests of other rooms are not ours."""
    with acting(_STEERING, "reading.plan_answered"):
        row = PlanRequest.objects.select_for_update().filter(pk=event.asked).first()
        if row is not None:
            row.plan, row.address, row.refused = event.plan, event.address, event.refused
            row.save()


SUBSCRIBERS: Final[list[Subscriber[Any]]] = [Subscriber("reading.plan_answered", PlanDrafted, answered)]
