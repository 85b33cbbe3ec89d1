"""The parts of a view as chips: what is set, in words, and the ways to set it differently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.base.calendar.periods import Period
from tinhso.base.web import wording
from tinhso.exploration import words
from tinhso.exploration.drawing import FORMS
from tinhso.exploration.drawn import Turn
from tinhso.exploration.spec import Axis, Form, Spec, Where
from tinhso.indicators.models import Indicator
from tinhso.indicators.tables import indicator_name
from tinhso.places import queries as places
from tinhso.places.models import Level, Place
from tinhso.warehouse.questions import Op

_LEVELS: Final = (Level.COUNTRY, Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)
_FIRST_YEAR: Final = 2015
_BEFORE_REFORM: Final = date(2025, 6, 30)
TWO_AXES: Final = frozenset({Form.PIVOT})
ONE_PERIOD: Final = frozenset({Form.BAR, Form.RANKING, Form.DISTRIBUTION, Form.MAP, Form.SYMBOLS, Form.PIVOT})


@dataclass(frozen=True)
class Choice:
    """One of a list: what is sent, what is read."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True)
class Set:
    """What is set already, and the address without it."""

    label: str
    off: str


@dataclass(frozen=True)
class Switch:
    """Something that is on or off."""

    label: str
    on: bool
    href: str


@dataclass(frozen=True)
class Ways:
    """Everything the chips need, read once a page."""

    spec: Spec
    measures: tuple[Set, ...]
    levels: tuple[Choice, ...]
    units: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    firsts: tuple[Choice, ...]
    lasts: tuple[Choice, ...]
    at: tuple[Choice, ...]
    against: tuple[Choice, ...]
    boundaries: tuple[Turn, ...]
    where: tuple[Set, ...]
    rows: tuple[Choice, ...]
    columns: tuple[Choice, ...]
    ops: tuple[Choice, ...]
    comparable: tuple[Choice, ...]
    forms: tuple[Switch, ...]
    switches: tuple[Switch, ...]
    said: Mapping[str, str]

    def hidden(self, *left: str) -> list[tuple[str, str]]:
        """What a small form carries along: all but the parameters it sends itself."""
        return [pair for pair in pairs_of(self.spec) if pair[0] not in left]

    @property
    def for_measures(self) -> list[tuple[str, str]]:
        """All of the view: the form looks for another indicator."""
        return self.hidden()

    @property
    def for_places(self) -> list[tuple[str, str]]:
        """All but the places."""
        return self.hidden("level", "within", "told_at")

    @property
    def for_times(self) -> list[tuple[str, str]]:
        """All but the periods."""
        return self.hidden("by", "first", "last", "at", "against")

    @property
    def for_boundaries(self) -> list[tuple[str, str]]:
        """All but the boundaries."""
        return self.hidden("on")

    @property
    def for_axes(self) -> list[tuple[str, str]]:
        """All but the axes."""
        return self.hidden("rows", "columns")


def pairs_of(spec: Spec) -> list[tuple[str, str]]:
    """The parameters of its address."""
    found = spec.pairs()
    return found if any(key == "illustrative" for key, _value in found) else [*found, ("illustrative", "0")]


@dataclass(frozen=True)
class Here:
    """Where the view stands: its page, and links to it changed."""

    spec: Spec
    base: str

    def with_(self, **changes: Any) -> str:
        """The address of the view changed."""
        changed = Spec.model_validate({**dict(self.spec), **changes})
        return f"{self.base}?{urlencode(pairs_of(changed))}"


@dataclass(frozen=True)
class Units:
    """What a view may lie in: the unit that is set, and those to choose from."""

    within: Place | None
    choices: tuple[Choice, ...]


def ways(
    here: Here, units: Units, measures: Sequence[Indicator], periods: Sequence[Period], today: date
) -> Ways:
    """The chips of a view; asks nothing of the database."""
    spec = here.spec
    rows = {row.code: row for row in measures}
    return Ways(
        spec,
        tuple(
            Set(indicator_name(row), here.with_(measures=tuple(c for c in spec.measures if c != row.code)))
            for row in measures
            if row.code in spec.measures
        ),
        tuple(Choice(one.value, words.level_word(one), one == spec.level) for one in _LEVELS),
        units.choices,
        _kinds(spec),
        *_years(spec, today),
        _periods(periods, spec.at, _("mới nhất có số liệu")),
        _periods(periods, spec.against, _("không so sánh")),
        _boundaries(here, today),
        tuple(_where(here, one, rows) for one in spec.where),
        _axes(spec.rows),
        _axes(spec.columns),
        tuple(Choice(op.value, str(words.OPS[op])) for op in Op),
        tuple(Choice(row.code, indicator_name(row)) for row in measures),
        tuple(
            Switch(str(words.FORMS[one]), one == spec.form, here.with_(form=one))
            for one in Form
            if one in FORMS
        ),
        _switches(here),
        _said(spec, units.within, rows, today),
    )


