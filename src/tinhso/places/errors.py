"""Refusals of this room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid
from tinhso.places.models import Place


def named(place: Place) -> str:
    """Full name with code, since names repeat: `Xã Hồng Phong (06079)`."""
    return f"{place.full_name} ({place.code})"


class NotValidThen(Invalid):
    """The unit did not exist on that day; `successors` are the units to use instead (their predecessors,
    when the day lies before the unit began).
    """

    code = "not_valid_then"

    def __init__(self, place: Place, day: date, successors: Sequence[Place]) -> None:
        self.place = place
        self.day = day
        self.successors = tuple(successors)
        if place.valid_to and day > place.valid_to:
            message = _("%(place)s có hiệu lực đến %(turn)s, không dùng được cho ngày %(date)s.")
            turn = place.valid_to
        else:
            message = _("%(place)s có hiệu lực từ %(turn)s, không dùng được cho ngày %(date)s.")
            turn = place.valid_from or day
        names = ", ".join(named(successor) for successor in self.successors)
        changed = place.ended_on if place.valid_to and day > place.valid_to else place.valid_from
        super().__init__(
            message % {"place": named(place), "turn": f"{turn:%d/%m/%Y}", "date": f"{day:%d/%m/%Y}"},
            field="place",
            hint=_("Đơn vị của ngày đó: %(names)s (thay đổi từ %(changed)s).")
            % {"names": names, "changed": f"{changed or day:%d/%m/%Y}"}
            if names
            else None,
        )
