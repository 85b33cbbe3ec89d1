"""The lists of this room, declared once for page, CSV, XLSX and JSON."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tinhso.base.web import wording
from tinhso.base.web.filters import ChoiceFilter, Filter, Filters, FlagFilter, TextFilter
from tinhso.base.web.tables import Column, Table
from tinhso.consultation.core.differences import Change, Row
from tinhso.consultation.models import (
    ANSWERED_STATES,
    INVITEE_TONES,
    TONES,
    AnswerKind,
    Comment,
    Draft,
    DraftState,
    Invitee,
    InviteeState,
)
from tinhso.consultation.queries import comments, drafts
from tinhso.documents.models import DocumentType


def state_word(row: Draft) -> object:
    """The state in words."""
    return DraftState(row.state).label


def progress_word(row: Draft) -> str:
    """`18/25` of the latest round."""
    asked = getattr(row, "asked", None)
    return f"{getattr(row, 'answered', None) or 0}/{asked}" if asked else wording.NOTHING


DRAFTS: Final = Table[Draft](
    name="du-thao",
    caption=_("Dự thảo"),
    href=lambda row: row.get_absolute_url(),
    order="",
    columns=(
        Column("title", _("Dự thảo"), lambda row: row.title, sort="sort_key"),
        Column("kind", _("Loại"), lambda row: DocumentType(row.kind).label, essential=False),
        Column("state", _("Trạng thái"), lambda row: TONES[DraftState(row.state)], "status", word=state_word),
        Column("agency", _("Cơ quan soạn thảo"), lambda row: row.agency.name, sort="agency__sort_key"),
        Column("answered", _("Đã góp ý"), progress_word),
        Column(
            "deadline", _("Hạn góp ý"), lambda row: getattr(row, "deadline", None), "date", sort="deadline"
        ),
        Column("code", _("Mã"), lambda row: row.code, export_only=True),
    ),
)

DRAFT_FILTERS: Final[tuple[Filter, ...]] = (
    ChoiceFilter("which", _("Của tôi"), (("asked", _("cần tôi góp ý")), ("drafted", _("tôi soạn")))),
    ChoiceFilter("state", _("Trạng thái"), tuple(DraftState.choices)),
    TextFilter("q", _("Tên")),
)


def narrow_drafts(rows: QuerySet[Draft], filters: Filters) -> QuerySet[Draft]:
    """State and words; whose they are is asked of the database before."""
    if filters.get("state"):
        rows = rows.filter(state=filters.get("state"))
    return drafts.searched(rows, filters.get("q") or "")


INVITEES: Final = Table[Invitee](
    name="tien-do-gop-y",
    caption=_("Nơi được hỏi ý kiến"),
    columns=(
        Column("name", _("Nơi được hỏi"), lambda row: row.name),
        Column(
            "state",
            _("Tình trạng"),
            lambda row: INVITEE_TONES[InviteeState(row.state)],
            "status",
            word=lambda row: InviteeState(row.state).label,
        ),
        Column("said", _("Số ý kiến"), lambda row: getattr(row, "said", 0), "integer"),
        Column("answered_at", _("Trả lời lúc"), lambda row: row.answered_at, "moment"),
        Column("letter", _("Văn bản góp ý"), lambda row: row.letter, essential=False),
        Column("answered_by", _("Người gửi"), lambda row: row.answered_by, essential=False),
    ),
)

INVITEE_FILTERS: Final[tuple[Filter, ...]] = (
    FlagFilter("silent", _("Chưa trả lời")),
    ChoiceFilter("state", _("Tình trạng"), tuple(InviteeState.choices)),
)


def narrow_invitees(rows: list[Invitee], filters: Filters) -> list[Invitee]:
    """Those who are silent, or in one state."""
    if filters.get("silent"):
        rows = [row for row in rows if row.state not in ANSWERED_STATES]
    if filters.get("state"):
        rows = [row for row in rows if row.state == filters.get("state")]
    return rows


def answer_word(row: Comment) -> str:
    """`Tiếp thu`; empty where nobody answered."""
    found = comments.answer_of(row)
    return str(AnswerKind(found.kind).label) if found else ""


def answer_text(row: Comment) -> str:
    """What was answered."""
    found = comments.answer_of(row)
    return found.text if found else ""


COMMENTS: Final = Table[Comment](
    name="y-kien-gop-y",
    caption=_("Ý kiến góp ý"),
    columns=(
        Column("number", _("Số"), lambda row: row.number, "integer"),
        Column("clause", _("Điều khoản"), lambda row: row.clause.named if row.clause else ""),
        Column("source", _("Nơi góp ý"), lambda row: row.source),
        Column("quote", _("Đoạn được chọn"), lambda row: row.quote, essential=False),
        Column("text", _("Nội dung góp ý"), lambda row: row.text),
        Column("answer", _("Trả lời"), answer_word),
        Column("answer_text", _("Nội dung tiếp thu, giải trình"), answer_text),
        Column("round", _("Đợt"), lambda row: row.round.number, "integer", export_only=True),
        Column("late", _("Gửi muộn"), lambda row: _("có") if row.late else "", export_only=True),
    ),
)

CHANGES: Final[dict[Change, Any]] = {
    Change.SAME: _("giữ nguyên"),
    Change.CHANGED: _("sửa"),
    Change.MOVED: _("chuyển chỗ"),
    Change.ADDED: _("thêm"),
    Change.DELETED: _("bỏ"),
}

COMPARISON: Final = Table[Row](
    name="so-sanh",
    caption=_("So sánh hai bản"),
    columns=(
        Column("old_label", _("Mục bản cũ"), lambda row: row.old.label if row.old else ""),
        Column("label", _("Mục bản mới"), lambda row: row.new.label if row.new else ""),
        Column("change", _("Thay đổi"), lambda row: str(CHANGES[row.change])),
        Column("old", _("Bản cũ"), lambda row: row.old.text if row.old else ""),
        Column("new", _("Bản mới"), lambda row: row.new.text if row.new else ""),
    ),
)
