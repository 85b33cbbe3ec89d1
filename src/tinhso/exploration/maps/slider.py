"""Going through the periods: the steps without a script, and where the arrangement of units changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tinhso.base.web import wording
from tinhso.exploration.maps.figures import Grid
from tinhso.exploration.spec import Classes, Spec
from tinhso.indicators.charting import REFORM


@dataclass(frozen=True)
class Step:
    """A period one can go to without a script."""

    words: str
    href: str


def steps(found: Grid) -> dict[str, Step | None]:
    """The periods before and after the shown one."""
    at = list(found.periods).index(found.at)

    def step(number: int) -> Step | None:
        if not 0 <= number < len(found.periods):
            return None
        period = found.periods[number]
        return Step(found.named(period), _href(found.ground.spec, at=period.code))

    return {"before": step(at - 1), "after": step(at + 1)}


def _href(spec: Spec, **changes: Any) -> str:
    return f"?{spec.model_copy(update=changes).address}"


def reform(found: Grid) -> dict[str, object] | None:
    """Where on the slider the arrangement of units changed: between which periods, in per cent of its way."""
    last = len(found.periods) - 1
    after = next((number for number, one in enumerate(found.periods) if one.end >= REFORM), None)
    if not last or after is None or (after == 0 and found.periods[0].start >= REFORM):
        return None
    inside = found.periods[after].start < REFORM
    return {
        "place": round((after - (0 if inside else 0.5)) * 1000 / last),
        "words": _("%(day)s: sắp xếp đơn vị hành chính") % {"day": wording.day(REFORM)},
    }


def schemes(found: Grid) -> list[tuple[str, str, bool]]:
    """The ways to part values into classes: words, address, whether it is the one at hand."""
    if found.scale.scheme is Classes.OWN and not found.own_scale:
        return []
    offered = [(Classes.COUNTS, _("Số đơn vị bằng nhau")), (Classes.INTERVALS, _("Khoảng đều"))]
    if found.own_scale:
        offered.append((Classes.OWN, _("Thang của chỉ số")))
    return [(text, _href(found.ground.spec, classes=one), one is found.scale.scheme) for one, text in offered]
