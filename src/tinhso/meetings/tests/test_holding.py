"""Quorum, codes for checking in, agenda, papers and their readers, and the states by property tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base import clock
from tinhso.base.audit.models import AuditEntry
from tinhso.base.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from tinhso.base.events.models import OutboxEvent
from tinhso.committees.tests.scene import Scene
from tinhso.meetings import codes, queries, quorum
from tinhso.meetings.actions import add_item_within, agenda, attending, holding, inviting, papers, planning
from tinhso.meetings.actions.common import changing
from tinhso.meetings.models import Attendance, Meeting, PaperRead
from tinhso.meetings.schemas import AnswerDraft, ItemDraft, PaperDraft, TimeDraft
from tinhso.meetings.states import FOLLOWS, InviteState, ItemKind, MeetingState, Presence, may_follow
from tinhso.meetings.tests.scene import STARTS, attend, invitation, invited, planned

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@given(st.lists(st.sampled_from(list(MeetingState)), max_size=12))
def test_no_path_leaves_an_end_and_every_state_is_reached_in_order(wanted: list[MeetingState]) -> None:
    now, passed = MeetingState.PLANNED, [MeetingState.PLANNED]
    for then in wanted:
        if may_follow(now, then):
            assert now not in {MeetingState.CLOSED, MeetingState.CANCELLED}
            now = then
            passed.append(then)
    assert len(passed) == len(set(passed)), "no state comes twice"
    if MeetingState.CLOSED in passed:
        assert passed == [MeetingState.PLANNED, MeetingState.INVITED, MeetingState.HELD, MeetingState.CLOSED]
    assert {state for state, after in FOLLOWS.items() if not after} == {
        MeetingState.CLOSED,
        MeetingState.CANCELLED,
    }


STEPS = ("invite", "open", "close", "cancel", "move", "attend")


ORDERS = (
    STEPS,
    tuple(reversed(STEPS)),
    ("open", "invite", "cancel", "attend", "open"),
    ("invite", "attend", "open", "cancel", "move", "close", "cancel"),
)


@pytest.mark.parametrize("order", ORDERS)
def test_the_verbs_keep_to_the_states_whatever_is_asked(scene: Scene, order: tuple[str, ...]) -> None:
    meeting, office = planned(scene), scene.who("office")
    inviting.prepare_members(office, meeting.code)
    steps: dict[str, Callable[[], object]] = {
        "invite": lambda: inviting.send(office, meeting.code),
        "open": lambda: holding.open_meeting(office, meeting.code, without_quorum="thử"),
        "close": lambda: holding.close(office, meeting.code),
        "cancel": lambda: planning.cancel(office, meeting.code, reason="thử"),
        "move": lambda: planning.reschedule(
            office, meeting.code, TimeDraft(starts_at=STARTS, ends_at=STARTS + timedelta(hours=1))
        ),
        "attend": lambda: attend(scene, meeting, "an"),
    }
    for step in order:
        before = Meeting.objects.get(pk=meeting.pk)
        try:
            steps[step]()
        except Refusal:
            assert Meeting.objects.get(pk=meeting.pk).version == before.version, "a refusal changes nothing"
        after = Meeting.objects.get(pk=meeting.pk)
        assert after.state == before.state or may_follow(before.state, MeetingState(after.state))


def test_without_quorum_opening_is_refused_with_the_way_out(scene: Scene) -> None:
    meeting = invited(scene)
    attend(scene, meeting, "chair", "an", "binh")
    now = quorum.of(meeting)
    assert (now.present, now.total, now.needed, now.enough) == (3, 6, 4, False)
    with pytest.raises(Conflict) as refused:
        holding.open_meeting(scene.who("chair"), meeting.code)
    assert refused.value.code == "quorum" and "3/6" in str(refused.value.message)
    assert "hoãn" in str(refused.value.hint) and "lý do" in str(refused.value.hint)
    held = holding.open_meeting(scene.who("chair"), meeting.code, without_quorum="Họp lấy ý kiến về dự thảo")
    assert held.state == MeetingState.HELD and held.without_quorum == "Họp lấy ý kiến về dự thảo"


def test_with_a_quorum_it_is_opened_and_no_reason_is_kept(scene: Scene) -> None:
    meeting = invited(scene)
    attend(scene, meeting, "chair", "deputy", "an", "binh")
    held = holding.open_meeting(scene.who("chair"), meeting.code, without_quorum="thừa")
    assert held.without_quorum == "" and held.opened_at is not None
    assert OutboxEvent.objects.filter(name="meetings.held").exists()


def test_a_secretary_does_not_make_a_quorum_and_absence_undoes_presence(scene: Scene) -> None:
    meeting = invited(scene)
    attend(scene, meeting, "chair", "an", "binh", "secretary")
    assert quorum.of(meeting).present == 3
    row = invitation(scene, meeting, "an")
    attending.record(scene.who("office"), meeting.code, row.pk, Presence.ABSENT)
    assert quorum.of(meeting).present == 2
    assert Attendance.objects.filter(invitation=row).count() == 2


@pytest.mark.parametrize("counted", [True, False])
def test_a_substitute_counts_as_the_regulation_says(scene: Scene, counted: bool) -> None:
    scene.regulation.substitutes_count = counted
    scene.regulation.save()
    meeting = invited(scene)
    row = invitation(scene, meeting, "an")
    sent = AnswerDraft(state=InviteState.SUBSTITUTED, substitute_name="Phó Giám đốc Sở")
    inviting.answer(scene.who("an"), meeting.code, row.pk, sent)
    attend(scene, meeting, "chair", "deputy", "binh", "an")
    assert quorum.of(meeting).present == (4 if counted else 3)
    assert quorum.of(meeting).enough is counted


def test_without_a_regulation_nothing_is_computed_and_nothing_refused(scene: Scene) -> None:
    scene.regulation.delete()
    meeting = invited(scene)
    assert quorum.of(meeting).needed is None
    assert holding.open_meeting(scene.who("chair"), meeting.code).state == MeetingState.HELD


def test_the_code_of_the_room_checks_in_who_is_invited_and_signed_in(scene: Scene) -> None:
    meeting = invited(scene)
    token = codes.of_room(meeting)
    row = attending.check_in(scene.who("an"), token)
    assert (row.person, row.attended) == (scene.person("an"), Presence.PRESENT)
    attending.check_in(scene.who("an"), token)
    assert Attendance.objects.filter(invitation=row).count() == 1
    attending.check_in(scene.who("binh"), token)
    with pytest.raises(NotAllowed):
        attending.check_in(scene.who("leader"), token)


def test_somebodys_own_code_is_good_once_and_only_for_who_leads(scene: Scene) -> None:
    meeting = invited(scene)
    token = codes.of_person(invitation(scene, meeting, "an"))
    with pytest.raises(NotAllowed):
        attending.check_in(scene.who("an"), token)
    attending.check_in(scene.who("secretary"), token)
    with pytest.raises(Conflict) as refused:
        attending.check_in(scene.who("secretary"), token)
    assert refused.value.code == "code_used"


def test_a_code_ends_and_a_forged_one_is_none(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = invited(scene)
    token = codes.of_room(meeting)
    monkeypatch.setattr(codes, "ROOM_LIVES", timedelta(seconds=-1))
    with pytest.raises(Conflict) as refused:
        attending.check_in(scene.who("an"), token)
    assert refused.value.code == "code_expired"
    for forged in (token[:-1], token.replace("m.", "i.", 1), "m.abc", "", "i.x.y:1:z"):
        with pytest.raises(Conflict) as refused:
            attending.check_in(scene.who("an"), forged)
        assert refused.value.code == "code_bad"


def test_who_comes_after_the_opening_is_late(scene: Scene) -> None:
    meeting = invited(scene)
    attend(scene, meeting, "chair", "deputy", "an", "binh")
    holding.open_meeting(scene.who("chair"), meeting.code)
    assert attending.check_in(scene.who("chi"), codes.of_room(meeting)).attended == Presence.LATE


def _items(scene: Scene, meeting: Meeting, *titles: str) -> None:
    for title in titles:
        agenda.add_item(scene.who("office"), meeting.code, ItemDraft(title=title))


def test_items_move_and_leave_and_come_back(scene: Scene) -> None:
    meeting, office = planned(scene), scene.who("office")
    _items(scene, meeting, "Một", "Hai", "Ba")
    last = meeting.items.get(title="Ba")
    agenda.move_item(office, meeting.code, last.pk, up=True)
    assert [row.title for row in queries.agenda(meeting)] == ["Một", "Ba", "Hai"]
    agenda.withdraw_item(office, meeting.code, meeting.items.get(title="Một").pk, reason="Chưa đủ hồ sơ")
    agenda.move_item(office, meeting.code, last.pk, up=True)
    assert [row.title for row in queries.agenda(meeting)] == ["Ba", "Hai"]
    agenda.restore_item(office, meeting.code, meeting.items.get(title="Một").pk)
    assert len(queries.agenda(meeting)) == 3


def test_what_returns_by_itself_stands_on_the_agenda_once(scene: Scene) -> None:
    meeting, office = planned(scene), scene.who("office")
    for _again in range(2):
        with changing(office, meeting.code, "add_item") as doing:
            add_item_within(
                doing.act, doing.meeting, title="Kết luận 3", kind=ItemKind.CARRIED,
                origin="Phiên trước", origin_href="/conclusions/3",
            )  # fmt: skip
    assert meeting.items.count() == 1


def test_a_secret_title_is_refused(scene: Scene) -> None:
    meeting = planned(scene)
    with pytest.raises(Invalid):
        _items(scene, meeting, "Báo cáo (MẬT) về an ninh mạng")


def test_papers_have_versions_and_each_reader_is_noted_once(scene: Scene) -> None:
    meeting, office = invited(scene), scene.who("office")
    _items(scene, meeting, "Báo cáo")
    item = meeting.items.get()
    first = papers.add_file(office, meeting.code, item.pk, BytesIO(PDF), "bao-cao.pdf")
    second = papers.add_file(
        office, meeting.code, item.pk, BytesIO(PDF + b"%"), "bao-cao-2.pdf", replaces=first.pk
    )
    assert (second.version, second.title) == (2, "bao-cao.pdf")
    with pytest.raises(Conflict):
        papers.add_file(office, meeting.code, item.pk, BytesIO(PDF), "b.pdf", replaces=first.pk)
    assert [row.pk for row in queries.papers_of([item])] == [second.pk]
    for _again in range(2):
        papers.note_read(scene.who("an"), second)
    papers.note_read(scene.who("binh"), second)
    assert PaperRead.objects.filter(paper=second).count() == 2
    assert queries.readers(meeting)[second.pk] == {scene.person("an").pk, scene.person("binh").pk}


def test_an_address_of_a_paper_is_one_of_ours(scene: Scene) -> None:
    for bad in ("//evil.example", "https://evil.example", "/\\evil", "javascript:x"):
        with pytest.raises(ValueError):
            PaperDraft(title="x", href=bad)
    meeting = planned(scene)
    _items(scene, meeting, "Báo cáo")
    item = meeting.items.get()
    made = papers.add_paper(scene.who("office"), meeting.code, item.pk, PaperDraft(href="/plans/"))
    assert made.href == "/plans/"
    with pytest.raises(Invalid):
        papers.add_paper(scene.who("office"), meeting.code, item.pk, PaperDraft())


def test_who_sees_a_meeting(scene: Scene) -> None:
    meeting = planned(scene)
    for name in ("office", "leader", "auditor", "chair", "an", "secretary"):
        assert queries.seen(scene.who(name), meeting.code) == meeting
    with pytest.raises(NotFound):
        queries.seen(scene.who("outsider"), meeting.code)


def test_every_verb_leaves_its_entry(scene: Scene) -> None:
    meeting = invited(scene)
    attend(scene, meeting, "chair", "deputy", "an", "binh")
    _items(scene, meeting, "Một")
    holding.open_meeting(scene.who("chair"), meeting.code)
    holding.set_current(scene.who("chair"), meeting.code, meeting.items.get().pk)
    holding.close(scene.who("chair"), meeting.code)
    verbs = set(AuditEntry.objects.filter(stream=f"meeting:{meeting.code}").values_list("verb", flat=True))
    assert verbs == {
        "meetings.plan", "meetings.prepare_members", "meetings.invite", "meetings.attend",
        "meetings.add_item", "meetings.open", "meetings.set_current", "meetings.close",
    }  # fmt: skip
    with pytest.raises(Conflict):
        agenda.add_item(scene.who("office"), meeting.code, ItemDraft(title="Sau khi bế mạc"))
    assert clock.now() is not None
