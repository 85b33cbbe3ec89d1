"""What people's choices teach."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.errors import Invalid
from tinhso.base.text import fold, nfc
from tinhso.people.principals import Principal
from tinhso.reading import policies
from tinhso.reading.matching import agencies
from tinhso.reading.matching.about import stands
from tinhso.reading.matching.known import taught
from tinhso.reading.matching.likeness import words_of
from tinhso.reading.models import Concerns, Proposal, ProposalState, Reading, ReadingState, Synonym

MOST = 500
"""Figures that wait and are told anew when a name is taught."""
LONGEST = 300
"""Characters of a name that is taught."""
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
    known = {one: told for (_about, told), phrases in taught(concerns).items() for one in phrases}
    if known.get(folded, "") == code:
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


def teach_agency(by: Principal, name: str, code: str) -> Synonym | None:
    """Remember which agency a name means (ghi nhớ tên cơ quan), for every text; an empty code forgets it.

    Figures that wait in texts that `by` sees, and are told under that name, are of that agency from now on.
    None where that is known already. Raises NotSignedIn, NotAllowed; Invalid (`phrase`, `agency`).
    """
    policies.require_read(by)
    if len(name.strip()) > LONGEST:
        raise Invalid(
            _("Tên cơ quan dài không quá %(n)d ký tự.") % {"n": LONGEST}, code="too_long", field="phrase"
        )
    found = agencies.chosen(code).code if code else ""
    return _remember(by, name, found)


def _remember(by: Principal, name: str, code: str, *, proposal: UUID | None = None) -> Synonym | None:
    with acting(by, "reading.teach"):
        row = teach(by, Concerns.AGENCY, name, code, proposal=proposal)
        if row is not None:
            _tell_waiting(by, row.said)
    return row


def _tell_waiting(by: Principal, said: str) -> None:
    """What the name means now, for untouched figures whose sentence is about who is called so."""
    seen = policies.seen(by, Reading.objects.filter(state=ReadingState.READY))
    waiting = Proposal.objects.select_for_update(of=("self",), skip_locked=True).filter(
        reading__in=seen, state=ProposalState.PROPOSED, why__agency__said__iexact=said
    )
    rows = list(waiting.select_related("reading__place__parent", "place")[:MOST])
    known = {home: agencies.names(home) for home in {row.reading.place for row in rows}}
    for row in rows:
        home = row.reading.place
        found = known[home].meant(said)
        row.agency = found if found and row.place and stands(found, row.place, home) else None
        code = row.agency.code if row.agency else ""
        row.why = {**row.why, "agency": {**row.named_agency, "code": code}}
    Proposal.objects.bulk_update(rows, ["agency", "why"])


def learn(by: Principal, row: Proposal) -> None:
    """What a choice that a person confirmed teaches: of what, where and whose it is."""
    told = row.figure
    phrase = " ".join(filter(None, (told.get("subject", ""), told.get("scope", ""))))
    if row.indicator and len(words_of(phrase, {})) >= FEWEST:
        if row.target:
            teach(by, Concerns.TARGET, phrase, row.target.code, proposal=row.pk)
        else:
            teach(by, Concerns.INDICATOR, phrase, row.indicator.code, proposal=row.pk)
    if row.place and row.places:
        teach(by, Concerns.PLACE, str(told.get("place", "")), row.place.code, proposal=row.pk)
    if row.agency and row.agency.code != row.named_agency["code"]:
        _learn_agency(by, row.named_agency["said"], row.agency.code, row)


def _learn_agency(by: Principal, said: str, code: str, row: Proposal) -> None:
    """What the name said means after all; a name that an agency bears itself keeps its meaning."""
    known = agencies.names(row.reading.place)
    if len(fold(said).split()) >= FEWEST and known.named(said) is None:
        _remember(by, said, code, proposal=row.pk)
