"""Rules and what they found, in officials' words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tinhso.base.text import fold
from tinhso.base.web import wording
from tinhso.indicators.checks.core import (
    Below,
    Children,
    Fallen,
    Jump,
    Pair,
    Parts,
    Range,
    Rule,
    Stated,
    tree_of,
)
from tinhso.indicators.checks.core.rules import split
from tinhso.indicators.formula.describing import describe
from tinhso.indicators.formula.errors import FormulaError
from tinhso.indicators.models import Indicator, Severity

_DECIMALS = 2
_MANY, _FEW = Decimal(2), Decimal("0.5")


@dataclass(frozen=True)
class Name:
    """What an indicator is called, and the sign behind its numbers."""

    name: str
    sign: str = ""


Names = Mapping[str, Name]


def searched(text: str) -> list[str]:
    """The words of a search, without tones."""
    return fold(text).split()


def names_of(codes: Iterable[str]) -> dict[str, Name]:
    """The names of indicators by code, in the reader's language."""
    rows = Indicator.objects.filter(code__in=set(codes)).only("code", "name", "name_en", "unit", "kind")
    return {row.code: name_of(row) for row in rows}


def name_of(row: Indicator) -> Name:
    """An indicator's name; percentages carry their sign."""
    percent = row.kind in {"ratio", "percent"} or row.unit.strip() == "%"
    return Name(wording.named(row), " %" if percent else "")


def operand_name(operand: str, names: Names) -> str:
    """`“Hồ sơ nộp trực tuyến”`, with the part of it that is meant."""
    code, column = split(operand)
    parts = {
        "numerator": _("tử số"),
        "denominator": _("mẫu số"),
        "actual": _("số thực hiện"),
        "target": _("mục tiêu"),
        "rank": _("thứ hạng"),
        "value": _("giá trị"),
    }
    known = names.get(code)
    told = f"“{known.name if known else code}”"
    return f"{told} ({parts[column]})" if column else told


def _number(value: Decimal | None, operand: str, names: Names) -> str:
    code, column = split(operand)
    sign = names[code].sign if code in names and not column else ""
    return f"{wording.rounded(value, _DECIMALS)}{sign}" if value is not None else wording.NOTHING


def rule_words(rule: Rule, names: Names) -> str:
    """What a rule demands, in one sentence."""
    match rule:
        case Pair():
            others = ", ".join(operand_name(other, names) for other in rule.others)
            told = {"first": operand_name(rule.first, names), "others": others}
            return _("Đã có %(first)s thì phải có %(others)s.") % told
        case Range():
            return _range_words(rule, names)
        case Jump():
            return _jump_words(rule, names)
        case Below():
            told = {"lesser": operand_name(rule.lesser, names), "greater": operand_name(rule.greater, names)}
            return _("%(lesser)s không lớn hơn %(greater)s.") % told
        case Parts():
            parts = " + ".join(operand_name(part, names) for part in rule.parts)
            said = _("%(parts)s bằng %(total)s") % {"parts": parts, "total": operand_name(rule.total, names)}
            return f"{said}{_give(rule.tolerance)}."
        case Children():
            told = {"name": operand_name(rule.indicator, names)}
            said = _("%(name)s của các địa bàn trực thuộc cộng lại bằng số của cả địa bàn") % told
            return f"{said}{_give(rule.tolerance)}."
        case Stated():
            return _("Phải đúng: %(formula)s.") % {"formula": formula_words(rule, names)}


def formula_words(rule: Rule, names: Names) -> str:
    """The rule's formula in words; the text itself where it cannot be read any more."""
    try:
        tree = tree_of(rule)
    except FormulaError:
        return rule.formula if isinstance(rule, Stated) else ""
    return describe(tree, {code: name.name for code, name in names.items()}) if tree else ""


def _give(tolerance: Decimal) -> str:
    if not tolerance:
        return ""
    return _(", chênh không quá %(most)s") % {"most": wording.rounded(tolerance, _DECIMALS)}


def _range_words(rule: Range, names: Names) -> str:
    told = {
        "name": operand_name(rule.indicator, names),
        "least": _number(rule.least, rule.indicator, names),
        "most": _number(rule.most, rule.indicator, names),
    }
    if rule.most is None:
        return _("%(name)s từ %(least)s trở lên.") % told
    if rule.least is None:
        return _("%(name)s không quá %(most)s.") % told
    return _("%(name)s nằm trong khoảng %(least)s–%(most)s.") % told


def _jump_words(rule: Jump, names: Names) -> str:
    told = {
        "name": operand_name(rule.indicator, names),
        "last": rule.last,
        "needed": rule.needed,
        "threshold": wording.rounded(rule.threshold, _DECIMALS),
    }
    if rule.seasonal:
        said = _(
            "%(name)s không lệch quá %(threshold)s lần độ lệch thường thấy so với trung vị cùng kỳ"
            " %(last)d năm trước của chính nơi đó (cần ít nhất %(needed)d năm)"
        )
    else:
        said = _(
            "%(name)s không lệch quá %(threshold)s lần độ lệch thường thấy so với trung vị"
            " %(last)d kỳ trước của chính nơi đó (cần ít nhất %(needed)d kỳ)"
        )
    less = _("; chênh dưới %(smallest)s thì bỏ qua") % {"smallest": wording.rounded(rule.smallest, _DECIMALS)}
    return f"{said % told}{less if rule.smallest else ''}."


