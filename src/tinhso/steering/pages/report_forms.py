"""The form of a report: its fields by kind of figure or for a task, and what was typed in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.calendar.periods import Period, PeriodKind
from tinhso.base.ids import new_id
from tinhso.base.web import forms, wording
from tinhso.base.web.typed import Reading
from tinhso.indicators.display import show
from tinhso.indicators.models import Kind, Observation
from tinhso.people.models import Agency
from tinhso.steering.models import Report, Target, TaskState
from tinhso.steering.policies import Subject
from tinhso.steering.schemas import ReportDraft

WORDS = ("done", "difficulties", "causes", "proposals")
_FIELDS = {
    Kind.RATIO: ("numerator", "denominator"),
    Kind.ACTUAL_TARGET: ("actual", "target"),
    Kind.RANK: ("rank", "of"),
}
_PERIODS = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR)


def figure_fields(subject: Subject) -> tuple[str, ...]:
    """The fields of the figure; none for a task or a target without an indicator."""
    if not isinstance(subject, Target) or subject.indicator is None:
        return ()
    return _FIELDS.get(Kind(subject.indicator.kind), ("value",))


def labels(subject: Subject) -> list[tuple[str, str, str]]:
    """Name, label and kind of input of each field of the figure."""
    unit = (
        wording.named(subject.indicator, "unit") if isinstance(subject, Target) and subject.indicator else ""
    )
    words = {
        "value": _("Số đạt được (%(unit)s)") % {"unit": unit} if unit else _("Số đạt được"),
        "numerator": _("Tử số"),
        "denominator": _("Mẫu số"),
        "actual": _("Thực hiện"),
        "target": _("Mục tiêu"),
        "rank": _("Thứ hạng"),
        "of": _("Trên tổng số"),
    }
    return [(name, words[name], "number") for name in figure_fields(subject)]


def periods() -> list[tuple[str, str]]:
    """The periods that can be reported now: the running and the last month, quarter, year."""
    today = clock.today()
    found: list[Period] = []
    for kind in _PERIODS:
        running = Period.of(kind, today)
        found += [running, Period.of(kind, running.start - timedelta(days=1))]
    return [(period.code, f"{wording.period(period)} ({period.code})") for period in found]


def states() -> list[tuple[str, str]]:
    """The states a task can be reported in."""
    return [(state.value, str(state.label)) for state in TaskState]


def start(agencies: Sequence[Agency], before: Report | None) -> forms.Typed:
    """The form at its first visit; a returned report comes back as it was sent."""
    values: dict[str, Any] = {"idempotency_key": new_id(), "agency": agencies[0].code if agencies else ""}
    values["period"] = Period.of(PeriodKind.MONTH, clock.today()).code
    if before is not None:
        values |= {name: getattr(before, name) for name in WORDS}
        values |= {
            "period": before.period,
            "dated": before.dated,
            "version": before.version,
            "agency": before.agency.code,
        }
        values |= {name: getattr(before, name) for name in ("task_state", "task_done_on", "progress")}
        if before.observation:
            values |= _as_typed(before.observation)
    return forms.start(values)


def _as_typed(figure: Observation) -> dict[str, str]:
    names = ("value", "numerator", "denominator", "actual", "target", "rank", "of")
    found = {name: getattr(figure, name) for name in names}
    return {
        name: wording.number(value.normalize() if hasattr(value, "normalize") else value).replace(".", "")
        for name, value in found.items()
        if value is not None
    }


def read(request: HttpRequest, subject: Subject) -> ReportDraft:
    """The draft as typed. Raises Invalid with every problem at its field."""
    reading = Reading({key: str(value) for key, value in request.POST.items()})
    values: dict[str, Any] = {
        name: reading.text(name) for name in (*WORDS, "period", "agency", "over_reason")
    }
    values["dated"] = reading.day("dated")
    for name in figure_fields(subject):
        whole = name in {"rank", "of"} or _is_whole(subject)
        found = reading.number(name, "integer" if whole else "decimal")
        values[name] = int(found) if found is not None and name in {"rank", "of"} else found
    if not isinstance(subject, Target):
        values["task_state"] = reading.text("task_state") or None
        values["task_done_on"] = reading.day("task_done_on")
        values["progress"] = reading.whole("progress")
    return reading.finish(ReportDraft, values)


def _is_whole(subject: Subject) -> bool:
    """Whether the figure is counted in whole numbers."""
    if not isinstance(subject, Target) or subject.indicator is None:
        return False
    return subject.indicator.kind == Kind.RATIO or (
        subject.indicator.kind == Kind.COUNT and subject.indicator.decimals == 0
    )


def last_value(figure: Observation | None) -> str:
    """The last figure in words, shown in grey beside the field."""
    if figure is None:
        return ""
    return _("Kỳ trước (%(period)s): %(text)s") % {
        "period": wording.period(figure.period),
        "text": show(figure).text,
    }
