"""The API of rules for figures: anybody reads them, the standing office writes them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from tinhso.base.errors import Invalid, Problem
from tinhso.base.packs.info import Words
from tinhso.indicators.checks import actions, words
from tinhso.indicators.checks.core import Rule
from tinhso.indicators.checks.items import CheckBody, CheckItem
from tinhso.indicators.checks.pages import names_of_rules
from tinhso.indicators.checks.words import Names
from tinhso.indicators.models import Check, CheckKind, Severity
from tinhso.people import policies as people
from tinhso.people.capabilities import Scope
from tinhso.people.principals import principal_of

router = Router(tags=["checks"])

MOST = 1000
Code = Annotated[str, Query(max_length=120)]


class CheckOut(BaseModel):
    """A rule (quy tắc kiểm tra): `rule` as it is written, `words` what it demands, for the reader."""

    code: str
    name: str
    name_en: str
    kind: CheckKind
    severity: Severity
    rule: Rule = Field(discriminator="kind")
    words: str
    indicators: list[str]
    level: str
    valid_from: date | None
    valid_to: date | None
    document: str
    clause: str
    note: str
    illustrative: bool

    @classmethod
    def of(cls, row: Check, names: Names) -> CheckOut:
        """From its row."""
        rule = row.told
        return cls(
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            kind=CheckKind(row.kind),
            severity=Severity(row.severity),
            rule=rule,
            words=words.rule_words(rule, names),
            indicators=row.touched,
            level=row.level,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            document=row.document.slug if row.document else "",
            clause=row.clause,
            note=row.note,
            illustrative=row.illustrative,
        )


class ChecksOut(BaseModel):
    """All rules asked for."""

    items: list[CheckOut]
    total: int


@router.get("/checks", response=ChecksOut, summary="Rules that figures must stand before", auth=None)
def checks(
    request: HttpRequest,
    indicator: Code = "",
    severity: Severity | None = None,
    on: date | None = None,
    illustrative: bool = False,
) -> ChecksOut:
    """In Vietnamese order. `indicator`: those that look at that code; `on`: those that speak of a period that
    ends that day. Illustrative ones only when asked for.
    """
    found = Check.objects.select_related("document")
    if indicator:
        found = found.filter(touched__contains=[indicator])
    if severity:
        found = found.filter(severity=severity)
    if on:
        found = found.exclude(valid_from__gt=on).exclude(valid_to__lt=on)
    if not illustrative:
        found = found.filter(illustrative=False)
    names = names_of_rules()
    rows = list(found[:MOST])
    return ChecksOut(items=[CheckOut.of(row, names) for row in rows], total=len(rows))


@router.get("/checks/{code}", response=CheckOut, summary="One rule for figures", auth=None)
def check(request: HttpRequest, code: str) -> CheckOut:
    """As it stands now, in force or ended."""
    row = actions.by_code(code)
    return CheckOut.of(row, words.names_of(row.touched))


class CheckIn(CheckBody):
    """A rule to write: its kind says which fields `rule` has. `reason` goes into the trail."""

    reason: str = Field(default="", max_length=1000)


@router.put("/checks/{code}", response=CheckOut, url_name="check", summary="Write a rule for figures")
def put_check(request: HttpRequest, code: str, payload: CheckIn) -> CheckOut:
    """Make the rule of that code, or change it: for the standing office; keys need the scope `plan`.

    An unknown code of an indicator is refused with near ones, a formula at its character.
    """
    by = principal_of(request)
    if not by.may_use(Scope.PLAN):
        raise people.scope_missing(Scope.PLAN)
    actions.require_rule(by)
    told: dict[str, Any] = payload.model_dump(exclude={"reason"})
    row = actions.put_check(by, _item(code, told), reason=payload.reason.strip())
    return CheckOut.of(row, words.names_of(row.touched))


def _item(code: str, told: dict[str, Any]) -> CheckItem:
    try:
        return CheckItem.model_validate({**told, "code": code, "name": Words.model_validate(told["name"])})
    except ValueError as error:
        message = actions.code_words()
        raise Invalid(message, field="code", problems=[Problem("invalid_code", message, "code")]) from error
