"""Taking in, accepting, changing, rejecting, undoing: nothing enters the figures without a person."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tinhso.base.audit.models import AuditEntry
from tinhso.base.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from tinhso.base.ids import new_id
from tinhso.indicators.models import CurrentFigure, Observation
from tinhso.people.principals import ANONYMOUS
from tinhso.places.models import Place
from tinhso.reading import queries
from tinhso.reading.actions import deciding, taking
from tinhso.reading.actions.correcting import correct
from tinhso.reading.models import Proposal, ProposalState, Reading, ReadingState, Synonym
from tinhso.reading.schemas import Choice, Corrected, NewReading
from tinhso.reading.tests.conftest import TEXT, Scene


def at(reading: Reading, text: str) -> Proposal:
    """The proposal of that printed figure."""
    return next(row for row in queries.proposals(reading) if row.figure["text"] == text)


def test_taking_in_proposes_and_writes_no_figure(scene: Scene) -> None:
    reading = scene.read()
    assert reading.state == ReadingState.READY
    assert not Observation.objects.exists()
    ratio = at(reading, "1.761/1.966")
    assert ratio.indicator == scene.procedures
    assert ratio.score is not None and ratio.score > Decimal("0.8")
    assert ratio.place == scene.province
    assert reading.text[ratio.start : ratio.end] == "1.761/1.966"
    assert any("89,6" in check["message"] % check["params"] for check in reading.checks)


def test_the_same_text_is_the_same_reading(scene: Scene) -> None:
    assert scene.read().pk == scene.read().pk
    other = scene.read(by="can-bo")
    assert other.agency == scene.other
    assert Reading.objects.count() == 2


def test_accepting_writes_a_figure_with_its_sentence(scene: Scene) -> None:
    reading = scene.read()
    row = deciding.accept(scene.who["thuong-truc"], at(reading, "1.761/1.966").pk)
    fact = row.fact
    assert fact is not None
    assert (fact.state, fact.indicator, fact.place) == ("confirmed", scene.procedures, scene.province)
    assert (str(fact.numerator), str(fact.denominator), str(fact.percent_printed)) == ("1761", "1966", "89.5")
    assert fact.period == "2026-10"
    assert fact.dated == date(2026, 10, 31)
    assert fact.locator.startswith("“Thực hiện Kế hoạch số 247") and fact.locator.endswith("đạt 89,5%.”")
    assert CurrentFigure.objects.get().observation == fact
    entry = AuditEntry.objects.filter(verb="reading.accept", stream=f"reading:{reading.pk}").get()
    assert entry.data["figure"] == str(fact.pk)


def test_an_officers_figure_waits_for_its_levels(scene: Scene) -> None:
    reading = scene.read(by="can-bo")
    row = deciding.accept(scene.who["can-bo"], at(reading, "1.680").pk)
    assert row.fact is not None
    assert (row.fact.state, row.fact.agency) == ("submitted", scene.other)
    assert not CurrentFigure.objects.exists()
    with pytest.raises(NotAllowed):
        deciding.undo(scene.who["can-bo"], row.pk)
    row.refresh_from_db()
    assert row.state == ProposalState.ACCEPTED


def test_nobody_else_sees_or_decides(scene: Scene) -> None:
    reading = scene.read(by="can-bo")
    row = at(reading, "1.680")
    with pytest.raises(NotFound):
        deciding.accept(scene.who["can-bo-khac"], row.pk)
    with pytest.raises(NotAllowed):
        queries.one(scene.who["lanh-dao"], reading.pk)
    with pytest.raises(NotSignedIn):
        queries.one(ANONYMOUS, reading.pk)
    with pytest.raises(NotAllowed):
        scene.read(by="kiem-tra")
    assert deciding.accept(scene.who["thuong-truc"], row.pk).fact is not None


def test_deciding_twice_is_refused(scene: Scene) -> None:
    row = at(scene.read(), "1.680")
    by = scene.who["thuong-truc"]
    deciding.reject(by, row.pk, "không đúng")
    with pytest.raises(Conflict):
        deciding.accept(by, row.pk)
    assert not Observation.objects.exists()


def test_undoing_withdraws_and_proposes_again(scene: Scene) -> None:
    row = at(scene.read(), "1.680")
    by = scene.who["thuong-truc"]
    fact = deciding.accept(by, row.pk).fact
    assert fact is not None
    again = deciding.undo(by, row.pk)
    assert (again.state, again.fact) == (ProposalState.PROPOSED, None)
    assert Observation.objects.get(supersedes=fact).state == "withdrawn"
    assert deciding.accept(by, row.pk).fact is not None


def test_one_of_several_places_of_a_name_is_asked_for_and_learned(scene: Scene) -> None:
    by = scene.who["thuong-truc"]
    row = at(scene.read(), "12")
    assert row.place is None
    assert row.places == ["06001", "06002"]
    with pytest.raises(Invalid) as refused:
        deciding.accept(by, row.pk)
    assert refused.value.field == "place"
    done = deciding.accept(by, row.pk, Choice(place="06002"))
    assert done.fact is not None and done.fact.place == scene.namesakes[1]
    after = at(scene.read("Xã Tân Tiến đã thành lập 13 tổ công nghệ số cộng đồng."), "13")
    assert after.place == scene.namesakes[1]


def test_what_is_unknown_is_new_and_a_choice_teaches(scene: Scene) -> None:
    by = scene.who["thuong-truc"]
    text = "Toàn tỉnh có 512 điểm bưu điện văn hóa xã phục vụ người dân."
    row = at(scene.read(text), "512")
    assert row.indicator is None
    with pytest.raises(Invalid):
        deciding.accept(by, row.pk)
    changed = deciding.change(by, row.pk, Choice(indicator=scene.teams.code))
    assert changed.state == ProposalState.CHANGED
    deciding.accept(by, row.pk)
    assert Synonym.objects.get().code == scene.teams.code
    again = at(scene.read(text.replace("512", "530")), "530")
    assert again.indicator == scene.teams
    assert again.score == 1
    assert again.why["learned"]


def test_a_new_indicator_is_laid_down_by_the_standing_office(scene: Scene) -> None:
    text = "Toàn tỉnh có 512 điểm bưu điện văn hóa xã phục vụ người dân."
    name = Choice(new_indicator="Số điểm bưu điện văn hóa xã")
    theirs = at(scene.read(text, by="can-bo"), "512")
    with pytest.raises(NotAllowed):
        deciding.accept(scene.who["can-bo"], theirs.pk, name)
    row = deciding.accept(scene.who["thuong-truc"], at(scene.read(text), "512").pk, name)
    assert row.fact is not None
    assert row.fact.indicator.code == "so-diem-buu-dien-van-hoa-xa"
    assert row.fact.value == 512


def test_a_target_is_recorded_as_one(scene: Scene) -> None:
    row = at(scene.read(), "100%")
    assert row.target == scene.target
    done = deciding.accept(scene.who["thuong-truc"], row.pk)
    assert done.fact is not None
    assert done.fact.is_target
    assert done.fact.period == "2027"
    assert done.fact.value == 100


def test_another_units_target_is_not_meant(scene: Scene) -> None:
    scene.target.place = scene.namesakes[0]
    scene.target.save()
    row = at(scene.read(), "100%")
    assert row.target is None
    assert row.indicator == scene.target.indicator


def test_a_changed_value_is_what_is_written(scene: Scene) -> None:
    row = at(scene.read(), "1.680")
    choice = Choice(value=Decimal(1681), period="2026-Q3", unit="tổ")
    done = deciding.accept(scene.who["thuong-truc"], row.pk, choice)
    assert done.fact is not None
    assert done.fact.value == 1681
    assert (done.fact.period, done.fact.unit) == ("2026-Q3", "tổ")
    assert done.figure["value"] == "1680"
    assert done.edited["value"] == "1681"


def test_many_at_once_leaves_what_does_not_agree(scene: Scene) -> None:
    reading = scene.read()
    done = deciding.accept_above(scene.who["thuong-truc"], reading.pk, Decimal("0.6"))
    texts = {row.figure["text"] for row in done.accepted}
    assert "1.680" in texts
    assert "1.761/1.966" not in texts
    assert [row.figure["text"] for row, _why in done.left if row.position in reading.checks[0]["figures"]]
    assert not Synonym.objects.exists()
    with pytest.raises(Invalid):
        deciding.accept_above(scene.who["thuong-truc"], reading.pk, Decimal(2))


def test_a_reading_is_done_when_nothing_waits(scene: Scene) -> None:
    by, reading = scene.who["thuong-truc"], scene.read()
    waiting = [row for row in queries.proposals(reading) if row.state != ProposalState.NOTED]
    for row in waiting:
        deciding.reject(by, row.pk)
    reading.refresh_from_db()
    assert reading.state == ReadingState.DONE
    deciding.undo(by, waiting[0].pk)
    reading.refresh_from_db()
    assert reading.state == ReadingState.READY


def test_a_correction_reads_open_figures_anew(scene: Scene) -> None:
    by, reading = scene.who["thuong-truc"], scene.read(TEXT.replace("tính đến ngày 31/10/2026", "đến nay"))
    rejected = deciding.reject(by, at(reading, "7.856").pk)
    correct(by, reading.pk, Corrected(title="Báo cáo quý", dated=date(2025, 3, 2), document="247-kh-ubnd"))
    reading.refresh_from_db()
    assert (str(reading), reading.document) == ("Báo cáo quý", scene.document)
    rejected.refresh_from_db()
    assert rejected.state == ProposalState.REJECTED
    fact = deciding.accept(by, at(reading, "1.761/1.966").pk).fact
    assert fact is not None
    assert (fact.period, fact.document) == ("2025-03", scene.document)


def test_a_secret_is_refused_and_not_kept(scene: Scene) -> None:
    by = scene.who["thuong-truc"]
    for told in (NewReading(text="MẬT\nToàn tỉnh có 12 xã."), NewReading(text=TEXT, title="TỐI MẬT")):
        with pytest.raises(Invalid) as refused:
            taking.take_in(by, told)
        assert refused.value.code == "state_secret"
    assert not Reading.objects.exists()


def test_an_empty_form_says_what_to_do(scene: Scene) -> None:
    with pytest.raises(Invalid) as refused:
        taking.take_in(scene.who["thuong-truc"], NewReading(text="  "))
    assert refused.value.field == "text"


def test_what_another_document_told_differently_is_a_contradiction(scene: Scene) -> None:
    by = scene.who["thuong-truc"]
    text = "Quý III năm 2026, toàn tỉnh có 1.680 tổ công nghệ số cộng đồng."
    deciding.accept(by, at(scene.read(text), "1.680").pk)
    same = scene.read(f"{text} Các tổ hoạt động tốt.")
    assert same.checks == []
    other = scene.read(text.replace("1.680", "1.690"))
    [check] = other.checks
    assert check["kind"] == "two_values"
    assert check["figures"] == [at(other, "1.690").position]
    said = check["message"] % check["params"]
    assert "văn bản ghi 1.690, số đang có là 1.680" in said
    later = scene.read(text.replace("1.680", "1.690").replace("Quý III", "Quý IV"))
    assert later.checks == []


def test_two_texts_that_wait_are_held_against_each_other(scene: Scene) -> None:
    text = "Quý III năm 2026, toàn tỉnh có 1.680 tổ công nghệ số cộng đồng."
    scene.read(text, title="Báo cáo thứ nhất")
    [check] = scene.read(text.replace("1.680", "1.690")).checks
    assert "số đang có là 1.680 (Báo cáo thứ nhất)" in check["message"] % check["params"]
    assert scene.read(f"{text} Hết.", by="can-bo").checks == []


def test_a_figure_of_an_earlier_time_is_of_the_unit_of_that_time(scene: Scene) -> None:
    by, merged = scene.who["thuong-truc"], scene.province
    before = Place.objects.get(pk=merged.pk)
    before.pk, before.valid_to = new_id(), date(2025, 6, 30)
    Place.objects.filter(pk=merged.pk).update(valid_from=date(2025, 7, 1))
    before.save(force_insert=True)
    reading = scene.read("Năm 2022, toàn tỉnh có 1.680 tổ công nghệ số cộng đồng.")
    assert at(reading, "1.680").place == merged
    fact = deciding.accept(by, at(reading, "1.680").pk).fact
    assert fact is not None and fact.place_id == before.pk


def test_money_is_told_in_the_indicators_unit(scene: Scene) -> None:
    scene.teams.kind, scene.teams.unit, scene.teams.name = "money", "tỷ đồng", "Kinh phí chuyển đổi số"
    scene.teams.save()
    reading = scene.read("Năm 2026, kinh phí chuyển đổi số là 536,46 tỷ đồng.")
    row = next(row for row in queries.proposals(reading) if row.kind == "money")
    fact = deciding.accept(scene.who["thuong-truc"], row.pk, Choice(indicator=scene.teams.code)).fact
    assert fact is not None
    assert fact.value == Decimal("536.46")
    assert fact.unit == "tỷ đồng"
