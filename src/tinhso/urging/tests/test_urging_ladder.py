"""The ladder against the official calendar of 2022–2026, and against a slow oracle over random calendars."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tinhso.base.calendar.core import Calendar, Correction, DayKind
from tinhso.base.calendar.national import national_calendar
from tinhso.urging.core.ladder import Ladder, Step, Track, Unit, WorkingLine, reached

DAY = timedelta(days=1)
RULE = Ladder("nhiem-vu", (5, 3, 1), True, 5, Unit.WORKING, 5, 10)

TET = [
    # Days off of Tết, the last working day before it, the first one after it.
    (date(2022, 1, 28), date(2022, 2, 7)),
    (date(2023, 1, 19), date(2023, 1, 27)),
    (date(2024, 2, 7), date(2024, 2, 15)),
    (date(2025, 1, 24), date(2025, 2, 3)),
    (date(2026, 2, 13), date(2026, 2, 23)),
]


def _line(day: date) -> WorkingLine:
    return WorkingLine(national_calendar(), day - timedelta(days=90), day + timedelta(days=90))


def _officer(due: date, today: date, ladder: Ladder = RULE) -> str:
    found = [step.name for step in reached(ladder, due, today, _line(due)) if step.track is Track.OFFICER]
    return found[0] if found else ""


@pytest.mark.parametrize(("last", "first"), TET)
def test_tet_is_jumped_over(last: date, first: date) -> None:
    assert _officer(first, last) == "before:1", "the working day before the first one after Tết"
    assert _officer(last, last) == "on"
    assert _officer(last, first, Ladder("x", (), True, 1)) == "after:1"


@pytest.mark.parametrize(("last", "first"), TET)
def test_a_deadline_inside_tet_is_told_on_the_last_working_day_before(last: date, first: date) -> None:
    inside = last + (first - last) // 2
    assert _officer(inside, last) == "on"
    assert _officer(inside, last - DAY * 3, Ladder("x", (), True)) == ""


@pytest.mark.parametrize(
    ("due", "before_one"),
    [
        (date(2024, 5, 6), date(2024, 5, 4)),  # Saturday 4/5/2024 was worked for Monday 29/4
        (date(2025, 4, 28), date(2025, 4, 26)),  # Saturday 26/4/2025 was worked for Friday 2/5
        (date(2026, 1, 12), date(2026, 1, 10)),  # Saturday 10/1/2026 was worked for Friday 2/1
        (date(2026, 8, 24), date(2026, 8, 22)),  # Saturday 22/8/2026 was worked for Monday 31/8
        (date(2026, 1, 5), date(2025, 12, 31)),  # 1/1 and the swapped 2/1/2026 lie between
        (date(2022, 9, 5), date(2022, 8, 31)),
        (date(2023, 5, 4), date(2023, 4, 28)),
        (date(2024, 4, 19), date(2024, 4, 17)),
        (date(2025, 9, 3), date(2025, 8, 29)),
    ],
)
def test_swapped_saturdays_and_holidays_are_exact(due: date, before_one: date) -> None:
    one = Ladder("x", (1,), True)
    assert _officer(due, before_one, one) == "before:1"
    assert _officer(due, before_one - DAY, one) == ""


def test_the_whole_ladder_over_tet_2025() -> None:
    due, line = date(2025, 1, 22), _line(date(2025, 1, 22))
    told: dict[date, set[str]] = {}
    seen: dict[Track, int] = {}
    for number in range(60):
        day = date(2025, 1, 10) + DAY * number
        if national_calendar().is_working(day):
            for step in reached(RULE, due, day, line):
                if seen.get(step.track, -99) < step.rank:
                    seen[step.track] = step.rank
                    told.setdefault(day, set()).add(step.name)
    assert told == {
        date(2025, 1, 15): {"before:5"},
        date(2025, 1, 17): {"before:3"},
        date(2025, 1, 21): {"before:1"},
        date(2025, 1, 22): {"on"},
        date(2025, 2, 5): {"after:5", "head:5"},  # 23, 24/1, then Tết 27–31/1, 3, 4, 5/2
        date(2025, 2, 12): {"after:10", "deputy:10"},
        date(2025, 2, 19): {"after:15"},
        date(2025, 2, 26): {"after:20"},
        date(2025, 3, 5): {"after:25"},
    }


calendars = st.builds(
    lambda days: Calendar(
        tuple(
            Correction(date(2025, 1, 1) + DAY * number, kind, "thử", "thử") for number, kind in days.items()
        )
    ),
    st.dictionaries(st.integers(0, 150), st.sampled_from(list(DayKind)), max_size=30),
)
ladders = st.builds(
    Ladder,
    st.just("x"),
    st.lists(st.integers(1, 12), unique=True, max_size=3).map(tuple),
    st.booleans(),
    st.none() | st.integers(1, 9),
    st.sampled_from(list(Unit)),
    st.none() | st.integers(1, 12),
    st.none() | st.integers(1, 15),
)


def oracle(ladder: Ladder, due: date, day: date, calendar: Calendar) -> set[Step]:
    """Every step whose day is `day` or earlier, found by walking day by day."""
    found: set[Step] = set()
    for count in ladder.before:
        if day >= calendar.add_working_days(due, -count):
            found.add(Step(Track.OFFICER, -count))
    at_desk = due
    while not calendar.is_working(at_desk):
        at_desk -= DAY
    if ladder.on_day and day >= at_desk:
        found.add(Step(Track.OFFICER, 0))
    walked, worked, each = due, 0, ladder.every
    while walked < day:
        walked += DAY
        worked += calendar.is_working(walked)
        passed = worked if ladder.unit is Unit.WORKING else (walked - due).days
        if each and passed and passed % each == 0:
            found.add(Step(Track.OFFICER, passed))
        for track, after in ((Track.HEAD, ladder.head_after), (Track.DEPUTY, ladder.deputy_after)):
            if after is not None and worked >= after:
                found.add(Step(track, after))
    return found


@given(calendars, ladders, st.integers(40, 90), st.integers(0, 120))
def test_the_last_step_reached_is_what_walking_finds(
    calendar: Calendar, ladder: Ladder, due: int, today: int
) -> None:
    first = date(2025, 1, 1)
    on, day = first + DAY * due, first + DAY * today
    if not calendar.is_working(day):
        return
    line = WorkingLine(calendar, first - timedelta(days=60), first + timedelta(days=240))
    last: dict[Track, int] = {}
    for step in oracle(ladder, on, day, calendar):
        last[step.track] = max(step.rank, last.get(step.track, -99))
    assert {step.track: step.rank for step in reached(ladder, on, day, line)} == last


class Urging(RuleBasedStateMachine):
    """Days pass, runs are made or missed, deadlines move: nothing is told twice, nothing left out."""

    @initialize(calendar=calendars, ladder=ladders, due=st.integers(40, 80))
    def begin(self, calendar: Calendar, ladder: Ladder, due: int) -> None:
        self.calendar, self.ladder = calendar, ladder
        self.first = date(2025, 1, 1)
        self.day, self.due = self.first, self.first + DAY * due
        self.line = WorkingLine(calendar, self.first - timedelta(days=60), self.first + timedelta(days=600))
        self.told: dict[tuple[date, Track], list[int]] = {}
        self.open = True

    def _run(self) -> None:
        if not self.open or not self.calendar.is_working(self.day):
            return
        for step in reached(self.ladder, self.due, self.day, self.line):
            before = self.told.setdefault((self.due, step.track), [])
            if not before or before[-1] < step.rank:
                before.append(step.rank)
        want: dict[Track, int] = {}
        for step in oracle(self.ladder, self.due, self.day, self.calendar):
            want[step.track] = max(step.rank, want.get(step.track, -99))
        have = {track: ranks[-1] for (due, track), ranks in self.told.items() if due == self.due and ranks}
        assert have == want, "after a run the last step reached is told in every track, and no later one"

    @rule()
    def a_day_with_a_run(self) -> None:
        self.day += DAY
        self._run()

    @rule(days=st.integers(1, 20))
    def days_without_a_run(self, days: int) -> None:
        self.day += DAY * days

    @rule()
    def run_again_the_same_day(self) -> None:
        before = {key: list(ranks) for key, ranks in self.told.items()}
        self._run()
        self._run()
        if before.keys() == self.told.keys():
            assert all(len(self.told[key]) - len(ranks) <= 1 for key, ranks in before.items())

    @rule(days=st.integers(5, 60))
    def more_time_is_given(self, days: int) -> None:
        self.due = max(self.due, self.day) + DAY * days

    @rule()
    def paused_or_resumed(self) -> None:
        self.open = not self.open

    @invariant()
    def nothing_is_told_twice(self) -> None:
        for ranks in getattr(self, "told", {}).values():
            assert ranks == sorted(set(ranks))


TestUrging = Urging.TestCase
