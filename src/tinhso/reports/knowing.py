"""The codes that templates may name: of the database, or of a pack that is only being read."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tinhso.base.packs.section import Catalogue
from tinhso.indicators import queries as indicators
from tinhso.indicators.definitions import readable
from tinhso.indicators.pack import known_indicators, named_by_formulas
from tinhso.indices import queries as indices
from tinhso.people import queries as people
from tinhso.places import queries as places
from tinhso.reports.template import nodes
from tinhso.reports.template.checking import Known, check
from tinhso.reports.template.parsing import parse
from tinhso.reports.template.problems import BadTemplate
from tinhso.reports.template.walking import figures
from tinhso.steering.queries.finding import all_plans, pillars_of
from tinhso.steering.state import measurable


class Anything(Collection[str]):
    """Codes that cannot be looked up here: each is taken."""

    def __contains__(self, _code: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def stored(tree: nodes.Tree) -> Known:
    """What the database knows, in a dozen statements; of places only those that the tree names."""
    plans = list(all_plans())
    by_pack = {plan.pack: plan for plan in plans}
    told = readable.Known.stored({})
    rows = indicators.indicators()
    return Known(
        targets=set(measurable().order_by().values_list("code", flat=True)),
        indicators={*told.told, *told.derived},
        plans={plan.full_slug for plan in plans},
        pillars={row.code for plan in by_pack.values() for row in pillars_of(plan)},
        agencies=set(people.agencies().order_by().values_list("code", flat=True)),
        indices=set(indices.indices().values_list("code", flat=True)),
        places=set(places.places().filter(code__in=_places(tree)).values_list("code", flat=True)),
        constants=told.constants,
        groups=told.groups,
        closed=set(rows.exclude(personal_data="none").order_by().values_list("code", flat=True)),
    )


def _places(tree: nodes.Tree) -> set[str]:
    found = {getattr(figure, "place", "") for figure in figures(tree)}
    for block in tree.blocks:
        found.add(getattr(block, "place", ""))
        found.update(getattr(block, "places", ()))
    return found - {""}


def told(everything: Catalogue) -> Known:
    """What a pack says, and the packs it requires; places are not looked up."""
    known = named_by_formulas(everything)
    return Known(
        targets=everything.keys("targets"),
        indicators=known_indicators(everything),
        plans=everything.keys("plans"),
        pillars=everything.keys("pillars"),
        agencies=everything.keys("agencies"),
        indices=everything.keys("indices"),
        places=Anything(),
        constants=known.constants,
        groups=known.groups,
    )


def require_good(body: str, *, title: str = "") -> nodes.Tree:
    """The tree of a text whose codes are all known. Raises Invalid at `body`, or at `title`."""
    try:
        tree = parse(body)
        flaws = check(tree, stored(tree))
        if flaws:
            raise BadTemplate(flaws)
    except BadTemplate as bad:
        raise bad.refusal() from bad
    if title:
        try:
            head = parse(title)
            flaws = check(head, stored(head))
            if flaws:
                raise BadTemplate(flaws)
        except BadTemplate as bad:
            raise bad.refusal("title") from bad
    return tree
