"""Reads of this room."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from tinhso.base.errors import NotFound
from tinhso.people.principals import Principal
from tinhso.urging import policies
from tinhso.urging.models import Answer, Letter, LetterLine, LetterState, Rule, Run, Scoring, Urge

UNANSWERED: Final = (LetterState.ISSUED, LetterState.READ)
"""Letters that wait for the agency's answer."""


def _in_force(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))


def rules() -> QuerySet[Rule]:
    """Every version of every rule, by code, the newest first."""
    return Rule.objects.order_by("applies", "code", "-valid_from")


def rules_on(day: date) -> list[Rule]:
    """The rules in force on `day`."""
    return list(rules().filter(_in_force(day)))


def rule(key: UUID) -> Rule:
    """One version. Raises NotFound."""
    found = Rule.objects.filter(pk=key).first()
    if found is None:
        raise NotFound(_("Không có quy tắc đôn đốc này."), near=[one.name for one in rules_on_all()])
    return found


def rules_on_all() -> list[Rule]:
    """One version of each rule."""
    return list(Rule.objects.order_by("code", "-valid_from").distinct("code"))


def scorings() -> QuerySet[Scoring]:
    """Every way of scoring, by code, the newest first."""
    return Scoring.objects.order_by("code", "-valid_from")


def scorings_on(day: date) -> list[Scoring]:
    """The ways of scoring in force on `day`."""
    return list(scorings().filter(_in_force(day)))


def runs(*, with_illustrative: bool) -> QuerySet[Run]:
    """Runs, the newest first."""
    rows = Run.objects.order_by("-recorded_at", "-id")
    return rows if with_illustrative else rows.filter(illustrative=False)


def run(key: UUID) -> Run:
    """One run. Raises NotFound."""
    found = Run.objects.filter(pk=key).first()
    if found is None:
        raise NotFound(_("Không có lượt đôn đốc này."))
    return found


def ran_automatically(day: date) -> bool:
    """Whether the clock's run of that day was made."""
    return Run.objects.filter(day=day, automatic=True).exists()


def last_urged(agencies: Collection[UUID] | None = None) -> dict[UUID, datetime]:
    """When each agency was last urged; one query."""
    rows = Urge.objects.order_by()
    if agencies is not None:
        rows = rows.filter(agency__in=agencies)
    return dict(rows.values_list("agency_id").annotate(last=Max("recorded_at")))


def letters(*, with_illustrative: bool) -> QuerySet[Letter]:
    """Letters with their agencies, documents and numbers of tasks, the newest first."""
    rows = Letter.objects.select_related("agency", "issuer__place", "issuer__parent", "document", "signed")
    rows = rows.annotate(tasks=Count("lines")).order_by("-made_at", "pk")
    return rows if with_illustrative else rows.filter(illustrative=False)


def letters_for(by: Principal) -> QuerySet[Letter]:
    """The letters that `by` may see."""
    rows = letters(with_illustrative=by.illustrative)
    if policies.may_urge(by):
        return rows
    sent = rows.filter(policies.readable(by).rows("agency"), document__isnull=False)
    return sent.exclude(state=LetterState.DRAFT)


def unanswered(*, with_illustrative: bool) -> QuerySet[Letter]:
    """Letters that wait for an answer, the longest first."""
    rows = letters(with_illustrative=with_illustrative).filter(state__in=UNANSWERED)
    return rows.order_by("answer_by", "pk")


def letter(by: Principal, key: UUID) -> Letter:
    """One letter. Raises NotFound for those that `by` may not see."""
    found = letters(with_illustrative=True).filter(pk=key).first()
    if found is None or not policies.may_see(by, found):
        raise NotFound(_("Không có công văn đôn đốc này."))
    return found


def lines_of(row: Letter) -> list[LetterLine]:
    """The tasks a letter names, in order."""
    return list(row.lines.order_by("order"))


def answers_of(row: Letter) -> dict[UUID, Answer]:
    """The answer in force about each line; one query."""
    rows = Answer.objects.filter(line__letter=row, superseded_by=None)
    return {one.line_id: one for one in rows}


def answers(*, with_illustrative: bool) -> QuerySet[Answer]:
    """Answers in force with their tasks and letters, the newest first: for the digest."""
    rows = Answer.objects.filter(superseded_by=None).select_related(
        "line__letter__agency", "line__letter__document"
    )
    rows = rows.order_by("-recorded_at", "line__order")
    return rows if with_illustrative else rows.filter(illustrative=False)


def last_form(issuer: UUID) -> dict[str, object] | None:
    """The words of the last letter's form of that issuer."""
    return Letter.objects.filter(issuer=issuer).order_by("-made_at").values_list("form", flat=True).first()
