"""Reads over findings: where each stands, and whose it is."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final, TypedDict
from uuid import UUID

from django.db.models import CharField, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from tinhso.indicators.models import Finding, FindingStep, Outcome

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

OPEN: Final = "open"
"""The outcome of a finding of which nothing was said yet."""
STANDING: Final = (OPEN, Outcome.AGAIN)
"""What waits for a decision."""
SETTLED: Final = frozenset({Outcome.ACCEPTED, Outcome.SENT_BACK, Outcome.GONE})


class Last(TypedDict):
    """What was last said of a finding: where it stands, why, by whom."""

    outcome: str
    because: str
    decided_by: str


def with_outcome(rows: QuerySet[Finding]) -> QuerySet[WithAnnotations[Finding, Last]]:
    """Each with its last outcome (`open` before the first), the reason given and by whom."""
    last = FindingStep.objects.filter(finding=OuterRef("pk")).order_by("-recorded_at", "-pk")
    return rows.annotate(
        outcome=Coalesce(Subquery(last.values("outcome")[:1]), Value(OPEN), output_field=CharField()),
        because=Coalesce(Subquery(last.values("reason")[:1]), Value(""), output_field=TextField()),
        decided_by=Coalesce(Subquery(last.values("actor_label")[:1]), Value(""), output_field=TextField()),
    )


def whole(rows: QuerySet[Finding]) -> QuerySet[WithAnnotations[Finding, Last]]:
    """With rule, figure, indicator, place and agency in the same query, newest periods first."""
    around = ("check_of", "observation__indicator", "observation__place__parent", "observation__agency")
    return with_outcome(rows).select_related(*around).order_by("-observation__period_end", "-pk")


def of_agencies(rows: QuerySet[Finding], agencies: Collection[UUID] | None) -> QuerySet[Finding]:
    """Those of the figures of these agencies; all for None."""
    return rows if agencies is None else rows.filter(observation__agency__in=agencies)


def waiting(codes: Collection[str] = ()) -> QuerySet[WithAnnotations[Finding, Last]]:
    """What waits for a decision, of the rules of those codes or of all."""
    found = whole(Finding.objects.all()).filter(outcome__in=STANDING)
    return found.filter(check_of__code__in=list(codes)) if codes else found
