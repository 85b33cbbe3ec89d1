"""Verbs: looking over stored figures, and deciding on what was found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.base.audit.hashing import digest_of_rows
from tinhso.base.errors import Conflict, Invalid, NotAllowed
from tinhso.indicators import policies
from tinhso.indicators.actions import return_
from tinhso.indicators.approval import holders
from tinhso.indicators.checks import findings, words
from tinhso.indicators.checks.actions import STREAM, by_code
from tinhso.indicators.checks.events import FindingDecided
from tinhso.indicators.checks.history import Count, Hit, Scope, hits
from tinhso.indicators.checks.known import Known
from tinhso.indicators.models import (
    WAITING,
    Check,
    CheckRun,
    Finding,
    FindingStep,
    Observation,
    Outcome,
)
from tinhso.places import queries as places

MOST: Final = 500
"""Findings that one decision takes."""
_BATCH: Final = 1000
_SCORE: Final = Decimal(10) ** 15
_OFF: Final = Decimal(10) ** 20


def require_review(by: Actor) -> None:
    """Raises NotAllowed unless `by` may look over figures and decide on what is found."""
    if not policies.may_confirm(by):
        raise NotAllowed(_("Chỉ cơ quan thường trực được rà soát số liệu và xử lý phát hiện."))


def ask(
    by: Actor,
    *,
    codes: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
    place: str = "",
) -> CheckRun:
    """Ask for a look over stored figures (yêu cầu rà soát); `run` does it.

    A place may be of any time. Raises NotAllowed; NotFound for a code that is none; Invalid where the days
    run backwards.
    """
    require_review(by)
    if since and until and until < since:
        raise Invalid(_("Ngày cuối trước ngày đầu."), field="until")
    for code in codes:
        by_code(code)
    if place and not places.places().with_code(place).exists():
        places.by_code(place)
    return CheckRun.objects.create(
        asked_by=by.actor_label, codes=list(codes), since=since, until=until, place=place
    )


def run(by: Actor, review: CheckRun, progress: Callable[[int, int], None] | None = None) -> CheckRun:
    """Look over the stored figures (rà soát số liệu); what was said before is not said again.

    What is not found any more is told so, and so is what comes back. Idempotent: a finished review stays.
    """
    if review.finished_at:
        return review
    rules = [Known.of(row) for row in _rules(review)]
    inside = _inside(review.place)
    count = Count()

    def tell(done: int, of: int) -> None:
        CheckRun.objects.filter(pk=review.pk).update(done=done, of=of)
        if progress:
            progress(done, of)

    found = list(hits(rules, Scope(review.since, review.until, inside), count, tell))
    with acting(by, "indicators.review") as act:
        review = CheckRun.objects.select_for_update().get(pk=review.pk)
        if review.finished_at:
            return review
        fresh = _write(act, review, found)
        gone = _settle(review, rules, found, inside)
        review.judged, review.found, review.fresh, review.gone = count.judged, len(found), fresh, gone
        review.finished_at = act.now
        review.save()
    return review


def _rules(review: CheckRun) -> Iterable[Check]:
    rows = Check.objects.order_by("code")
    return rows.filter(code__in=review.codes) if review.codes else rows


def _inside(code: str) -> frozenset[UUID] | None:
    """The rows that ever carried the code or lay in it; None for everywhere."""
    if not code:
        return None
    rows = places.places().with_code(code)
    below = (places.places().below(row).values_list("pk", flat=True) for row in rows)
    return frozenset([*(row.pk for row in rows), *(key for keys in below for key in keys)])


def laid(row: Check) -> str:
    """The digest of a rule as it stands."""
    return hashlib.sha256(json.dumps(row.rule, sort_keys=True).encode()).hexdigest()


def _write(act: Act, review: CheckRun, found: Sequence[Hit]) -> int:
    """The findings that were not said before, sealed into the trail. How many."""
    rules = {hit.judged.known.row.pk: hit.judged.known.row for hit in found}
    digests = {key: laid(row) for key, row in rules.items()}
    known = set(
        Finding.objects.filter(check_of__in=rules, laid__in=digests.values()).values_list(
            "check_of_id", "observation_id", "laid"
        )
    )
    marked = _illustrative(hit.observation for hit in found)
    rows = [
        _finding(review, hit, digests[hit.judged.known.row.pk], illustrative=hit.observation in marked)
        for hit in found
        if (hit.judged.known.row.pk, hit.observation, digests[hit.judged.known.row.pk]) not in known
    ]
    Finding.objects.bulk_create(rows, batch_size=_BATCH)
    sealed = [
        {
            "model": Finding._meta.label_lower,
            "column": "run",
            "key": str(review.pk),
            "illustrative": illustrative,
            "count": len(chosen),
            "sha256": digest_of_rows(sorted(chosen, key=lambda row: row.pk)),
        }
        for illustrative in (False, True)
        if (chosen := [row for row in rows if row.illustrative is illustrative])
    ]
    told = {"found": len(found), "fresh": len(rows), "batches": sealed, "asked": _asked(review)}
    act.record(STREAM, subject=f"review:{review.pk}", data=told)
    return len(rows)


def _asked(review: CheckRun) -> Mapping[str, Any]:
    return {
        "codes": review.codes,
        "since": review.since,
        "until": review.until,
        "place": review.place,
        "by": review.asked_by,
    }


def _illustrative(keys: Iterable[UUID]) -> set[UUID]:
    rows = Observation.objects.filter(pk__in=set(keys), illustrative=True)
    return set(rows.values_list("pk", flat=True))


def _finding(review: CheckRun, hit: Hit, digest: str, *, illustrative: bool) -> Finding:
    row, fallen = hit.judged.known.row, hit.judged.fallen
    return Finding(
        check_of=row,
        observation_id=hit.observation,
        run=review,
        laid=digest,
        severity=row.severity,
        said={**words.stored(fallen), "rule": row.rule},
        off=_within(fallen.off, _OFF, 6),
        score=_within(fallen.score, _SCORE, 2),
        illustrative=illustrative or row.illustrative,
    )


def _within(value: Decimal | None, limit: Decimal, places: int) -> Decimal | None:
    """A number as its column keeps it; what is beyond every column is kept as the limit."""
    if value is None:
        return None
    return round(max(-limit, min(limit, value)), places)


def _settle(
    review: CheckRun, rules: Sequence[Known], found: Sequence[Hit], inside: frozenset[UUID] | None
) -> int:
    """Say of earlier findings in the same scope which are gone, and which came back. How many are gone."""
    now = {(hit.judged.known.row.pk, hit.observation, laid(hit.judged.known.row)) for hit in found}
    rows = findings.with_outcome(Finding.objects.filter(check_of__in=[known.row.pk for known in rules]))
    if review.since:
        rows = rows.filter(observation__period_end__gte=review.since)
    if review.until:
        rows = rows.filter(observation__period_end__lte=review.until)
    if inside is not None:
        rows = rows.filter(observation__place__in=inside)
    steps = []
    for row in rows:
        here = (row.check_of_id, row.observation_id, row.laid) in now
        if here and row.outcome == Outcome.GONE:
            steps.append(_step(row, Outcome.AGAIN))
        elif not here and row.outcome != Outcome.GONE:
            steps.append(_step(row, Outcome.GONE))
    FindingStep.objects.bulk_create(steps, batch_size=_BATCH)
    return sum(step.outcome == Outcome.GONE for step in steps)


def _step(row: Finding, outcome: Outcome, label: str = "") -> FindingStep:
    return FindingStep(finding=row, outcome=outcome, actor_label=label, illustrative=row.illustrative)


def decide(by: Actor, chosen: Sequence[UUID], outcome: Outcome, reason: str) -> int:
    """Accept findings with a reason, or send their figures back to be mended (xử lý phát hiện). How many.

    A figure that still waits to be confirmed is returned to who sent it; one in force stays until it is
    corrected. Raises NotAllowed; Invalid without a finding or a reason; Conflict for those that are settled.
    """
    require_review(by)
    if not chosen or len(chosen) > MOST:
        raise Invalid(_("Chọn từ 1 đến %(most)d phát hiện.") % {"most": MOST}, field="finding")
    if not reason.strip():
        raise Invalid(_("Nêu lý do để người sau biết vì sao."), field="reason")
    if outcome not in {Outcome.ACCEPTED, Outcome.SENT_BACK}:
        raise Invalid(_("Chọn chấp nhận hoặc chuyển lại."), field="outcome")
    verb = "accept_finding" if outcome == Outcome.ACCEPTED else "send_back_finding"
    with acting(by, f"indicators.{verb}", reason=reason) as act:
        locked = Finding.objects.select_for_update().filter(pk__in=chosen).order_by("pk")
        keys = [row.pk for row in locked]
        rows = list(findings.with_outcome(Finding.objects.filter(pk__in=keys)).select_related("observation"))
        if len(rows) < len(set(chosen)) or any(row.outcome in findings.SETTLED for row in rows):
            raise Conflict(
                _("Có phát hiện đã được xử lý hoặc không còn."),
                field="finding",
                hint=_("Tải lại trang để xem bản mới nhất."),
            )
        steps = [_step(row, outcome, by.actor_label) for row in rows]
        FindingStep.objects.bulk_create(steps)
        act.record(STREAM, data={"outcome": str(outcome), "findings": keys}, facts=steps)
        act.emit(FindingDecided(findings=tuple(keys), outcome=str(outcome)))
    if outcome == Outcome.SENT_BACK:
        _return_waiting(by, rows, reason)
    return len(rows)


def _return_waiting(by: Actor, rows: Iterable[Finding], reason: str) -> None:
    """Return those of the figures that still wait, each once; what a report carries is returned with it."""
    waiting = {row.observation_id for row in rows}
    free = waiting - holders.papers(waiting).keys()
    last = Observation.objects.filter(pk__in=free, state__in=WAITING, superseded_by=None)
    for row in last:
        return_(by, row, reason)
