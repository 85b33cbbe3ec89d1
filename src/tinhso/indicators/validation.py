"""What cannot stand in a figure. Pure: told the indicator's rules and today, asks no database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _

from tinhso.base.calendar.periods import Period
from tinhso.base.errors import Invalid, Problem
from tinhso.base.numbers import Expects, NumberError, parse_integer, parse_number, parse_percent
from tinhso.base.web import wording
from tinhso.indicators import choices
from tinhso.indicators.models import Described, Kind
from tinhso.indicators.schemas import Draft
from tinhso.indicators.shapes import DAYS, DONG, NEEDED, NUMBERS, WHOLE_KINDS, WHOLES

_HUNDRED = Decimal(100)
_COUNTED = (*NUMBERS, *WHOLES)
_NOTHING = (None, None, None)
_related = attrgetter("denominator", "of", "date_to")
_counted: attrgetter[tuple[Decimal | int | None, ...]] = attrgetter(*_COUNTED)


@dataclass(frozen=True)
class Rules:
    """What validation must know of an indicator."""

    kind: Kind
    decimals: int = 1
    unit: str = ""
    unbounded: bool = False
    options: choices.Options = field(default=(), hash=False)
    is_derived: bool = False

    @classmethod
    def of(cls, indicator: Described, kind: Kind | None = None) -> Rules:
        """An indicator's rules, or those of one of its definitions, for a figure of that kind."""
        return cls(
            kind or Kind(indicator.kind),
            indicator.decimals,
            indicator.unit,
            indicator.unbounded,
            indicator.options,
            bool(indicator.formula),
        )

    @property
    def may_be_negative(self) -> bool:
        """Whether values below zero make sense."""
        return self.unbounded or self.kind == Kind.RANK_CHANGE

    @cached_property
    def is_share(self) -> bool:
        """Whether values are percentages of a whole."""
        in_percent = self.unit.strip() == "%"
        return self.kind == Kind.PERCENT or (self.kind == Kind.ACTUAL_TARGET and in_percent)

    def expects(self, column: str) -> Expects:
        """How the numbers of a column are written."""
        if column == "percent_printed" or self.is_share:
            return "decimal"
        whole = self.kind in WHOLE_KINDS or self.decimals == 0 or self.is_dong
        return "integer" if whole else "decimal"

    @property
    def is_dong(self) -> bool:
        """Whether this is an amount in đồng, of which there are no parts."""
        return self.kind == Kind.MONEY and self.unit.strip() in DONG


def problems(draft: Draft, rules: Rules, today: date) -> list[Problem]:
    """Everything that is wrong with the draft, in the order of a form's fields."""
    try:
        days: Period | None = draft.days
    except ValueError:
        days = None
    return [*time_problems(draft, days, today), *value_problems(draft, rules)]


def value_problems(draft: Draft, rules: Rules) -> list[Problem]:
    """What is wrong with the values. A derived one stands only as a document printed it, or as a target."""
    if rules.is_derived and not (draft.document or draft.is_target):
        return [_calculated()]
    found = [*_needed(draft, rules), *_range(draft, rules)]
    if rules.kind in choices.CHOSEN or rules.is_dong:
        found += _whole_value(draft, rules)
    if _related(draft) != _NOTHING:
        found += _parts(draft, rules)
    return found


def require_valid(draft: Draft, rules: Rules, today: date) -> None:
    """Raises Invalid with every problem."""
    found = problems(draft, rules, today)
    if found:
        raise Invalid(
            found[0].message, code=found[0].code, field=found[0].field, hint=found[0].hint, problems=found
        )


def _calculated() -> Problem:
    return Problem(
        "derived",
        _("Chỉ số này được tính từ số liệu khác, không nhập trực tiếp."),
        "indicator",
        _("Nhập số liệu đầu vào; hoặc nêu văn bản đã công bố giá trị này."),
    )


def _unreadable_period(code: str) -> Problem:
    return Problem(
        "invalid_period",
        _("Kỳ “%(code)s” không đọc được.") % {"code": code},
        "period",
        _("Viết như 2026-Q3, 2026-09, 2026 hoặc 2021..2025."),
    )


def read_period(code: str) -> Period:
    """The period of that code, as somebody asks for it. Raises Invalid (field `period`)."""
    try:
        return Period.parse(code)
    except ValueError as error:
        told = _unreadable_period(code)
        raise Invalid(told.message, field=told.field, hint=told.hint) from error


def time_problems(draft: Draft, days: Period | None, today: date) -> Iterator[Problem]:
    """What is wrong with period and date; `days` is the draft's period, None where its code is none."""
    if days is None:
        yield _unreadable_period(draft.period)
        return
    if draft.is_target:
        return
    if days.start > today:
        yield Problem(
            "future_period",
            _("Chưa gửi được: %(period)s chưa bắt đầu.") % {"period": days.label},
            "period",
            _("Chỉ nhập số liệu của kỳ đã hoặc đang diễn ra."),
        )
    elif draft.dated and draft.dated > today:
        yield Problem(
            "future_date",
            _("Chưa gửi được: ngày %(day)s ở tương lai.") % {"day": wording.day(draft.dated)},
            "dated",
            _("Hôm nay là %(day)s.") % {"day": wording.day(today)},
        )


