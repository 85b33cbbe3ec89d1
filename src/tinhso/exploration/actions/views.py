"""Keeping views: save, change, copy, take back, put back."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid
from tinhso.base.text import near_matches
from tinhso.exploration import policies, queries
from tinhso.exploration.actions import naming
from tinhso.exploration.events import ViewKept
from tinhso.exploration.models import Sharing, View
from tinhso.exploration.schemas import ViewDraft
from tinhso.exploration.spec import Spec
from tinhso.indicators import queries as indicators


def stored(spec: Spec) -> dict[str, Any]:
    """What of a spec is kept: what differs from the usual, so that what was left open moves with the days."""
    return spec.model_dump(mode="json", exclude_defaults=True)


def save_view(by: Actor, draft: ViewDraft, *, code: str = "") -> View:
    """Keep a view (lưu góc nhìn) under a name. Raises NotSignedIn, NotAllowed, Invalid, Conflict."""
    with acting(by, "exploration.save_view") as act:
        policies.require_keep(by)
        naming.require_room(View, by)
        _require_measures(draft.spec)
        if code and (code in naming.RESERVED or View.objects.filter(code=code).exists()):
            raise Conflict(_("Mã “%(code)s” đã có.") % {"code": code}, field="code")
        row = naming.begun(by, View(code=code or naming.code_for(View, draft.name)))
        naming.fill(by, row, draft)
        row.spec = stored(draft.spec)
        row.save()
        _record(act, row, name=row.name, sharing=row.sharing, spec=row.spec)
    return row


def change_view(by: Actor, code: str, draft: ViewDraft) -> View:
    """Give a view another name, description, sharing or content. Raises Refusal."""
    with acting(by, "exploration.change_view") as act:
        row = _standing(by, code)
        fresh = stored(draft.spec)
        if fresh != row.spec:
            _require_measures(draft.spec)
        before = {name: getattr(row, name) for name in _TOLD}
        naming.fill(by, row, draft)
        row.spec = fresh
        changed = {
            name: [str(was), str(getattr(row, name))]
            for name, was in before.items()
            if was != getattr(row, name)
        }
        if changed:
            row.save()
            _record(act, row, changed=changed)
    return row


_TOLD = ("name", "name_en", "description", "sharing", "spec")


def copy_view(by: Actor, code: str, name: str = "") -> View:
    """A view of one's own with the same content (tạo bản sao). Raises Refusal."""
    row = queries.view(by, code)
    words = name or _("%(name)s (bản sao)") % {"name": row.name}
    spec = Spec.model_validate(row.spec)
    return save_view(
        by, ViewDraft(name=words[:120], description=row.description, sharing=Sharing.OWN, spec=spec)
    )


def retire_view(by: Actor, code: str) -> View:
    """Take a view back (thu hồi): it leaves the lists, cards that show it say so. Raises Refusal."""
    with acting(by, "exploration.retire_view") as act:
        row = _standing(by, code)
        row.retired_at = act.now
        row.save(update_fields=["retired_at"])
        _record(act, row, name=row.name)
    return row


def restore_view(by: Actor, code: str) -> View:
    """Put a view back that was taken back (khôi phục). Raises Refusal."""
    with acting(by, "exploration.restore_view") as act:
        row = queries.locked(View, code)
        policies.require_change(by, row)
        if row.retired_at is not None:
            row.retired_at = None
            row.save(update_fields=["retired_at"])
            _record(act, row, name=row.name)
    return row


def _standing(by: Actor, code: str) -> View:
    """The view, locked, if `by` may change it and nobody took it back."""
    row = queries.locked(View, code)
    policies.require_change(by, row)
    if row.retired_at is not None:
        raise Conflict(_("Góc nhìn này đã được thu hồi."), hint=_("Khôi phục rồi sửa."))
    return row


def _require_measures(spec: Spec) -> None:
    """Raises Invalid for a view of nothing, or of indicators that nobody knows."""
    if not spec.measures:
        raise Invalid(_("Góc nhìn chưa có chỉ số nào."), field="spec", hint=_("Chọn ít nhất một chỉ số."))
    known = set(indicators.indicators().filter(code__in=spec.measures).values_list("code", flat=True))
    for code in spec.measures:
        if code not in known:
            near = near_matches(code, indicators.indicators().values_list("code", flat=True))
            raise Invalid(
                _("Không có chỉ số mang mã “%(code)s”.") % {"code": code},
                field="spec",
                hint=_("Có thể là: %(near)s") % {"near": ", ".join(near)} if near else None,
            )


def _record(act: Act, row: View, **data: object) -> None:
    act.record(f"view:{row.code}", subject=row, data=data)
    act.emit(ViewKept(view=row.pk))
