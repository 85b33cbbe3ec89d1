"""Saying what a document is where the reader was wrong: title, day, place, its entry in the register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from tinhso.base.actions import acting
from tinhso.base.errors import NotFound
from tinhso.documents import queries as documents
from tinhso.documents.secrecy import refuse_secret
from tinhso.people.principals import Principal
from tinhso.reading import policies, queries
from tinhso.reading.actions import filling
from tinhso.reading.matching.matching import Proposed
from tinhso.reading.models import Proposal, ProposalState, Reading, ReadingState
from tinhso.reading.models.readings import OPEN
from tinhso.reading.schemas import Corrected

_UNTOUCHED: Final = (ProposalState.PROPOSED, ProposalState.NOTED)


def correct(by: Principal, key: UUID, told: Corrected) -> Reading:
    """Say what the document is (sửa thông tin bản đọc). Open figures are read anew with its day and place.

    What was decided, and what a person changed, stays. Raises NotAllowed, NotFound, Invalid.
    """
    refuse_secret({"title": told.title})
    with acting(by, "reading.correct") as act:
        row = _locked(by, key)
        before = (row.dated, row.place_text)
        row.title, row.dated, row.place_text = told.title or row.title, told.dated, told.place
        row.document = documents.by_slug(told.document) if told.document else None
        if before != (row.dated, row.place_text) and row.text:
            _again(row)
        row.save()
        act.record(f"reading:{row.pk}", subject=row, data=told.model_dump(mode="json"))
    return row


def _locked(by: Principal, key: UUID) -> Reading:
    row = Reading.objects.select_for_update(of=("self",)).select_related("agency").filter(pk=key).first()
    if row is None:
        policies.require_read(by)
        raise NotFound(queries.nothing(), field="reading")
    policies.require_see(by, row)
    return row


def _again(row: Reading) -> None:
    state = row.state
    kept = list(row.proposals.order_by("position"))
    proposed = filling.understand(row)
    if _spans(proposed) != [(one.start, one.end) for one in kept]:
        if any(one.state not in _UNTOUCHED for one in kept):
            row.state = state
            return
        row.proposals.all().delete()
        filling.write(row, proposed)
        return
    for one, fresh in zip(kept, proposed, strict=True):
        if one.state in _UNTOUCHED:
            filling.matched(one, fresh)
    Proposal.objects.bulk_update(
        kept, ["figure", "kind", "indicator", "target", "place", "places", "agency", "score", "why"]
    )
    left = any(one.state in OPEN for one in kept)
    row.state = ReadingState.READY if left else ReadingState.DONE


def _spans(proposed: Sequence[Proposed]) -> list[tuple[int, int]]:
    return [(one.figure.span.start, one.figure.span.end) for one in proposed]
