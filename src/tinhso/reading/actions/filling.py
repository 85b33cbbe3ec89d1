"""What was read out of a text, written beside it: the text, what it names, contradictions, proposals."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from tinhso.base.packs.home import home_pack
from tinhso.places import queries as places
from tinhso.places.models import Place
from tinhso.reading.core.model import Check, CheckKind, NamedDocument, Read
from tinhso.reading.core.reader import read
from tinhso.reading.matching.matching import NEVER, Proposed, proposals
from tinhso.reading.matching.names import Names
from tinhso.reading.matching.others import disagreements
from tinhso.reading.models import Proposal, ProposalState, Reading, ReadingState
from tinhso.reading.shapes import figure_data
from tinhso.reading.sources import Extracted

_OF_ONE: Final = frozenset({CheckKind.TWO_VALUES, CheckKind.FALLING_TOTAL, CheckKind.ALL_AND_NOT_ALL})
"""Contradictions between figures of the same thing, so of the same agency."""


def digest(text: str) -> str:
    """By which the same text is known again."""
    return hashlib.sha256(text.encode()).hexdigest()


def home(named: str, day: date | None) -> Place | None:
    """The unit that a document is of: as named, by code or by name; the home province where none is."""
    if named.isdigit() or not named:
        code = named or home_pack().place
        return places.by_codes([code], day).get(code)
    several = Names([named], day, home("", day)).of(named)
    return several[0] if len(several) == 1 else None


def describe(row: Reading, found: Extracted) -> None:
    """What the document says of itself, where nobody said otherwise."""
    row.text, row.kind, row.sha256 = found.text, found.kind, digest(found.text)
    row.title = row.title or found.title[:500]
    row.dated = row.dated or found.dated
    row.place_text = row.place_text or found.place[:200]
    row.notes, row.confidence = list(found.notes), found.confidence
    row.pages = [[page.start, page.end] for page in found.pages]


def understand(row: Reading) -> list[Proposed]:
    """Read the text (again): documents, contradictions and the state of `row`, and what is to be proposed."""
    row.place = home(row.place_text, row.dated) or home("", row.dated)
    told: Read = read(row.text, dated=row.dated, place=row.place.name if row.place else row.place_text)
    row.text, row.sha256 = told.text, digest(told.text)
    row.named = [_named(one) for one in told.documents]
    row.title, row.dated = row.title or told.title[:500], row.dated or told.dated
    found = proposals(told.text, told.figures, day=row.dated, home=row.place, illustrative=row.illustrative)
    proposed = list(found)
    checks = [one for one in told.checks if _is_between_equals(one, proposed)]
    row.checks = [_check(one) for one in (*checks, *disagreements(row, proposed))]
    waits = any(one.figure.kind not in NEVER for one in proposed)
    row.state = ReadingState.READY if waits else ReadingState.DONE
    return proposed


def _is_between_equals(check: Check, proposed: Sequence[Proposed]) -> bool:
    """Whether its figures are of one agency, or all of the place: what two agencies have may differ."""
    whose = {one.agency.pk if (one := proposed[at]).agency else None for at in check.figures}
    return check.kind not in _OF_ONE or len(whose) == 1


def write(row: Reading, proposed: Iterable[Proposed]) -> int:
    """Keep the proposals; the answer is how many there are."""
    rows = [_proposal(row, position, one) for position, one in enumerate(proposed)]
    return len(Proposal.objects.bulk_create(rows))


def _proposal(row: Reading, position: int, one: Proposed) -> Proposal:
    state = ProposalState.NOTED if one.figure.kind in NEVER else ProposalState.PROPOSED
    kept = Proposal(reading=row, position=position, state=state, illustrative=row.illustrative)
    matched(kept, one)
    return kept


def matched(kept: Proposal, one: Proposed) -> None:
    """What was read and what it may be of, as columns."""
    figure, match = one.figure, one.match
    kept.kind, kept.start, kept.end = figure.kind.value, figure.span.start, figure.span.end
    kept.figure = figure_data(figure)
    kept.indicator, kept.target, kept.place = one.indicator, one.target, one.place
    kept.places = [place.code for place in one.places] if len(one.places) > 1 else []
    kept.score = match.score if match else None
    kept.why = match.why.data() if match else {}
    kept.agency = one.agency
    if one.subject.said:
        kept.why["agency"] = {"said": one.subject.said, "code": one.agency.code if one.agency else ""}


def _named(one: NamedDocument) -> dict[str, Any]:
    return {
        "number": one.number,
        "type": one.type,
        "date": one.dated.isoformat() if one.dated else None,
        "issuer": one.issuer,
        "title": one.title,
        "start": one.span.start,
        "end": one.span.end,
    }


def _check(one: Check) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "message": one.message,
        "params": dict(one.params),
        "figures": list(one.figures),
    }
