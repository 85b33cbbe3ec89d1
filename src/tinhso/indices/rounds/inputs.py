"""Answers to a rule's inputs: from a form, from JSON, to what is stored and back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid, Problem
from tinhso.base.numbers import NumberError, parse_number
from tinhso.base.text import near_matches
from tinhso.base.web import wording
from tinhso.indices.core.asking import POINTS, Asked, asked_of, points_of
from tinhso.indices.core.errors import Unscorable
from tinhso.indices.core.evaluating import Inputs, Value
from tinhso.indices.core.nodes import Node

_NUMBERS = frozenset({"number", "share", "peak", "points"})


def field_of(node: Node, name: str) -> str:
    """The name of the form's field for an input: inputs may be called anything, fields may not."""
    names = [one.name for one in asked_of(node)]
    return f"in-{names.index(name)}" if name in names else "move"


def label_of(asked: Asked) -> str:
    """What a person reads beside the field."""
    if asked.name == POINTS and asked.kind == "points":
        return _("Điểm tự chấm")
    if asked.kind == "peak":
        name = asked.name.removeprefix("max(").removesuffix(")")
        return _("Tỷ lệ cao nhất đã biết của các địa bàn khác (%(ratio)s)") % {"ratio": name}
    if asked.kind == "share":
        return _("%(name)s (tỷ lệ từ 0 đến 1)") % {"name": asked.name}
    return asked.name


def from_form(node: Node, sent: Mapping[str, str]) -> dict[str, Value]:
    """The answers typed in `in-0`, `in-1` …; empty ones are left out. Raises Invalid at the fields."""
    found: dict[str, Value] = {}
    problems: list[Problem] = []
    for at, one in enumerate(asked_of(node)):
        text = sent.get(f"in-{at}", "").strip()
        if not text:
            continue
        if one.kind == "yes_no":
            found[one.name] = text == "yes"
        elif one.kind in _NUMBERS:
            try:
                found[one.name] = parse_number(text, locale=wording.language(), expects="decimal")
            except NumberError as error:
                problems.append(Problem(error.code, _(error.message) % error.params, f"in-{at}"))
        else:
            found[one.name] = text
    if problems:
        raise Invalid(_("Có ô chưa đúng."), problems=problems)
    return found


def from_json(node: Node, sent: Mapping[str, object]) -> dict[str, Value]:
    """The answers a program sends; decimals may be texts. Raises Invalid at `inputs.<name>`."""
    known = {one.name: one for one in asked_of(node)}
    found: dict[str, Value] = {}
    problems: list[Problem] = []
    for name, value in sent.items():
        field = f"inputs.{name}"
        if name not in known:
            near = ", ".join(near_matches(name, known) or known)
            hint = _("Có phải: %(near)s?") % {"near": near}
            problems.append(Problem("unknown_input", _("Không có đầu vào này."), field, hint))
            continue
        read = _plain(known[name], value)
        if read is None:
            problems.append(Problem("wrong_input", _("Giá trị không dùng được cho đầu vào này."), field))
        else:
            found[name] = read
    if problems:
        raise Invalid(problems[0].message, problems=problems, field=problems[0].field)
    return found


def _plain(asked: Asked, value: object) -> Value | None:
    if asked.kind == "yes_no":
        return value if isinstance(value, bool) else None
    if asked.kind in _NUMBERS:
        if isinstance(value, bool):
            return None
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            return None
        return number if number.is_finite() and abs(number.adjusted()) < 30 else None
    return str(value)


def stored(inputs: Inputs) -> dict[str, Any]:
    """As they are kept: numbers as text, exactly."""
    return {
        name: value
        if isinstance(value, bool)
        else format(value, "f")
        if isinstance(value, Decimal)
        else str(value)
        for name, value in inputs.items()
    }


def restored(node: Node, kept: Mapping[str, object]) -> dict[str, Value]:
    """What was kept, as the rule reads it; inputs that the rule no longer has are left out."""
    known = {one.name: one for one in asked_of(node)}
    read = {name: _plain(known[name], value) for name, value in kept.items() if name in known}
    return {name: value for name, value in read.items() if value is not None}


def typed_again(node: Node, kept: Mapping[str, object]) -> dict[str, str]:
    """The fields of the form for answers given before, as the reader's language writes them."""
    found: dict[str, str] = {}
    for at, one in enumerate(asked_of(node)):
        value = restored(node, kept).get(one.name)
        if isinstance(value, bool):
            found[f"in-{at}"] = "yes" if value else "no"
        elif isinstance(value, Decimal):
            text = format(value, "f")
            found[f"in-{at}"] = text.replace(".", ",") if wording.language() == "vi" else text
        elif value is not None:
            found[f"in-{at}"] = str(value)
    return found


def points(node: Node, inputs: Inputs, *, form: bool) -> Decimal:
    """The points the answers earn. Raises Invalid at the field of the answer that is missing or unfit."""
    try:
        return points_of(node, inputs)
    except Unscorable as error:
        problems = [
            Problem(
                fault.code,
                _(fault.message) % fault.params,
                _where(node, fault.params.get("input", ""), form=form),
            )
            for fault in error.faults
        ]
        first = problems[0]
        raise Invalid(first.message, code=first.code, field=first.field, problems=problems) from error


def _where(node: Node, name: str, *, form: bool) -> str:
    if not form:
        return f"inputs.{name}" if name else "inputs"
    return field_of(node, name) if name else "in-0"
