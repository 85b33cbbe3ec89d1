"""What is published is what is spoken, however it came about: anew from the facts or change by change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest

from tinhso.base import clock
from tinhso.base.ids import new_id
from tinhso.indicators import actions
from tinhso.indicators.models import Observation, State
from tinhso.indicators.tests.conftest import World
from tinhso.warehouse.models import Fault, Partition, Standing
from tinhso.warehouse.storage import enforcing, layout, publishing, reading
from tinhso.warehouse.storage.waiting import What, bump, waiting
from tinhso.warehouse.tests.store_scene import EVER, same, spoken, stored

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.standing_at(date(2026, 11, 21)):
        yield


def tell(
    world: World, value: str, *, period: str = "2026-Q3", agency: str | None = None, **more: Any
) -> Observation:
    """A figure of the teams, confirmed, and its month wanted."""
    draft = world.draft(
        indicator="to-cnscd",
        numerator=None,
        denominator=None,
        value=Decimal(value),
        period=period,
        **({"agency": agency} if agency else {}),
        **more,
    )
    row = actions.record_observation(world.office, draft, State.CONFIRMED)
    bump({row.period_end.replace(day=1): [What(figure=row.pk)]})
    return row


def test_what_is_published_is_what_is_spoken(world: World) -> None:
    assert reading.snapshot() is None
    tell(world, "3.5")
    tell(world, "4", agency="so-noi-vu")
    tell(world, "7", period="2024")
    actions.record_observation(world.office, world.draft(), State.CONFIRMED)
    publishing.publish()
    assert same(stored(), spoken())
    assert len(spoken()) == 3


def test_a_change_is_merged_into_its_month(world: World) -> None:
    row = tell(world, "3")
    tell(world, "7", period="2024")
    publishing.publish()
    first = reading.snapshot()
    tell(world, "5", agency="so-noi-vu")
    actions.withdraw(world.office, row.pk, "nhầm")
    bump({date(2026, 9, 1): [What(figure=row.pk)]})
    assert publishing.publish() == 1
    second = reading.snapshot()
    assert first and second and second.version > first.version
    assert same(stored(), spoken())
    assert len(spoken()) == 2
    old, new = first.content.months, second.content.months
    assert old[date(2024, 12, 1)].file == new[date(2024, 12, 1)].file
    assert Partition.objects.get(month=date(2026, 9, 1)).published == 3


def test_more_decimals_than_before_reach_every_month(world: World) -> None:
    tell(world, "3")
    tell(world, "7", period="2024")
    publishing.publish()
    tell(world, "5.25", agency="so-noi-vu")
    publishing.publish()
    found = reading.snapshot()
    assert found and found.indicators[world.teams.pk] == reading.Key(ANY, 2, coverable=True)
    assert same(stored(), spoken())


def test_a_number_with_too_many_digits_leaves_its_indicator_to_the_facts(world: World) -> None:
    tell(world, "999999999999999999.5")
    tell(world, "999999999999999999", period="2025")
    actions.record_observation(world.office, world.draft(), State.CONFIRMED)
    publishing.publish()
    found = reading.snapshot()
    assert found
    assert not found.indicators[world.teams.pk].coverable
    assert found.indicators[world.procedures.pk].coverable
    assert all(row[0] == world.procedures.pk for row in stored())


def test_old_numbers_that_would_outgrow_their_digits_stay(world: World) -> None:
    tell(world, "99999999999999999", period="2025")
    publishing.publish()
    before = stored()
    tell(world, "1.125")
    publishing.publish()
    found = reading.snapshot()
    assert found and found.indicators[world.teams.pk] == reading.Key(ANY, 0, coverable=False)
    assert stored() == before


def test_years_that_are_over_lie_in_one_volume(world: World) -> None:
    for number, period in enumerate(("2025-07", "2025-08", "2025-Q3", "2025-12", "2026-01", "2026-02")):
        tell(world, str(number), period=period)
        publishing.publish()
    assert publishing.bind() == 1
    found = reading.snapshot()
    assert found and set(_served(found)) == {"2025", "2026-01", "2026-02"}
    assert publishing.bind() == 0
    assert same(stored(), spoken())
    tell(world, "9", period="2025-08", agency="so-noi-vu")
    publishing.publish()
    found = reading.snapshot()
    assert found and _served(found) == {
        "2025": (date(2025, 8, 1),), "2025-08": (), "2026-01": (), "2026-02": (),
    }  # fmt: skip
    assert same(stored(), spoken())
    publishing.rebuild()
    assert same(stored(), spoken())
    assert publishing.bind() == 0


def test_a_volume_that_serves_but_one_month_leaves_the_others_out(world: World) -> None:
    for number, period in enumerate(("2025-07", "2025-08", "2025-12")):
        tell(world, str(number), period=period)
    publishing.rebuild()
    for number, period in enumerate(("2025-07", "2025-12"), start=7):
        tell(world, str(number), period=period, agency="so-noi-vu")
    publishing.publish()
    found = reading.snapshot()
    assert found and _served(found) == {
        "2025": (date(2025, 7, 1), date(2025, 12, 1)), "2025-07": (), "2025-12": (),
    }  # fmt: skip
    assert same(stored(), spoken())


def test_a_broken_file_is_found_written_down_and_made_anew(world: World) -> None:
    row = tell(world, "3")
    publishing.publish()
    found = reading.snapshot()
    assert found
    (path,) = found.files(*EVER)
    reading.forget()
    with Path(path).open("r+b") as stream:
        stream.seek(100)
        stream.write(b"x")
    found = reading.snapshot()
    assert found
    with pytest.raises(reading.Broken):
        found.files(*EVER)
    fault = Fault.objects.get()
    assert (fault.month, fault.file) == (row.period_end.replace(day=1), Path(path).name)
    with pytest.raises(reading.Broken):
        found.files(*EVER)
    assert Fault.objects.count() == 1
    assert publishing.publish() == 1
    assert same(stored(), spoken())


def test_a_change_is_not_merged_into_a_broken_file(world: World) -> None:
    tell(world, "3")
    publishing.publish()
    found = reading.snapshot()
    assert found
    Path(found.files(*EVER)[0]).unlink()
    tell(world, "4", agency="so-noi-vu")
    publishing.publish()
    assert same(stored(), spoken())
    assert Fault.objects.count() == 1


def test_files_of_another_database_are_not_read(world: World) -> None:
    tell(world, "3")
    publishing.publish()
    assert reading.snapshot()
    Standing.objects.update(token=new_id())
    reading.forget()
    assert reading.snapshot() is None
    assert publishing.is_behind()
    publishing.publish()
    assert same(stored(), spoken())
    layout.manifest().write_text("{", encoding="utf-8")
    assert reading.snapshot() is None
    publishing.publish()
    assert same(stored(), spoken())
    publishing.forget()
    assert reading.snapshot() is None


def test_a_manifest_the_database_does_not_know_yet_is_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(world, "3")
    publishing.publish()
    tell(world, "4", agency="so-noi-vu")
    with monkeypatch.context() as patch:
        patch.setattr(enforcing, "tell_database", _fail)
        with pytest.raises(RuntimeError):
            publishing.publish()
    assert same(stored(), spoken())
    assert waiting()
    publishing.publish()
    assert same(stored(), spoken())
    assert not waiting()


def test_old_files_go_after_a_while(world: World) -> None:
    tell(world, "3")
    publishing.publish()
    tell(world, "4", agency="so-noi-vu")
    publishing.publish()
    assert len(list(layout.figures().iterdir())) == 2
    with clock.standing_at(clock.now() + timedelta(days=365)):
        tell(world, "5", agency="so-noi-vu", note="lại")
        publishing.publish()
    assert len(list(layout.figures().iterdir())) == 1


def _served(found: reading.Snapshot) -> dict[str, tuple[date, ...]]:
    return {Path(one.path).name.split(".")[0]: one.without for one in found.sources(*EVER)}


def _fail(*_args: Any) -> None:
    raise RuntimeError("the process ends here")
