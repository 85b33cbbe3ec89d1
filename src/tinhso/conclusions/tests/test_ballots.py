"""Ballots from the question to the decision; what a secret one tells."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from docx import Document as WordFile

from tinhso.base import clock
from tinhso.base.audit.models import AuditEntry, History
from tinhso.base.errors import Conflict, Invalid, NotAllowed
from tinhso.committees.tests.scene import TODAY
from tinhso.conclusions import jobs
from tinhso.conclusions.actions import ballots, counting, voting
from tinhso.conclusions.models import Ballot, BallotState, Outcome, Vote
from tinhso.conclusions.queries import ballots as queries
from tinhso.conclusions.schemas import BallotDraft, DecisionDraft, Paper
from tinhso.conclusions.tests.scene import Scene
from tinhso.conclusions.writing import sheet
from tinhso.notify.models import Message
from tinhso.papers import docx

MEMBERS = ("chair", "deputy", "an", "binh", "chi", "dung")


def _ask(scene: Scene, **more: object) -> Ballot:
    draft = BallotDraft(question="Thông qua dự thảo Kế hoạch năm 2027", **more)
    return ballots.open_ballot(scene.who("secretary"), draft, committee=scene.committee)


def _send(scene: Scene, ballot: Ballot, *choices: str) -> None:
    for name, choice in zip(MEMBERS, choices, strict=False):
        opinion = "Cần rõ kinh phí" if choice == "other" else ""
        voting.vote(scene.who(name), ballot.code, Paper(choice=choice, opinion=opinion))


def _over(ballot: Ballot) -> None:
    """Let the job count it after its term."""
    with clock.standing_at(ballot.closes_at + timedelta(minutes=1)):
        jobs.close_due()
    ballot.refresh_from_db()


def test_term_and_roll_follow_the_regulation(scene: Scene) -> None:
    ballot = _ask(scene)
    assert clock.local(ballot.closes_at).strftime("%d/%m/%Y %H:%M") == "27/11/2026 17:00"
    assert [voter.name for voter in queries.voters(ballot)] == [
        scene.house.person(name).full_name for name in MEMBERS
    ]
    assert Message.objects.filter(kind="conclusions.ballot").count() == 6


def test_the_last_paper_counts(scene: Scene) -> None:
    ballot = _ask(scene)
    _send(scene, ballot, "agree", "agree", "agree", "disagree", "agree")
    voting.vote(scene.who("binh"), ballot.code, Paper(choice="agree"))
    assert queries.count(ballot).papers == {"agree": 5, "disagree": 0, "other": 0}
    assert Vote.objects.filter(ballot=ballot).count() == 6
    _over(ballot)
    closing = queries.closing(ballot)
    assert closing is not None and (closing.outcome, closing.winner) == (Outcome.PASSED, "agree")
    decision = counting.decide(scene.who("secretary"), ballot.code, DecisionDraft())
    assert decision.text == "Thông qua: Thông qua dự thảo Kế hoạch năm 2027."
    ballot.refresh_from_db()
    assert ballot.state == BallotState.DECIDED


def test_only_the_roll_votes_and_only_in_time(scene: Scene) -> None:
    ballot = _ask(scene)
    for name in ("secretary", "office", "outsider", "leader"):
        with pytest.raises(NotAllowed):
            voting.vote(scene.who(name), ballot.code, Paper(choice="agree"))
    with pytest.raises(Invalid) as wrong:
        voting.vote(scene.who("an"), ballot.code, Paper(choice="other"))
    assert wrong.value.field == "opinion"
    with clock.standing_at(ballot.closes_at), pytest.raises(Conflict) as late:
        voting.vote(scene.who("an"), ballot.code, Paper(choice="agree"))
    assert "gia hạn" in str(late.value.hint)


def test_without_enough_papers_there_is_a_way_out(scene: Scene) -> None:
    ballot = _ask(scene)
    _send(scene, ballot, "agree", "agree", "agree")
    with pytest.raises(Conflict, match="còn 3 phiếu"):
        counting.close(scene.who("secretary"), ballot.code)
    _over(ballot)
    closing = queries.closing(ballot)
    assert closing is not None and closing.outcome == Outcome.NO_QUORUM
    with pytest.raises(Conflict) as stuck:
        counting.decide(scene.who("secretary"), ballot.code, DecisionDraft())
    assert "Gia hạn" in str(stuck.value.hint)
    later = ballot.closes_at + timedelta(days=7)
    ballots.extend(scene.who("secretary"), ballot.code, later, reason="Thêm thời gian")
    ballot.refresh_from_db()
    assert ballot.is_open
    with clock.standing_at(later - timedelta(days=1)):
        _send(scene, ballot, "agree", "agree", "agree", "agree", "disagree", "disagree")
        counting.close(scene.who("secretary"), ballot.code)
    last = queries.closing(ballot)
    assert last is not None and last.outcome == Outcome.PASSED
    with pytest.raises(Conflict):
        ballots.extend(scene.who("secretary"), ballot.code, later + timedelta(days=1), reason="Thử")


def test_a_ballot_without_enough_papers_goes_to_a_meeting(scene: Scene) -> None:
    ballot, coming = _ask(scene), scene.plan()
    _over(ballot)
    counting.put_to_meeting(scene.who("secretary"), ballot.code, coming, reason="Thiếu phiếu")
    item = coming.items.get()
    assert (item.title, item.origin_href) == (ballot.question, ballot.get_absolute_url())


def test_a_tie_is_decided_by_the_chair(scene: Scene) -> None:
    ballot = _ask(scene)
    _send(scene, ballot, "agree", "agree", "agree", "disagree", "disagree", "disagree")
    counting.close(scene.who("secretary"), ballot.code)
    with pytest.raises(NotAllowed):
        counting.decide(scene.who("secretary"), ballot.code, DecisionDraft(choice="agree", reason="x"))
    with pytest.raises(Invalid):
        counting.decide(scene.who("chair"), ballot.code, DecisionDraft(choice="other", reason="x"))
    decided = counting.decide(
        scene.who("chair"), ballot.code, DecisionDraft(choice="disagree", reason="Cần rà soát thêm")
    )
    assert decided.text.startswith("Không thông qua")


def test_reminders_reach_those_who_have_not_voted(scene: Scene) -> None:
    ballot = _ask(scene)
    _send(scene, ballot, "agree", "agree")
    jobs.remind()
    assert not Message.objects.filter(kind="conclusions.ballot_reminder").exists()
    with clock.standing_at(TODAY + timedelta(days=5)):
        jobs.remind()
        jobs.remind()
    told = Message.objects.filter(kind="conclusions.ballot_reminder")
    missing = {scene.house.person(name).pk for name in MEMBERS[2:]}
    assert {message.recipient for message in told} == missing and told.count() == 4


def test_a_secret_paper_names_nobody(scene: Scene) -> None:
    ballot = _ask(scene, secret=True)
    sent = voting.vote(scene.who("an"), ballot.code, Paper(choice="disagree", opinion="Chưa rõ"))
    assert len(sent.receipt) == 14
    paper = Vote.objects.get(ballot=ballot)
    assert (paper.actor, paper.request, paper.voter, paper.reason) == (None, None, None, "")
    assert paper.recorded_at == ballot.opens_at and paper.pk.version == 4
    person, account = scene.house.person("an"), scene.house.accounts["an"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(v) FROM conclusions_vote v")
        told = json.dumps(cursor.fetchall(), default=str)
    for name in (str(person.pk), str(account.pk), person.full_name, sent.receipt):
        assert name not in told
    entries = list(AuditEntry.objects.filter(verb="ballot.return").values())
    assert str(paper.pk) not in json.dumps(entries, default=str)
    assert "disagree" not in json.dumps(entries, default=str)
    assert not History.objects.filter(table_name="conclusions_vote").exists()
    assert queries.paper_of(queries.voters(ballot)[2]) is None


def test_a_secret_paper_changes_with_its_receipt_alone(scene: Scene) -> None:
    ballot = _ask(scene, secret=True)
    sent = voting.vote(scene.who("an"), ballot.code, Paper(choice="disagree"))
    other = voting.vote(scene.who("binh"), ballot.code, Paper(choice="agree"))
    with pytest.raises(Invalid) as refused:
        voting.vote(scene.who("an"), ballot.code, Paper(choice="agree"))
    assert refused.value.field == "receipt"
    again = voting.vote(
        scene.who("an"), ballot.code, Paper(choice="agree", receipt=sent.receipt.lower().replace("-", " "))
    )
    assert again.changed and not again.receipt and other.receipt != sent.receipt
    assert queries.count(ballot).papers["agree"] == 2
    _send(scene, ballot, "agree", "agree")
    for name in ("chi", "dung"):
        voting.vote(scene.who(name), ballot.code, Paper(choice="agree"))
    assert counting.close(scene.who("secretary"), ballot.code).outcome == Outcome.PASSED


def test_the_result_sheet_opens_again(scene: Scene) -> None:
    ballot = _ask(scene)
    _send(scene, ballot, "agree", "agree", "agree", "agree", "other")
    _over(ballot)
    word = WordFile(BytesIO(docx.render(sheet.paper(ballot, clock.now()))))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert {"Đồng ý", "4", "Cần rõ kinh phí"} <= set(cells)
    words = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "Số phiếu phát ra: 6. Số phiếu thu về: 5." in words
    assert "Chưa gửi phiếu: Nguyễn Văn Dung." in words
