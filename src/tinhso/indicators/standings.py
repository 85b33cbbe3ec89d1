"""Where a figure stands on its way, in words: its state, who decides next, what each level did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tinhso.indicators import decisions, queries
from tinhso.indicators.approvals import Chain, Rung, Step
from tinhso.indicators.approving import levels_of
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
    word: str
    who: str = ""
    when: datetime | None = None
    said: str = ""


@dataclass(frozen=True)
class Line:
    """The whole way of a figure, and who decides next; empty when nobody has to."""

    marks: tuple[Mark, ...]
    next: str

    @property
    def at(self) -> int:
        """Which mark is the present one, from 1."""
        found = [n for n, mark in enumerate(self.marks, start=1) if mark.look in {"now", "back"}]
        return found[0] if found else len(self.marks)


def _title(rung: Rung, names: dict[UUID, str]) -> str:
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


def line_of(last: Observation, versions: Sequence[Observation], told: dict[UUID, str]) -> Line | None:
    """The way of a figure's last version; None for what nobody sent in. `told`: who wrote each version."""
    trip = _trip(versions, last)
    if trip[0].state != State.SUBMITTED:
        return None
    chain = levels_of([last]).of_figure(last)
    names = decisions.names_of(chain.rungs)
    sent = trip[0]
    marks = [_mark("done", _("Đơn vị gửi"), _("đã gửi"), sent, told)]
    marks += _levels(chain, trip, told, names)
    following = decisions.said(chain.turn(last.level), names) if last.state in WAITING else ""
    return Line(tuple(marks), following)


def _mark(look: Look, title: str, word: str, row: Observation | None, told: dict[UUID, str]) -> Mark:
    if row is None:
        return Mark(look, title, word)
    return Mark(look, title, word, told.get(row.pk, ""), row.recorded_at, row.reason)


def _levels(
    chain: Chain, trip: Sequence[Observation], told: dict[UUID, str], names: dict[UUID, str]
) -> list[Mark]:
    last = trip[-1]
    approved = {row.level: row for row in trip if row.state == State.APPROVED}
    sent_level = trip[0].level or 0
    before = trip[-2].level if len(trip) > 1 and last.state != State.APPROVED else last.level
    turn = chain.turn(before).number
    marks: list[Mark] = []
    for rung in chain.rungs:
        title = _title(rung, names)
        if rung.number < sent_level:
            marks.append(_mark("done", title, _("thủ trưởng gửi, coi như đã duyệt"), trip[0], told))
        elif rung.number + 1 in approved and rung.step is not Step.OFFICE:
            marks.append(_mark("done", title, _("đã duyệt"), approved[rung.number + 1], told))
        elif rung.fallen:
            marks.append(
                Mark("fallen", title, _("chưa có trong cây cơ quan, cơ quan thường trực quyết định"))
            )
        elif rung.step is Step.OFFICE:
            marks.append(_office(title, last, told, here=turn == rung.number))
        elif last.state in {State.CONFIRMED, State.WITHDRAWN}:
            marks.append(Mark("ahead", title, _("chưa duyệt, cơ quan thường trực xác nhận vượt cấp")))
        elif last.state == State.RETURNED and turn == rung.number:
            marks.append(_mark("back", title, _("trả lại khi chờ ở cấp này"), last, told))
        elif last.state in WAITING and turn == rung.number:
            marks.append(Mark("now", title, _("đang chờ duyệt")))
        else:
            marks.append(Mark("later", title, _("chưa đến lượt")))
    return marks


def _office(title: str, last: Observation, told: dict[UUID, str], *, here: bool) -> Mark:
    if last.state == State.CONFIRMED:
        return _mark("done", title, _("đã xác nhận"), last, told)
    if last.state == State.WITHDRAWN:
        return _mark("back", title, _("đã rút"), last, told)
    if last.state == State.RETURNED and here:
        return _mark("back", title, _("trả lại"), last, told)
    if here and last.state in WAITING:
        return Mark("now", title, _("đang chờ xác nhận"))
    return Mark("later", title, _("chưa đến lượt"))


def last_of(versions: Sequence[Observation], row: Observation) -> Observation:
    """The last version in the line of `row`: what superseded it, and that, and so on."""
    following = {each.supersedes_id: each for each in versions if each.supersedes_id}
    at = row
    while at.pk in following:
        at = following[at.pk]
    return at


def told_by(rows: Sequence[Observation]) -> dict[UUID, str]:
    """Who wrote each version, in words."""
    return queries.who_said(rows)
