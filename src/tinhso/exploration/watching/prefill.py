"""How a new watch begins: from a view, a figure, an indicator; its threshold from a target or the legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from tinhso.base.calendar.periods import PeriodKind
from tinhso.base.errors import Invalid
from tinhso.base.web import wording
from tinhso.exploration.asked import usual
from tinhso.exploration.spec import Spec
from tinhso.indicators import queries as indicators
from tinhso.indicators.models import Direction, Indicator
from tinhso.indicators.targets.asking import targets_for
from tinhso.indicators.targets.panel import home_code
from tinhso.places.models import Level
from tinhso.warehouse.questions import Op

_GOOD = frozenset({"met", "exceeded"})


@dataclass(frozen=True)
class Start:
    """What the form holds first; `why` says where the threshold is from."""

    indicator: Indicator
    level: Level | None
    within: str
    op: Op
    threshold: Decimal | None
    kind: PeriodKind | None
    why: str = ""


def start(parameters: Mapping[str, Sequence[str]], today: date) -> Start:
    """From the address of a view, `?m=code&within=place` too. Raises Invalid, NotFound."""
    spec = _spec(parameters)
    code = next(iter(parameters.get("watched", ())), "") or next(iter(spec.measures), "")
    if not code:
        raise Invalid(_("Chưa chọn chỉ số để theo dõi."), field="m")
    row = indicators.by_code(code)
    if spec.level is None and not spec.within:
        spec = usual(spec.model_copy(update={"measures": (code,)}), today)
    kind = spec.kind if "by" in parameters else None
    op, threshold, why = _threshold(row, spec, today)
    return Start(row, spec.level, spec.within, op, threshold, kind, why)


def _spec(parameters: Mapping[str, Sequence[str]]) -> Spec:
    known = {
        key: values for key, values in parameters.items() if key in {"m", "level", "within", "by", "where"}
    }
    try:
        spec = Spec.of(known)
    except ValueError as error:  # what pydantic raises is one too
        raise Invalid(_("Địa chỉ này có phần không đọc được."), field="m") from error
    return spec.model_copy(update={"illustrative": settings.DEMO})


def _threshold(row: Indicator, spec: Spec, today: date) -> tuple[Op, Decimal | None, str]:
    """The view's own condition, else what is aimed at, else where the legend begins to be good."""
    for one in spec.where:
        if one.measure == row.code:
            return one.op, one.number, _("Ngưỡng lấy theo điều kiện của góc nhìn.")
    falls = Op.BELOW if row.direction == Direction.UP else Op.ABOVE
    aims = targets_for([row], places={spec.within or home_code()}, illustrative=settings.DEMO)
    if aims:
        aim = next((one for one in aims if one.due_on >= today), aims[-1])
        whose = aim.whose or aim.title
        words = _("Ngưỡng lấy theo mục tiêu đến %(day)s (%(whose)s).")
        return falls, aim.value, words % {"day": wording.day(aim.due_on), "whose": whose}
    bound = _bound(row.legend, falls)
    return falls, bound, _("Ngưỡng lấy theo chú giải của chỉ số.") if bound is not None else ""


def _bound(legend: Sequence[Mapping[str, Any]], falls: Op) -> Decimal | None:
    """Where the good classes of a legend end, on the side from which one falls out of them."""
    edge = "from" if falls is Op.BELOW else "to"
    found = [
        Decimal(str(one[edge])) for one in legend if one.get("tone") in _GOOD and one.get(edge) is not None
    ]
    return (min(found) if falls is Op.BELOW else max(found)) if found else None
