"""Whether enough members are there, by the committee's regulation on the day of the meeting."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.committees import queries as committees
from tinhso.meetings.models import Meeting
from tinhso.meetings.states import THERE, MeetingKind


@dataclass(frozen=True)
class Quorum:
    """`present` of `total` voting members are there; `needed` is None where no regulation says how many."""

    total: int
    present: int
    needed: int | None
    asked: bool = True

    @property
    def enough(self) -> bool:
        """Whether the meeting may be opened as what it is."""
        return not self.asked or self.needed is None or (self.total > 0 and self.present >= self.needed)

    @property
    def words(self) -> str:
        """`Có mặt 3/6 thành viên, cần từ 4`."""
        there = _("Có mặt %(present)d/%(total)d thành viên") % {"present": self.present, "total": self.total}
        if self.needed is None:
            return there
        return _("%(there)s, cần từ %(needed)d") % {"there": there, "needed": self.needed}


def of(meeting: Meeting) -> Quorum:
    """The quorum now; three queries. A substitute counts where the regulation counts substitutes."""
    day = clock.local(meeting.starts_at).date()
    voting = {row.person_id for row in committees.voting(meeting.committee, day)}
    rules = committees.regulation(meeting.committee, day)
    there = meeting.invitations.filter(attended__in=THERE, person__in=voting)
    if rules is not None and not rules.substitutes_count:
        there = there.filter(attended_by_substitute=False)
    needed = rules.quorum.needed(len(voting)) if rules else None
    return Quorum(len(voting), there.count(), needed, asked=meeting.kind == MeetingKind.SESSION)
