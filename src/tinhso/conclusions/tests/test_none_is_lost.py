"""Over random histories a conclusion ends as a task, dropped with a reason, or carried over: none is lost."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tinhso.base import clock
from tinhso.base.errors import Refusal
from tinhso.committees.tests.scene import TODAY
from tinhso.conclusions.actions import carrying, drafting, giving, issuing
from tinhso.conclusions.core.states import STEPS, UNSETTLED, State, Step, after
from tinhso.conclusions.models import Conclusion, ConclusionState
from tinhso.conclusions.queries import conclusions as queries
from tinhso.conclusions.schemas import ConclusionDraft, NoticeDraft
from tinhso.conclusions.tests.scene import Scene, new_meeting, new_scene
from tinhso.meetings.models import Meeting
from tinhso.meetings.states import MeetingState

ENDS = {State.TASK, State.DROPPED}
STEP = st.sampled_from(
    ["draft", "whole", "agree", "return", "issue", "give", "drop", "plan", "hold", "cancel"]
)


@given(st.lists(st.sampled_from(list(Step)), max_size=30))
def test_no_step_leads_out_of_the_known_states(steps: list[Step]) -> None:
    state = State.DRAFT
    for step in steps:
        state = after(state, step) or state
        assert state in ENDS or state in UNSETTLED
        assert state in ENDS or after(state, Step.CARRY) is not None, "what is not settled can be carried"
        assert state in ENDS or (state, Step.DROP) in STEPS, "what is not settled can be dropped"


class TestHistories(TestCase):
    """Meetings come and go, conclusions are drafted, agreed, issued, given and dropped in any order."""

    @settings(max_examples=12, deadline=None)
    @given(st.lists(st.tuples(STEP, st.integers(0, 7)), min_size=4, max_size=24))
    def test_none_is_lost(self, steps: list[tuple[str, int]]) -> None:
        with clock.standing_at(TODAY):
            scene = new_scene()
            meetings, drafted = [scene.meeting], 0
            for step, chosen in steps:
                drafted += self._take(scene, meetings, step, chosen)
                carrying.carry(scene.committee)
            for meeting in meetings:
                if meeting.state != MeetingState.CANCELLED:
                    _stand(meeting, MeetingState.CLOSED)
            last = new_meeting(scene, _after(meetings), 99, state=MeetingState.PLANNED)
            carrying.carry(scene.committee)
            back = set(queries.carried_to(last).values_list("pk", flat=True))
            rows = list(Conclusion.objects.all())
            assert len(rows) == drafted
            for row in rows:
                if row.state == ConclusionState.DROPPED:
                    assert row.state_reason
                elif row.state == ConclusionState.TASK:
                    assert row.task is not None and row.task.title == row.text
                else:
                    assert row.pk in back, f"{row.text} ({row.state}) is on no agenda"
            origins = {row.meeting_id for row in rows if row.pk in back}
            assert last.items.count() == len(origins), "one item a meeting that left something"

    def _take(self, scene: Scene, meetings: list[Meeting], step: str, chosen: int) -> int:
        """One step; what is refused changes nothing. The answer is how many were drafted."""
        held = [one for one in meetings if one.state == MeetingState.HELD]
        meeting = held[chosen % len(held)] if held else meetings[0]
        rows = list(Conclusion.objects.order_by("pk"))
        row = rows[chosen % len(rows)] if rows else None
        before = len(rows)
        try:
            self._do(scene, meetings, meeting, row, step, before)
        except Refusal:
            assert Conclusion.objects.count() == before
        return Conclusion.objects.count() - before

    def _do(
        self,
        scene: Scene,
        meetings: list[Meeting],
        meeting: Meeting,
        row: Conclusion | None,
        step: str,
        number: int,
    ) -> None:
        office = scene.who("office")
        if step in {"draft", "whole"}:
            more = {"lead": "so-tc", "deadline": date(2028, 4, 30)} if step == "whole" else {}
            drafting.draft(office, meeting, ConclusionDraft(text=f"Kết luận {number}", **more))
        elif step == "agree":
            drafting.agree(scene.who("chair"), meeting)
        elif step == "issue":
            issuing.issue(office, meeting, NoticeDraft(issued_on=date(2027, 12, 31)))
        elif step == "plan":
            day = _after(meetings)
            meetings.append(new_meeting(scene, day, len(meetings) + 1, state=MeetingState.PLANNED))
        elif step in {"hold", "cancel"}:
            planned = next((one for one in meetings if one.state == MeetingState.PLANNED), None)
            if planned:
                _stand(planned, MeetingState.HELD if step == "hold" else MeetingState.CANCELLED)
        elif row is not None and step == "return":
            drafting.send_back(scene.who("chair"), row.pk, reason="Viết lại")
        elif row is not None and step == "drop":
            drafting.drop(scene.who("chair"), row.pk, reason="Ghi nhận")
        elif row is not None and step == "give":
            giving.give(office, row.pk)


def _after(meetings: list[Meeting]) -> date:
    """The day after the last meeting."""
    return max(clock.local(one.starts_at).date() for one in meetings) + timedelta(days=1)


def _stand(meeting: Meeting, state: MeetingState) -> None:
    meeting.state = state
    meeting.save()
