"""The official labels of tasks."""

from __future__ import annotations

from datetime import date

import pytest

from tinhso.base.calendar import national_calendar
from tinhso.steering.labels import Label, TaskFacts, label_of, labelled, late_in_words
from tinhso.steering.models import TaskState

TODAY = date(2026, 9, 3)
"""A Thursday after 31/08–02/09, which are days off."""
PAST, TO_COME = date(2026, 8, 28), date(2026, 9, 10)
NONE: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("facts", "expected", "late"),
    [
        (TaskFacts(TaskState.DONE, PAST, PAST), Label.DONE_IN_TIME, False),
        (TaskFacts(TaskState.DONE, PAST, TODAY), Label.DONE_LATE, True),
        (TaskFacts(TaskState.DONE, None, TODAY), Label.DONE_IN_TIME, False),
        (TaskFacts(TaskState.IN_PROGRESS, TODAY), Label.UNDER_WAY, False),
        (TaskFacts(TaskState.IN_PROGRESS, PAST), Label.UNDER_WAY_LATE, True),
        (TaskFacts(TaskState.IN_PROGRESS), Label.UNDER_WAY, False),
        (TaskFacts(TaskState.NOT_STARTED, PAST), Label.NOT_STARTED, True),
        (TaskFacts(TaskState.NOT_STARTED, TO_COME), Label.NOT_STARTED, False),
        (TaskFacts(TaskState.IN_PROGRESS, PAST, None, {"extension"}), Label.EXTENSION_ASKED, True),
        (TaskFacts(TaskState.IN_PROGRESS, PAST, None, {"extension", "return"}), Label.HANDED_BACK, True),
        (TaskFacts(TaskState.DONE, PAST, PAST, {"extension"}), Label.DONE_IN_TIME, False),
        (TaskFacts(TaskState.PAUSED, PAST), Label.PAUSED, False),
        (TaskFacts(TaskState.DROPPED, PAST, None, {"return"}), Label.DROPPED, False),
    ],
)
def test_labels(facts: TaskFacts, expected: Label, late: bool) -> None:
    assert label_of(facts, TODAY) is expected
    assert labelled(facts, TODAY, national_calendar()).late is late


def test_working_days_late_and_left() -> None:
    calendar = national_calendar()
    late = labelled(TaskFacts(TaskState.IN_PROGRESS, PAST), TODAY, calendar)
    assert (late.days_late, late.days_left) == (1, None)
    left = labelled(TaskFacts(TaskState.IN_PROGRESS, TO_COME), TODAY, calendar)
    assert (left.days_late, left.days_left) == (0, 5)
    assert labelled(TaskFacts(TaskState.IN_PROGRESS, TODAY), TODAY, calendar).days_left == 0
    done = labelled(TaskFacts(TaskState.DONE, PAST, TODAY), date(2030, 1, 1), calendar)
    assert done.days_late == 1
    assert labelled(TaskFacts(TaskState.IN_PROGRESS), TODAY, calendar).days_left is None


def test_late_over_a_weekend_is_no_working_day_late() -> None:
    friday, saturday = date(2026, 11, 20), date(2026, 11, 21)
    told = labelled(TaskFacts(TaskState.IN_PROGRESS, friday), saturday, national_calendar())
    assert (told.late, told.days_late) == (True, 0)
    assert late_in_words(told.days_late) == "quá hạn, chưa qua ngày làm việc nào"
    assert late_in_words(3) == "quá hạn 3 ngày làm việc"
