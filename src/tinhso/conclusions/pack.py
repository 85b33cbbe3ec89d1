"""What a pack says of this room: minutes, decisions, conclusions; in demo files also ballots."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act
from tinhso.base.packs.batch import BatchSection, unknown_codes
from tinhso.base.packs.info import PackInfo
from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Catalogue, Located, Section
from tinhso.conclusions import loading
from tinhso.conclusions.models import Ballot, Conclusion, ConclusionState, Decision, MinuteEntry
from tinhso.conclusions.pack_items import BallotItem, ConclusionItem, DecisionItem, EntryItem, PaperItem
from tinhso.conclusions.queries import ballots
from tinhso.people.loading import usernames


class Minutes(BatchSection[EntryItem]):
    """The section `minutes`."""

    name = "minutes"
    schema = EntryItem
    files = ("minutes.yaml",)

    def key(self, item: EntryItem) -> str:
        """Meeting and number."""
        return f"{item.meeting}#{item.number}"

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, EntryItem]:
        """The entries as they were written."""
        named = {loading.entry_key(pack.code, key): key for key in keys}
        rows = MinuteEntry.objects.filter(key__in=named).select_related("meeting", "item", "agency")
        return {named[row.key]: _entry(row, named[row.key]) for row in rows}

    def write_many(self, pack: PackInfo, items: Sequence[EntryItem], act: Act, *, illustrative: bool) -> None:
        """Those that are new; an entry that stands is a fact and stays."""
        loading.put_minutes(pack.code, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[EntryItem]], everything: Catalogue) -> Iterable[Finding]:
        """Meetings are known."""
        yield from unknown_codes(items, "meeting", everything.keys("meetings"))


def _entry(row: MinuteEntry, key: str) -> EntryItem:
    return EntryItem(
        meeting=row.meeting.code,
        number=int(key.rpartition("#")[2]),
        item=row.item.order if row.item else None,
        speaker=row.who,
        agency=row.agency.code if row.agency else row.agency_name,
        text=row.text,
        said_at=clock.local(row.said_at),
    )


class Conclusions(BatchSection[ConclusionItem]):
    """The section `conclusions`: drafts, for people to agree to; what they did with them stays."""

    name = "conclusions"
    schema = ConclusionItem
    files = ("conclusions.yaml",)

    def key(self, item: ConclusionItem) -> str:
        """Meeting and number."""
        return f"{item.meeting}#{item.number}"

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, ConclusionItem]:
        """The stored conclusions of those meetings and numbers."""
        meetings = {key.rpartition("#")[0] for key in keys}
        rows = Conclusion.objects.filter(meeting__code__in=meetings).select_related("meeting", "item", "lead")
        found = {}
        for row in rows.prefetch_related("joint", "entries"):
            item = _conclusion(row, pack.code)
            if self.key(item) in keys:
                found[self.key(item)] = item
        return found

    def write_many(
        self, pack: PackInfo, items: Sequence[ConclusionItem], act: Act, *, illustrative: bool
    ) -> None:
        """Those that are new; what people work on is left to them."""
        loading.put_conclusions(pack.code, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[ConclusionItem]], everything: Catalogue) -> Iterable[Finding]:
        """Meetings and agencies are known."""
        agencies = everything.keys("agencies")
        yield from unknown_codes(items, "meeting", everything.keys("meetings"))
        yield from unknown_codes(items, "lead", agencies)
        for item in items:
            for at, code in enumerate(item.value.joint):
                if code not in agencies:
                    yield item.error(f"joint.{at}", "agencies", code)


def _conclusion(row: Conclusion, pack: str) -> ConclusionItem:
    numbers = loading.numbers_of(pack, row.meeting.code)
    dropped = row.state_reason if row.state == ConclusionState.DROPPED else ""
    return ConclusionItem(
        meeting=row.meeting.code,
        number=row.number,
        text=row.text,
        item=row.item.order if row.item else None,
        lead=row.lead.code if row.lead else "",
        joint=tuple(agency.code for agency in row.joint.all()),
        deadline=None if row.deadline_text else row.deadline,
        deadline_text=row.deadline_text,
        entries=tuple(sorted(numbers[entry.key] for entry in row.entries.all() if entry.key in numbers)),
        dropped=dropped,
    )


class Decisions(BatchSection[DecisionItem]):
    """The section `decisions`: what a meeting decided without papers."""

    name = "decisions"
    schema = DecisionItem
    files = ("decisions.yaml",)

    def key(self, item: DecisionItem) -> str:
        """Meeting and words."""
        return f"{item.meeting}: {item.text}"

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, DecisionItem]:
        """The decisions of those words."""
        del pack
        meetings = {key.partition(": ")[0] for key in keys}
        rows = Decision.objects.filter(ballot=None, meeting__code__in=meetings)
        told = (
            DecisionItem(meeting=row.meeting.code, text=row.text, item=row.item.order if row.item else None)
            for row in rows.select_related("meeting", "item")
            if row.meeting
        )
        return {self.key(item): item for item in told if self.key(item) in keys}

    def write_many(
        self, pack: PackInfo, items: Sequence[DecisionItem], act: Act, *, illustrative: bool
    ) -> None:
        """Those that are not there; a decision is a fact and stays."""
        del act, illustrative
        loading.put_decisions(pack.code, items)

    def check(self, items: Sequence[Located[DecisionItem]], everything: Catalogue) -> Iterable[Finding]:
        """Meetings are known."""
        yield from unknown_codes(items, "meeting", everything.keys("meetings"))


class Ballots(BatchSection[BallotItem]):
    """The section `ballots`, for demo files: a pack asks nobody in earnest."""

    name = "ballots"
    lived = True
    schema = BallotItem
    files = ("ballots.yaml",)

    def key(self, item: BallotItem) -> str:
        """Committee and question."""
        return f"{item.committee}: {item.question}"

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, BallotItem]:
        """The ballots of the demo with the papers that tell whose they are."""
        rows = Ballot.objects.filter(pack=pack.code).select_related("committee")
        told = {self.key(item): item for item in map(_ballot, rows)}
        return {key: item for key, item in told.items() if key in keys}

    def write_many(
        self, pack: PackInfo, items: Sequence[BallotItem], act: Act, *, illustrative: bool
    ) -> None:
        """Those that were not opened yet; what was voted stays."""
        del act, illustrative
        loading.put_ballots(pack.code, items)

    def check(self, items: Sequence[Located[BallotItem]], everything: Catalogue) -> Iterable[Finding]:
        """Committees are known; only demo files tell of ballots."""
        yield from unknown_codes(items, "committee", everything.keys("committees"))
        for item in items:
            if not item.illustrative:
                yield item.error("question", _("việc lấy phiếu chỉ khai trong phần minh hoạ"), item.key)


def _ballot(row: Ballot) -> BallotItem:
    papers = list(ballots.papers(row))
    names = usernames([paper.actor for paper in papers])
    return BallotItem(
        committee=row.committee.code,
        question=row.question,
        explanation=row.explanation,
        secret=row.secret,
        papers=tuple(
            PaperItem(by=names[paper.actor], choice=paper.choice, opinion=paper.opinion)
            for paper in papers
            if paper.actor
        ),
    )


SECTIONS: Final[tuple[Section[Any], ...]] = (Minutes(), Decisions(), Conclusions(), Ballots())
