"""The forms by which plans, goals, targets and tasks are edited: fields, and text as a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import BaseModel

from tinhso.base.errors import Problem
from tinhso.base.numbers import parse_number
from tinhso.base.numbers.errors import NumberError
from tinhso.base.web import wording
from tinhso.base.web.typed import Reading
from tinhso.indicators import queries as indicators
from tinhso.indicators.models import Direction
from tinhso.people import queries as people
from tinhso.steering.models import Plan
from tinhso.steering.queries.finding import pillars_of
from tinhso.steering.schemas import DueDraft, GoalDraft, PlanDraft, TargetDraft, TaskDraft

Choices = Sequence[tuple[str, object]]


@dataclass(frozen=True)
class Field:
    """One field of a form, as `{% field %}` draws it."""

    name: str
    label: Promise
    kind: str = "text"
    required: bool = False
    hint: Promise | str = ""
    choices: Choices = ()
    rows: int = 3


_CODE_HINT = gettext_lazy("Mã cơ quan, cách nhau bằng dấu phẩy.")
_ENGLISH = Field("title_en", gettext_lazy("Tên tiếng Anh"), "textarea", rows=2)


def plan_fields() -> list[Field]:
    """A plan's."""
    return [
        Field("title", gettext_lazy("Tên đầy đủ"), "textarea", required=True, rows=2),
        _ENGLISH,
        Field("short_title", gettext_lazy("Tên ngắn"), required=True),
        Field(
            "slug", gettext_lazy("Tên trong địa chỉ"), required=True, hint=gettext_lazy("Ví dụ 247-kh-ubnd")
        ),
        Field("kind", gettext_lazy("Loại"), "select", required=True, choices=Plan.Kind.choices),
        Field(
            "stage", pgettext_lazy("plan", "Giai đoạn"), "select", required=True, choices=Plan.Stage.choices
        ),
        Field("starts_on", gettext_lazy("Từ ngày"), "date", required=True),
        Field("ends_on", gettext_lazy("Đến ngày"), "date", required=True),
        Field("place", gettext_lazy("Địa bàn (mã)"), required=True),
        Field("document", gettext_lazy("Văn bản (mã trong sổ)")),
        Field("declared_targets", gettext_lazy("Số chỉ tiêu theo văn bản"), "integer"),
        Field("declared_tasks", gettext_lazy("Số nhiệm vụ theo văn bản"), "integer"),
        Field("itemised", gettext_lazy("Đã có danh mục chi tiết"), "checkbox"),
        Field("note", gettext_lazy("Ghi chú"), "textarea"),
    ]


def _pillars(plan: Plan) -> Choices:
    return [(pillar.code, pillar.name) for pillar in pillars_of(plan)]


def goal_fields(plan: Plan) -> list[Field]:
    """A goal's."""
    return [
        Field("code", gettext_lazy("Mã"), required=True),
        Field("title", pgettext_lazy("goal", "Mục tiêu"), "textarea", required=True, rows=2),
        Field("pillar", gettext_lazy("Trụ cột"), "select", choices=_pillars(plan)),
    ]


def _headed(plan: Plan) -> list[Field]:
    goals = [(goal.code, goal.title) for goal in plan.goals.all()]
    agencies = list(people.agencies().valid_on(None).of_pack(plan.pack).values_list("code", "name"))
    return [
        Field("goal", gettext_lazy("Thuộc mục tiêu"), "select", choices=goals),
        Field("pillar", gettext_lazy("Trụ cột"), "select", choices=_pillars(plan)),
        Field("lead", gettext_lazy("Cơ quan chủ trì"), "select", choices=agencies),
        Field("clause", gettext_lazy("Điểm, khoản trong văn bản")),
    ]


def target_fields(plan: Plan) -> list[Field]:
    """A target's."""
    known = list(indicators.indicators().published().values_list("code", "name"))
    return [
        Field("code", gettext_lazy("Mã"), required=True),
        Field("title", gettext_lazy("Chỉ tiêu"), "textarea", required=True, rows=2),
        _ENGLISH,
        *_headed(plan),
        Field("indicator", gettext_lazy("Chỉ số"), "select", choices=known),
        Field("direction", gettext_lazy("Chiều tốt"), "select", required=True, choices=Direction.choices),
        Field("baseline", gettext_lazy("Giá trị xuất phát"), "number"),
        Field("baseline_on", gettext_lazy("Ngày của giá trị xuất phát"), "date"),
        Field(
            "values",
            gettext_lazy("Giá trị phải đạt"),
            "textarea",
            hint=gettext_lazy("Mỗi dòng một mốc: 31/12/2026; 80"),
        ),
        Field("collectors", gettext_lazy("Đơn vị báo cáo từng phần"), hint=_CODE_HINT),
        Field("place", gettext_lazy("Địa bàn (mã)"), hint=gettext_lazy("Để trống: địa bàn của kế hoạch.")),
        Field("note", gettext_lazy("Ghi chú"), "textarea"),
    ]


