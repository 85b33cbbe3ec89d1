"""Bảng kiểm phiếu: the result sheet of a ballot."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.errors import Conflict
from tinhso.base.web import wording
from tinhso.conclusions.models import Ballot, Closing, Vote
from tinhso.conclusions.queries import ballots
from tinhso.conclusions.writing import form
from tinhso.papers.content import Block, Bullets, Column, Heading, Paper, Table, text


def _totals(ballot: Ballot, closing: Closing) -> list[Block]:
    rows = tuple(
        (str(number), words, str(closing.papers.get(key, 0)), "Đủ đa số" if key == closing.winner else "")
        for number, (key, words) in enumerate(ballot.words.items(), 1)
    )
    rule = ballot.rule
    return [
        text(f"Số phiếu phát ra: {closing.asked}. Số phiếu thu về: {closing.returned}."),
        text(
            f"Quy định: {rule.quorum} thành viên gửi phiếu (ít nhất {closing.needed_back} phiếu); "
            f"thông qua khi {rule.majority} thành viên cùng chọn một phương án "
            f"(ít nhất {closing.needed} phiếu)."
            + (f" Căn cứ: {ballot.legal_reference}." if ballot.legal_reference else "")
        ),
        Table(
            (
                Column("TT", 0.5, "center"),
                Column("Phương án", 4),
                Column("Số phiếu", 1, "right"),
                Column("Kết quả", 1.5),
            ),
            rows,
            caption="Kết quả kiểm phiếu",
        ),
        text(f"Kết quả: {closing.outcome_word}."),
    ]


def _openly(ballot: Ballot, papers: list[Vote]) -> list[Block]:
    rows = tuple(
        (str(number), paper.voter.name if paper.voter else "", ballot.words[paper.choice], paper.opinion)
        for number, paper in enumerate(papers, 1)
    )
    if not rows:
        return []
    columns = (
        Column("TT", 0.5, "center"),
        Column("Thành viên", 2),
        Column("Ý kiến", 1.5),
        Column("Nội dung ý kiến", 4),
    )
    return [Table(columns, rows, caption="Ý kiến của từng thành viên")]


def _secretly(papers: list[Vote]) -> list[Block]:
    said = [paper.opinion for paper in papers if paper.opinion]
    if not said:
        return []
    return [Heading("Ý kiến ghi trên phiếu", 3), Bullets(tuple(text(each, indent=False) for each in said))]


def paper(ballot: Ballot, made_at: datetime) -> Paper:
    """The result sheet of the last count. Raises Conflict before there is one."""
    closing = ballots.closing(ballot)
    if closing is None:
        raise Conflict(_("Phiếu chưa kiểm nên chưa có bảng kiểm phiếu."))
    papers = list(ballots.papers(ballot))
    missing = [voter.name for voter in ballots.voters(ballot) if not hasattr(voter, "returned")]
    day = clock.local(closing.recorded_at).date()
    way = "bỏ phiếu kín" if ballot.secret else "phiếu ý kiến công khai"
    blocks: list[Block] = [
        text(f"Nội dung lấy ý kiến: {ballot.question}"),
        text(
            f"Hình thức: {way}; từ {wording.moment(ballot.opens_at)} đến {wording.moment(ballot.closes_at)}."
        ),
        *_totals(ballot, closing),
        *(_secretly(papers) if ballot.secret else _openly(ballot, papers)),
    ]
    if missing:
        blocks.append(text(f"Chưa gửi phiếu: {', '.join(missing)}."))
    decision = getattr(ballot, "decision", None)
    if decision is not None:
        blocks.append(text(f"Quyết nghị: {decision.text}", bold=True))
    return Paper(
        title=f"Bảng kiểm phiếu {ballot.code}",
        form=form.official(
            ballot.committee,
            type_name="BẢNG KIỂM PHIẾU",
            abstract=ballot.question,
            notation=form.notation_tail("BB"),
            on=day,
            lines=form.Signing(("NGƯỜI KIỂM PHIẾU",), "", None),
            recipients=("Các thành viên Ban Chỉ đạo", "Lưu: VT"),
        ),
        blocks=tuple(blocks),
        author=ballot.committee.name,
        made_at=made_at,
    )
