"""Sending in a ballot paper (gửi phiếu), openly or in secret."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.errors import Conflict, Invalid
from tinhso.conclusions import policies
from tinhso.conclusions.actions.ballots import OTHER
from tinhso.conclusions.actions.common import stream
from tinhso.conclusions.models import Ballot, Returned, Vote, Voter
from tinhso.conclusions.queries import ballots as queries
from tinhso.conclusions.schemas import Paper
from tinhso.people.principals import Principal

_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without those that look alike."""


@dataclass(frozen=True)
class Sent:
    """A paper was taken. `receipt` is shown to the voter of a secret ballot, once; it is kept nowhere."""

    ballot: Ballot
    changed: bool
    receipt: str = ""


def vote(by: Principal, code: str, paper: Paper) -> Sent:
    """Send a paper in, or another instead while the ballot is open; the last counts.

    Raises NotAllowed for anybody not on the roll, Conflict after the term, Invalid beside the field.
    """
    policies.require_use(by)
    with acting(by, "ballot.return") as act:
        ballot = queries.for_update(code)
        voter = queries.voter_of(ballot, by.person_id)
        if voter is None:
            policies.refuse_vote(by)
            raise AssertionError
        _require_taken(ballot)
        _require_filled(ballot, paper)
        back = Returned.objects.filter(voter=voter).first()
        sent = _secretly(ballot, paper, known=back is not None) if ballot.secret else _openly(voter, paper)
        facts: list[Vote | Returned | None] = [] if ballot.secret else [queries.paper_of(voter)]
        if back is None:
            back = Returned.objects.create(voter=voter, ballot=ballot, illustrative=ballot.illustrative)
            facts.append(back)
        act.record(
            stream(ballot),
            subject=ballot,
            data={"voter": voter.name, "secret": ballot.secret, "changed": sent.changed},
            facts=[fact for fact in facts if fact],
        )
    return sent


def _require_taken(ballot: Ballot) -> None:
    if ballot.is_open and clock.now() < ballot.closes_at:
        return
    raise Conflict(
        _("Phiếu không còn nhận ý kiến (hạn %(moment)s).")
        % {"moment": f"{clock.local(ballot.closes_at):%H:%M %d/%m/%Y}"},
        code="ballot_closed",
        hint=_("Nội dung vừa nhập vẫn còn. Đề nghị thư ký gia hạn, hoặc nêu ý kiến tại phiên họp."),
    )


def _require_filled(ballot: Ballot, paper: Paper) -> None:
    if paper.choice not in ballot.words:
        raise Invalid(
            _("Chọn một trong các phương án của phiếu."),
            field="choice",
            hint=", ".join(f"{words} ({key})" for key, words in ballot.words.items()),
        )
    if paper.choice == OTHER and not paper.opinion:
        raise Invalid(_("Ghi ý kiến khác của ông/bà."), code="missing", field="opinion")


def _openly(voter: Voter, paper: Paper) -> Sent:
    before = queries.paper_of(voter)
    Vote.objects.create(
        ballot=voter.ballot,
        voter=voter,
        choice=paper.choice,
        opinion=paper.opinion,
        supersedes=before,
        illustrative=voter.illustrative,
    )
    return Sent(voter.ballot, changed=before is not None)


def slip_of(ballot: Ballot, receipt: str) -> str:
    """What is kept of a receipt: it cannot be told back from this."""
    written = "".join(letter for letter in receipt.upper() if letter.isalnum())
    return hashlib.sha256(f"{ballot.pk}:{written}".encode()).hexdigest()


def _secretly(ballot: Ballot, paper: Paper, *, known: bool) -> Sent:
    """A paper that names nobody: no actor, no request, no moment of its own, an identifier of chance."""
    receipt, before = paper.receipt, None
    if known:
        before = _paper_behind(ballot, receipt)
    else:
        drawn = "".join(secrets.choice(_LETTERS) for _place in range(12))
        receipt = "-".join((drawn[:4], drawn[4:8], drawn[8:]))
    Vote.objects.create(
        id=uuid4(),
        ballot=ballot,
        slip=slip_of(ballot, receipt),
        choice=paper.choice,
        opinion=paper.opinion,
        supersedes=before,
        actor=None,
        request=None,
        reason="",
        recorded_at=ballot.opens_at,
        illustrative=ballot.illustrative,
    )
    return Sent(ballot, changed=known, receipt="" if known else receipt)


def _paper_behind(ballot: Ballot, receipt: str) -> Vote:
    """The paper that a receipt is of. Raises Invalid: nobody else can tell which it is."""
    slip = slip_of(ballot, receipt)
    found = ballot.votes.filter(slip=slip, superseded_by__isnull=True).first() if receipt else None
    if found is None:
        raise Invalid(
            _("Phiếu kín đã gửi: muốn đổi phải nhập đúng mã biên nhận đã nhận khi gửi."),
            code="receipt",
            field="receipt",
            hint=_("Không ai tra lại được mã này. Không còn mã thì phiếu đã gửi giữ nguyên giá trị."),
        )
    return found
