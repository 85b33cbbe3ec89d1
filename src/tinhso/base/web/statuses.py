"""The language of states: a tone, a sign and a word; never colour alone.

`TONES` are the seven looks. `WORDS` maps the states that rooms use to a tone and the official word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Tone:
    """One look: `key` is the CSS class and the icon, `sign` its character in text."""

    key: str
    sign: str
    label: Promise


TONES: Final = {
    tone.key: tone
    for tone in (
        Tone("exceeded", "★", _("Vượt")),
        Tone("met", "✓", _("Đạt")),
        Tone("on_track", "→", _("Đúng tiến độ")),
        Tone("push", "▲", _("Cần đẩy nhanh")),
        Tone("late", "●", _("Chưa đạt")),
        Tone("dropped", "—", _("Không thực hiện")),
        Tone("unknown", "○", _("Chưa có thông tin")),
    )
}

WORDS: Final[dict[str, tuple[str, Promise]]] = {
    **{tone.key: (tone.key, tone.label) for tone in TONES.values()},
    "not_met": ("late", _("Chưa đạt")),
    "needs_push": ("push", _("Cần đẩy nhanh")),
    "behind": ("late", _("Chậm")),
    "slow": ("late", _("Chậm")),
    "backslide": ("late", _("Thụt lùi")),
    "overdue": ("late", _("Quá hạn")),
    "due_soon": ("push", _("Sắp đến hạn")),
    "done": ("met", _("Hoàn thành")),
    "in_progress": ("on_track", _("Đang thực hiện")),
    "not_started": ("unknown", _("Chưa bắt đầu")),
    "paused": ("dropped", _("Tạm dừng")),
    "draft": ("unknown", _("Dự thảo")),
    "submitted": ("on_track", _("Đã gửi")),
    "approved": ("on_track", _("Đã duyệt")),
    "confirmed": ("met", _("Đã xác nhận")),
    "returned": ("push", _("Trả lại")),
    "withdrawn": ("dropped", _("Đã rút")),
}


def tone_of(state: str) -> Tone:
    """The tone of `state`; an unknown state is said to be unknown rather than guessed."""
    return TONES[WORDS[state][0] if state in WORDS else "unknown"]


def word_of(state: str) -> Promise:
    """The official word of `state`."""
    return WORDS[state][1] if state in WORDS else TONES["unknown"].label
