"""Which row of a place a pack's code means: the unit of a day, else the last that carried the code."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.errors import NotFound
from tinhso.places import queries
from tinhso.places.errors import named
from tinhso.places.models import Place


class PlaceRows:
    """The rows of many codes, read in one query; then one answer a (code, day)."""

    def __init__(self, codes: Iterable[str]) -> None:
        wanted = set(codes) - {""}
        wanted |= {f"0{code}" for code in wanted}
        self._rows: dict[str, list[Place]] = {}
        for row in queries.places().filter(code__in=wanted).order_by("valid_from"):
            self._rows.setdefault(row.code, []).append(row)

    def on(self, code: str, day: date) -> Place:
        """The unit that carried `code` on `day`. Raises NotFound."""
        for row in self._rows.get(code, ()):
            if row.is_valid_on(day):
                return row
        raise NotFound(
            _("Mã %(code)s không phải một đơn vị hành chính vào ngày %(day)s.")
            % {"code": code, "day": f"{day:%d/%m/%Y}"},
            field="place",
        )

    def last(self, code: str) -> Place:
        """Today's unit of `code`, else the last that carried it.

        Raises NotFound; a code that lost the nought at its head is told with it.
        """
        rows = self._rows.get(code)
        if not rows:
            near = [named(row) for row in self._rows.get(f"0{code}", ())[-1:]]
            raise NotFound(
                _("Không có địa bàn mang mã “%(code)s”.") % {"code": code}, near=near, field="place"
            )
        today = clock.today()
        return next((row for row in rows if row.is_valid_on(today)), rows[-1])

    def last_or_none(self, code: str) -> Place | None:
        """As `last`; None where no code is given."""
        return self.last(code) if code else None

    def near(self, code: str, day: date) -> Place:
        """The unit of `day`, else the last: for what is only illustrative. Raises NotFound."""
        rows = self._rows.get(code, ())
        return next((row for row in rows if row.is_valid_on(day)), None) or self.last(code)
