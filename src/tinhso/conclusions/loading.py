"""Writing what packs tell of minutes, conclusions and ballots: through the actions that people use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID, uuid5

from tinhso.base.actions import Act
from tinhso.base.audit.context import SystemActor
from tinhso.committees import queries as committees
from tinhso.conclusions import agenda
from tinhso.conclusions.actions import ballots as asking
from tinhso.conclusions.actions import counting, drafting, minutes, voting
from tinhso.conclusions.models import Ballot, Conclusion, Decision, MinuteEntry
from tinhso.conclusions.pack_items import BallotItem, ConclusionItem, DecisionItem, EntryItem
from tinhso.conclusions.schemas import BallotDraft, ConclusionDraft, DecisionDraft, EntryDraft, Paper
from tinhso.people import queries as people

_PLACE: Final = UUID("4a1d9d3e-6f3b-4c2e-9a55-6d1f3f3c8b10")
_MOST: Final = 500
"""Entries of one meeting that a pack may tell."""


def entry_key(pack: str, named: str) -> UUID:
    """The key of an entry that a pack names `meeting#number`."""
    return uuid5(_PLACE, f"{pack}:{named}")


def numbers_of(pack: str, meeting: str) -> dict[UUID, int]:
    """The numbers of a pack's entries of a meeting, by their keys."""
    return {entry_key(pack, f"{meeting}#{number}"): number for number in range(1, _MOST)}


def put_minutes(pack: str, items: Sequence[EntryItem], act: Act, *, illustrative: bool) -> None:
    """Write the entries that are not there."""
    del illustrative
    by = SystemActor(f"pack {pack}")
    known = set(MinuteEntry.objects.values_list("key", flat=True))
    for item in items:
        key = entry_key(pack, f"{item.meeting}#{item.number}")
        if key in known:
            continue
        draft = EntryDraft(
            text=item.text,
            item=item.item,
            speaker=item.speaker,
            agency=item.agency,
            said_at=item.said_at,
            key=key,
        )
        minutes.write(by, agenda.meeting(item.meeting), draft)
    act.record(f"pack:{pack}", subject="minutes", data={"written": len(items)})


def put_conclusions(pack: str, items: Sequence[ConclusionItem], act: Act, *, illustrative: bool) -> None:
    """Draft the conclusions that are not there; drop those that say why."""
    del illustrative
    by = SystemActor(f"pack {pack}")
    for item in sorted(items, key=lambda one: (one.meeting, one.number)):
        meeting = agenda.meeting(item.meeting)
        if Conclusion.objects.filter(meeting=meeting, number=item.number).exists():
            continue
        keys = [entry_key(pack, f"{item.meeting}#{number}") for number in item.entries]
        entries = MinuteEntry.objects.filter(key__in=keys).values_list("pk", flat=True)
        draft = ConclusionDraft(
            text=item.text,
            item=item.item,
            lead=item.lead,
            joint=item.joint,
            deadline=item.deadline,
            deadline_text=item.deadline_text,
            entries=tuple(entries),
        )
        made = drafting.draft(by, meeting, draft)
        if item.dropped:
            drafting.drop(by, made.pk, reason=item.dropped)
    act.record(f"pack:{pack}", subject="conclusions", data={"written": len(items)})


def put_decisions(pack: str, items: Sequence[DecisionItem]) -> None:
    """Record the decisions that are not there."""
    by = SystemActor(f"pack {pack}")
    for item in items:
        meeting = agenda.meeting(item.meeting)
        if not Decision.objects.filter(meeting=meeting, ballot=None, text=item.text).exists():
            counting.decide_at(by, meeting, DecisionDraft(text=item.text, item=item.item))


def put_ballots(pack: str, items: Sequence[BallotItem]) -> None:
    """Open the ballots that are not there, and send in the papers of the demo's accounts."""
    by = SystemActor(f"pack {pack}")
    for item in items:
        committee = committees.find(item.committee)
        if Ballot.objects.filter(pack=pack, committee=committee, question=item.question).exists():
            continue
        draft = BallotDraft(question=item.question, explanation=item.explanation, secret=item.secret)
        ballot = asking.open_ballot(by, draft, committee=committee, pack=pack, illustrative=True)
        for paper in item.papers:
            voter = people.principal_for(people.account_named(paper.by))
            voting.vote(voter, ballot.code, Paper(choice=paper.choice, opinion=paper.opinion))
