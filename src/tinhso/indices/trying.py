"""The what-if page's question and answer: shares as typed, what they give, and the cheapest way to more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid, Problem
from tinhso.indices.core.errors import Unscorable
from tinhso.indices.core.gains import Gain, Step, Way, cheapest, gains
from tinhso.indices.core.nodes import Edition, Node
from tinhso.indices.core.scoring import Entry, PlaceScore, decimal, score
from tinhso.indices.refusing import refusal

_LONGEST = 20


@dataclass(frozen=True)
class Tried:
    """What the entered shares give. `way` is set where more points were wanted and efforts declared."""

    score: PlaceScore
    gains: list[Gain]
    way: Way | None = None
    undeclared: tuple[Node, ...] = field(default=())


def _number(text: str, name: str, problems: list[Problem], most: Decimal) -> Decimal | None:
    """`0,8253` or `0.8253`: a share has no thousands, so both marks mean the same."""
    plain = text.strip().replace(",", ".")
    if not plain:
        return None
    try:
        value = Decimal(plain) if len(plain) <= _LONGEST else Decimal("NaN")
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 <= value <= most:
        problems.append(
            Problem("invalid", _("Nhập số từ 0 đến %(most)s.") % {"most": most}, name, _("Ví dụ 0,8253."))
        )
        return None
    return value


def tried(edition: Edition, typed: Mapping[str, str]) -> Tried:
    """Score what was typed: `s-<node>` shares, `e-<node>` efforts, `want` points. Raises Invalid."""
    problems: list[Problem] = []
    shares, efforts = {}, {}
    for node in edition.main:
        if (
            share := _number(typed.get(f"s-{node.code}", ""), f"s-{node.code}", problems, Decimal(1))
        ) is not None:
            shares[node.code] = share
        elif node.scored and not typed.get(f"s-{node.code}", "").strip():
            problems.append(Problem("missing", _("Nhập điểm từ 0 đến 1."), f"s-{node.code}"))
        effort = _number(typed.get(f"e-{node.code}", ""), f"e-{node.code}", problems, Decimal(1_000_000))
        if effort is not None and node.scored:
            efforts[node.code] = effort
    want = _number(typed.get("want", ""), "want", problems, edition.total)
    if problems:
        raise Invalid(_("Có ô chưa đúng."), problems=problems)
    try:
        row = score(edition, [Entry("thử", shares)])[0]
    except Unscorable as error:
        raise refusal(error, "") from error
    found = gains(edition, row)
    if not want:
        return Tried(row, found)
    return _with_way(row, found, efforts, want)


def _with_way(row: PlaceScore, found: list[Gain], efforts: Mapping[str, Decimal], want: Decimal) -> Tried:
    steps = [
        Step(gain.node.code, decimal(gain.lost), efforts[gain.node.code])
        for gain in found
        if gain.node.code in efforts and gain.lost
    ]
    if not steps:
        raise Invalid(_("Khai công sức của ít nhất một chỉ số còn điểm."), field="want")
    try:
        way = cheapest(steps, want)
    except Unscorable as error:
        fault = error.faults[0]
        raise Invalid(_(fault.message) % fault.params, code=fault.code, field="want") from error
    left = tuple(gain.node for gain in found if gain.node.code not in efforts and gain.lost)
    return Tried(row, found, way, left)