def stored(fallen: Fallen) -> dict[str, Any]:
    """What was found as it is kept: numbers as texts, nothing that says nothing."""
    return {name: _kept(value) for name, value in asdict(fallen).items() if value not in (None, (), 0)}


def _kept(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return [_kept(one) for one in value] if isinstance(value, tuple | list) else value


def restored(kept: Mapping[str, Any]) -> Fallen:
    """The same as it was found."""
    numbers = {
        name: Decimal(kept[name])
        for name in ("value", "off", "low", "high", "middle", "score")
        if name in kept
    }
    told = tuple(
        (operand, None if value is None else Decimal(value)) for operand, value in kept.get("told", ())
    )
    return Fallen(**numbers, missing=tuple(kept.get("missing", ())), among=kept.get("among", 0), told=told)


def finding_words(rule: Rule, fallen: Fallen, names: Names) -> str:
    """What was found, in one sentence that begins with the figure."""
    match rule:
        case Pair():
            missing = ", ".join(operand_name(operand, names) for operand in fallen.missing)
            told = {"value": _number(fallen.value, rule.first, names), "missing": missing}
            return _("Đã có số liệu (%(value)s) nhưng chưa có %(missing)s.") % told
        case Range():
            return _out_of_range(rule, fallen, names)
        case Jump():
            return _jumped(rule, fallen, names)
        case Below():
            told = {
                "value": _number(fallen.value, rule.lesser, names),
                "name": operand_name(rule.greater, names),
                "most": _number(fallen.high, rule.greater, names),
                "off": wording.rounded(fallen.off, _DECIMALS),
            }
            return _("%(value)s lớn hơn %(name)s là %(most)s (hơn %(off)s).") % told
        case Parts() | Children():
            return _unlike(rule, fallen, names)
        case Stated():
            said = "; ".join(
                f"{operand_name(one, names)}: {_number(value, one, names)}" for one, value in fallen.told
            )
            return _("Không đúng với quy tắc: %(formula)s (%(said)s).") % {
                "formula": formula_words(rule, names), "said": said,
            }  # fmt: skip


def _out_of_range(rule: Range, fallen: Fallen, names: Names) -> str:
    over = fallen.off is not None and fallen.off > 0
    bound = fallen.high if over else fallen.low
    told = {
        "value": _number(fallen.value, rule.indicator, names),
        "bound": _number(bound, rule.indicator, names),
    }
    if over:
        return _("%(value)s vượt mức lớn nhất được đặt ra là %(bound)s.") % told
    return _("%(value)s thấp hơn mức nhỏ nhất được đặt ra là %(bound)s.") % told


def _jumped(rule: Jump, fallen: Fallen, names: Names) -> str:
    """`4.210 cao gấp 6 lần mức thường thấy 680–720.`"""
    value, middle = fallen.value or Decimal(0), fallen.middle or Decimal(0)
    low, high = (_number(end, rule.indicator, names) for end in (fallen.low, fallen.high))
    usual = low if low == high else f"{low}–{high}"
    told = {"value": _number(value, rule.indicator, names), "usual": usual, "times": ""}
    times = value / middle if middle > 0 else None
    if times is not None and times >= _MANY:
        told["times"] = wording.rounded(times, 1 if times < 10 else 0)
        said = _("%(value)s cao gấp %(times)s lần mức thường thấy %(usual)s")
    elif times is not None and 0 <= times <= _FEW:
        told["times"] = wording.percent(times * 100, 0)
        said = _("%(value)s chỉ bằng %(times)s mức thường thấy %(usual)s")
    elif value > middle:
        said = _("%(value)s cao hơn hẳn mức thường thấy %(usual)s")
    else:
        said = _("%(value)s thấp hơn hẳn mức thường thấy %(usual)s")
    compared = {"said": said % told, "count": fallen.among}
    return _("%(said)s (so với %(count)d kỳ trước).") % compared


def _unlike(rule: Parts | Children, fallen: Fallen, names: Names) -> str:
    operand = rule.total if isinstance(rule, Parts) else rule.indicator
    told = {
        "value": _number(fallen.value, operand, names),
        "made": _number(fallen.high, operand, names),
        "off": wording.rounded(abs(fallen.off or Decimal(0)), _DECIMALS),
        "count": fallen.among,
    }
    if isinstance(rule, Parts):
        told["parts"] = " + ".join(_number(value, one, names) for one, value in fallen.told[1:])
        return _("%(value)s khác tổng các phần %(parts)s = %(made)s (lệch %(off)s).") % told
    return _("%(value)s khác tổng của %(count)d địa bàn trực thuộc là %(made)s (lệch %(off)s).") % told


def asks(severity: str) -> str:
    """What a finding of that severity asks of who enters the figure."""
    words = {
        Severity.REFUSE: _("Sửa lại; quy tắc này không nhận ngoại lệ."),
        Severity.EXPLAIN: _("Nếu đúng, ghi lý do."),
        Severity.WARN: _("Xem lại; vẫn gửi được."),
    }
    return words[Severity(severity)]
