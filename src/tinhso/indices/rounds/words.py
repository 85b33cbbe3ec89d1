"""States and moves of components in words, and the tone of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tinhso.indices.core.moves import Move, State
from tinhso.indices.models import Component

STATES: Final[Mapping[State, tuple[str, Promise]]] = {
    State.WAITING: ("unknown", _("Chưa tự chấm")),
    State.SCORED: ("on_track", _("Chờ thẩm định")),
    State.ACCEPTED: ("met", _("Đã chấp nhận")),
    State.ADJUSTED: ("push", _("Thẩm định khác")),
    State.APPEALED: ("push", _("Đang kiến nghị")),
    State.DECIDED: ("met", _("Đã giải quyết")),
}
"""The tone and the word of each state."""

MOVES: Final[Mapping[Move, Promise]] = {
    Move.SCORE: _("Tự chấm"),
    Move.ACCEPT: _("Chấp nhận"),
    Move.ADJUST: _("Thẩm định điểm khác"),
    Move.APPEAL: _("Kiến nghị"),
    Move.DECIDE: _("Giải quyết kiến nghị"),
}
"""What each move is called."""


def word(state: str) -> Promise:
    """The word of a state."""
    return STATES[State(state)][1]


def tone(one: Component, today: date) -> str:
    """The tone of a component: red where somebody is late with it."""
    return "late" if one.days_late(today) else STATES[State(one.state)][0]
