"""Rules and ways of scoring: added and edited by the standing office, or by a pack."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.base.web import wording
from tinhso.people.principals import Principal
from tinhso.urging import policies
from tinhso.urging.models import Rule
from tinhso.urging.models.rules import ByDate
from tinhso.urging.running.running import STREAM
from tinhso.urging.schemas import ByDateDraft, RuleDraft


def add_rule(by: Principal, draft: RuleDraft) -> Rule:
    """Add a rule, or the next version of one (thêm quy tắc).

    Raises NotSignedIn, NotAllowed; Invalid (`valid_from`) where a version of that code holds already then.
    """
    policies.require_urge(by)
    with acting(by, "urging.add_rule") as act:
        row = Rule(illustrative=by.illustrative)
        fill(row, draft)
        require_free(row)
        row.save(force_insert=True)
        act.record(STREAM, subject=row, data=draft.model_dump(mode="json"))
    return row


def edit_rule(by: Principal, key: UUID, draft: RuleDraft, *, version: int) -> Rule:
    """Change a rule (sửa quy tắc); steps already told stay told.

    Raises NotSignedIn, NotAllowed, NotFound, Invalid; Conflict when somebody changed it meanwhile.
    """
    policies.require_urge(by)
    with acting(by, "urging.edit_rule") as act:
        row = Rule.objects.select_for_update().filter(pk=key).first()
        if row is None:
            raise NotFound(_("Không có quy tắc đôn đốc này."))
        if row.version != version:
            raise Conflict(
                _("Quy tắc vừa được người khác sửa."), hint=_("Mở lại trang để xem bản mới rồi sửa tiếp.")
            )
        if draft.code != row.code:
            raise Invalid(_("Mã quy tắc không đổi được."), field="code")
        fill(row, draft)
        require_free(row)
        row.version += 1
        row.save()
        act.record(STREAM, subject=row, data=draft.model_dump(mode="json"))
    return row


def fill(row: ByDate, draft: ByDateDraft) -> None:
    """Give the row what the draft says."""
    told: dict[str, Any] = draft.model_dump(include=set(type(draft).model_fields))
    for name, value in told.items():
        setattr(row, name, sorted(value, reverse=True) if name == "before" else _plain(value))


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def require_free(row: ByDate) -> None:
    """No two versions of one code hold on one day. Raises Invalid (`valid_from`)."""
    rows = type(row)._default_manager.filter(code=row.code).exclude(pk=row.pk)
    if row.valid_to is not None:
        rows = rows.filter(valid_from__lte=row.valid_to)
    other = rows.filter(Q(valid_to=None) | Q(valid_to__gte=row.valid_from)).first()
    if other is not None:
        until = wording.day(other.valid_to) if other.valid_to else _("chưa hết hiệu lực")
        raise Invalid(
            _("Đã có bản khác của quy tắc này có hiệu lực từ %(since)s (%(until)s).")
            % {"since": wording.day(other.valid_from), "until": until},
            field="valid_from",
            hint=_("Ghi ngày hết hiệu lực cho bản cũ trước, hoặc chọn ngày khác."),
        )
