"""A committee whose meeting is being held; for this room and those above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from tinhso.base import clock
from tinhso.base.events.dispatch import dispatch_waiting
from tinhso.committees.models import Committee
from tinhso.committees.tests import scene as committees
from tinhso.committees.tests.scene import TODAY
from tinhso.conclusions.actions import drafting, giving, issuing
from tinhso.conclusions.models import Conclusion, ConclusionNotice
from tinhso.conclusions.schemas import ConclusionDraft, NoticeDraft
from tinhso.meetings.models import AgendaItem, Meeting
from tinhso.meetings.states import MeetingState
from tinhso.people.models import Agency
from tinhso.people.principals import Principal
from tinhso.places.models import Place
from tinhso.steering.models import Task


@dataclass
class Scene:
    """Who acts, the committee, and its meeting."""

    house: committees.Scene
    meeting: Meeting
    item: AgendaItem
    place: Place

    @property
    def committee(self) -> Committee:
        """The committee."""
        return self.house.committee

    def who(self, name: str) -> Principal:
        """Somebody as they act today."""
        return self.house.who(name)

    def plan(self, days: int = 30, *, number: int = 2) -> Meeting:
        """A meeting that is planned for a later day."""
        return new_meeting(self, TODAY + timedelta(days=days), number, state=MeetingState.PLANNED)

    def draft(self, text: str = "Hoàn thiện danh mục cơ sở dữ liệu", **more: Any) -> Conclusion:
        """A draft of a conclusion, as the office types it."""
        return drafting.draft(self.who("office"), self.meeting, ConclusionDraft(text=text, **more))

    def issued(self, *drafts: dict[str, Any]) -> ConclusionNotice:
        """A notice of conclusions so drafted and agreed."""
        for told in drafts or ({"lead": "so-tc", "deadline": date(2027, 4, 30)},):
            self.draft(**told)
        drafting.agree(self.who("chair"), self.meeting)
        return issuing.issue(self.who("office"), self.meeting, NoticeDraft())

    def given(self) -> list[Task]:
        """Tasks of everything issued."""
        return list(giving.give_all(self.who("office"), self.meeting).tasks)


def new_meeting(
    scene: Scene | committees.Scene, day: date, number: int, *, state: MeetingState = MeetingState.HELD
) -> Meeting:
    """A session of the committee on that day."""
    starts = datetime(day.year, day.month, day.day, 8, tzinfo=clock.TZ)
    house = scene.house if isinstance(scene, Scene) else scene
    return Meeting.objects.create(
        committee=house.committee,
        code=f"{house.committee.code}-{day.year}-phien-{number}",
        year=day.year,
        number=number,
        kind="session",
        title=f"Phiên họp lần thứ {number} năm {day.year}",
        starts_at=starts,
        ends_at=starts + timedelta(hours=3),
        state=state,
        chair=house.person("chair"),
        changed_at=clock.now(),
    )


def new_scene() -> Scene:
    """The committee of `committees`, with a place and an agency, and a meeting held this morning."""
    house = committees.new_scene()
    country = Place.objects.create(
        level="country", code="VN", type="country", name="Việt Nam", slug="viet-nam", sort_key="v",
        search_key="viet nam", path="VN",
    )  # fmt: skip
    place = Place.objects.create(
        level="province", code="20", type="tinh", name="Lạng Sơn", slug="lang-son", sort_key="l",
        search_key="lang son", path="VN/20", parent=country,
    )  # fmt: skip
    above = Agency.objects.create(
        code="ubnd-tinh", name="Ủy ban nhân dân tỉnh Lạng Sơn", kind="committee", place=place,
        pack=settings.HOME_PACK,
    )  # fmt: skip
    own = Agency.objects.create(
        code="bcd-cds", name="Ban Chỉ đạo chuyển đổi số", kind="steering", place=place, parent=above,
        pack=settings.HOME_PACK,
    )  # fmt: skip
    house.committee.place, house.committee.agency = place, own
    house.committee.save()
    meeting = new_meeting(house, TODAY, 1)
    item = AgendaItem.objects.create(meeting=meeting, order=1, title="Báo cáo kết quả năm")
    return Scene(house, meeting, item, place)


def hand_out() -> None:
    """Hand out events until none waits."""
    while dispatch_waiting():
        pass
