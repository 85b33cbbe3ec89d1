"""Lists of this room: one declaration for each page and its twins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tinhso.base import clock
from tinhso.base.web import wording
from tinhso.base.web.filters import ChoiceFilter, Filters, FlagFilter, TextFilter
from tinhso.base.web.tables import Column, Table, Words
from tinhso.committees import queries as committees
from tinhso.conclusions.models import (
    Ballot,
    BallotState,
    Conclusion,
    ConclusionJoint,
    ConclusionState,
    Decision,
    MinuteEntry,
)
from tinhso.conclusions.queries.conclusions import DONE, ENDED, OPEN, UNDONE, late
from tinhso.people import queries as people
from tinhso.steering.models import TaskState

TONES: Final = {
    ConclusionState.DRAFT: "draft",
    ConclusionState.AGREED: "on_track",
    ConclusionState.ISSUED: "due_soon",
    ConclusionState.CARRIED: "due_soon",
    ConclusionState.TASK: "in_progress",
    ConclusionState.DROPPED: "dropped",
}


def is_late(row: Conclusion) -> bool:
    """Whether its term is over and it is neither dropped nor done."""
    if row.state == ConclusionState.DROPPED:
        return False
    if row.task:
        due = row.task.deadline
        return row.task.state not in ENDED and due is not None and due < clock.today()
    return row.deadline is not None and row.deadline < clock.today()


def tone(row: Conclusion) -> str:
    """How a conclusion looks: as its task stands, where it has one."""
    if is_late(row):
        return "overdue"
    if row.task:
        return "done" if row.task.state == TaskState.DONE else row.task.state
    return TONES[ConclusionState(row.state)]


def word(row: Conclusion) -> str:
    """Where it stands, in words; of a task, how that one stands today."""
    if row.task:
        state = str(TaskState(row.task.state).label)
        return _("Quá hạn · %(state)s") % {"state": state.lower()} if is_late(row) else state
    return row.state_word


def due(row: Conclusion) -> str:
    """The term: as said, with its day."""
    day = row.task.deadline if row.task else row.deadline
    told = wording.day(day) if day else ""
    said = row.deadline_text
    return f"{said} ({told})" if said and told and told not in said else said or told


def joint(row: Conclusion) -> str:
    """The agencies that work along."""
    return "; ".join(agency.name for agency in row.joint.all())


CONCLUSIONS: Final[Table[Conclusion]] = Table(
    "ket-luan",
    gettext_lazy("Kết luận"),
    (
        Column("text", gettext_lazy("Kết luận"), lambda row: row.text),
        Column(
            "lead",
            gettext_lazy("Chủ trì"),
            lambda row: row.lead.name if row.lead else "",
            sort="lead__sort_key",
        ),
        Column("due", gettext_lazy("Thời hạn"), due, sort="deadline"),
        Column("state", gettext_lazy("Trạng thái"), tone, kind="status", word=word, sort="state"),
        Column(
            "meeting",
            gettext_lazy("Phiên họp"),
            lambda row: row.meeting.title,
            href=lambda row: row.meeting.get_absolute_url(),
            sort=("meeting__starts_at", "number"),
            essential=False,
        ),
        Column(
            "notice",
            gettext_lazy("Văn bản"),
            lambda row: row.notice.document.cited if row.notice else "",
            href=lambda row: row.notice.document.get_absolute_url() if row.notice else "",
            essential=False,
        ),
        Column(
            "task",
            gettext_lazy("Nhiệm vụ"),
            lambda row: row.task.code if row.task else "",
            href=lambda row: row.task.get_absolute_url() if row.task else "",
            essential=False,
        ),
        Column("number", gettext_lazy("Số"), lambda row: row.number, kind="integer", export_only=True),
        Column("deadline", gettext_lazy("Hạn"), lambda row: row.deadline, kind="date", export_only=True),
        Column("joint", gettext_lazy("Phối hợp"), joint, export_only=True),
        Column("committee", gettext_lazy("Ban chỉ đạo"), lambda row: row.committee.name, export_only=True),
        Column("reason", gettext_lazy("Lý do"), lambda row: row.state_reason, export_only=True),
    ),
    href=Conclusion.get_absolute_url,
)


def _committees() -> Iterable[tuple[str, Words]]:
    return [
        (row.code, row.name) for row in committees.committees().filter(conclusions__isnull=False).distinct()
    ]


def _agencies() -> Iterable[tuple[str, Words]]:
    led = Conclusion.objects.values("lead")
    along = ConclusionJoint.objects.values("agency")
    rows = people.agencies().filter(Q(pk__in=led) | Q(pk__in=along))
    return [(row.code, row.name) for row in rows]


FILTERS: Final = (
    TextFilter("q", gettext_lazy("Từ khoá")),
    ChoiceFilter("committee", gettext_lazy("Ban chỉ đạo"), options=_committees),
    ChoiceFilter("agency", gettext_lazy("Cơ quan"), options=_agencies),
    ChoiceFilter(
        "state",
        gettext_lazy("Trạng thái"),
        options=tuple((str(one.value), one.label) for one in ConclusionState),
    ),
    FlagFilter("late", pgettext_lazy("conclusion", "Quá hạn")),
    FlagFilter("open", gettext_lazy("Chưa giao nhiệm vụ")),
    FlagFilter("running", gettext_lazy("Đang thực hiện")),
    FlagFilter("done", gettext_lazy("Đã xong")),
)


def narrow(rows: QuerySet[Conclusion], filters: Filters) -> QuerySet[Conclusion]:
    """Apply what the address asks for."""
    if words := filters.get("q"):
        for one in words.split():
            rows = rows.filter(text__icontains=one)
    if code := filters.get("committee"):
        rows = rows.filter(committee__code=code)
    if code := filters.get("agency"):
        along = ConclusionJoint.objects.filter(agency__code=code).values("conclusion")
        rows = rows.filter(Q(lead__code=code) | Q(pk__in=along))
    if state := filters.get("state"):
        rows = rows.filter(state=state)
    stands = {"late": late(), "open": OPEN, "running": UNDONE, "done": DONE}
    for key, condition in stands.items():
        if filters.get(key):
            rows = rows.filter(condition)
    return rows


ENTRIES: Final[Table[MinuteEntry]] = Table(
    "bien-ban",
    gettext_lazy("Biên bản"),
    (
        Column("who", gettext_lazy("Người phát biểu"), lambda row: row.who),
        Column("agency", gettext_lazy("Đơn vị"), lambda row: row.whose),
        Column("item", gettext_lazy("Nội dung"), lambda row: str(row.item or "")),
        Column("text", gettext_lazy("Ý kiến"), lambda row: row.text),
        Column(
            "said_at", gettext_lazy("Lúc"), lambda row: row.said_at, kind="moment", sort=("said_at", "id")
        ),
    ),
)

BALLOT_TONES: Final = {
    BallotState.OPEN: "in_progress",
    BallotState.CLOSED: "due_soon",
    BallotState.DECIDED: "done",
    BallotState.MOVED: "on_track",
    BallotState.CANCELLED: "dropped",
}


def _back(row: Ballot) -> str:
    return f"{getattr(row, 'back', 0)}/{getattr(row, 'asked', 0)}"


BALLOTS: Final[Table[Ballot]] = Table(
    "phieu-y-kien",
    gettext_lazy("Phiếu ý kiến"),
    (
        Column("question", gettext_lazy("Nội dung"), lambda row: row.question),
        Column("committee", gettext_lazy("Ban chỉ đạo"), lambda row: row.committee.name, essential=False),
        Column(
            "state",
            gettext_lazy("Trạng thái"),
            lambda row: BALLOT_TONES[BallotState(row.state)],
            kind="status",
            word=lambda row: BallotState(row.state).label,
            sort="state",
        ),
        Column("back", gettext_lazy("Đã gửi"), _back),
        Column(
            "closes_at", gettext_lazy("Hạn gửi"), lambda row: row.closes_at, kind="moment", sort="closes_at"
        ),
        Column(
            "secret", gettext_lazy("Hình thức"), lambda row: _("Phiếu kín") if row.secret else _("Công khai")
        ),
        Column("code", gettext_lazy("Mã"), lambda row: row.code, export_only=True),
    ),
    href=Ballot.get_absolute_url,
)
DECISIONS: Final[Table[Decision]] = Table(
    "quyet-nghi",
    gettext_lazy("Quyết nghị"),
    (
        Column("text", gettext_lazy("Nội dung"), lambda row: row.text),
        Column("committee", gettext_lazy("Ban chỉ đạo"), lambda row: row.committee.name, essential=False),
        Column(
            "meeting",
            gettext_lazy("Phiên họp"),
            lambda row: row.meeting.title if row.meeting else _("bằng văn bản"),
        ),
        Column("decided_on", gettext_lazy("Ngày"), lambda row: row.decided_on, "date", sort="decided_on"),
        Column(
            "ballot", gettext_lazy("Mã phiếu"), lambda row: row.ballot and row.ballot.code, export_only=True
        ),
    ),
    href=Decision.get_absolute_url,
)
BALLOT_FILTERS: Final = (
    ChoiceFilter(
        "state", gettext_lazy("Trạng thái"), options=tuple((str(one.value), one.label) for one in BallotState)
    ),
)


def narrow_ballots(rows: QuerySet[Ballot], filters: Filters) -> QuerySet[Ballot]:
    """Apply what the address asks for."""
    return rows.filter(state=filters.get("state")) if filters.get("state") else rows
