"""Targets, indicators and formulas in the words of a report; ≠ where print and computation differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from tinhso.indicators.derived import compared, percent_computed, plain, printed_percent, sign_of
from tinhso.indicators.models import Kind, Observation
from tinhso.reports.figures.answers import Answer, absent, day, number, with_unit
from tinhso.reports.figures.calculating import derived, flowing, reporters
from tinhso.reports.figures.facts import Facts
from tinhso.reports.template import nodes
from tinhso.steering.queries.shapes import TargetRow

Pieces = tuple[str, Decimal | None, str]
"""What is printed, the number behind it, its unit."""


def decimal(value: Any) -> Decimal:
    """A whole number or a decimal, exactly."""
    return plain(Decimal(value))


def exactly(value: Any) -> str:
    """`1.680`, `0,8129` with the decimals it has."""
    return number(decimal(value))


# --- targets


def unit_of_target(row: TargetRow) -> str:
    """What the numbers of a target are told in: % for shares, else the indicator's unit."""
    indicator = row.target.indicator
    if indicator is None:
        return ""
    if indicator.kind == Kind.RATIO:
        return sign_of(indicator.factor)
    return "%" if indicator.kind == Kind.PERCENT else indicator.unit


def said(value: Decimal | None, row: TargetRow) -> str:
    """A value of a target at its indicator's precision; a dash without one."""
    if value is None:
        return "–"
    indicator = row.target.indicator
    return with_unit(number(value, indicator.decimals if indicator else None), unit_of_target(row))


def pair(row: TargetRow) -> str:
    """Actual and due as papers print them: `89%/85%`."""
    return f"{said(row.value, row)}/{said(row.due_value, row)}"


def look_words(row: TargetRow) -> str:
    """The status in words, with the outlook of what is not reached yet."""
    status = str(row.status.label)
    return (
        f"{status} ({str(row.outlook.label).lower()})" if row.outlook and row.status == "not_met" else status
    )


def target(figure: nodes.TargetFigure, facts: Facts) -> Answer:
    """Something of a target."""
    row = facts.targets.get(figure.code)
    if row is None:
        return absent(figure.key, _("không có chỉ tiêu này vào ngày chốt số liệu"))
    lead = row.target.lead
    fixed: Mapping[str, Callable[[], str]] = {
        "ten": lambda: row.target.title,
        "don-vi": lambda: str(lead) if lead else "chưa phân công",
        "han": lambda: day(row.due_on) if row.due_on else "không nêu hạn",
        "trien-vong": lambda: str(row.outlook.label) if row.outlook else "chưa xác định",
        "trang-thai": lambda: look_words(row),
    }
    href = row.target.get_absolute_url()
    if figure.aspect in fixed:
        return Answer(figure.key, fixed[figure.aspect](), href=href, sources=_of_row(row), dated=row.dated)
    value = row.due_value if figure.aspect == "muc" else row.value
    if value is None:
        if figure.aspect == "muc":
            return absent(figure.key, _("chưa có mức phải đạt"), href=href)
        return absent(figure.key, _("chưa có số liệu được xác nhận"), owed=owed_by(row), remedy=href)
    text = pair(row) if figure.aspect == "cap" else said(value, row)
    note = "" if figure.aspect == "muc" else differing(facts.behind.get(row.observation_id or row.target.pk))
    unit = unit_of_target(row)
    return Answer(
        figure.key, text, plain(value), unit, row.target.direction == "down", row.dated,
        _of_row(row), href, note=note, illustrative=row.illustrative,
    )  # fmt: skip


def owed_by(row: TargetRow) -> tuple[str, ...]:
    """Who has to tell a target's figure."""
    return (str(row.target.lead),) if row.target.lead else ()


def _of_row(row: TargetRow) -> tuple[str, ...]:
    told = {"figure": row.observation_id, "statement": row.statement_id}
    return tuple(f"{kind}:{key}" for kind, key in told.items() if key)


# --- indicators


def differing(figure: Observation | None) -> str:
    """`≠ 89,6% tính từ 1.761/1.966` where the printed percentage is not the computed one; else nothing."""
    comparison = compared(figure) if figure else None
    if figure is None or comparison is None or comparison.agrees or comparison.computed is None:
        return ""
    sign = sign_of(figure.indicator.factor)
    parts = f"{exactly(figure.numerator)}/{exactly(figure.denominator)}"
    return f"≠ {with_unit(number(comparison.computed), sign)} tính từ {parts}"


