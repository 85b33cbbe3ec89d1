"""What day, and what was known when: the two questions that reads of the API share."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final

from django.utils.translation import gettext as _
from ninja import Query

from tinhso.base import clock
from tinhso.base.errors import Invalid

AsOf = Annotated[
    dt.date | None, Query(description="Facts whose own date is not later, in the latest correction known")
]
KnownAt = Annotated[
    dt.datetime | None, Query(description="Facts recorded not later (default: now); ISO 8601, Vietnam's zone")
]

EARLIEST: Final = 1945
LATEST: Final = 2199
"""Years that questions may be about; outside of them is a slip of the pen."""


def looked_at(as_of: dt.date | None, known_at: dt.datetime | None = None) -> dt.datetime | None:
    """`known_at` with a zone. Raises Invalid beside the field for years that cannot be meant."""
    for name, day in (("as_of", as_of), ("known_at", known_at)):
        if day is not None and not EARLIEST <= day.year <= LATEST:
            raise Invalid(
                _("Cần một ngày từ năm %(first)d đến năm %(last)d.") % {"first": EARLIEST, "last": LATEST},
                field=name,
            )
    return known_at.replace(tzinfo=clock.TZ) if known_at and known_at.tzinfo is None else known_at
