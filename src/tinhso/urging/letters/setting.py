"""The paper of an urging letter (công văn), in the form of NĐ 30/2020/NĐ-CP."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.utils import translation
from pydantic import BaseModel, ConfigDict, Field

from tinhso.base import clock
from tinhso.base.web import wording
from tinhso.documents import numbering
from tinhso.documents.models import DocumentType
from tinhso.papers.content import Bullets, Column, OfficialForm, Paper, Table, text
from tinhso.people.models import Agency
from tinhso.urging.models import Letter, LetterLine

SUBJECT = "đôn đốc thực hiện nhiệm vụ quá hạn"
REQUEST = "Để bảo đảm tiến độ chung, đề nghị đơn vị báo cáo từng nhiệm vụ nêu trên theo các nội dung sau:"
ASKED = (
    "Tiến độ, kết quả thực hiện đến thời điểm báo cáo.",
    "Khó khăn, vướng mắc.",
    "Nguyên nhân.",
    "Phương hướng, giải pháp và thời hạn hoàn thành.",
)


class FormWords(BaseModel):
    """The words of the official form that the standing office chooses (thể thức)."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    parent: str = ""
    issuer: str = Field(min_length=1)
    sign: str = Field(min_length=1, max_length=40)
    place: str = Field(min_length=1)
    signing: tuple[str, ...] = Field(min_length=1)
    signer: str = ""
    recipients: tuple[str, ...] = ()


def usual_words(issuer: Agency, before: dict[str, Any] | None) -> FormWords:
    """Those of the issuer's last letter, else what its name and place suggest."""
    if before:
        return FormWords.model_validate(before)
    province = issuer.place.name if issuer.place else ""
    parent = issuer.parent.name.upper() if issuer.parent else f"ỦY BAN NHÂN DÂN TỈNH {province.upper()}"
    return FormWords(
        parent=parent,
        issuer=issuer.name.upper(),
        sign=_sign(issuer),
        place=province or issuer.name,
        signing=("GIÁM ĐỐC",) if issuer.kind == "department" else ("CHÁNH VĂN PHÒNG",),
        recipients=("Như trên", "Chủ tịch, các PCT UBND tỉnh (b/c)", "Lưu: VT"),
    )


def _sign(issuer: Agency) -> str:
    """What stands behind its numbers, as declared; else its letters: `SKHCN` of “Sở KH&CN”, `STTTT`."""
    declared = numbering.suffix_for(issuer, DocumentType.LETTER)
    if declared:
        return declared
    short = re.sub(r"\(.*?\)|\s(tỉnh|thành phố)\s.*", "", issuer.short_name or issuer.name)
    words = re.findall(r"[^\W\d_]+", short)
    return "".join(word if word.isupper() else word[:1].upper() for word in words if word != "và")


def paper(letter: Letter, lines: Sequence[LetterLine], notation: str = "") -> Paper:
    """The whole letter; always in Vietnamese, whoever looks at it."""
    with translation.override("vi"):
        return _paper(letter, lines, FormWords.model_validate(letter.form), notation)


def _paper(letter: Letter, lines: Sequence[LetterLine], words: FormWords, notation: str) -> Paper:
    issued = clock.local(letter.issued_at).date() if letter.issued_at else None
    form = OfficialForm(
        parent=words.parent,
        issuer=words.issuer,
        notation=notation or f"/{words.sign}",
        place=words.place,
        date=issued,
        abstract=letter.subject,
        addressees=(letter.agency.name,),
        signing=words.signing,
        signer=words.signer,
        recipients=words.recipients,
        draft=not notation,
    )
    blocks = (
        text(_opening(letter, len(lines))),
        _table(lines),
        text(letter.request_text or REQUEST),
        Bullets(tuple(text(one) for one in ASKED)),
        text(
            f"Báo cáo gửi về {letter.issuer.name} trước ngày {wording.day(letter.answer_by)}"
            " (trả lời trực tuyến trên hệ thống theo dõi nhiệm vụ) để tổng hợp, báo cáo UBND tỉnh./."
        ),
    )
    made_at = letter.issued_at or letter.made_at
    return Paper(letter.subject, form, blocks, author=letter.issuer.name, made_at=clock.local(made_at))


def _opening(letter: Letter, count: int) -> str:
    return (
        f"Qua theo dõi việc thực hiện nhiệm vụ được giao, tính đến ngày {wording.day(letter.as_of)},"
        f" {letter.agency.name} còn {count:02d} nhiệm vụ quá hạn chưa hoàn thành, cụ thể như sau:"
    )


def _table(lines: Sequence[LetterLine]) -> Table:
    columns = (
        Column("TT", 0.6, "center"),
        Column("Mã nhiệm vụ", 1.2),
        Column("Nội dung nhiệm vụ", 2.8),
        Column("Thời hạn", 1.5, "center"),
        Column("Số ngày làm việc quá hạn", 0.9, "center"),
        Column("Báo cáo gần nhất", 1.8),
    )
    rows = tuple(
        (
            str(line.order),
            line.code,
            line.title,
            wording.day(line.deadline),
            str(line.days_late),
            line.last_report,
        )
        for line in lines
    )
    return Table(columns, rows)
