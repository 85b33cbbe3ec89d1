"""A cell of the entry grid: what stands in it, what one typed against it, and whether that was seen.

Two people may have one grid open, or one person may type without a line for a day. So a page carries a
token for every cell, made of the version of the figure, its lock and the text that was shown; what is typed
comes back with that token. Where the token is no longer the cell's own and the texts differ, nothing is
overwritten: the cell keeps what stands, and a `Dispute` holds what was typed until somebody chooses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2s
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base.web import wording
from tinhso.indicators.models import Observation, State

_HALF: Final = 8
_OVER: Final = "over:"
"""Before a column's name in a draft: the version of the figure that its text was typed over."""


def _digest(text: str) -> str:
    return blake2s(text.encode(), digest_size=_HALF // 2).hexdigest()


def token(version: str, text: str, *, locked: bool = False) -> str:
    """What a page knows of a cell: its version and lock in the first half, its text in the second."""
    return _digest(f"{version} {locked}") + _digest(text)


@dataclass(frozen=True)
class Dispute:
    """What was typed while the cell changed elsewhere (ô đã đổi ở nơi khác).

    `seen` is the token it was typed over; `over` the version, where the text is kept as a draft.
    """

    mine: str
    seen: str
    over: str = ""


@dataclass(frozen=True)
class Notice:
    """What a rule says of a cell's figure (nhắc): how grave, in a word; what it found; what it asks."""

    severity: str
    level: str
    said: str
    asks: str

    def __str__(self) -> str:
        return f"{self.level}: {self.said} {self.asks}"


@dataclass
class Cell:
    """One value to type, or one of `choices`. `name` is its name in the form: place, indicator and column.

    `told` is the text of the figure's last version, `text` what stands: a draft's text, else `told`; `waits`
    says whom a figure waits for.
    """

    name: str
    column: str
    label: str
    text: str = ""
    last: str = ""
    state: str = ""
    said: str = ""
    waits: str = ""
    problem: str = ""
    locked: bool = False
    drafted: bool = False
    told: str = ""
    figure: Observation | None = None
    dispute: Dispute | None = None
    notices: list[Notice] = field(default_factory=list)
    choices: tuple[str, ...] = ()
    is_day: bool = False

    @property
    def version(self) -> str:
        """Which version of the figure stands; empty before the first."""
        return str(self.figure.pk) if self.figure else ""

    @property
    def now(self) -> str:
        """The token of what stands."""
        return token(self.version, self.text, locked=self.locked)

    @property
    def seen(self) -> str:
        """The token that the page carries: a dispute's stays until somebody chooses."""
        return self.dispute.seen if self.dispute else self.now

    @property
    def shown(self) -> str:
        """What stands in the field: one's own text, kept or disputed."""
        return self.dispute.mine if self.dispute else self.text

    @property
    def is_foreign(self) -> bool:
        """Whether what stands is none of the choices: it is shown, and said to be wrong."""
        return bool(self.shown) and self.shown not in self.choices

    @property
    def words(self) -> str:
        """Where the figure stands, as the cell says it."""
        if self.state == State.RETURNED:
            return _("bị trả lại: %(reason)s") % {"reason": self.said}
        if self.state == State.CONFIRMED:
            return _("đã xác nhận, kỳ đã khoá") if self.locked else _("đã xác nhận")
        return self.waits or (_("đã gửi") if self.state else "")

    @property
    def theirs(self) -> str:
        """Whose text stands: the figure's state, who wrote it and when; or one's own draft of elsewhere."""
        if self.drafted:
            return _("bản nháp của bạn, gõ ở trang hoặc máy khác")
        if self.figure is None:
            return _("chưa có số liệu")
        said = self.words or _("đã rút")
        who = self.figure.batch.actor_label if self.figure.batch else ""
        return " · ".join(filter(None, (said, who, wording.moment(self.figure.recorded_at))))

    def overlay(self, draft: Mapping[str, str]) -> None:
        """Lay a kept draft over the figure; one typed over an older version is a dispute."""
        mine = draft.get(self.column)
        if mine is None or mine == self.told:
            return
        over = draft.get(f"{_OVER}{self.column}", self.version)
        if over == self.version:
            self.text, self.drafted = mine, True
        else:
            self.dispute = Dispute(mine, token(over, mine, locked=self.locked), over)

    def take(self, text: str, seen: str | None) -> bool:
        """Take what was typed over `seen` (None: over whatever stands). Whether the cell was touched."""
        if text == self.text:
            touched, self.dispute = self.dispute is not None, None
            return touched
        if seen is None and self.dispute and text == self.dispute.mine:
            return False
        if seen is not None and seen[_HALF:] == _digest(text):
            return False  # it was not typed, only sent along
        if seen is None or seen == self.now:
            self.text, self.drafted, self.dispute = text, text != self.told, None
        else:
            self.dispute = Dispute(text, seen, self.dispute.over if self.dispute else "")
        return True

    def kept(self) -> dict[str, str]:
        """What a draft keeps of the cell; empty where nothing was typed."""
        if self.dispute and self.dispute.over:
            return {self.column: self.dispute.mine, f"{_OVER}{self.column}": self.dispute.over}
        if self.drafted:
            return {self.column: self.text, f"{_OVER}{self.column}": self.version}
        return {}
