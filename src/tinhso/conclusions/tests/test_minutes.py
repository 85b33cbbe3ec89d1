"""Minutes: nothing overwrites, nothing is lost, corrections stay."""

from __future__ import annotations

import io

import pytest
from django.db import DatabaseError, transaction
from docx import Document as Word
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tinhso.base import clock
from tinhso.base.audit.models import AuditEntry
from tinhso.base.errors import Conflict, Invalid, NotAllowed
from tinhso.base.ids import new_id
from tinhso.committees.models import Membership
from tinhso.committees.tests.scene import TODAY
from tinhso.conclusions.actions import minutes as actions
from tinhso.conclusions.models import MinuteEntry
from tinhso.conclusions.queries import minutes as queries
from tinhso.conclusions.schemas import EntryDraft
from tinhso.conclusions.tests.scene import Scene, new_scene
from tinhso.conclusions.writing import record
from tinhso.meetings.models import Invitation
from tinhso.meetings.states import MeetingState, Presence
from tinhso.papers import docx


def _standing(scene: Scene) -> list[str]:
    return [entry.text for entry in queries.of_meeting(scene.meeting)]


def test_an_invited_speaker_is_recognised(scene: Scene) -> None:
    seat = scene.house.seats["an"]
    seat.agency = scene.house.agency
    seat.save()
    Invitation.objects.create(
        meeting=scene.meeting, person=scene.house.person("an"), membership=seat, role="member", order=1
    )
    entry = actions.write(
        scene.who("secretary"),
        scene.meeting,
        EntryDraft(text="Đề nghị bổ sung kinh phí", speaker="nguyễn văn an", item=1),
    )
    assert (entry.speaker, entry.agency) == (scene.house.person("an"), scene.house.agency)
    assert entry.item == scene.item
    typed = EntryDraft(text="Ý kiến", speaker="Khách", agency="Hội Truyền thông số")
    other = actions.write(scene.who("secretary"), scene.meeting, typed)
    assert (other.who, other.whose) == ("Khách", "Hội Truyền thông số")


def test_sent_twice_stands_once(scene: Scene) -> None:
    draft = EntryDraft(text="Một lần", key=new_id())
    one = actions.write(scene.who("secretary"), scene.meeting, draft)
    assert actions.write(scene.who("secretary"), scene.meeting, draft) == one
    assert _standing(scene) == ["Một lần"]
    with pytest.raises(Conflict):
        actions.write(scene.who("secretary"), scene.meeting, draft.model_copy(update={"text": "Khác"}))


def test_two_secretaries_correct_the_same_entry(scene: Scene) -> None:
    first = actions.write(scene.who("secretary"), scene.meeting, EntryDraft(text="Bản đầu"))
    second = actions.correct(scene.who("secretary"), first.pk, EntryDraft(text="Bản hai"), reason="Ghi nhầm")
    with pytest.raises(Conflict, match="Bản hai"):
        actions.correct(scene.who("office"), first.pk, EntryDraft(text="Bản ba"), reason="Ghi nhầm")
    third = actions.correct(scene.who("office"), second.pk, EntryDraft(text="Bản ba"), reason="Bổ sung")
    assert _standing(scene) == ["Bản ba"]
    assert [row.text for row in queries.versions(first)] == ["Bản ba", "Bản hai", "Bản đầu"]
    assert third.reason == "Bổ sung"
    actions.withdraw(scene.who("office"), third.pk, reason="Trùng")
    assert _standing(scene) == []
    with pytest.raises(Invalid):
        actions.withdraw(scene.who("office"), third.pk, reason=" ")


def _signed(scene: Scene) -> tuple[list[list[str]], list[str]]:
    """The two signing blocks of the minutes as Word opens them, and the lines of their text."""
    word = Word(io.BytesIO(docx.render(record.paper(scene.meeting, clock.now()))))
    blocks = [[line.text for line in cell.paragraphs] for cell in word.tables[-1].rows[0].cells]
    return blocks, [line.text for line in word.paragraphs]


