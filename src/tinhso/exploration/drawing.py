"""A view drawn: asks the warehouse once, lets the form make its drawing, says what was refused.

`draw` may be called many times for one page (a dashboard): every id begins with `identity`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import blake2s
from types import MappingProxyType
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.audit.context import Actor
from tinhso.base.calendar.periods import Period
from tinhso.base.errors import Refusal
from tinhso.base.web import wording
from tinhso.exploration import looking, words
from tinhso.exploration.drawn import Denied, Drawn, Ground, Maker, Turn
from tinhso.exploration.forms import bar, distribution, line, multiples, pivot, ranking, stacked
from tinhso.exploration.maps import drawing as maps
from tinhso.exploration.spec import Form, Spec, Where
from tinhso.indicators import queries as indicators
from tinhso.indicators.models import Indicator
from tinhso.indicators.tables import indicator_name
from tinhso.places import queries as places
from tinhso.places.models import Place
from tinhso.warehouse.answers import Answer, Freshness, Refused
from tinhso.warehouse.asking import ask
from tinhso.warehouse.questions import Query

FORMS: Final[Mapping[Form, Maker]] = MappingProxyType(
    {
        Form.PIVOT: pivot.make,
        Form.LINE: line.make,
        Form.BAR: bar.make,
        Form.STACKED: stacked.make,
        Form.MULTIPLES: multiples.make,
        Form.RANKING: ranking.make,
        Form.DISTRIBUTION: distribution.make,
        Form.MAP: maps.choropleth,
        Form.SYMBOLS: maps.symbols,
    }
)
"""Every form that can be drawn."""


def draw(
    spec: Spec, by: Actor, *, compact: bool = False, identity: str = "", within: Place | None = None
) -> Drawn:
    """The view for that reader; `identity` sets its ids apart where one view stands twice on a page.

    `within`: the unit that the places lie in, where who asks has read it already.
    Raises what the warehouse raises: NotFound for unknown codes, NotAllowed for closed figures.
    """
    today = clock.today()
    identity = identity or f"v-{blake2s(spec.address.encode(), digest_size=4).hexdigest()}"
    bare = Drawn(spec, "", identity, address_of(spec), Freshness(), "", compact=compact)
    if not spec.measures:
        return replace(bare, empty=_("Chưa chọn chỉ số nào."), teaches=_("Tìm một chỉ số ở ô phía trên."))
    answer = ask(_asked(spec, today), by)
    within = within or _within(spec, answer)
    rows = _rows(answer)
    denied = tuple(_denied(spec, one, rows) for one in answer.refused)
    shown = [rows[code] for code in spec.measures if code in rows]
    line = f"{words.where(spec.level, within)} · {words.boundary(answer.query.places.boundaries, today)}"
    found = replace(
        bare,
        title=words.measures(shown),
        line=line,
        freshness=answer.freshness,
        source=_source(shown),
        fresh=words.fresh(answer.freshness),
        denied=denied,
        measures=tuple(rows.values()),
        periods=looking.told_periods(answer),
        illustrative=any(cell.illustrative for _at, cell in answer) if spec.illustrative else False,
    )
    return _made(found, answer, shown, by, today)


def safe(spec: Spec, by: Actor, *, compact: bool = False, identity: str = "") -> Drawn:
    """The same, for pages that show several: a refusal becomes the words of an empty view."""
    try:
        return draw(spec, by, compact=compact, identity=identity)
    except Refusal as refusal:
        return Drawn(
            spec, "", identity, address_of(spec), Freshness(), "", empty=str(refusal), compact=compact
        )


def address_of(spec: Spec) -> str:
    """Where the view opens. A demonstration shows its own figures unless an address says otherwise."""
    off = "&illustrative=0" if settings.DEMO and not spec.illustrative else ""
    return f"{reverse('exploration:explore')}?{spec.address}{off}"


def _made(found: Drawn, answer: Answer, shown: Sequence[Indicator], by: Actor, today: date) -> Drawn:
    spec = found.spec
    refused = {one.measure for one in answer.refused}
    kept = [row for row in shown if row.code not in refused]
    periods = found.periods
    at = looking.shown_period(spec, answer)
    found = replace(found, line=f"{found.line} · {words.span(periods)}" if periods else found.line)
    if not kept or at is None:
        empty, teaches = ("", "") if refused and not kept else _nothing(spec)
        return replace(found, empty=empty, teaches=teaches)
    against = looking.compared_period(spec, answer)
    chosen = looking.meeting(spec, answer, at) if spec.where else answer.places
    lead = _lead(spec, answer, (at, against or periods[0]), today) if spec.where else ""
    ground = Ground(
        spec, replace(answer, places=chosen), kept, periods, at, against, by, today,
        found.identity, found.title, compact=found.compact,
    )  # fmt: skip
    if not chosen:
        nobody = _("Không có địa bàn nào thoả điều kiện.")
        return replace(found, lead=lead, empty=nobody, teaches=_("Nới điều kiện, hoặc xem kỳ khác."))
    return replace(found, lead=lead, made=FORMS[spec.form](ground))


def _asked(spec: Spec, today: date) -> Query:
    """What is asked: conditions choose places by the shown period, so every period of them is asked for."""
    query = spec.query(today)
    measures = dict.fromkeys((*spec.measures, *(one.measure for one in spec.where)))
    return replace(query, measures=tuple(measures), conditions=())


def _within(spec: Spec, answer: Answer) -> Place | None:
    """The unit that the places lie in."""
    if not spec.within:
        return None
    return places.by_code(spec.within, answer.query.places.boundaries)


def _nothing(spec: Spec) -> tuple[str, str]:
    """What is said where nothing was told, and what to try."""
    teaches = _("Thử khoảng thời gian khác, cấp địa bàn khác, hoặc xem theo kỳ như đã báo cáo.")
    if not spec.illustrative:
        return _("Chưa có số liệu đã công bố cho câu hỏi này."), teaches
    return _("Chưa có số liệu cho câu hỏi này."), teaches


def _source(shown: Sequence[Indicator]) -> str:
    return _("Số liệu đã xác nhận trong hệ thống: %(names)s") % {"names": words.measures(shown)}


def _rows(answer: Answer) -> dict[str, Indicator]:
    """Every indicator asked for by its code, those refused among them."""
    found = {row.code: row for row in answer.measures}
    left = [code for code in answer.query.measures if code not in found]
    refused = indicators.indicators().filter(code__in=left) if left else ()
    return found | {row.code: row for row in refused}


def _lead(spec: Spec, answer: Answer, periods: tuple[Period, Period], today: date) -> str:
    """`Năm 2026: 12/65 xã, phường có … nhỏ hơn 100 %; Năm 2022: 31.`"""
    at, then = periods
    rows = {row.code: row for row in answer.measures}
    now, before = (len(looking.meeting(spec, answer, one)) for one in (at, then))
    level = answer.places[0].level if answer.places else ""
    told = {
        "period": words.sentence(words.period(at, today)),
        "count": wording.number(now),
        "all": words.units(len(answer.places), level) if level else "",
        "what": _(" và ").join(_condition(one, rows) for one in spec.where),
        "then": wording.period(then),
        "before": wording.number(before),
    }
    if then == at:
        return _("%(period)s: %(count)s/%(all)s có %(what)s.") % told
    return _("%(period)s: %(count)s/%(all)s có %(what)s; %(then)s: %(before)s.") % told


def _condition(one: Where, rows: Mapping[str, Indicator]) -> str:
    row = rows[one.measure]
    return f"{indicator_name(row)} {words.condition(one.op, words.stated(row, one.number))}"


def _denied(spec: Spec, one: Refused, rows: Mapping[str, Indicator]) -> Denied:
    turns = tuple(Turn(offer.words, address_of(_turned(spec, offer.query))) for offer in one.offers)
    row = rows.get(one.measure)
    return Denied(indicator_name(row) if row else one.measure, one.reason, turns)


def _turned(spec: Spec, query: Query) -> Spec:
    """The view of an offer: what only conditions read does not become shown."""
    found = spec.turned(query)
    read = {one.measure for one in spec.where}
    shown = tuple(code for code in query.measures if code in spec.measures or code not in read)
    return found.model_copy(update={"measures": shown})
