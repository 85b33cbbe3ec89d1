"""The door to the warehouse: who asks, what, and by which engine it is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from tinhso.base.audit.context import Actor
from tinhso.indicators.models import Indicator
from tinhso.places import queries as places
from tinhso.warehouse import derived
from tinhso.warehouse.answering import least_fresh, told
from tinhso.warehouse.answers import Answer, At, Cell, Freshness
from tinhso.warehouse.catalogue import measures
from tinhso.warehouse.cells import Cells, compares
from tinhso.warehouse.grounds import ground_of
from tinhso.warehouse.questions import Condition, Query
from tinhso.warehouse.refusing import judge


def ask(query: Query, by: Actor) -> Answer:
    """The answer for that reader.

    Raises NotFound for unknown codes, NotAllowed for figures of persons that are not theirs to read.
    """
    where = query.places
    unit = places.by_code(where.within, where.boundaries) if where.within else None
    judged = judge(query, measures(query.measures), unit, by)
    ground = ground_of(where)
    fresh: list[Freshness] = []

    def cells_of(near: Query, rows: Sequence[Indicator]) -> Mapping[At, Cell]:
        cells, freshness = told(near, rows, ground)
        fresh.append(freshness)
        return cells if cells is not None else {}

    plain = [row for row in judged.rows if not row.formula]
    found = cells_of(query, plain) if plain else {}
    periods = {one.code: one for one in query.times.periods()}
    if isinstance(found, Cells):
        periods |= {one.code: one for one in found.periods}
    if len(plain) < len(judged.rows):
        rows = [row for row in judged.rows if row.formula]
        calculated, more = derived.cells(query, rows, ground.places, cells_of)
        found, periods = {**found, **calculated}, {**periods, **more}
    ordered = sorted(periods.values(), key=lambda one: (one.end, one.start))
    kept = _standing(found, query.conditions)
    said = least_fresh(fresh)
    return Answer(query, judged.rows, ground.places, ordered, kept, judged.refused, said, judged.notes)


def _standing(found: Mapping[At, Cell], conditions: Sequence[Condition]) -> Mapping[At, Cell]:
    """Only the places and periods that meet all conditions."""
    if not conditions or isinstance(found, Cells):
        return found.standing(conditions) if isinstance(found, Cells) else found
    stand: set[tuple[UUID, str]] = {(place, period) for _measure, place, period in found}
    for one in conditions:
        stand = {at for at in stand if compares(found.get((one.measure, *at)), one)}
    return {at: cell for at, cell in found.items() if at[1:] in stand}