def test_secretary_and_chair_sign_side_by_side(scene: Scene) -> None:
    secretary = scene.house.person("secretary")
    actions.write(scene.who("office"), scene.meeting, EntryDraft(text="Ghi thay"))
    blocks, lines = _signed(scene)
    assert blocks[1] == ["CHỦ TRÌ", scene.house.person("chair").full_name]
    assert blocks[0] == ["THƯ KÝ", scene.house.person("office").full_name]
    Invitation.objects.create(
        meeting=scene.meeting, person=secretary, role="member", order=1, attended=Presence.PRESENT
    )
    blocks, lines = _signed(scene)
    assert blocks[0] == ["THƯ KÝ", secretary.full_name] and f"Thư ký: {secretary.full_name}." in lines


def test_the_chair_is_never_the_secretary_too(scene: Scene) -> None:
    Membership.objects.filter(person=scene.house.person("secretary")).delete()
    actions.write(scene.who("chair"), scene.meeting, EntryDraft(text="Chủ trì tự ghi"))
    blocks, lines = _signed(scene)
    assert blocks[0] == ["THƯ KÝ", ""] and not any(line.startswith("Thư ký:") for line in lines)


def test_only_those_who_keep_minutes_write(scene: Scene) -> None:
    for name in ("outsider", "an", "leader", "auditor"):
        with pytest.raises(NotAllowed):
            actions.write(scene.who(name), scene.meeting, EntryDraft(text="Không"))
    for name in ("office", "chair", "secretary"):
        actions.write(scene.who(name), scene.meeting, EntryDraft(text=name))
    assert len(_standing(scene)) == 3


def test_a_meeting_not_opened_takes_no_minutes(scene: Scene) -> None:
    scene.meeting.state = MeetingState.PLANNED
    with pytest.raises(Conflict, match="chưa mở"):
        actions.write(scene.who("secretary"), scene.meeting, EntryDraft(text="Sớm"))


def test_the_database_keeps_every_entry(scene: Scene) -> None:
    entry = actions.write(scene.who("secretary"), scene.meeting, EntryDraft(text="Còn nguyên"))
    with pytest.raises(DatabaseError), transaction.atomic():
        MinuteEntry.objects.filter(pk=entry.pk).update(text="Khác")
    kept = AuditEntry.objects.get(verb="minutes.write")
    assert list(kept.data["facts"]) and kept.stream == f"conclusions:{scene.meeting.code}"


class TestInterleaving(TestCase):
    """Whatever two secretaries do, in whatever order: what nobody corrected or withdrew stands as typed."""

    @settings(max_examples=20, deadline=None)
    @given(
        st.lists(st.tuples(st.sampled_from(["write", "correct", "withdraw"]), st.integers(0, 5)), max_size=12)
    )
    def test_nothing_is_overwritten(self, steps: list[tuple[str, int]]) -> None:
        with clock.standing_at(TODAY):
            scene = new_scene()
            expected: dict[int, str] = {}
            newest: list[MinuteEntry] = []
            for number, (step, chosen) in enumerate(steps):
                by = scene.who("secretary" if number % 2 else "office")
                if step == "write" or not newest:
                    newest.append(actions.write(by, scene.meeting, EntryDraft(text=f"ý {number}")))
                    expected[len(newest) - 1] = f"ý {number}"
                    continue
                index = chosen % len(newest)
                if index not in expected:
                    continue
                if step == "correct":
                    draft = EntryDraft(text=f"sửa {number}")
                    newest[index] = actions.correct(by, newest[index].pk, draft, reason="sửa")
                    expected[index] = draft.text
                else:
                    newest[index] = actions.withdraw(by, newest[index].pk, reason="rút")
                    del expected[index]
            assert sorted(_standing(scene)) == sorted(expected.values())
