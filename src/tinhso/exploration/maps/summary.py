"""The map in a sentence: how many units told, the highest and the lowest."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tinhso.exploration import words
from tinhso.exploration.maps.figures import Grid, categories
from tinhso.exploration.maps.rows import Row


def summary(found: Grid, lines: Sequence[Row]) -> str:
    """`Quý III/2026: 65/65 đơn vị có số liệu; cao nhất Xã Yên Bình (34,8 %), thấp nhất 0 % (49 đơn vị).`"""
    told = [row for row in lines if row.told.value is not None]
    said = {"period": capfirst(found.named(found.at)), "told": len(told), "all": len(lines)}
    values = sorted({row.told.value for row in told if row.told.value is not None})
    if not values:
        return _("%(period)s: chưa đơn vị nào có số liệu.") % said
    if categories(found.indicator):
        return _("%(period)s: %(told)d/%(all)d đơn vị có số liệu.") % said
    if len(values) == 1:
        more = {**said, "value": words.with_unit(found.indicator, values[0])}
        return _("%(period)s: %(told)d/%(all)d đơn vị có số liệu, đều là %(value)s.") % more
    ends = {"high": _end(found, told, values[-1]), "low": _end(found, told, values[0])}
    line = _("%(period)s: %(told)d/%(all)d đơn vị có số liệu; cao nhất %(high)s, thấp nhất %(low)s.")
    return line % {**said, **ends}


def _end(found: Grid, told: Sequence[Row], value: Decimal) -> str:
    """Who stands there: the unit by name, or how many of them."""
    there = [row for row in told if row.told.value == value]
    printed = words.with_unit(found.indicator, value)
    if len(there) == 1:
        return f"{there[0].place.full_name} ({printed})"
    return _("%(value)s (%(count)d đơn vị)") % {"value": printed, "count": len(there)}
