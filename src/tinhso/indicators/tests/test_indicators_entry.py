"""The entry grid: drafts, sending, deciding, and its workbook with a word at every bad cell."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tinhso.base.audit import chain
from tinhso.base.calendar.periods import Period
from tinhso.base.errors import Conflict, Invalid
from tinhso.indicators import locks
from tinhso.indicators.approval import queues
from tinhso.indicators.bulk import deciding as bulk_decide
from tinhso.indicators.bulk.deciding import Outcome
from tinhso.indicators.entry import drafts as entry_drafts
from tinhso.indicators.entry import grid as entry
from tinhso.indicators.entry import workbook as entry_workbook
from tinhso.indicators.entry.grid import Grid
from tinhso.indicators.models import CurrentFigure, EntryDraft, Indicator, Kind, Observation, State
from tinhso.indicators.tests.conftest import World, indicator, place
from tinhso.people.principals import Principal
from tinhso.places.models import Level, Lineage

PERIOD = Period.parse("2026-Q3")
TEAMS = "c:06184:to-cnscd:value"
ABOVE, BELOW = "c:06184:dvctt:numerator", "c:06184:dvctt:denominator"
SHARE = "c:06184:phu-song:value"
Build = Callable[..., Grid]


@pytest.fixture
def share(world: World) -> Indicator:
    return indicator("phu-song", "Tỷ lệ phủ sóng", Kind.PERCENT, unit="%")


@pytest.fixture
def build(world: World, share: Indicator, monkeypatch: pytest.MonkeyPatch) -> Build:
    monkeypatch.setattr(entry, "_home", lambda: "20")

    def built(who: Any = None) -> Grid:
        rows = [world.teams, world.procedures, share]
        return entry.build(who or world.office, rows, PERIOD)

    return built


def test_rows_are_the_communes_for_the_office_and_the_own_place_for_an_officer(
    world: World, build: Build
) -> None:
    assert [row.place.code for row in build().rows] == ["06184"]
    own = entry.build(world.officer, [world.teams], PERIOD)
    assert [(row.place.code, row.agency) for row in own.rows] == [("20", world.agency)]


def test_the_office_fills_in_the_province_itself_and_units_of_another_storey(
    world: World, build: Build
) -> None:
    whole = entry.build(world.office, [world.teams], PERIOD, entry.level_of("province"))
    assert [(row.place.code, row.agency) for row in whole.rows] == [("20", None)]
    cell = whole.rows[0].cells[0].name
    entry_drafts.save(world.office, whole, {cell: "1680"})
    again = entry.build(world.office, [world.teams], PERIOD, whole.level)
    assert entry_drafts.send(world.office, again).figures == 1
    told = Observation.objects.get()
    assert (told.place.code, told.agency_id) == ("20", None)
    assert told.value == 1680
    assert entry.build(world.office, [world.teams], PERIOD, entry.level_of("district")).rows == []
    with pytest.raises(Invalid):
        entry.level_of("village")


def test_before_a_merger_the_provinces_that_were_are_filled_in(
    world: World, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn, country = date(2025, 7, 1), world.province.parent
    merged = place(Level.PROVINCE, "15", "Lào Cai", country, valid_from=turn)
    former = [
        place(Level.PROVINCE, code, name, country, valid_to=date(2025, 6, 30))
        for code, name in (("10", "Lào Cai"), ("15", "Yên Bái"))
    ]
    for one in former:
        Lineage.objects.create(predecessor=one, successor=merged, on=turn, share=1, basis="whole")
    monkeypatch.setattr(entry, "_home", lambda: "15")
    then = entry.build(world.office, [world.teams], Period.parse("2023"), Level.PROVINCE)
    assert {(row.place.pk, row.agency) for row in then.rows} == {(one.pk, None) for one in former}
    now = entry.build(world.office, [world.teams], PERIOD, Level.PROVINCE)
    assert [row.place.pk for row in now.rows] == [merged.pk]


def test_what_is_typed_is_kept_as_it_was_typed_and_what_is_doubtful_is_said(
    world: World, build: Build
) -> None:
    typed = {TEAMS: "1.680", ABOVE: "12", SHARE: "1.680"}
    entry_drafts.save(world.office, build(), typed)
    again = build()
    cells = again.cells
    assert [cells[name].text for name in typed] == list(typed.values())
    assert all(cells[name].drafted for name in typed)
    assert again.missing == 1, "only the denominator is missing"
    assert not Observation.objects.exists()
    told = entry_drafts.send(world.office, again)
    assert (told.figures, told.wrong) == (1, 2), "1.680 is a count of teams, and two readings of a percentage"
    assert "1,68" in cells[SHARE].problem
    assert "mẫu số" in cells[BELOW].problem
    assert Observation.objects.get().value == 1680
    assert EntryDraft.objects.count() == 2, "what was refused is still typed"
    mended = build()
    entry_drafts.save(world.office, mended, {SHARE: "89,5", BELOW: "40"})
    assert entry_drafts.send(world.office, build()).figures == 2
    assert not EntryDraft.objects.exists()
    assert build().cells[TEAMS].state == State.SUBMITTED


def test_drafts_are_their_writers_own(world: World, build: Build) -> None:
    entry_drafts.save(world.office, build(), {TEAMS: "5"})
    other = Principal(account_id=world.officer.account_id, name="Khác", agencies=world.office.agencies)
    assert build(other).cells[TEAMS].text == ""


def test_many_are_confirmed_or_returned_at_once(world: World, build: Build) -> None:
    entry_drafts.save(world.office, build(), {TEAMS: "7", SHARE: "89,5"})
    entry_drafts.send(world.office, build())
    rows = {row.indicator_id: row.last_id for row in queues.waiting_for(world.office)}
    with pytest.raises(Invalid, match="lý do"):
        bulk_decide.send_back(world.office, list(rows.values()), " ")
    assert bulk_decide.pass_on(world.office, [rows[world.teams.pk]]) == Outcome(confirmed=1)
    with pytest.raises(Conflict):
        bulk_decide.pass_on(world.office, list(rows.values()))
    rest = [row.last_id for row in queues.waiting_for(world.office)]
    assert bulk_decide.send_back(world.office, rest, "Thiếu trạm mới") == Outcome(returned=1)
    assert CurrentFigure.objects.get().observation.value == 7
    cell = build().cells[SHARE]
    assert (cell.state, cell.said) == (State.RETURNED, "Thiếu trạm mới")
    assert chain.verify().broken is None


def test_a_closed_period_keeps_its_cells(world: World, build: Build) -> None:
    entry_drafts.save(world.office, build(), {TEAMS: "7"})
    entry_drafts.send(world.office, build())
    locks.lock(world.office, [world.teams.code], PERIOD, "Đã chốt")
    waiting = [row.last_id for row in queues.waiting_for(world.office)]
    with pytest.raises(Conflict, match="đã khoá"):
        bulk_decide.pass_on(world.office, waiting)
    grid = build()
    assert grid.cells[TEAMS].locked
    entry_drafts.save(world.office, grid, {TEAMS: "9"})
    assert "khoá" in grid.cells[TEAMS].problem
    assert not EntryDraft.objects.exists()


def filled(content: bytes, change: Callable[[Any], None]) -> bytes:
    book = load_workbook(io.BytesIO(content))
    change(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_template_comes_back_as_it_went(world: World, build: Build) -> None:
    entry_drafts.save(world.office, build(), {TEAMS: "7", SHARE: "89,5"})
    grid = build()
    taken = entry_workbook.read(entry_workbook.template(grid), grid)
    assert taken.problems == ()
    assert {name: text for name, text in taken.typed.items() if text} == {TEAMS: "7", SHARE: "89,5"}


def test_every_bad_cell_of_a_workbook_is_named(world: World, build: Build) -> None:
    grid = build()

    def change(page: Any) -> None:
        page["C3"] = "=1/0"
        page["F3"] = "1.680"
        page.merge_cells("D3:E3")
        page["D3"] = 12

    taken = entry_workbook.read(filled(entry_workbook.template(grid), change), grid)
    assert [problem.field for problem in taken.problems] == ["Số liệu!C3", "Số liệu!D3", "Số liệu!E3"]
    assert set(taken.typed) == {SHARE}
    entry_drafts.save(world.office, grid, taken.typed)
    assert "1.680" in grid.cells[SHARE].problem
    assert taken.where[SHARE] == "Số liệu!F3"


def test_rows_of_no_place_and_of_one_place_twice_are_named(world: World, build: Build) -> None:
    grid = build()

    def change(page: Any) -> None:
        page["C3"] = 5
        page["C4"] = 6
        page["A5"], page["C5"] = page["A3"].value, 7
        page["A6"] = "99999"

    taken = entry_workbook.read(filled(entry_workbook.template(grid), change), grid)
    assert [problem.field for problem in taken.problems] == ["Số liệu!A4", "Số liệu!A5"]
    assert taken.typed[TEAMS] == "5", "the first row of a place stands; a row without a number is no mistake"


def test_what_is_no_workbook_of_the_grid_is_refused(build: Build) -> None:
    out = io.BytesIO()
    Workbook().save(out)
    for content in (b"khong phai", out.getvalue()):
        with pytest.raises(Invalid) as refused:
            entry_workbook.read(content, build())
        assert refused.value.field == "file"
