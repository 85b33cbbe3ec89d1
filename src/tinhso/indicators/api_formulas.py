"""The API of the formula language: anybody may check or calculate a formula; nothing is kept."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, Final, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import BaseModel, Field

from tinhso.base.errors import Invalid
from tinhso.base.web.errors import TooLarge
from tinhso.base.web.pace import Pace
from tinhso.indicators.formula import parse, printed
from tinhso.indicators.formula.checking import check, require_known
from tinhso.indicators.formula.dependencies import codes, references
from tinhso.indicators.formula.describing import describe
from tinhso.indicators.formula.errors import FormulaError
from tinhso.indicators.formula.functions import Type
from tinhso.indicators.formula.printing import reference_text
from tinhso.indicators.formula.values import BadValue, answer

router = Router(tags=["formulas"])
calculating = Pace("formulas")

LARGEST: Final = 256 << 10
"""Bytes of a body; a formula alone has at most 10,000 characters."""
Kind = Literal["number", "boolean", "text"]


class FormulaToCheck(BaseModel):
    """A formula, and the codes that it may name; any code where none are given."""

    expression: str
    codes: list[str] | None = Field(None, max_length=20_000)


class FormulaToEvaluate(BaseModel):
    """A formula and its values: number, text, true, false, null, or a list of numbers for several periods.

    Names are codes (`a`), with an option (`a.4g`), a period (`a.periodOffset(-1)`), or `C{pi}`, `OUG{x}`.
    """

    expression: str
    values: dict[str, Any] | None = None


class FormulaChecked(BaseModel):
    """What a formula gives and needs, its canonical spelling, and what it says in words."""

    ok: Literal[True] = True
    type: Kind
    dependencies: list[str]
    references: list[str]
    printed: str
    words: str


class FormulaValue(BaseModel):
    """The result; numbers carry every digit, null is no value."""

    value: float | int | bool | str | None
    type: Kind


class FormulaRefused(Invalid):
    """What is wrong with a formula and where, besides the usual fields."""

    def __init__(self, error: FormulaError) -> None:
        message = error.told(_)
        expected = error.expected.told(_) if error.expected else None
        told = {"number": error.position + 1, "expected": expected}
        hint = _("Ký tự thứ %(number)d: cần %(expected)s.") % told if expected else None
        super().__init__(message, code=error.code, field="expression", hint=hint)
        self.extra = {
            "ok": False,
            "error": message,
            "position": error.position,
            "expected": expected,
            "near": list(error.near),
        }


@router.post(
    "/formulas/check",
    response=FormulaChecked,
    summary="Check a formula",
    auth=None,
)
def check_formula(request: HttpRequest, payload: FormulaToCheck) -> FormulaChecked:
    """Read the formula, see that its parts fit, and say what it needs. Nothing is kept; no key is needed.

    At most 3,000 formulas a minute from one address, checked and calculated.
    """
    calculating.require(request)
    _require_small(request)
    _require_text(payload.expression, *(payload.codes or ()))
    try:
        tree = parse(payload.expression)
        if payload.codes is not None:
            require_known(tree, payload.codes)
        given = check(tree)
    except FormulaError as error:
        raise FormulaRefused(error) from error
    return FormulaChecked(
        type=_kind(given),
        dependencies=list(codes(tree)),
        references=[reference_text(one) for one in references(tree)],
        printed=printed(tree),
        words=describe(tree),
    )


@router.post(
    "/formulas/evaluate",
    response=FormulaValue,
    summary="Calculate a formula",
    auth=None,
)
def evaluate_formula(request: HttpRequest, payload: FormulaToEvaluate) -> HttpResponse:
    """Calculate with the values that are sent. Nothing is kept; no key is needed.

    At most 3,000 formulas a minute from one address, checked and calculated.
    """
    calculating.require(request)
    _require_small(request)
    values = None if payload.values is None else _exact(request)
    _require_text(payload.expression, json.dumps(payload.values, ensure_ascii=False))
    try:
        found = answer(payload.expression, values)
    except FormulaError as error:
        raise FormulaRefused(error) from error
    except BadValue as error:
        raise Invalid(
            _("Giá trị của “%(code)s” không dùng được.") % {"code": error.key},
            field=f"values.{error.key}",
            hint=_("Gửi số, chữ, true, false, null hoặc danh sách số."),
        ) from error
    return HttpResponse(found.json(), content_type="application/json; charset=utf-8")


def _exact(request: HttpRequest) -> dict[str, object]:
    """The values of the body once more, with every digit: the router reads numbers as floats."""
    found: dict[str, object] = json.loads(request.body, parse_float=Decimal)["values"]
    return found


def _require_small(request: HttpRequest) -> None:
    if len(request.body) > LARGEST:
        raise TooLarge(_("Nội dung gửi lên lớn quá."), hint=_("Rút gọn công thức và danh sách giá trị."))


def _require_text(*texts: str) -> None:
    """Refuse half characters: nobody can be answered with them."""
    try:
        "".join(texts).encode()
    except UnicodeEncodeError as error:
        raise Invalid(
            _("Có ký tự không thuộc văn bản nào."), code="unreadable", field="expression"
        ) from error


def _kind(given: Type) -> Kind:
    """A type that is known only with the values counts as a number, as figures are."""
    kinds: dict[Type, Kind] = {Type.BOOLEAN: "boolean", Type.TEXT: "text"}
    return kinds.get(given, "number")
