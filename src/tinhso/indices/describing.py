"""Rules in words (quy tắc bằng lời): what a component wants and what it earns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.base.web import wording
from tinhso.indices.core.rules import (
    Best,
    CappedCount,
    Manual,
    Options,
    Peers,
    Ratio,
    Rule,
    Steps,
    Sum,
    Threshold,
    YesNo,
)

KINDS: Final[Mapping[str, Promise]] = {
    "ratio": gettext_lazy("Tỷ lệ"),
    "threshold": gettext_lazy("Tỷ lệ có ngưỡng"),
    "steps": gettext_lazy("Bậc thang"),
    "options": gettext_lazy("Phương án"),
    "yes_no": gettext_lazy("Có hoặc không"),
    "capped_count": gettext_lazy("Đếm có trần"),
    "peers": gettext_lazy("So với nơi cao nhất"),
    "manual": gettext_lazy("Chấm tay"),
    "sum": gettext_lazy("Cộng các phần"),
    "best": gettext_lazy("Lấy phương án cao nhất"),
}
"""The name of each shape of rule."""


def _share(share: Decimal) -> str:
    return wording.percent(share * 100, None if share * 100 % 1 else 0)


def _number(value: Decimal) -> str:
    return wording.number(Decimal(format(value.normalize(), "f")))


def _ratio(rule: Ratio) -> list[str]:
    told = _("Tỷ lệ đạt = “%(above)s” chia “%(below)s”, nhiều nhất 100 %%.")
    return [told % {"above": rule.numerator, "below": rule.denominator}, _zero(rule.zero)]


def _zero(share: Decimal) -> str:
    return _("Mẫu số bằng 0: được %(share)s điểm.") % {"share": _share(share)}


def _threshold(rule: Threshold) -> list[str]:
    told = _("“%(above)s” chia “%(below)s” từ %(target)s trở lên được đủ điểm; thấp hơn thì theo tỷ lệ.")
    named = {"above": rule.numerator, "below": rule.denominator, "target": _share(rule.target)}
    return [told % named, _zero(rule.zero)]


def _steps(rule: Steps) -> list[str]:
    steps = sorted(rule.steps, key=lambda step: step.at_least, reverse=True)
    told = [
        _("từ %(least)s: %(share)s") % {"least": _number(one.at_least), "share": _share(one.share)}
        for one in steps
    ]
    lowest = _("Dưới bậc thấp nhất: không có điểm.")
    return [_("“%(input)s” – %(steps)s.") % {"input": rule.input, "steps": "; ".join(told)}, lowest]


def _options(rule: Options) -> list[str]:
    told = [f"{one.answer}: {_share(one.share)}" for one in rule.options]
    return [_("“%(input)s” – %(steps)s.") % {"input": rule.input, "steps": "; ".join(told)}]


def _yes_no(rule: YesNo) -> list[str]:
    return [_("“%(input)s”: có thì được đủ điểm, không thì không có điểm.") % {"input": rule.input}]


def _count(rule: CappedCount) -> list[str]:
    told = _("Mỗi đơn vị của “%(input)s” được một phần đều nhau, đủ điểm khi đạt %(most)s.")
    return [told % {"input": rule.input, "most": _number(rule.most)}]


def _peers(rule: Peers) -> list[str]:
    told = _("“%(above)s” chia “%(below)s”, so với tỷ lệ cao nhất trong các địa bàn.")
    return [told % {"above": rule.numerator, "below": rule.denominator}, _zero(rule.zero)]


def _manual(rule: Manual) -> list[str]:
    told = _("“%(input)s” do người chấm xác định từ 0 đến 1, kèm “%(evidence)s”.")
    return [told % {"input": rule.input, "evidence": rule.evidence}]


def _sum(rule: Sum) -> list[str]:
    return [
        _("%(weight)s số điểm: %(rule)s")
        % {"weight": _share(part.weight), "rule": " ".join(described(part.rule))}
        for part in rule.parts
    ]


def _best(rule: Best) -> list[str]:
    return [
        _("Hoặc: %(rule)s") % {"rule": " ".join(described(one))} if at else " ".join(described(one))
        for at, one in enumerate(rule.rules)
    ]


_HOW: Final[Mapping[type[Any], Callable[[Any], list[str]]]] = {
    Ratio: _ratio,
    Threshold: _threshold,
    Steps: _steps,
    Options: _options,
    YesNo: _yes_no,
    CappedCount: _count,
    Peers: _peers,
    Manual: _manual,
    Sum: _sum,
    Best: _best,
}


def described(rule: Rule | None) -> list[str]:
    """A rule as sentences in the reader's language; without one, that points are counted by hand."""
    if rule is None:
        return [_("Chưa khai quy tắc: tự tính điểm theo văn bản, kèm minh chứng.")]
    return _HOW[type(rule)](rule)


def kind_of(rule: Rule | None) -> str:
    """The name of a rule's shape; empty without one."""
    return str(KINDS[rule.kind]) if rule else ""
