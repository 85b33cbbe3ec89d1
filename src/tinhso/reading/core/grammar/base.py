"""What recognisers give back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tinhso.reading.core.model import Change, Comparison, Kind, NamedDocument
from tinhso.reading.core.scan import Scan


@dataclass(frozen=True)
class Raw:
    """What was recognised from token `first` up to `last`, before anybody asks what it is about.

    Without a `kind` it is no figure: a date, a document, a phone number. `shown` are the tokens that make its
    span when these are fewer.
    """

    first: int
    last: int
    kind: Kind | None = None
    value: Decimal | None = None
    upper: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    printed: Decimal | None = None
    printed_at: range = range(0)
    actual: Decimal | None = None
    target: Decimal | None = None
    rank: int | None = None
    of: int | None = None
    unit: str = ""
    comparison: Comparison = Comparison.EXACT
    change: Change = Change.NONE
    period: str = ""
    deadline: date | None = None
    document: NamedDocument | None = None
    shown: range = range(0)
    what: str = ""

    @property
    def places(self) -> range:
        """The tokens of its span."""
        return self.shown or range(self.first, self.last)


Recogniser = Callable[[Scan, int], Raw | None]
