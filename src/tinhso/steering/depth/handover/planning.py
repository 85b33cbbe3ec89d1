"""Who takes which piece: by the edges of succession, or by hand (chia việc cho đơn vị nhận)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.errors import Conflict, Invalid, Problem
from tinhso.people import queries as agencies
from tinhso.people.models import Agency
from tinhso.steering.actions import naming
from tinhso.steering.depth.drafts import HandOverDraft
from tinhso.steering.depth.handover.pieces import Piece


@dataclass(frozen=True)
class Move:
    """A piece and the agency that takes it; None where nobody was chosen yet."""

    piece: Piece
    successor: Agency | None


@dataclass(frozen=True)
class Plan:
    """What a hand-over would do; `offered` are the successors by the edges."""

    predecessor: Agency
    offered: tuple[Agency, ...]
    moves: tuple[Move, ...]

    @property
    def counts(self) -> dict[Agency, int]:
        """How many pieces each agency would take."""
        found: Counter[UUID] = Counter(move.successor.pk for move in self.moves if move.successor)
        named = {move.successor.pk: move.successor for move in self.moves if move.successor}
        return {named[key]: count for key, count in found.most_common()}

    @property
    def open(self) -> tuple[Move, ...]:
        """Pieces that nobody would take."""
        return tuple(move for move in self.moves if move.successor is None)


def offered(predecessor: Agency) -> list[Agency]:
    """Its successors of today, by the edges of succession; none while it exists and has none."""
    edges = agencies.destinies(predecessor)
    if not edges:
        return []
    found = {row.pk: row for row in agencies.successors(predecessor) if row.pk != predecessor.pk}
    if not found:  # the edge is recorded, the predecessor still exists
        for edge in edges:
            for row in agencies.successors(edge.successor):
                found.setdefault(row.pk, row)
    return list(found.values())


def planned(predecessor: Agency, pieces: Sequence[Piece], draft: HandOverDraft) -> Plan:
    """The plan of a hand-over. Raises Invalid (`successor`, `by_hand`), Conflict for a circle of one."""
    offers = offered(predecessor)
    usual = naming.agency(draft.successor, "successor") or (offers[0] if len(offers) == 1 else None)
    chosen = _by_hand(pieces, draft.by_hand)
    moves = tuple(Move(piece, chosen.get(piece.key, usual)) for piece in pieces)
    for taker in {move.successor for move in moves if move.successor}:
        _require_taker(predecessor, taker)
    return Plan(predecessor, tuple(offers), moves)


def _by_hand(pieces: Sequence[Piece], by_hand: Mapping[str, str]) -> dict[str, Agency]:
    known = {piece.key for piece in pieces}
    wanted = {key: code for key, code in by_hand.items() if code}
    strange = [key for key in wanted if key not in known]
    if strange:
        raise Conflict(
            _("Có việc không còn mở ở đơn vị này: %(key)s.") % {"key": strange[0]},
            field="by_hand",
            hint=_("Tải lại trang để xem danh sách mới nhất."),
        )
    rows = {row.code: row for row in naming.agencies(wanted.values(), "by_hand")}
    return {key: rows[code] for key, code in wanted.items()}


def _require_taker(predecessor: Agency, taker: Agency) -> None:
    if taker.pk == predecessor.pk:
        raise Invalid(_("Đơn vị nhận phải khác đơn vị bàn giao."), field="successor")
    if taker.valid_to is not None and taker.valid_to < clock.today():
        raise Invalid(
            _("%(name)s đã kết thúc hoạt động ngày %(day)s.")
            % {"name": taker.name, "day": f"{taker.valid_to:%d/%m/%Y}"},
            field="successor",
            hint=", ".join(str(row) for row in agencies.successors(taker)) or None,
        )


def require_whole(plan: Plan) -> None:
    """Every piece has a taker. Raises Invalid naming those without."""
    if not plan.moves:
        raise Conflict(_("%(name)s không còn việc nào đang mở.") % {"name": plan.predecessor.name})
    if plan.open:
        problems = [
            Problem("no_successor", f"{move.piece.code}: {move.piece.title}", "successor")
            for move in plan.open
        ]
        raise Invalid(
            _("Còn %(n)d việc chưa có đơn vị nhận.") % {"n": len(problems)},
            code="no_successor",
            field="successor",
            hint=_("Chọn đơn vị nhận chung, hoặc chọn riêng cho từng việc."),
            problems=[Problem("no_successor", _("Còn %(n)d việc chưa có đơn vị nhận.") % {"n": len(problems)},
                              "successor"), *problems[:20]],
        )  # fmt: skip
