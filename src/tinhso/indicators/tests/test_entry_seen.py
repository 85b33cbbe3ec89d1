"""Two people in one grid, or one without a line: nothing is overwritten unseen, nothing is sent twice."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook

from tinhso.base.calendar.periods import Period
from tinhso.base.errors import Conflict
from tinhso.indicators import locks
from tinhso.indicators.approval import queues
from tinhso.indicators.bulk import deciding as bulk_decide
from tinhso.indicators.entry import drafts as entry_drafts
from tinhso.indicators.entry import grid as entry
from tinhso.indicators.entry import pages as entry_pages
from tinhso.indicators.entry import workbook as entry_workbook
from tinhso.indicators.entry.cells import token
from tinhso.indicators.entry.grid import Grid
from tinhso.indicators.models import Batch, EntryDraft, Observation
from tinhso.indicators.tests.conftest import World, principal
from tinhso.people.models import Role
from tinhso.people.principals import Principal

PERIOD = Period.parse("2026-Q3")
TEAMS = "c:06184:to-cnscd:value"
ABOVE, BELOW = "c:06184:dvctt:numerator", "c:06184:dvctt:denominator"
Build = Callable[..., Grid]


@pytest.fixture
def other(world: World) -> Principal:
    """A colleague of the standing office."""
    return principal(Role.STANDING_OFFICE, world.agency)


@pytest.fixture
def build(world: World, monkeypatch: pytest.MonkeyPatch) -> Build:
    monkeypatch.setattr(entry, "_home", lambda: "20")
    return lambda who=world.office: entry.build(who, [world.teams, world.procedures], PERIOD)


def seen(grid: Grid) -> dict[str, str]:
    """What the page carried."""
    return {name: cell.seen for name, cell in grid.cells.items()}


def told(who: Principal, build: Build, **typed: str) -> None:
    """`who` types and sends."""
    names = {"teams": TEAMS, "above": ABOVE, "below": BELOW}
    entry_drafts.save(who, build(who), {names[key]: text for key, text in typed.items()})
    entry_drafts.send(who, build(who))


def test_a_token_tells_version_lock_and_text_apart() -> None:
    tokens = {token("", ""), token("a", ""), token("", "1"), token("", "", locked=True), token("a", "1")}
    assert len(tokens) == 5


def test_what_moved_is_left_as_it_is_and_the_rest_is_kept(
    world: World, other: Principal, build: Build
) -> None:
    before = seen(build())
    told(other, build, teams="6")
    grid = build()
    entry_drafts.save(world.office, grid, {TEAMS: "5", ABOVE: "1"}, before)
    dispute = grid.cells[TEAMS].dispute
    assert dispute is not None and dispute.mine == "5"
    assert (grid.cells[TEAMS].text, grid.cells[TEAMS].shown) == ("6", "5")
    assert "Người thử" in grid.cells[TEAMS].theirs
    assert grid.cells[ABOVE].dispute is None
    assert [draft.typed for draft in EntryDraft.objects.all()] == [{"numerator": "1", "over:numerator": ""}]
    assert entry_drafts.send(world.office, grid).figures == 0
    assert Observation.objects.get().value == 6


@pytest.mark.parametrize(("choice", "stands"), [("mine", "5"), ("theirs", "6")])
def test_a_choice_is_a_save_over_what_stands(
    world: World, other: Principal, build: Build, choice: str, stands: str
) -> None:
    before = seen(build())
    told(other, build, teams="6")
    grid = build()
    entry_drafts.save(world.office, grid, {TEAMS: "5"}, before)
    cell = grid.cells[TEAMS]
    chosen = "5" if choice == "mine" else cell.text
    entry_drafts.save(world.office, build(), {TEAMS: chosen}, {TEAMS: cell.now})
    entry_drafts.send(world.office, build())
    last = Observation.objects.get(superseded_by=None)
    assert str(int(last.value or 0)) == stands
    assert Observation.objects.count() == (2 if choice == "mine" else 1)
    assert not EntryDraft.objects.exists()


def test_a_second_change_during_the_choice_is_a_dispute_again(
    world: World, other: Principal, build: Build
) -> None:
    before = seen(build())
    told(other, build, teams="6")
    grid = build()
    entry_drafts.save(world.office, grid, {TEAMS: "5"}, before)
    chosen = {TEAMS: grid.cells[TEAMS].now}
    told(other, build, teams="7")
    grid = build()
    entry_drafts.save(world.office, grid, {TEAMS: "5"}, chosen)
    assert grid.cells[TEAMS].dispute is not None
    assert grid.cells[TEAMS].text == "7"


def test_a_return_and_a_lock_move_a_cell(world: World, build: Build) -> None:
    told(world.office, build, teams="5", above="1", below="2")
    before = seen(build())
    figures = {row.indicator_id: row.last_id for row in queues.waiting_for(world.office)}
    bulk_decide.send_back(world.office, [figures[world.teams.pk]], "Thiếu hai tổ")
    locks.lock(world.office, [world.procedures.code], PERIOD)
    grid = build()
    entry_drafts.save(world.office, grid, {TEAMS: "7", ABOVE: "2"}, before)
    assert grid.cells[TEAMS].dispute and "Thiếu hai tổ" in grid.cells[TEAMS].theirs
    assert grid.cells[ABOVE].dispute and grid.cells[ABOVE].locked
    assert grid.cells[BELOW].dispute is None
    locks.reopen(world.office, [world.procedures.code], PERIOD, "Còn sót")
    grid = build()
    entry_drafts.save(world.office, grid, {ABOVE: "2"}, before)
    assert grid.cells[ABOVE].dispute is None, "open again, and as it was seen"


def test_the_same_save_again_changes_nothing(world: World, build: Build) -> None:
    before = seen(build())
    for _time in range(2):
        grid = build()
        entry_drafts.save(world.office, grid, {TEAMS: "5"}, before)
        assert grid.cells[TEAMS].dispute is None
    assert build().cells[TEAMS].text == "5"


def test_two_machines_of_one_person_see_each_other(world: World, build: Build) -> None:
    before = seen(build())
    entry_drafts.save(world.office, build(), {TEAMS: "5"}, before)
    grid = build()
    entry_drafts.save(world.office, grid, {TEAMS: "8"}, before)
    assert grid.cells[TEAMS].dispute
    assert "bản nháp của bạn" in grid.cells[TEAMS].theirs
    assert build().cells[TEAMS].text == "5"


def test_a_cell_that_was_only_sent_along_is_no_typing(world: World, other: Principal, build: Build) -> None:
    page = build()
    told(other, build, teams="6")
    grid = build()
    form = {"s:06184": page.rows[0].seen, **{name: cell.shown for name, cell in page.cells.items()}}
    entry_drafts.save(world.office, grid, *entry_pages.typed_over(grid, {**form, ABOVE: "3"}))
    assert not grid.disputed
    assert (grid.cells[TEAMS].text, grid.cells[ABOVE].text) == ("6", "3")


def test_a_plain_form_keeps_a_dispute_until_a_button_chooses(
    world: World, other: Principal, build: Build
) -> None:
    page = build()
    told(other, build, teams="6")
    form = {"s:06184": page.rows[0].seen, **{name: cell.shown for name, cell in page.cells.items()}}
    form |= {TEAMS: "5"}
    for choice in ("", "", "token"):
        grid = build()
        if choice:
            form |= {f"k:{TEAMS}": grid.cells[TEAMS].now}
        entry_drafts.save(world.office, grid, *entry_pages.typed_over(grid, form))
        assert bool(grid.disputed) is not bool(choice)
        form |= {"s:06184": grid.rows[0].seen, TEAMS: grid.cells[TEAMS].shown}
    assert build().cells[TEAMS].text == "5"


def test_a_draft_typed_over_an_older_figure_says_so_on_the_next_page(
    world: World, other: Principal, build: Build
) -> None:
    entry_drafts.save(world.office, build(), {TEAMS: "5"})
    told(other, build, teams="6")
    grid = build()
    assert [cell.name for cell in grid.disputed] == [TEAMS]
    assert grid.cells[TEAMS].shown == "5"
    sent = entry_drafts.send(world.office, grid)
    assert (sent.figures, sent.wrong) == (0, 1)
    entry_drafts.save(world.office, build(), {BELOW: "9"}, seen(build()))
    assert build().cells[TEAMS].shown == "5", "what is disputed stays kept beside other typing"
    entry_drafts.save(world.office, build(), {TEAMS: "6"}, {})
    assert not build().disputed


def test_one_key_sends_once(world: World, other: Principal, build: Build) -> None:
    before, packet = seen(build()), {TEAMS: "5"}

    def post() -> entry_drafts.Sent:
        grid = build()
        entry_drafts.save(world.office, grid, packet, before)
        return entry_drafts.send(world.office, grid, reason="Đủ", key="k1", body="5")

    assert post().figures == 1
    figure = queues.waiting_for(world.office).get()
    bulk_decide.send_back(world.office, [figure.last_id], "Xem lại")
    assert post().figures == 1, "the answer that was lost"
    assert Observation.objects.count() == 2, "sent and returned; not sent again"
    assert Batch.objects.filter(key="k1").count() == 1
    entry_drafts.save(world.office, build(), {TEAMS: "6"})
    with pytest.raises(Conflict):
        entry_drafts.send(world.office, build(), key="k1", body="6")
    assert build().cells[TEAMS].text == "6", "still a draft"


def test_an_unknown_token_is_a_dispute_and_no_failure(world: World, build: Build) -> None:
    for strange in ("", "x", "é" * 40):
        grid = build()
        entry_drafts.save(world.office, grid, {TEAMS: "5"}, {TEAMS: strange})
        assert grid.cells[TEAMS].dispute


def test_the_grid_still_takes_the_same_number_of_queries(
    world: World, other: Principal, build: Build, django_assert_num_queries: Any
) -> None:
    told(other, build, teams="6")
    with django_assert_num_queries(7):
        grid = build()
        assert grid.cells[TEAMS].theirs


def test_a_change_between_reading_and_sending_is_not_overwritten(
    world: World, other: Principal, build: Build
) -> None:
    grid = build()
    entry_drafts.save(world.office, grid, {TEAMS: "5", ABOVE: "1", BELOW: "2"}, seen(grid))
    told(other, build, teams="6")
    sent = entry_drafts.send(world.office, grid, key="k2", body="x")
    assert (sent.figures, sent.wrong) == (1, 1), "the other figure goes in"
    assert "vừa đổi ở nơi khác" in grid.cells[TEAMS].problem
    assert [row.value for row in Observation.objects.filter(indicator=world.teams)] == [6]
    assert [cell.name for cell in build().disputed] == [TEAMS]


def test_a_workbook_remembers_what_stood_when_it_was_taken(
    world: World, other: Principal, build: Build
) -> None:
    told(world.office, build, teams="5", above="1", below="2")
    content = entry_workbook.template(build())
    told(other, build, teams="6")
    book = load_workbook(io.BytesIO(content))
    assert book["seen"].sheet_state == "veryHidden"
    book.worksheets[0]["D3"] = 2
    out = io.BytesIO()
    book.save(out)
    grid = build()
    taken = entry_workbook.read(out.getvalue(), grid)
    entry_drafts.save(world.office, grid, taken.typed, taken.seen)
    assert grid.cells[TEAMS].text == "6", (
        "a cell that nobody filled in does not take a colleague's number back"
    )
    assert not grid.disputed
    assert grid.cells[ABOVE].text == "2"
    book.worksheets[0]["C3"] = 9
    out = io.BytesIO()
    book.save(out)
    grid = build()
    taken = entry_workbook.read(out.getvalue(), grid)
    entry_drafts.save(world.office, grid, taken.typed, taken.seen)
    assert [cell.name for cell in grid.disputed] == [TEAMS]
