"""The fixed words of official papers, put together once for every renderer."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from typing import Final

from tinhso.base.numbers import format_number
from tinhso.papers.content import Annex, Chart, OfficialForm, Paper
from tinhso.papers.measures import Measures, measures

NATION: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
PARTY: Final = "ĐẢNG CỘNG SẢN VIỆT NAM"
MOTTO_EMS: Final = 12.15
"""How long the motto is in bold, in letter heights: a line as long stands under it."""
PARTY_EMS: Final = 13.3
DRAFT: Final = "DỰ THẢO"
ADDRESSEES: Final = "Kính gửi:"
RECIPIENTS: Final = "Nơi nhận:"
_VIETNAM: Final = timezone(timedelta(hours=7))
_COUNCIL: Final = re.compile(r"((?:ỦY|UỶ) BAN NHÂN DÂN|HỘI ĐỒNG NHÂN DÂN|ĐOÀN ĐẠI BIỂU QUỐC HỘI) (?=\S)")
_BLANK: Final = "\u00a0" * 8
_FIRST_MONTHS_PADDED: Final = 2


def measures_of(paper: Paper) -> Measures:
    """The measures of the rule this paper follows."""
    return measures("party" if paper.form and paper.form.party else "state")


def moment(paper: Paper) -> datetime:
    """The moment a paper stands for, by the clock of Viet Nam and to the second."""
    return paper.made_at.astimezone(_VIETNAM).replace(microsecond=0)


def in_capitals(name: str) -> str:
    """An organisation's name as its papers print it: capitals; a council's place begins a new line."""
    return _COUNCIL.sub(r"\1\n", name.upper()) if "\n" not in name else name.upper()


def number_line(form: OfficialForm) -> str:
    """`Số: 247/KH-UBND`; a gap where the number is not given yet. The Party writes `Số 49-NQ/TU`."""
    given = form.notation[:1].isdigit()
    notation = form.notation if given or not form.notation else _BLANK + form.notation
    return f"Số {notation}" if form.party else f"Số: {notation}"


def spoken_date(day: date) -> str:
    """`ngày 05 tháng 01 năm 2023`: a zero before days below 10 and before the first two months."""
    month = f"{day.month:02}" if day.month <= _FIRST_MONTHS_PADDED else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def place_line(paper: Paper, form: OfficialForm) -> str:
    """`Lạng Sơn, ngày 14 tháng 12 năm 2022`; gaps where the day is not known yet."""
    gap = "\u00a0" * 6
    told = spoken_date(form.date) if form.date else f"ngày{gap}tháng{gap}năm {paper.made_at.year}"
    return f"{form.place}, {told}" if form.place else told


def letter_abstract(form: OfficialForm) -> str:
    """`V/v …` of a letter (công văn); empty for other types."""
    if form.type_name or not form.abstract:
        return ""
    return form.abstract if form.abstract.casefold().startswith("v/v") else f"V/v {form.abstract}"


def listed(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Lines of a list of recipients: a dash before, a semicolon behind, a full stop behind the last."""
    bare = [line.strip().removeprefix("-").strip().rstrip(";.") for line in lines]
    ends = [";"] * (len(bare) - 1) + ["."]
    return tuple(f"- {line}{end}" for line, end in zip(bare, ends, strict=True)) if bare else ()


def addressed(form: OfficialForm) -> tuple[str, ...]:
    """The addressees: one stands bare after “Kính gửi:”, several as a list."""
    return listed(form.addressees) if len(form.addressees) > 1 else form.addressees


def annex_name(annex: Annex) -> str:
    """`Phụ lục II`."""
    return f"Phụ lục {annex.number}".strip()


def annex_origin(paper: Paper) -> str:
    """`(Kèm theo Kế hoạch số 247/KH-UBND ngày 14 tháng 12 năm 2022 của …)`; empty without a form."""
    form = paper.form
    if form is None:
        return ""
    number = form.notation if form.notation[:1].isdigit() else _BLANK + form.notation
    gap = "\u00a0" * 6
    day = spoken_date(form.date) if form.date else f"ngày{gap}tháng{gap}năm {paper.made_at.year}"
    kind = form.type_name.capitalize() if form.type_name.isupper() else form.type_name or "Công văn"
    whose = f" của {form.issuer}" if form.issuer else ""
    return f"(Kèm theo {kind} số {number} {day}{whose})"


def chart_words(chart: Chart) -> str:
    """What a chart shows, for those who do not see it (văn bản thay thế)."""
    unit = f" ({chart.unit})" if chart.unit else ""
    lines = []
    for line in chart.series:
        told = (
            f"{category} {'không có số liệu' if value is None else format_number(value)}"
            for category, value in zip(chart.categories, line.values, strict=True)
        )
        lines.append(f"{line.name}: {', '.join(told)}")
    goal = f" Mục tiêu {format_number(chart.target)}." if chart.target is not None else ""
    return f"Biểu đồ {chart.title}{unit}. {'; '.join(lines)}.{goal}"
