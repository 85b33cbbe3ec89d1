"""Lists of this room: one declaration for the page and its twins."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tinhso.base.web.filters import ChoiceFilter, Filters, FlagFilter, TextFilter
from tinhso.base.web.tables import Column, Table
from tinhso.urging.letters.gathering import Owing
from tinhso.urging.models import Answer, Letter, LetterState, Run, TaskClass
from tinhso.urging.scoring import Standing

LOOKS: Final = {
    LetterState.DRAFT: "draft",
    LetterState.ISSUED: "submitted",
    LetterState.READ: "in_progress",
    LetterState.ANSWERED: "done",
    LetterState.WITHDRAWN: "withdrawn",
}
"""How the states of letters look."""


def look(state: str) -> str:
    """The look of a letter's state; empty without one."""
    return LOOKS[LetterState(state)] if state else ""


def word(state: str) -> object:
    """A letter's state in words."""
    return LetterState(state).label if state else ""


def notation(letter: Letter) -> str:
    """Its number and sign, or that it has none yet."""
    return letter.document.notation if letter.document else _("chưa có số")


OWING: Final[Table[Owing]] = Table(
    "don-vi-con-no-viec",
    gettext_lazy("Đơn vị còn việc quá hạn"),
    (
        Column("agency", gettext_lazy("Đơn vị"), lambda row: str(row.agency)),
        Column("code", gettext_lazy("Mã"), lambda row: row.agency.code, export_only=True),
        Column(
            "late",
            gettext_lazy("Việc quá hạn"),
            lambda row: row.late,
            kind="integer",
            href=lambda row: f"{reverse('urging:late')}?agency={row.agency.code}",
        ),
        Column("urged", gettext_lazy("Đôn đốc gần nhất"), lambda row: row.urged_at, kind="moment"),
        Column(
            "letter",
            gettext_lazy("Công văn gần nhất"),
            lambda row: notation(row.letter) if row.letter else "",
            kind="link",
            href=lambda row: row.letter.get_absolute_url() if row.letter else "",
        ),
        Column(
            "state",
            gettext_lazy("Trả lời"),
            lambda row: "overdue" if row.overdue else look(row.state),
            kind="status",
            word=lambda row: _("Quá hạn trả lời") if row.overdue else word(row.state),
        ),
    ),
)
LETTERS: Final[Table[Letter]] = Table(
    "cong-van-don-doc",
    gettext_lazy("Công văn đôn đốc"),
    (
        Column("notation", gettext_lazy("Số, ký hiệu"), notation),
        Column("agency", gettext_lazy("Đơn vị nhận"), lambda row: str(row.agency), sort="agency__sort_key"),
        Column(
            "tasks",
            gettext_lazy("Nhiệm vụ"),
            lambda row: getattr(row, "tasks", 0),
            kind="integer",
            sort="tasks",
        ),
        Column(
            "issued",
            gettext_lazy("Phát hành"),
            lambda row: row.issued_at,
            kind="moment",
            sort="issued_at",
            essential=False,
        ),
        Column(
            "answer_by", gettext_lazy("Hạn trả lời"), lambda row: row.answer_by, kind="date", sort="answer_by"
        ),
        Column(
            "state",
            gettext_lazy("Trạng thái"),
            lambda row: look(row.state),
            kind="status",
            word=lambda row: row.get_state_display(),
            sort="state",
        ),
        Column("read", gettext_lazy("Đã xem lúc"), lambda row: row.read_at, kind="moment", essential=False),
        Column(
            "answered",
            gettext_lazy("Trả lời lúc"),
            lambda row: row.answered_at,
            kind="moment",
            essential=False,
        ),
    ),
    href=lambda row: row.get_absolute_url(),
)
LETTER_FILTERS: Final = (
    ChoiceFilter("state", gettext_lazy("Trạng thái"), tuple(LetterState.choices)),
    FlagFilter("unanswered", gettext_lazy("Chưa trả lời")),
    FlagFilter("overdue", gettext_lazy("Quá hạn trả lời")),
    TextFilter("agency", gettext_lazy("Mã đơn vị")),
)
ANSWERS: Final[Table[Answer]] = Table(
    "tong-hop-tra-loi-don-doc",
    gettext_lazy("Tổng hợp trả lời đôn đốc"),
    (
        Column(
            "task",
            gettext_lazy("Nhiệm vụ"),
            lambda row: row.line.title,
            href=lambda row: reverse("steering:task", args=[row.line.code]),
        ),
        Column("code", gettext_lazy("Mã nhiệm vụ"), lambda row: row.line.code, export_only=True),
        Column(
            "agency",
            gettext_lazy("Đơn vị"),
            lambda row: str(row.line.letter.agency),
            sort="line__letter__agency__sort_key",
        ),
        Column(
            "deadline",
            gettext_lazy("Thời hạn"),
            lambda row: row.line.deadline,
            kind="date",
            sort="line__deadline",
        ),
        Column("progress", gettext_lazy("Tiến độ, kết quả"), lambda row: row.progress),
        Column(
            "difficulties", gettext_lazy("Khó khăn, vướng mắc"), lambda row: row.difficulties, essential=False
        ),
        Column("causes", gettext_lazy("Nguyên nhân"), lambda row: row.causes, essential=False),
        Column("solutions", gettext_lazy("Giải pháp"), lambda row: row.solutions, essential=False),
        Column(
            "letter",
            gettext_lazy("Công văn"),
            lambda row: notation(row.line.letter),
            href=lambda row: row.line.letter.get_absolute_url(),
            essential=False,
        ),
        Column(
            "at", gettext_lazy("Trả lời lúc"), lambda row: row.recorded_at, kind="moment", sort="recorded_at"
        ),
    ),
    order="-at",
)
RUNS: Final[Table[Run]] = Table(
    "luot-don-doc",
    gettext_lazy("Lượt đôn đốc"),
    (
        Column("at", gettext_lazy("Lúc"), lambda row: row.recorded_at, kind="moment", sort="recorded_at"),
        Column("by", gettext_lazy("Người chạy"), lambda row: row.label),
        Column(
            "looked_at",
            gettext_lazy("Việc xem xét"),
            lambda row: row.looked_at,
            kind="integer",
            essential=False,
        ),
        Column("steps", gettext_lazy("Lần nhắc"), lambda row: row.steps, kind="integer", sort="steps"),
        Column("told", gettext_lazy("Người được báo"), lambda row: row.told, kind="integer", sort="told"),
        Column("missing", gettext_lazy("Chưa báo được"), lambda row: len(row.missing), kind="integer"),
    ),
    href=lambda row: row.get_absolute_url(),
    order="-at",
)


