"""What people's choices teach."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.errors import Invalid
from tinhso.base.text import fold, nfc
from tinhso.people.principals import Principal
from tinhso.reading import policies
from tinhso.reading.matching.known import taught
from tinhso.reading.matching.likeness import words_of
from tinhso.reading.models import Concerns, Proposal, Synonym

FEWEST = 2
"""Words a phrase must have to be remembered: one alone (nhiệm, vụ, xã) may mean anything."""


def teach(
    by: Principal, concerns: Concerns, phrase: str, code: str, *, proposal: UUID | None = None
) -> Synonym | None:
    """Remember that a phrase means one thing (ghi từ đồng nghĩa); an empty code forgets it.

    None where that is known already. Raises NotAllowed; Invalid for a phrase without words.
    """
    policies.require_read(by)
    folded = fold(phrase)
    if not folded:
        raise Invalid(_("Nhập từ ngữ cần ghi nhớ."), code="missing", field="phrase")
    if folded in taught(concerns).get((concerns, code), frozenset()):
        return None
    with acting(by, "reading.teach") as act:
        row = Synonym.objects.create(
            concerns=concerns,
            phrase=folded,
            said=nfc(phrase).strip(),
            code=code,
            proposal=proposal,
            illustrative=by.illustrative,
        )
        data = {"concerns": concerns, "phrase": row.said, "code": code}
        act.record("reading:words", subject=row, data=data, facts=[row])
    return row


def learn(by: Principal, row: Proposal) -> None:
    """What a choice that a person confirmed teaches: of what its words are, where its place is."""
    told = row.figure
    phrase = " ".join(filter(None, (told.get("subject", ""), told.get("scope", ""))))
    if row.indicator and len(words_of(phrase, {})) >= FEWEST:
        if row.target:
            teach(by, Concerns.TARGET, phrase, row.target.code, proposal=row.pk)
        else:
            teach(by, Concerns.INDICATOR, phrase, row.indicator.code, proposal=row.pk)
    if row.place and row.places:
        teach(by, Concerns.PLACE, str(told.get("place", "")), row.place.code, proposal=row.pk)
