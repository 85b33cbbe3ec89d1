"""Reads over ballots: who has voted, what counts, what was decided."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from tinhso.base.errors import NotFound
from tinhso.base.text import near_matches
from tinhso.conclusions import policies
from tinhso.conclusions.core import counting
from tinhso.conclusions.models import (
    Ballot,
    BallotState,
    Closing,
    Decision,
    Returned,
    Vote,
    Voter,
)
from tinhso.people.principals import Principal


def ballots() -> QuerySet[Ballot]:
    """Every ballot with committee and meeting, the newest first."""
    rows = Ballot.objects.select_related("committee__agency", "meeting__committee", "item", "document")
    return rows.order_by("-opens_at", "code")


def counted(rows: QuerySet[Ballot]) -> QuerySet[Ballot]:
    """With `asked` and `back`: how many are on the roll and how many papers came back."""
    return rows.annotate(asked=Count("voters", distinct=True), back=Count("voters__returned", distinct=True))


def visible(by: Principal) -> QuerySet[Ballot]:
    """The ballots of the committees that `by` reads of, and those `by` votes in."""
    rows = ballots()
    if policies.reads_all(by):
        return rows
    asked = Voter.objects.filter(ballot=OuterRef("pk"), person=by.person_id)
    return rows.filter(policies.of_committees(by) | Exists(asked))


def ballot(code: str) -> Ballot:
    """The ballot of that code. Raises NotFound with near matches."""
    found = ballots().filter(code=code).first()
    if found is None:
        known = Ballot.objects.values_list("code", flat=True)
        raise NotFound(
            _("Không có phiếu ý kiến “%(code)s”.") % {"code": code},
            field="ballot",
            near=near_matches(code, known),
        )
    return found


def for_update(code: str) -> Ballot:
    """The row, locked: papers and counts come one after the other. Raises NotFound."""
    pk = ballot(code).pk
    return Ballot.objects.select_for_update(of=("self",)).select_related("committee", "meeting").get(pk=pk)


def voters(found: Ballot) -> list[Voter]:
    """The roll, with who has voted; one query."""
    return list(found.voters.select_related("returned", "person"))


def voter_of(found: Ballot, person: UUID | None) -> Voter | None:
    """Somebody's place on the roll."""
    return found.voters.filter(person=person, person__isnull=False).first()


def papers(found: Ballot) -> QuerySet[Vote]:
    """The papers that count: the last of each chain. Of secret ballots in the order of chance."""
    rows = found.votes.filter(superseded_by__isnull=True).select_related("voter")
    return rows.order_by("voter__order", "id")


def paper_of(voter: Voter) -> Vote | None:
    """The paper of a voter that counts; None for secret ballots, which tell of nobody."""
    return voter.votes.filter(superseded_by__isnull=True).first()


def count(found: Ballot) -> counting.Count:
    """What was counted now."""
    sent = list(papers(found).values_list("choice", flat=True))
    return counting.count(found.voters.count(), list(found.words), sent)


def returned(found: Ballot) -> int:
    """How many papers came back, by the roll."""
    return Returned.objects.filter(ballot=found).count()


def closing(found: Ballot) -> Closing | None:
    """The last count."""
    return found.closings.order_by("-recorded_at", "-id").first()


def due(moment: datetime) -> list[str]:
    """Codes of open ballots whose term is over."""
    rows = Ballot.objects.filter(state=BallotState.OPEN, closes_at__lte=moment).order_by("closes_at")
    return list(rows.values_list("code", flat=True))


def open_ballots() -> QuerySet[Ballot]:
    """Ballots that take papers."""
    return ballots().filter(state=BallotState.OPEN)


def to_vote(person: UUID | None) -> QuerySet[Ballot]:
    """Open ballots that wait for somebody's paper."""
    missing = Voter.objects.filter(
        ballot=OuterRef("pk"), person=person, person__isnull=False, returned__isnull=True
    )
    return open_ballots().filter(Exists(missing)).order_by("closes_at", "code")


def decisions() -> QuerySet[Decision]:
    """Every decision with committee, meeting and ballot, the newest first."""
    rows = Decision.objects.select_related("committee", "meeting", "item", "ballot")
    return rows.order_by("-decided_on", "-recorded_at", "id")


def decision(decision_id: UUID) -> Decision:
    """The decision. Raises NotFound."""
    rows = decisions().select_related("committee", "meeting__committee", "item", "ballot__document")
    found = rows.filter(pk=decision_id).first()
    if found is None:
        raise NotFound(_("Không có quyết nghị này."), field="decision")
    return found
