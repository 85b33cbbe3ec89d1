"""A rule as packs, the API and the form write it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from tinhso.base.errors import Invalid, Problem
from tinhso.base.packs.info import Words
from tinhso.base.packs.section import PackItem
from tinhso.base.text import near_matches
from tinhso.indicators.checks.core import Children, Rule, Stated, operands
from tinhso.indicators.checks.core.rules import split
from tinhso.indicators.formula.checking import check as check_types
from tinhso.indicators.formula.dependencies import references
from tinhso.indicators.formula.errors import FormulaError
from tinhso.indicators.formula.functions import Type
from tinhso.indicators.formula.nodes import Kind as Pointing
from tinhso.indicators.formula.nodes import Node, Reference
from tinhso.indicators.formula.parser import parse
from tinhso.indicators.models import Check, Severity
from tinhso.places.models import Level

NEAR = 5


class CheckBody(PackItem):
    """What a rule says, without its code."""

    name: Words
    severity: Severity
    rule: Rule = Field(discriminator="kind")
    level: Level | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    document: str = ""
    clause: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_from <= valid_to")
        return self


class CheckItem(CheckBody):
    """A rule that figures must stand before (quy tắc kiểm tra)."""

    code: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)


def item_of(row: Check) -> CheckItem:
    """A stored rule as it would have to be written."""
    return CheckItem(
        code=row.code,
        name=Words(vi=row.name, en=row.name_en),
        severity=Severity(row.severity),
        rule=row.told,
        level=Level(row.level) if row.level else None,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        document=row.document.slug if row.document else "",
        clause=row.clause,
        note=row.note,
    )


def touched(rule: Rule) -> list[str]:
    """The codes of the indicators a rule looks at, each once. Raises FormulaError."""
    return list(dict.fromkeys(split(operand)[0] for operand in operands(rule)))


def problems(rule: Rule, known: Collection[str], summed: Collection[str]) -> Iterator[Problem]:
    """What is wrong with a rule: `known` are all indicators' codes, `summed` those whose places add up."""
    if isinstance(rule, Stated):
        yield from _formula_problems(rule.formula, known)
        return
    for name, value in rule.model_dump(exclude={"kind"}).items():
        for operand in _named(rule, name, value):
            code = split(operand)[0]
            if code not in known:
                near = near_matches(code, known, NEAR)
                yield Problem(
                    "unknown_code",
                    _("Không có chỉ số mang mã “%(code)s”.") % {"code": code},
                    f"rule.{name}",
                    _("Có phải: %(near)s?") % {"near": ", ".join(near)} if near else None,
                )
    if isinstance(rule, Children) and rule.indicator in known and rule.indicator not in summed:
        yield Problem(
            "not_added",
            _("Chỉ số “%(code)s” không cộng được giữa các địa bàn.") % {"code": rule.indicator},
            "rule.indicator",
            _("Chọn chỉ số có cách tổng hợp là cộng, hoặc một phần của nó, ví dụ %(code)s:numerator.")
            % {"code": rule.indicator},
        )


_OPERANDS = frozenset({"first", "others", "indicator", "lesser", "greater", "total", "parts"})


def _named(rule: Rule, name: str, value: object) -> tuple[str, ...]:
    del rule
    if name not in _OPERANDS:
        return ()
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, tuple) else ()


def _formula_problems(text: str, known: Collection[str]) -> Iterator[Problem]:
    try:
        tree = parse(text)
        _require_known(tree, known)
        given = check_types(tree)
        if given not in {Type.BOOLEAN, Type.ANY}:
            raise FormulaError("type", tree.position, expected="boolean", found=given.value)
    except FormulaError as error:
        yield formula_problem(error)


def formula_problem(error: FormulaError) -> Problem:
    """What is wrong with a formula, at which character, and what may be meant."""
    at = _("Ký tự thứ %(number)d.") % {"number": error.position + 1}
    near = _("Có phải: %(near)s?") % {"near": ", ".join(error.near)} if error.near else ""
    return Problem(error.code, f"{error.told(_)} {at}", "rule.formula", near or None)


def _require_known(tree: Node, known: Collection[str]) -> None:
    for one in references(tree):
        if one.kind is Pointing.DATA and not _is_known(one, known):
            near = near_matches(one.name, known, NEAR)
            raise FormulaError("unknown_code", one.position, expected="known_code", near=near, name=one.name)


def _is_known(reference: Reference, known: Collection[str]) -> bool:
    return bool({reference.name, split(reference.name)[0]} & set(known))


def require_sound(rule: Rule, known: Collection[str], summed: Collection[str]) -> None:
    """Raises Invalid with every problem of the rule."""
    found = list(problems(rule, known, summed))
    if found:
        raise Invalid(
            found[0].message, code=found[0].code, field=found[0].field, hint=found[0].hint, problems=found
        )
