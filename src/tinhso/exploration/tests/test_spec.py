"""A spec survives its address."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from urllib.parse import parse_qs

from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.calendar.periods import PeriodKind
from tinhso.exploration.spec import Axis, Form, Spec, Where
from tinhso.places.models import Level
from tinhso.warehouse.questions import Op

_CODES = st.from_regex(r"[a-z][a-z0-9.-]{0,20}", fullmatch=True)
_DAYS = st.dates(date(2008, 8, 1), date(2099, 12, 31))
_WHERE = st.builds(
    Where, measure=_CODES, op=st.sampled_from(Op), number=st.decimals(-1000, 1000, places=2).map(Decimal)
)


@st.composite
def specs(draw: st.DrawFn) -> Spec:
    """Any spec that stands."""
    first, last = sorted((draw(_DAYS), draw(_DAYS)))
    rows, columns = draw(st.permutations(list(Axis)))[:2]
    return Spec(
        measures=tuple(draw(st.lists(_CODES, max_size=4, unique=True))),
        form=draw(st.sampled_from(Form)),
        level=draw(st.none() | st.sampled_from(Level)),
        within=draw(st.sampled_from(["", "20", "05977"])),
        boundaries=draw(st.none() | _DAYS),
        kind=draw(st.none() | st.sampled_from(PeriodKind)),
        first=first,
        last=last,
        where=tuple(draw(st.lists(_WHERE, max_size=2))),
        rows=rows,
        columns=columns,
        totals=draw(st.booleans()),
        colours=draw(st.booleans()),
    )


@given(specs())
def test_an_address_reads_back_to_the_same(spec: Spec) -> None:
    assert Spec.of(parse_qs(spec.address)) == spec
    assert Spec.model_validate(spec.model_dump(mode="json")) == spec
