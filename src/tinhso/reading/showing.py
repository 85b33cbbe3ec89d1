"""A reading as its page shows it: the text cut at its figures, and one figure in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.base.calendar.periods import Period
from tinhso.base.web import wording
from tinhso.reading import drafting
from tinhso.reading.core.model import Change, Comparison, Figure, Kind, Standing
from tinhso.reading.models import Proposal, Reading
from tinhso.reading.models.readings import OPEN

Words = str | Promise

KINDS: Final[dict[Kind, Words]] = {
    Kind.COUNT: gettext_lazy("Số đếm"),
    Kind.RATIO: gettext_lazy("Tử số/mẫu số"),
    Kind.PERCENT: gettext_lazy("Tỷ lệ %"),
    Kind.ACTUAL_TARGET: gettext_lazy("Thực hiện/mục tiêu"),
    Kind.RANK: gettext_lazy("Thứ hạng"),
    Kind.RANK_CHANGE: gettext_lazy("Tăng, giảm bậc"),
    Kind.MONEY: gettext_lazy("Số tiền"),
    Kind.ORDINAL: gettext_lazy("Số thứ tự"),
    Kind.PERIOD: gettext_lazy("Giai đoạn"),
    Kind.DEADLINE: gettext_lazy("Thời hạn"),
}
STANDINGS: Final[dict[Standing, Words]] = {
    Standing.RESULT: gettext_lazy("Kết quả"),
    Standing.TARGET: gettext_lazy("Mục tiêu"),
    Standing.PLAN: gettext_lazy("Nhiệm vụ giao"),
}
COMPARISONS: Final[dict[Comparison, Words]] = {
    Comparison.EXACT: "",
    Comparison.MORE_THAN: gettext_lazy("trên"),
    Comparison.LESS_THAN: gettext_lazy("dưới"),
    Comparison.AT_LEAST: gettext_lazy("ít nhất"),
    Comparison.AT_MOST: gettext_lazy("nhiều nhất"),
    Comparison.ABOUT: gettext_lazy("khoảng"),
    Comparison.NEARLY: gettext_lazy("gần"),
}


@dataclass(frozen=True)
class Piece:
    """A stretch of the text: plain, or a figure with its looks."""

    text: str
    proposal: Proposal | None = None
    looks: str = ""


def paragraphs(
    reading: Reading,
    proposals: Sequence[Proposal],
    *,
    disputed: Collection[int] = (),
    named: Collection[int] = (),
    current: int | None = None,
) -> list[list[Piece]]:
    """The lines of the text, each cut where its figures begin and end; empty lines are left out."""
    text, lines, start = reading.text, [], 0
    waiting = sorted(proposals, key=lambda one: (one.start, -one.end))
    for line in text.split("\n"):
        end = start + len(line)
        inside = [one for one in waiting if start <= one.start < end]
        looks = {one.position: _looks(one, disputed, named, current) for one in inside}
        if line.strip():
            lines.append(list(_pieces(text, start, end, inside, looks)))
        start = end + 1
    return lines


def _pieces(
    text: str, start: int, end: int, inside: Sequence[Proposal], looks: dict[int, str]
) -> Iterator[Piece]:
    at = start
    for one in inside:
        if one.start < at:
            continue
        if one.start > at:
            yield Piece(text[at : one.start])
        at = min(one.end, end)
        yield Piece(text[one.start : at], one, looks[one.position])
    if at < end:
        yield Piece(text[at:end])


def _looks(one: Proposal, disputed: Collection[int], named: Collection[int], current: int | None) -> str:
    told = [f"found--{one.state}"]
    told += ["is-disputed"] if one.position in disputed else []
    told += ["is-named"] if one.position in named else []
    told += ["is-current"] if one.position == current else []
    return " ".join(told)


@dataclass(frozen=True)
class Dispute:
    """A contradiction: its number, what was compared in words, the figures it is between."""

    number: int
    message: str
    figures: tuple[int, ...]
    here: bool = False

    @property
    def first(self) -> int:
        """The figure to begin with."""
        return self.figures[0] if self.figures else 0


def disputes(reading: Reading, current: int | None = None) -> list[Dispute]:
    """The contradictions of the text, in the reader's language."""
    return [
        Dispute(
            number,
            _(one["message"]) % one["params"] if one["params"] else _(one["message"]),
            tuple(one["figures"]),
            here=current is not None and current in one["figures"],
        )
        for number, one in enumerate(reading.checks)
    ]


@dataclass(frozen=True)
class Told:
    """One figure in words: value, unit, and what else is known of it as (label, words)."""

    proposal: Proposal
    figure: Figure
    value: str
    unit: str
    beside: str
    facts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def kind(self) -> Words:
        """The word of its kind."""
        return KINDS[self.figure.kind]