def task_fields(plan: Plan) -> list[Field]:
    """A task's."""
    return [
        Field("code", gettext_lazy("Mã"), required=True),
        Field("title", gettext_lazy("Nhiệm vụ"), "textarea", required=True, rows=2),
        _ENGLISH,
        *_headed(plan),
        Field("joint", gettext_lazy("Cơ quan phối hợp"), hint=_CODE_HINT),
        Field(
            "targets",
            gettext_lazy("Phục vụ chỉ tiêu"),
            hint=gettext_lazy("Mã chỉ tiêu, cách nhau bằng dấu phẩy."),
        ),
        Field("starts_on", gettext_lazy("Bắt đầu"), "date"),
        Field("deadline", gettext_lazy("Hạn"), "date"),
        Field("deadline_text", gettext_lazy("Hạn như văn bản ghi")),
        Field("deliverable", gettext_lazy("Sản phẩm"), "textarea"),
        Field("budget_note", gettext_lazy("Kinh phí"), "textarea"),
    ]


def typed_from(draft: BaseModel) -> dict[str, Any]:
    """A draft as its form shows it."""
    found: dict[str, Any] = {}
    for name, value in draft.model_dump().items():
        if isinstance(value, tuple | list):
            found[name] = _listed(getattr(draft, name))
        elif isinstance(value, bool):
            found[name] = "1" if value else ""
        elif isinstance(value, Decimal):
            found[name] = _plain(value)
        else:
            found[name] = value
    return found


def _plain(value: Decimal) -> str:
    text = f"{value.normalize():f}"
    return text.replace(".", ",") if wording.language() == "vi" else text


def _listed(values: Sequence[Any]) -> str:
    if values and isinstance(values[0], DueDraft):
        return "\n".join(f"{wording.day(one.due_on)}; {_plain(one.value)}" for one in values)
    return ", ".join(str(one) for one in values)


def _codes(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace(";", ",").split(",") if part.strip())


def _dues(reading: Reading) -> tuple[DueDraft, ...]:
    found = []
    for number, line in enumerate(reading.text("values").splitlines(), start=1):
        if not line.strip():
            continue
        day, _mark, value = line.partition(";")
        try:
            found.append(
                DueDraft(due_on=wording.read_day(day), value=parse_number(value, locale=wording.language()))
            )
        except (NumberError, ValueError) as error:
            reason = error.reason if isinstance(error, NumberError) else error
            message = _("Dòng %(n)d: %(reason)s") % {"n": number, "reason": reason}
            reading.problems.append(Problem("line", message, "values"))
    return tuple(found)


def _texts(reading: Reading, schema: type[BaseModel], *, but: Sequence[str]) -> dict[str, Any]:
    return {name: reading.text(name) for name in schema.model_fields if name not in but}


def read_plan(reading: Reading) -> PlanDraft:
    """The form of a plan. Raises Invalid with every problem."""
    days: dict[str, date | None] = {name: reading.day(name) for name in ("starts_on", "ends_on")}
    counts = {name: reading.whole(name) for name in ("declared_targets", "declared_tasks")}
    values = _texts(reading, PlanDraft, but=(*days, *counts, "itemised"))
    return reading.finish(PlanDraft, {**values, **days, **counts, "itemised": bool(reading.text("itemised"))})


def read_goal(reading: Reading) -> GoalDraft:
    """The form of a goal. Raises Invalid with every problem."""
    return reading.finish(GoalDraft, _texts(reading, GoalDraft, but=()))


def read_target(reading: Reading) -> TargetDraft:
    """The form of a target. Raises Invalid with every problem."""
    values = _texts(reading, TargetDraft, but=("baseline", "baseline_on", "values", "collectors"))
    values["direction"] = values["direction"] or Direction.UP
    more = {
        "baseline": reading.number("baseline"),
        "baseline_on": reading.day("baseline_on"),
        "values": _dues(reading),
        "collectors": _codes(reading.text("collectors")),
    }
    return reading.finish(TargetDraft, {**values, **more})


def read_task(reading: Reading) -> TaskDraft:
    """The form of a task. Raises Invalid with every problem."""
    values = _texts(reading, TaskDraft, but=("starts_on", "deadline", "joint", "targets"))
    days = {name: reading.day(name) for name in ("starts_on", "deadline")}
    codes = {name: _codes(reading.text(name)) for name in ("joint", "targets")}
    return reading.finish(TaskDraft, {**values, **days, **codes})
