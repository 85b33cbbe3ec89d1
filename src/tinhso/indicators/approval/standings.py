"""Where a figure stands on its way, in words: its state, who decides next, what each level did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tinhso.indicators.approval import decisions
from tinhso.indicators.approval.approving import levels_of
from tinhso.indicators.approval.levels import Chain, Rung, Step
from tinhso.indicators.models import WAITING, Observation, State

Look = Literal["done", "now", "later", "fallen", "ahead", "back"]


@dataclass(frozen=True)
class Standing:
    """A figure's state and the level passed; `next` says who decides, empty when nobody has to."""

    state: State
    level: int | None
    next: str

    @property
    def words(self) -> str:
        """In one line: `Đã gửi, chờ thủ trưởng UBND xã Bắc Sơn`."""
        if not self.next:
            return str(self.state.label)
        began = _("Đã gửi") if self.state == State.SUBMITTED and self.level is None else _("Đã duyệt")
        return _("%(began)s, chờ %(who)s") % {"began": began, "who": self.next}


def standings(rows: Sequence[Observation]) -> dict[UUID, Standing]:
    """Where each figure stands, by its id; three statements at most, however many."""
    waiting = [row for row in rows if row.state in WAITING]
    levels = levels_of(waiting) if waiting else None
    turns = {row.pk: levels.of_figure(row).turn(row.level) for row in waiting} if levels else {}
    names = decisions.names_of(turns.values())
    return {
        row.pk: Standing(
            State(row.state),
            row.level,
            decisions.said(turns[row.pk], names) if row.pk in turns else "",
        )
        for row in rows
    }


@dataclass(frozen=True)
class Mark:
    """One step of the line that a figure goes: the sender, each level, the standing office."""

    look: Look
    title: str
    short: str
    word: str
    who: str = ""
    when: datetime | None = None
    said: str = ""


_APART: Final = 100
_RADIUS: Final = 13
_SIGNS: Final = {"done": "✓", "back": "↩", "ahead": "–", "fallen": "–"}


@dataclass(frozen=True)
class Drawn:
    """A mark in the drawing: its middle, where the line to it begins (0: none) and ends."""

    look: Look
    short: str
    sign: str
    x: int
    before: int
    left: int


@dataclass(frozen=True)
class Line:
    """The whole way of a figure, and who decides next; empty when nobody has to."""

    marks: tuple[Mark, ...]
    next: str

    @property
    def width(self) -> int:
        """How wide the drawing is, in its own units."""
        return len(self.marks) * _APART

    @property
    def words(self) -> str:
        """The drawing in words."""
        return "; ".join(f"{mark.title}: {mark.word}" for mark in self.marks)

    @property
    def drawn(self) -> list[Drawn]:
        """Where each mark stands in the drawing."""
        found = []
        for number, mark in enumerate(self.marks):
            x = number * _APART + _APART // 2
            before = x - _APART + _RADIUS if number else 0
            sign = _SIGNS.get(mark.look, str(number + 1))
            found.append(Drawn(mark.look, mark.short, sign, x, before, x - _RADIUS))
        return found


def _title(rung: Rung, names: Mapping[UUID, str]) -> str:
    if rung.fallen:
        return _("Thủ trưởng đơn vị") if rung.step is Step.HEAD else _("Cơ quan cấp trên")
    return str(capfirst(decisions.said(rung, names)))


def _trip(versions: Sequence[Observation], last: Observation) -> list[Observation]:
    """The steps of the present sending, oldest first: from the last sent row on."""
    by_id = {row.pk: row for row in versions}
    found = [last]
    while found[-1].state != State.SUBMITTED and found[-1].supersedes_id in by_id:
        found.append(by_id[found[-1].supersedes_id])
    return list(reversed(found))


def line_of(last: Observation, versions: Sequence[Observation], told: Mapping[UUID, str]) -> Line | None:
    """The way of a figure's last version; None for what nobody sent in. `told`: who wrote each version."""
    trip = _trip(versions, last)
    if trip[0].state != State.SUBMITTED:
        return None
    chain = levels_of([last]).of_figure(last)
    names = decisions.names_of(chain.rungs)
    marks = [Mark("done", _("Đơn vị gửi"), _("Gửi"), _("đã gửi"), *_told(trip[0], told))]
    marks += [_level(rung, chain, trip, told, names) for rung in chain.rungs]
    following = decisions.said(chain.turn(last.level), names) if last.state in WAITING else ""
    return Line(tuple(marks), following)


def _told(row: Observation, told: Mapping[UUID, str]) -> tuple[str, datetime, str]:
    return told.get(row.pk, ""), row.recorded_at, row.reason


def _level(
    rung: Rung, chain: Chain, trip: Sequence[Observation], told: Mapping[UUID, str], names: Mapping[UUID, str]
) -> Mark:
    """What the level of `rung` did in this sending, or has still to do."""
    title, short, last = _title(rung, names), _short(rung), trip[-1]
    approved = {row.level: row for row in trip if row.state == State.APPROVED}
    if rung.number < (trip[0].level or 0):
        said = _("thủ trưởng gửi, coi như đã duyệt")
        return Mark("done", title, short, said, *_told(trip[0], told))
    if rung.step is not Step.OFFICE and rung.number + 1 in approved:
        return Mark("done", title, short, _("đã duyệt"), *_told(approved[rung.number + 1], told))
    if rung.fallen:
        said = _("chưa có trong cây cơ quan, cơ quan thường trực quyết định")
        return Mark("fallen", title, short, said)
    if rung.number == chain.turn(_waited_at(trip)).number:
        return _present(rung, title, short, last, told)
    return _other(rung, title, short, last, told)


def _waited_at(trip: Sequence[Observation]) -> int | None:
    """The level passed when the present decision was made, or is to be made."""
    waiting = [row for row in trip if row.state in WAITING]
    return waiting[-1].level


def _present(rung: Rung, title: str, short: str, last: Observation, told: Mapping[UUID, str]) -> Mark:
    """The level whose turn it is, or was when somebody decided."""
    if last.state in WAITING:
        waits = _("đang chờ xác nhận") if rung.step is Step.OFFICE else _("đang chờ duyệt")
        return Mark("now", title, short, waits)
    if last.state == State.RETURNED:
        return Mark("back", title, short, _("trả lại khi chờ ở cấp này"), *_told(last, told))
    return _other(rung, title, short, last, told)


def _other(rung: Rung, title: str, short: str, last: Observation, told: Mapping[UUID, str]) -> Mark:
    """A level that is not at hand: the standing office's last word, or what it went ahead of."""
    if last.state not in {State.CONFIRMED, State.WITHDRAWN}:
        return Mark("later", title, short, _("chưa đến lượt"))
    if rung.step is not Step.OFFICE:
        return Mark("ahead", title, short, _("chưa duyệt, cơ quan thường trực xác nhận vượt cấp"))
    if last.state == State.CONFIRMED:
        return Mark("done", title, short, _("đã xác nhận"), *_told(last, told))
    return Mark("back", title, short, _("đã rút"), *_told(last, told))


def _short(rung: Rung) -> str:
    """The level's name in the drawing."""
    if rung.step is Step.OFFICE:
        return _("Thường trực")
    return _("Thủ trưởng") if rung.step is Step.HEAD else _("Cấp trên")


def last_of(versions: Sequence[Observation], row: Observation) -> Observation:
    """The last version in the line of `row`: what superseded it, and that, and so on."""
    following = {each.supersedes_id: each for each in versions if each.supersedes_id}
    at = row
    while at.pk in following:
        at = following[at.pk]
    return at
