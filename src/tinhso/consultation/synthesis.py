"""The synthesis table (bảng tổng hợp, tiếp thu, giải trình ý kiến góp ý) and the final text, as papers.

The columns are those of the form that goes with drafts of legal documents (nhóm vấn đề hoặc điều, khoản; chủ
thể góp ý; nội dung góp ý; nội dung tiếp thu, giải trình), as remembered. The same state makes the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from tinhso.base import clock
from tinhso.consultation.core import pieces
from tinhso.consultation.models import AnswerKind, Clause, Comment, Draft, Invitee, InviteeState, Round
from tinhso.consultation.queries import comments, drafts
from tinhso.documents.models import DocumentType
from tinhso.papers.content import (
    Annex,
    Block,
    Cell,
    Column,
    Heading,
    OfficialForm,
    Paper,
    Paragraph,
    Row,
    Run,
    Table,
    text,
)
from tinhso.people.models import Agency

TITLE: Final = "BẢNG TỔNG HỢP, TIẾP THU, GIẢI TRÌNH Ý KIẾN GÓP Ý"
_AGREED: Final = "Thống nhất với dự thảo, không có ý kiến khác."
_RESULT: Final = "Kết quả lấy ý kiến"
_SIGNING: Final = {
    "Ủy ban nhân dân ": ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    "Sở ": ("GIÁM ĐỐC",),
    "Văn phòng ": ("CHÁNH VĂN PHÒNG",),
}
_WHOLE: Final = "Toàn văn dự thảo"


@dataclass(frozen=True)
class Counts:
    """What stands at the head: agencies and persons asked, answered, agreeing; comments by their answer."""

    asked: int
    answered: int
    agreed: int
    comments: int
    public: int
    by_kind: dict[str, int]

    @property
    def unanswered(self) -> int:
        """Comments without an answer yet."""
        return self.comments - sum(self.by_kind.values())


@dataclass(frozen=True)
class Gathered:
    """All that the table is made of: comments by number, and who was asked with their last word."""

    draft: Draft
    rows: Sequence[Comment]
    last: Sequence[Invitee]


def gather(draft: Draft) -> Gathered:
    """Read it once."""
    return Gathered(draft, list(comments.comments(draft)), _last_words(draft))


def counts(told: Gathered) -> Counts:
    """Over all rounds: whoever was asked twice counts once, by what they said last."""
    last, rows = told.last, told.rows
    kinds = [found.kind for row in rows if (found := comments.answer_of(row))]
    return Counts(
        asked=len(last),
        answered=sum(row.has_answered for row in last),
        agreed=sum(row.state == InviteeState.AGREED for row in last),
        comments=len(rows),
        public=sum(row.invitee_id is None for row in rows),
        by_kind={kind: kinds.count(kind) for kind in AnswerKind.values},
    )


def _last_words(draft: Draft) -> list[Invitee]:
    """Each asked agency or person once, as in the latest round that it answered, else as it was asked."""
    rows = Invitee.objects.filter(round__draft=draft).select_related("agency", "person", "round")
    found: dict[object, Invitee] = {}
    for row in rows.order_by("round__number"):
        key = row.agency_id or row.person_id
        if key not in found or row.has_answered or not found[key].has_answered:
            found[key] = row
    return sorted(found.values(), key=lambda row: (row.agency.sort_key if row.agency else "~", row.name))


def paper(told: Gathered) -> Paper:
    """The table with its counts. Clauses stand in their order, what speaks of the whole first."""
    draft, rows = told.draft, told.rows
    moments = [row.recorded_at for row in rows]
    moments += [found.recorded_at for row in rows if (found := comments.answer_of(row))]
    made_at = max([draft.created_at, *moments])
    agency = draft.agency
    return Paper(
        title=f"{TITLE}: {draft.title}",
        form=_form(agency, f"Đối với dự thảo {draft.named}", made_at),
        blocks=_front(draft, counts(told)),
        annexes=(Annex("Ý KIẾN GÓP Ý VÀ NỘI DUNG TIẾP THU, GIẢI TRÌNH", (_table(told),), landscape=True),),
        author=agency.name,
        made_at=made_at,
    )


def _form(agency: Agency, abstract: str, made_at: datetime) -> OfficialForm:
    return OfficialForm(
        parent=agency.parent.name.upper() if agency.parent else "",
        issuer=agency.name.upper(),
        notation="",
        place=_place(agency),
        date=clock.local(made_at).date(),
        type_name=TITLE,
        abstract=abstract,
        signing=_signing(agency),
        recipients=("Các nơi được hỏi ý kiến", "Lưu: VT"),
    )


def _place(agency: Agency) -> str:
    return agency.place.name if agency.place else "…"


def _signing(agency: Agency) -> tuple[str, ...]:
    """The lines above the name: who signs for an agency of that kind (NĐ 30/2020/NĐ-CP, phụ lục I)."""
    usual = (lines for begin, lines in _SIGNING.items() if agency.name.startswith(begin))
    return next(usual, ("THỦ TRƯỞNG CƠ QUAN",))


def _last_day(row: Round) -> date:
    """When a round ended: its deadline, or the day it was closed before."""
    closed = clock.local(row.closed_at).date() if row.closed_at else None
    last = clock.local(row.deadline).date()
    return min(closed, last) if closed else last


def _front(draft: Draft, told: Counts) -> tuple[Block, ...]:
    asked = ", ".join(
        f"đợt {row.number} từ {row.opened_at:%d/%m/%Y} đến {_last_day(row):%d/%m/%Y}"
        for row in reversed(drafts.rounds(draft))
    )
    opening = f"{draft.agency.name} đã tổ chức lấy ý kiến đối với dự thảo {draft.named}"
    lines: list[Block] = [text(f"{opening} ({asked}). Kết quả như sau:" if asked else f"{opening}.")]
    kinds = [(AnswerKind(kind).label, number) for kind, number in told.by_kind.items()]
    rows: list[Row] = [
        ("Số cơ quan, tổ chức, cá nhân được hỏi ý kiến", str(told.asked)),
        ("Số cơ quan, tổ chức, cá nhân đã trả lời", str(told.answered)),
        ("Trong đó: thống nhất, không có ý kiến", str(told.agreed)),
        ("Tổng số ý kiến góp ý", str(told.comments)),
        ("Trong đó: ý kiến của người dân, doanh nghiệp", str(told.public)),
        *((f"Ý kiến “{label}”", str(number)) for label, number in kinds),
    ]
    if told.unanswered:
        rows.append((Cell("Ý kiến chưa trả lời", bold=True), Cell(str(told.unanswered), bold=True)))
    lines.append(
        Table((Column("Nội dung", 4.0), Column("Số lượng", 1.0, "center")), tuple(rows), caption=_RESULT)
    )
    lines.append(text("Nội dung cụ thể của từng ý kiến và việc tiếp thu, giải trình tại bảng kèm theo."))
    return tuple(lines)


_COLUMNS: Final = (
    Column("TT", 0.5, "center"),
    Column("Nhóm vấn đề hoặc điều, khoản", 1.8),
    Column("Chủ thể góp ý", 1.8),
    Column("Nội dung góp ý", 4.0),
    Column("Nội dung tiếp thu, giải trình", 4.0),
)


def _table(gathered: Gathered) -> Table:
    ordered = sorted(gathered.rows, key=lambda row: (row.clause.order if row.clause else 0, row.number))
    told: list[Row] = [
        (str(number), row.clause.named if row.clause else _WHOLE, row.source, _said(row), _answered(row))
        for number, row in enumerate(ordered, start=1)
    ]
    agreeing = [row.name for row in gathered.last if row.state == InviteeState.AGREED]
    if agreeing:
        told.append((str(len(told) + 1), _WHOLE, "; ".join(agreeing), _AGREED, ""))
    return Table(_COLUMNS, tuple(told) or (("", "", "", "Không có ý kiến nào.", ""),))


def _said(row: Comment) -> str:
    quoted = f"Về đoạn “{row.quote}”: {row.text}" if row.quote else row.text
    return f"{quoted} (ý kiến gửi muộn, đã tiếp nhận)" if row.late else quoted


def _answered(row: Comment) -> str:
    found = comments.answer_of(row)
    if found is None:
        return "(chưa trả lời)"
    words = f"{AnswerKind(found.kind).label}. {found.text}".strip()
    return (
        f"{words} Thể hiện tại {found.clause.named} của bản {found.clause.version.number}."
        if found.clause
        else words
    )


def final_text(
    draft: Draft, rows: Sequence[Clause], issuer: Agency, notation: str, day: date, signer: str
) -> Paper:
    """The final version as it is issued: the form around it, its clauses as paragraphs."""
    blocks: list[Block] = []
    for row in rows:
        blocks += _blocks(row)
    form = OfficialForm(
        parent="" if issuer.kind == "committee" else (issuer.parent.name.upper() if issuer.parent else ""),
        issuer=issuer.name.upper(),
        notation=notation,
        place=_place(issuer),
        date=day,
        type_name=str(DocumentType(draft.kind).label).upper(),
        abstract=draft.title,
        signing=_signing(issuer),
        signer=signer,
        recipients=("Các nơi được hỏi ý kiến", "Lưu: VT"),
    )
    made_at = datetime.combine(day, datetime.min.time(), tzinfo=clock.TZ)
    return Paper(draft.title, form, tuple(blocks), author=issuer.name, made_at=made_at)


def _blocks(row: Clause) -> list[Block]:
    if row.kind in {pieces.CHAPTER, pieces.HEADING}:
        words = row.text if row.text == row.label or not row.label else f"{row.label}. {row.text}"
        return [Heading(words, 1)]
    first, *rest = row.text.split("\n")
    if row.kind == pieces.ARTICLE:
        head = Paragraph((Run(f"{row.label}. {first}" if row.label else first, bold=True),))
        return [head, *(text(line) for line in rest)]
    mark = {pieces.POINT: f"{row.label}. ", pieces.LETTER: f"{row.label}) ", pieces.DASH: "- "}.get(
        row.kind, ""
    )
    return [text(f"{mark}{first}"), *(text(line) for line in rest)]
