"""What an address of the Explore page asks: what its small forms send made into a view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import ValidationError

from tinhso.base.calendar.periods import PeriodKind
from tinhso.base.errors import Invalid
from tinhso.base.numbers import NumberError, parse_number
from tinhso.base.web import wording
from tinhso.exploration.spec import Spec
from tinhso.indicators.boundaries.flowing import data_begins
from tinhso.indicators.models import OverTime
from tinhso.indicators.targets.panel import home_code
from tinhso.places.models import Level
from tinhso.warehouse import catalogue

_HELPERS: Final = ("where_measure", "where_op", "where_number")
"""Fields of the form that adds a condition."""
_OF_PLACES: Final = ("level", "within")
_USUAL_FROM: Final = 4
"""Years before this one that a usual view begins with."""
_SHORT: Final = {PeriodKind.MONTH: 1}
"""Years that views of short periods look back."""


@dataclass(frozen=True)
class Asked:
    """A view from an address; `tidy` False: it should be opened at its own address instead."""

    spec: Spec
    tidy: bool


def asked(parameters: Mapping[str, Sequence[str]], today: date) -> Asked:
    """The view. Raises Invalid for what cannot be read, naming the field."""
    given = {key: [one for one in values if one] for key, values in parameters.items()}
    tidy = not any(name in given for name in _HELPERS) and all(
        all(values) for key, values in parameters.items() if key != "q"
    )
    for name in ("on", "first", "last"):
        given[name] = [_day(name, text) for text in given.get(name, ())]
    given["where"] = [*given.get("where", ()), *_condition(given)]
    if settings.DEMO and not given.get("illustrative"):
        given["illustrative"] = ["1"]
    try:
        spec = Spec.of(given)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "first"
        raise Invalid(
            _("Địa chỉ này có phần không đọc được: %(field)s.") % {"field": field}, field=field
        ) from error
    except ValueError as error:
        raise Invalid(_("Địa chỉ này có điều kiện không đọc được."), field="where") from error
    if spec.measures and not any(given.get(name) for name in _OF_PLACES):
        return Asked(usual(spec, today), tidy=False)
    return Asked(spec, tidy)


def _day(name: str, text: str) -> str:
    try:
        day = wording.read_day(text)
    except ValueError as error:
        raise Invalid(str(error), field=name) from error
    if name == "on" and not data_begins() <= day:
        raise Invalid(
            _("bảng đơn vị hành chính bắt đầu từ %(first)s") % {"first": wording.day(data_begins())},
            field=name,
        )
    return day.isoformat()


def _condition(given: Mapping[str, Sequence[str]]) -> list[str]:
    """The condition that the small form sent; numbers as people write them."""
    measure, op, number = (next(iter(given.get(name, ())), "") for name in _HELPERS)
    if not (measure and op and number):
        return []
    try:
        told = parse_number(number, locale=wording.language())
    except NumberError as error:
        raise Invalid(_("“%(text)s” không phải một số.") % {"text": number}, field="where_number") from error
    return [f"{measure}~{op}~{told}"]


def usual(spec: Spec, today: date) -> Spec:
    """What a view names when only its indicators were chosen: the lowest level told, at home, by year."""
    known = catalogue.known(spec.measures)
    counted = [one.counted(illustrative=spec.illustrative) for one in known.values()]
    levels = [level for one in counted for level in one.levels if level != Level.VILLAGE]
    level = max(levels, key=list(Level).index, default=Level.PROVINCE)
    home = home_code() if level != Level.PROVINCE else ""
    kinds = [_usual_kind(one) for one in counted]
    kind = min((one for one in kinds if one), key=catalogue.length, default=PeriodKind.YEAR)
    back = _SHORT.get(kind, _USUAL_FROM)
    chosen = "kind" in spec.model_fields_set
    return spec.model_copy(
        update={
            "level": level, "within": home, "kind": spec.kind if chosen else kind,
            "first": spec.first or date(today.year - back, 1, 1),
        }
    )  # fmt: skip


def _usual_kind(one: catalogue.Known) -> PeriodKind | None:
    """Years where its figures make years, else the periods it is told in."""
    if not one.kinds:
        return None
    if one.indicator.over_time == OverTime.NONE and PeriodKind.YEAR not in one.kinds:
        return one.kinds[-1]
    return PeriodKind.YEAR