def units_of(spec: Spec, today: date) -> Units:
    """The provinces of its day, and the unit that is set, in one statement. Raises NotFound."""
    day = spec.boundaries or today
    offered = Q(level=Level.PROVINCE) | Q(code=spec.within)
    found = list(places.places().valid_on(day).filter(offered).order_by("sort_key", "code"))
    chosen = next((one for one in found if one.code == spec.within), None)
    if spec.within and chosen is None:
        chosen = places.by_code(spec.within, day)
    everywhere = Choice("", _("cả nước"), not spec.within)
    return Units(chosen, (everywhere, *(Choice(one.code, one.full_name, one == chosen) for one in found)))


def _kinds(spec: Spec) -> tuple[Choice, ...]:
    return tuple(
        Choice(one.value if one else "told", str(word), one is spec.kind) for one, word in words.KINDS.items()
    )


def _years(spec: Spec, today: date) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    query = spec.query(today)
    years = range(_FIRST_YEAR, today.year + 1)
    firsts = [Choice(f"{year}-01-01", str(year), year == query.times.first.year) for year in years]
    lasts = [
        Choice(f"{year}-12-31", str(year), bool(spec.last) and year == query.times.last.year)
        for year in years
    ]
    return tuple(firsts), (Choice("", _("nay"), spec.last is None), *lasts)


def _periods(periods: Sequence[Period], chosen: str | None, none: str) -> tuple[Choice, ...]:
    told = [Choice(one.code, wording.period(one), one.code == chosen) for one in reversed(periods)]
    return (Choice("", none, chosen is None), *told)


def _boundaries(here: Here, today: date) -> tuple[Turn, ...]:
    old = _BEFORE_REFORM
    return (
        Turn(_("hiện nay (%(day)s)") % {"day": wording.day(today)}, here.with_(boundaries=None)),
        Turn(_("%(day)s, trước khi sắp xếp") % {"day": wording.day(old)}, here.with_(boundaries=old)),
    )


def _where(here: Here, one: Where, rows: Mapping[str, Indicator]) -> Set:
    return Set(_told(one, rows), here.with_(where=tuple(other for other in here.spec.where if other != one)))


def _told(one: Where, rows: Mapping[str, Indicator]) -> str:
    row = rows.get(one.measure)
    if row is None:
        return f"{one.measure} {words.condition(one.op, wording.number(one.number))}"
    return f"{indicator_name(row)} {words.condition(one.op, words.stated(row, one.number))}"


def _axes(chosen: Axis) -> tuple[Choice, ...]:
    return tuple(Choice(one.value, str(word), one == chosen) for one, word in words.AXES.items())


def _switches(here: Here) -> tuple[Switch, ...]:
    spec = here.spec
    found = [Switch(_("Dữ liệu minh hoạ"), spec.illustrative, here.with_(illustrative=not spec.illustrative))]
    if spec.form is Form.PIVOT:
        found.insert(0, Switch(_("Tô màu theo giá trị"), spec.colours, here.with_(colours=not spec.colours)))
        found.insert(0, Switch(_("Dòng tổng"), spec.totals, here.with_(totals=not spec.totals)))
    if spec.form in {Form.RANKING, Form.BAR}:
        found.insert(0, Switch(_("Đảo thứ tự"), spec.reverse, here.with_(reverse=not spec.reverse)))
    return tuple(found)


def _said(spec: Spec, within: Place | None, rows: Mapping[str, Indicator], today: date) -> dict[str, str]:
    """What stands on each chip."""
    query = spec.query(today)
    last = str(query.times.last.year) if spec.last else _("nay")
    conditions = [_told(one, rows) for one in spec.where]
    return {
        "measures": words.measures([rows[code] for code in spec.measures if code in rows]),
        "places": words.where(spec.level, within),
        "times": f"{words.KINDS.get(spec.kind, '')}, {query.times.first.year}–{last}",
        "boundaries": words.boundary(query.places.boundaries, today),
        "where": ", ".join(conditions) or _("không đặt"),
        "form": str(words.FORMS[spec.form]),
    }