def _counted(one: TaskClass) -> Column[Standing]:
    return Column(one.value, one.label, lambda row: row.classes[one], kind="integer")


STANDINGS: Final[Table[Standing]] = Table(
    "cham-diem-don-vi",
    gettext_lazy("Kết quả thực hiện nhiệm vụ của đơn vị và người đứng đầu"),
    (
        Column("agency", gettext_lazy("Đơn vị"), lambda row: str(row.agency)),
        Column("code", gettext_lazy("Mã"), lambda row: row.agency.code, export_only=True),
        Column("rank", pgettext_lazy("standing", "Xếp thứ"), lambda row: row.rank, kind="integer"),
        Column("rate", gettext_lazy("Tỷ lệ"), lambda row: row.rate, kind="percent", digits=1),
        Column("total", gettext_lazy("Nhiệm vụ"), lambda row: row.total, kind="integer"),
        *(_counted(one) for one in TaskClass),
    ),
    href=lambda row: row.agency.get_absolute_url(),
)


def narrow_letters(rows: Any, filters: Filters) -> Any:
    """Letters as the filters say; `today` is asked of the query that made them."""
    if state := filters.get("state"):
        rows = rows.filter(state=state)
    if agency := filters.get("agency"):
        rows = rows.filter(agency__code=agency)
    return rows