def told(proposal: Proposal) -> Told:
    """The figure as it stands now, with what a person put in."""
    figure = drafting.effective(proposal)
    value, unit = _value(figure)
    return Told(proposal, figure, value, unit, _beside(figure), list(_facts(proposal, figure)))


def _value(figure: Figure) -> tuple[str, str]:
    """What stands big, and its unit."""
    n = wording.number
    if figure.kind is Kind.RATIO:
        return f"{n(figure.numerator)}/{n(figure.denominator)}", figure.unit
    if figure.kind is Kind.ACTUAL_TARGET:
        return f"{_percent(figure, figure.actual)} / {_percent(figure, figure.target)}", ""
    if figure.kind is Kind.RANK:
        return n(figure.rank) if figure.of is None else f"{n(figure.rank)}/{n(figure.of)}", ""
    if figure.kind is Kind.PERCENT:
        return _percent(figure, figure.value), ""
    if figure.kind in {Kind.PERIOD, Kind.DEADLINE, Kind.ORDINAL} or figure.value is None:
        return figure.text, ""
    sign = {Change.INCREASE: "+", Change.DECREASE: "−"}.get(figure.change, "")
    return f"{sign}{n(figure.value)}", figure.unit


def _percent(figure: Figure, value: Decimal | None) -> str:
    return f"{wording.number(value)} %" if figure.unit in {"", "%"} else wording.number(value)


def _beside(figure: Figure) -> str:
    """The printed and the computed percentage of a ratio, where they differ both."""
    printed, computed = figure.percent_printed, figure.percent_computed
    if figure.kind is not Kind.RATIO or computed is None:
        return ""
    if printed is None:
        return f"= {wording.percent(computed, None)}"
    if printed == computed:
        return f"= {wording.percent(printed, None)}"
    shown = {"printed": wording.percent(printed, None), "computed": wording.percent(computed, None)}
    return _("in %(printed)s ≠ tính %(computed)s") % shown


def _facts(proposal: Proposal, figure: Figure) -> Iterator[tuple[str, str]]:
    yield _("Nội dung"), " · ".join(filter(None, (figure.subject, figure.scope)))
    if figure.comparison:
        yield _("So sánh"), str(COMPARISONS[figure.comparison])
    yield _("Địa bàn"), _place(proposal, figure)
    if whose := agency(proposal):
        yield _("Cơ quan"), whose
    yield _("Kỳ"), period(proposal, figure)
    yield _("Tính chất"), str(STANDINGS[figure.standing])
    if figure.pillar:
        yield _("Trụ cột"), figure.pillar


def _place(proposal: Proposal, figure: Figure) -> str:
    if proposal.place is not None:
        return proposal.place.full_name
    if proposal.places:
        return _("%(name)s: có %(n)d đơn vị cùng tên, cần chọn") % {
            "name": figure.place,
            "n": len(proposal.places),
        }
    return _("%(name)s (chưa có trong danh mục)") % {"name": figure.place} if figure.place else _("chưa rõ")


def agency(proposal: Proposal) -> str:
    """Whose figure it is, and why; empty where it is the place's own and its sentence names nobody."""
    named = proposal.named_agency
    if proposal.agency is None:
        unknown = named["said"] and not named["code"]
        return _("%(name)s (chưa khớp với cơ quan nào)") % {"name": named["said"]} if unknown else ""
    by_sentence = proposal.agency.code == named["code"]
    why = _("tên cơ quan trong câu") if by_sentence else _("do người xem chọn")
    return f"{wording.named(proposal.agency)} ({why})"


def period(proposal: Proposal, figure: Figure) -> str:
    """The period it would be written for, in words."""
    code = drafting.period_of(figure, proposal.indicator, proposal.reading.dated)
    try:
        return Period.parse(code).label_in(wording.language())
    except ValueError:
        return _("chưa rõ")


def reasons(proposal: Proposal) -> list[str]:
    """Why it was matched so, in words."""
    why: dict[str, Any] = proposal.why
    if "name" not in why:
        return []
    if why.get("learned"):
        return [_("cách gọi này đã được xác nhận trước đây")]
    found = [_("trùng từ với “%(name)s”") % {"name": why["name"]}]
    found.append(_("đúng dạng số liệu") if why["kind"] else _("khác dạng số liệu"))
    if why["unit"]:
        found.append(_("đúng đơn vị tính"))
    return found


def next_open(proposals: Sequence[Proposal], after: int | None) -> int | None:
    """The next figure that waits behind that one, else the first that waits; None when none does."""
    waiting = [one.position for one in proposals if one.state in OPEN]
    behind = [position for position in waiting if after is None or position > after]
    return next(iter(behind or waiting), None)