def indicator(figure: nodes.IndicatorFigure, facts: Facts) -> Answer:
    """A figure of an indicator, of the latest period or of one named."""
    known = facts.indicators.get(figure.code)
    place = figure.place or facts.setting.place
    if known is None or place not in facts.places:
        return absent(figure.key, _("không có chỉ số hoặc địa bàn này"))
    if figure.boundaries:
        return flowing(figure, known, facts.flowing.get(figure))
    if known.formula:
        return derived(figure, known, place, facts)
    row = facts.latest.get((figure.code, place))
    if figure.period:
        of = [one for one in facts.history.get((figure.code, place), ()) if one.period == figure.period]
        row = of[-1] if of else None
    if row is None:
        return absent(
            figure.key,
            _("chưa có số liệu được xác nhận đến ngày chốt"),
            owed=reporters(known),
            remedy=known.get_absolute_url(),
        )
    return observed(figure.key, figure.aspect, row)


def observed(key: str, aspect: str, row: Observation) -> Answer:
    """One aspect of one figure."""
    pieces = _ASPECTS[aspect](row)
    href = row.get_absolute_url()
    if pieces is None:
        return absent(key, _("số liệu này không có phần được hỏi"), href=href)
    text, value, unit = pieces
    note = differing(row) if aspect in {"ty-le", "gia-tri"} else ""
    return Answer(
        key, text, value, unit, row.indicator.direction == "down" or row.kind == Kind.RANK, row.dated,
        (f"figure:{row.pk}",), href, note=note, illustrative=row.illustrative,
    )  # fmt: skip


def unit_of(row: Observation) -> str:
    """The figure's own unit, else its indicator's."""
    return row.unit or row.indicator.unit


def _share(row: Observation) -> Pieces | None:
    """The percentage as printed where it was printed, else as computed."""
    if row.kind != Kind.RATIO:
        return _plain_value(row) if row.kind == Kind.PERCENT else None
    sign = sign_of(row.indicator.factor)
    printed = printed_percent(row)
    if printed is not None:
        return with_unit(number(printed), sign), printed, sign
    computed = percent_computed(row)
    if computed is None:
        return None
    return with_unit(number(computed, row.indicator.decimals), sign), computed, sign


def _plain_value(row: Observation) -> Pieces | None:
    if row.kind == Kind.RATIO:
        return _share(row)
    if row.kind == Kind.ACTUAL_TARGET:
        return _actual(row)
    if row.kind == Kind.RANK:
        return _rank(row)
    if row.value is None:
        return None
    unit = "%" if row.kind == Kind.PERCENT else unit_of(row)
    value = plain(row.value)
    return with_unit(number(value), unit), value, unit


def _part(name: str) -> Callable[[Observation], Pieces | None]:
    def told(row: Observation) -> Pieces | None:
        value = getattr(row, name)
        if value is None:
            return None
        return number(plain(value)), plain(value), ""

    return told


def _actual(row: Observation) -> Pieces | None:
    if row.actual is None:
        return None
    value = plain(row.actual)
    return with_unit(number(value), unit_of(row)), value, unit_of(row)


def _due(row: Observation) -> Pieces | None:
    if row.target is None:
        return None
    value = plain(row.target)
    return with_unit(number(value), unit_of(row)), value, unit_of(row)


def _both(row: Observation) -> Pieces | None:
    actual, due = _actual(row), _due(row)
    return (f"{actual[0]}/{due[0]}", actual[1], actual[2]) if actual and due else None


def _rank(row: Observation) -> Pieces | None:
    if row.rank is None:
        return None
    return number(Decimal(row.rank)), Decimal(row.rank), "bậc"


def _whole(row: Observation) -> Pieces | None:
    """As papers write the whole of it: `1.542/1.562`, `89%/85%`, `38/63`, `1.680 tổ`."""
    if row.kind == Kind.RATIO and row.numerator is not None and row.denominator is not None:
        share = _share(row)
        return (
            f"{number(plain(row.numerator))}/{number(plain(row.denominator))}",
            share[1] if share else None,
            share[2] if share else "",
        )
    if row.kind == Kind.ACTUAL_TARGET:
        return _both(row)
    if row.kind == Kind.RANK and row.rank is not None:
        return f"{row.rank}/{row.of}" if row.of else str(row.rank), Decimal(row.rank), "bậc"
    if row.kind == Kind.COUNT and row.value is not None:
        return number(plain(row.value)), plain(row.value), unit_of(row)
    return _plain_value(row) or ((row.text, None, "") if row.text else None)


_ASPECTS: Final[Mapping[str, Callable[[Observation], Pieces | None]]] = {
    "so": _whole,
    "gia-tri": _plain_value,
    "tu-so": _part("numerator"),
    "mau-so": _part("denominator"),
    "ty-le": _share,
    "thuc-hien": _actual,
    "muc-tieu": _due,
    "cap": _both,
    "hang": _rank,
}