def _needed(draft: Draft, rules: Rules) -> list[Problem]:
    return [
        Problem("missing", _("Chưa nhập %(field)s.") % {"field": _label(name)}, name)
        for name in NEEDED[rules.kind]
        if getattr(draft, name) is None
    ]


def _label(column: str) -> str:
    words = {
        "value": _("giá trị"),
        "numerator": _("tử số"),
        "denominator": _("mẫu số"),
        "actual": _("số thực hiện"),
        "target": _("mục tiêu"),
        "rank": _("thứ hạng"),
        "of": _("số đơn vị được xếp hạng"),
        "percent_printed": _("tỷ lệ in trong văn bản"),
        "date_from": _("ngày bắt đầu"),
        "date_to": _("ngày kết thúc"),
    }
    return words[column]


def _range(draft: Draft, rules: Rules) -> Iterator[Problem]:
    for name, value in zip(_COUNTED, _counted(draft), strict=True):
        if value is None:
            continue
        if value < 0 and not rules.may_be_negative:
            yield Problem(
                "negative",
                _("Chưa gửi được: %(field)s (%(value)s) là số âm.")
                % {"field": _label(name), "value": wording.number(value)},
                name,
                _("Nhập số từ 0 trở lên."),
            )
        elif name in WHOLES and value == 0:
            yield Problem(
                "too_small", _("Chưa gửi được: %(field)s bắt đầu từ 1.") % {"field": _label(name)}, name
            )
    if rules.is_share and not rules.unbounded:
        yield from _beyond_hundred(draft)


def _whole_value(draft: Draft, rules: Rules) -> Iterator[Problem]:
    value = draft.value
    if value is None:
        return
    if rules.is_dong:
        if value != value.to_integral_value():
            yield Problem("not_whole", _("Chưa gửi được: số tiền tính bằng đồng là số nguyên."), "value")
    elif value not in choices.words(rules.kind, rules.options):
        said = _("Chưa gửi được: %(value)s không có trong các lựa chọn.")
        yield Problem(
            "not_a_choice",
            said % {"value": wording.number(value)},
            "value",
            choices.offered(rules.kind, rules.options),
        )


def _beyond_hundred(draft: Draft) -> Iterator[Problem]:
    for name in ("value", "actual", "target"):
        value: Decimal | None = getattr(draft, name)
        if value is not None and value > _HUNDRED:
            yield Problem(
                "over_hundred",
                _("Chưa gửi được: %(field)s (%(value)s) lớn hơn 100 %%.")
                % {"field": _label(name), "value": wording.percent(value, None)},
                name,
                _("Tỷ lệ này nằm trong khoảng 0–100 %."),
            )


def _parts(draft: Draft, rules: Rules) -> Iterator[Problem]:
    above, below = draft.numerator, draft.denominator
    explained = rules.unbounded or bool(draft.over_reason)
    if below is not None and below == 0:
        yield Problem("zero_denominator", _("Chưa gửi được: mẫu số bằng 0."), "denominator")
    elif above is not None and below is not None and above > below and not explained:
        yield Problem(
            "numerator_greater",
            _("Chưa gửi được: tử số (%(above)s) lớn hơn mẫu số (%(below)s).")
            % {"above": wording.number(above), "below": wording.number(below)},
            "numerator",
            _("Kiểm tra lại hai số hoặc ghi chú lý do."),
        )
    if draft.rank is not None and draft.of is not None and draft.rank > draft.of:
        yield Problem(
            "rank_beyond",
            _("Chưa gửi được: thứ hạng (%(rank)d) lớn hơn số đơn vị (%(of)d).")
            % {"rank": draft.rank, "of": draft.of},
            "rank",
        )
    if draft.date_from and draft.date_to and draft.date_to < draft.date_from:
        yield Problem("wrong_order", _("Chưa gửi được: ngày kết thúc trước ngày bắt đầu."), "date_to")


def read_values(sent: Mapping[str, str], rules: Rules) -> dict[str, Any]:
    """The values as typed in a form, exact. Raises Invalid with a problem for every field that is unclear.

    `1.680` where a decimal is expected is refused with both readings named; nothing is guessed.
    """
    found: dict[str, Any] = {}
    wrong: list[Problem] = []
    for name in (*NUMBERS, *WHOLES, *DAYS):
        text = sent.get(name, "").strip()
        if not text:
            continue
        try:
            found[name] = _read(text, name, rules)
        except NumberError as error:
            wrong.append(Problem(error.code, _(error.message) % error.params, name))
        except ValueError as error:
            wrong.append(_misread(error, name, rules))
    if wrong:
        raise Invalid(wrong[0].message, code=wrong[0].code, field=wrong[0].field, problems=wrong)
    return found


def _misread(error: ValueError, name: str, rules: Rules) -> Problem:
    if name in DAYS:
        return Problem("invalid_date", str(error), name)
    return Problem("not_a_choice", str(error), name, choices.offered(rules.kind, rules.options))


def _read(text: str, name: str, rules: Rules) -> Decimal | int | date:
    if name == "value" and rules.kind in choices.CHOSEN:
        return Decimal(choices.read(text, rules.kind, rules.options))
    if name in DAYS:
        return wording.read_day(text)
    if name in WHOLES:
        return parse_integer(text)
    if name == "percent_printed" or rules.is_share:
        return parse_percent(text)
    return parse_number(text, expects=rules.expects(name))
