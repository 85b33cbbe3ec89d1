"""Aims that stand as figures of this room (`is_target`), and laying them down outside any plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.base.calendar import Period
from tinhso.base.errors import Invalid
from tinhso.indicators import actions, policies, queries
from tinhso.indicators.derived import measure
from tinhso.indicators.models import Direction, Indicator, Kind, Observation, State
from tinhso.indicators.querysets import ObservationQuerySet
from tinhso.indicators.schemas import Draft
from tinhso.indicators.targets.asking import Aim, Baseline, Wanted
from tinhso.people.principals import Principal

AIM: Final = "muc-tieu."
BASE: Final = "muc-goc."
"""What the codes of laid down figures begin with, the paper's slug behind: one word a paper and cell."""


def aims(wanted: Wanted) -> Iterator[Aim]:
    """Target figures in force; the baseline is what the same paper laid down as one (its code begins with
    `muc-goc.`). Two statements at most.
    """
    rows = _narrowed(wanted, queries.in_force().filter(is_target=True))
    if wanted.since and wanted.until:
        rows = rows.filter(period_end__gte=wanted.since, period_end__lte=wanted.until)
    told = [(row, value) for row in rows if (value := measure(row).value) is not None]
    bases = _bases(wanted, [row for row, _value in told])
    for row, value in told:
        yield Aim(
            row.indicator_id,
            row.place,
            row.period_end,
            value,
            "figure",
            row.get_absolute_url(),
            Direction(row.indicator.direction),
            agency=row.agency,
            period=row.period,
            text=row.text,
            locator=row.locator,
            document=row.document,
            baseline=_base(row, bases),
            illustrative=row.illustrative,
        )


def _narrowed(wanted: Wanted, rows: ObservationQuerySet) -> ObservationQuerySet:
    found = rows.filter(indicator__in=wanted.indicators)
    if wanted.places is not None:
        found = found.filter(place__code__in=wanted.places)
    if wanted.agencies is not None:
        found = found.filter(agency__in=wanted.agencies)
    return found if wanted.illustrative else found.published()


def _bases(wanted: Wanted, told: Sequence[Observation]) -> list[Observation]:
    """Baselines in force of the papers that lay these targets down, the newest first."""
    papers = {row.document_id for row in told if row.document_id}
    if not papers:
        return []
    rows = _narrowed(wanted, queries.in_force().filter(code__startswith=BASE, document__in=papers))
    return list(rows.order_by("-dated", "-recorded_at"))


def _base(row: Observation, bases: Sequence[Observation]) -> Baseline | None:
    for one in bases:
        same = (one.indicator_id, one.place.code, one.agency_id, one.document_id) == (
            row.indicator_id,
            row.place.code,
            row.agency_id,
            row.document_id,
        )
        value = measure(one).value
        if same and one.dated < row.period_end and value is not None:
            return Baseline(value, one.dated, one.get_absolute_url())
    return None


@dataclass(frozen=True)
class AimDraft:
    """A target to lay down, with or without its baseline. `place`, `agency` are codes, `document` a slug."""

    place: str
    period: str
    value: Decimal
    document: str
    agency: str = ""
    locator: str = ""
    base: Decimal | None = None
    base_period: str = ""


def lay_down(by: Principal, indicator: Indicator, draft: AimDraft) -> Observation:
    """Lay down a target of an indicator outside any plan (đặt mục tiêu), with its baseline.

    The same paper's word about the same cell replaces its former one; another paper's stands beside it.
    Raises NotAllowed; Invalid with every problem at its field; NotFound for unknown codes.
    """
    policies.require_confirm(by)
    if not draft.document:
        raise Invalid(_("Nêu văn bản đặt ra mục tiêu."), field="document")
    if (draft.base is None) is not (not draft.base_period):
        raise Invalid(_("Mức gốc cần cả giá trị và kỳ của nó."), field="base")
    if draft.base_period and _ends(draft.base_period, "base_period") >= _ends(draft.period, "period"):
        raise Invalid(_("Mức gốc đứng trước kỳ của mục tiêu."), field="base_period")
    with transaction.atomic():
        if draft.base is not None:
            _record(by, indicator, draft, draft.base, draft.base_period, is_target=False)
        return _record(by, indicator, draft, draft.value, draft.period, is_target=True)


def _ends(code: str, name: str) -> date:
    try:
        return Period.parse(code).end
    except ValueError as error:
        raise Invalid(
            _("“%(code)s” không phải mã của một kỳ.") % {"code": code},
            field=name,
            hint="2026, 2026-Q3, 2026-10",
        ) from error


def _record(
    by: Principal, indicator: Indicator, draft: AimDraft, value: Decimal, period: str, *, is_target: bool
) -> Observation:
    named = {"indicator": indicator.code, "place": draft.place, "agency": draft.agency, "period": period}
    told = Draft.model_validate(
        {
            **named,
            **_values(indicator, value),
            "is_target": is_target,
            "document": draft.document,
            "locator": draft.locator,
            "code": f"{AIM if is_target else BASE}{draft.document}",
        }
    )
    try:
        return actions.record_observation(by, told, State.CONFIRMED)
    except Invalid as refusal:
        raise _at_fields(refusal, "value" if is_target else "base") from refusal


def _at_fields(refusal: Invalid, number: str) -> Invalid:
    """The same, its problems at the fields of the draft, which has one number and the baseline's period."""
    names = dict.fromkeys(("value", "numerator", "denominator", "rank", "actual", "target"), number)
    if number == "base":
        names |= {"period": "base_period"}
    problems = [replace(one, field=names.get(one.field or "", one.field)) for one in refusal.problems]
    return Invalid(refusal.message, code=refusal.code, field=problems[0].field, problems=problems)


def _values(indicator: Indicator, value: Decimal) -> dict[str, object]:
    """The columns of one number: a ratio's is told over what the ratio is told in."""
    kind = Kind(indicator.kind)
    if kind is Kind.RATIO:
        return {"numerator": value, "denominator": indicator.factor}
    if kind is Kind.RANK:
        return {"rank": int(value)}
    if kind is Kind.ACTUAL_TARGET:
        return {"actual": value, "target": value}
    return {"value": value}
