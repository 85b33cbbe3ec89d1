"""What a form makes of an answer, and what is put on a page: frozen, without a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor
from tinhso.base.calendar.periods import Period
from tinhso.base.web.tables import Table
from tinhso.exploration.spec import Spec
from tinhso.indicators.models import Indicator
from tinhso.places.models import Place
from tinhso.warehouse.answers import Answer, Freshness


@dataclass(frozen=True)
class Ground:
    """What a form draws from. `identity` begins every id of its markup; `compact`: a card, not a page.

    `answer` holds the places that the conditions leave and every period asked; `measures` those to show, none
    that was refused; `periods` from the first to the last of which anything was told; `at` the one that forms
    of one period show, `against` the one it is compared with.
    """

    spec: Spec
    answer: Answer
    measures: Sequence[Indicator]
    periods: Sequence[Period]
    at: Period | None
    against: Period | None
    by: Actor
    today: date
    identity: str
    title: str
    compact: bool = False

    @property
    def places(self) -> Sequence[Place]:
        """The places to show."""
        return self.answer.places

    @property
    def boundaries(self) -> date:
        """The day whose boundaries the figures are read under."""
        return self.answer.query.places.boundaries


@dataclass(frozen=True)
class Made:
    """What a form made: a template with its context (`drawn` is added), and the table that says the same.

    `notes` are what a reader must know, `scripts` and `styles` the static
    files that the page has to load. `picture`: whether it can be taken as SVG and PNG; `svg` is
    the drawing made by the server, without one the browser's own is taken. `is_table`: the drawing is
    itself the table, so that no other stands below it.
    """

    template: str
    context: Mapping[str, Any]
    table: Table[Any]
    rows: Sequence[Any]
    notes: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    picture: bool = True
    svg: str = ""
    is_table: bool = False


Maker = Callable[[Ground], Made]
"""One form: pure over its ground, cheap, and asks nothing of the database that grows with places."""


@dataclass(frozen=True)
class Turn:
    """Another way to ask: words and the address that asks so."""

    words: str
    href: str


@dataclass(frozen=True)
class Denied:
    """A measure that cannot be answered so: its name, why, and what can be asked instead."""

    name: str
    reason: str
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """A view ready for a page: `{% include drawn.template with drawn=drawn %}`.

    `made` None: there is nothing to draw, and `denied` and `empty` say why. `line` says places, periods and
    boundaries in a line; `lead` the answer in a sentence. `fresh` how fresh it is, `teaches` what to do
    where it is empty; `measures` and `periods`: all that were answered, for the page's choices.
    """

    spec: Spec
    title: str
    identity: str
    href: str
    freshness: Freshness
    source: str
    line: str = ""
    lead: str = ""
    made: Made | None = None
    denied: tuple[Denied, ...] = ()
    empty: str = ""
    teaches: str = ""
    fresh: str = ""
    compact: bool = False
    illustrative: bool = False
    measures: Sequence[Indicator] = ()
    periods: Sequence[Period] = ()

    template = "exploration/parts/drawn.html"

    @property
    def foot(self) -> str:
        """What stands under a picture that leaves the page: the mark of demonstrations, source, moment."""
        mark = _("Dữ liệu minh hoạ") if self.illustrative else ""
        return " · ".join(part for part in (mark, self.source, self.fresh) if part)

    @property
    def scripts(self) -> tuple[str, ...]:
        """Static files to load once a page, however many views it shows."""
        return self.made.scripts if self.made else ()

    @property
    def styles(self) -> tuple[str, ...]:
        """Style sheets to load once a page."""
        return self.made.styles if self.made else ()
