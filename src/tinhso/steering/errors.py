"""Refusals of this room that carry more than words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from tinhso.base.errors import Conflict, Problem


class StaleForm(Conflict):
    """Somebody saved meanwhile. `stored` is what stands now, `typed` what was sent: nothing is lost.

    `problems` name the fields that differ.
    """

    code = "stale"

    def __init__(self, version: int, stored: Mapping[str, object], typed: Mapping[str, object]) -> None:
        self.version, self.stored, self.typed = version, dict(stored), dict(typed)
        message = _("Nội dung này vừa được người khác sửa. Cả hai bản được giữ lại bên dưới.")
        hint = _("So sánh rồi lưu lại.")
        differing = [name for name in typed if name in stored and stored[name] != typed[name]]
        super().__init__(
            message,
            field=None,
            hint=hint,
            problems=[
                Problem(self.code, _("Bản đang lưu: %(value)s") % {"value": stored[name]}, name, hint)
                for name in differing
            ],
        )


def require_fresh(
    version: int | None, current: int, stored: Mapping[str, object], typed: Mapping[str, object]
) -> None:
    """Raise StaleForm unless the form was filled from the version that stands; None trusts the caller."""
    if version is not None and version != current:
        raise StaleForm(current, stored, typed)
