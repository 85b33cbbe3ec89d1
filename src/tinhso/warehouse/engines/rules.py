"""How figures make others, as expressions of SQL over whole numbers: between places, between periods.

Measures of ratios (numerator × factor / denominator) are taken to eighteen decimals, cut; what is made of
them is rounded to six as if the cut were not there, so that halves go up as they do in exact fractions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tinhso.indicators.models import Adding, OverTime
from tinhso.warehouse.engines.tracing import Traits
from tinhso.warehouse.plans import Shape

MICRO: Final = 6
_FINE: Final = 10**12
"""From six decimals to eighteen."""
_MEASURED: Final = 10**15
"""Over a factor in thousandths: a measure to eighteen decimals."""
_PICKED: Final = {Adding.MAX: "max", Adding.MIN: "min"}


@dataclass(frozen=True)
class Made:
    """`sums` over the told figures, `parts` (v, n, d) of what they give, whole numbers of 10^-`scale`.

    `always`: what was told gives something, if no figure straddles. `own_rank`: only of the unit itself.
    """

    sums: tuple[str, ...]
    parts: Mapping[str, str]
    scale: int
    always: bool
    own_rank: bool = False


def rounded(above: str, below: str, spare: str = "0") -> str:
    """Half away from zero; `spare` is how much `above` may lack."""
    more = "" if spare == "0" else f" + {spare}"
    return f"(sign({above}) * div(2 * (abs({above}){more}) + {below}, 2 * ({below})))"


def first_stage(shape: Shape, traits: Traits) -> Made:
    """Between places."""
    summed = shape.adding is (Adding.RATIO_OF_SUMS if shape.is_ratio else Adding.SUM)
    mean = shape.adding is Adding.AVERAGE or (shape.is_ratio and shape.adding in _PICKED)
    rounds = mean or shape.over_time is OverTime.AVERAGE or (summed and traits.weighted)
    rounds = rounds or (shape.is_ratio and shape.over_time in {OverTime.MAX, OverTime.MIN})
    scale = MICRO if rounds else traits.scale
    laying = _Laying(shape, traits, 10 ** (scale - traits.scale))
    sums, parts = laying.both() if shape.is_both else laying.ratio() if shape.is_ratio else laying.value()
    always = summed or (not shape.is_ratio and shape.adding is Adding.AVERAGE)
    always = always or (not shape.is_ratio and shape.adding in _PICKED and not traits.weighted)
    return Made(tuple(sums), parts, scale, always, own_rank=shape.adding is Adding.NONE)


@dataclass(frozen=True)
class _Laying:
    shape: Shape
    traits: Traits
    up: int

    def _weighed(self, column: str) -> str:
        """A sum by shares, in parts of the target's `over`."""
        if not self.traits.weighted:
            return f"sum({column})"
        return f"sum({self._wide(column)} * w.weight)"

    def _wide(self, column: str) -> str:
        return f"({column})::{{wide}}" if self.traits.exact else column

    def _raised(self, text: str) -> str:
        wide = f"({text})::{{wide}}" if self.traits.exact else text
        return text if self.up == 1 else f"{wide} * {self.up}"

    def _only(self, column: str) -> str:
        """As it was told, by one unit that lies in the target as a whole."""
        whole = " AND o.whole" if self.traits.weighted else ""
        return f"CASE WHEN o.told = 1{whole} THEN {self._raised(column)} END"

    def _summed(self, column: str) -> str:
        if not self.traits.weighted:
            return self._raised(column)
        return rounded(f"({self._raised(column)})", "g.over")

    def value(self) -> tuple[list[str], dict[str, str]]:
        """Of figures that are one number."""
        adding, nothing = self.shape.adding, {"n": "NULL::bigint", "d": "NULL::bigint"}
        if adding is Adding.SUM:
            return [f"{self._weighed('f.value')} AS s"], {"v": self._summed("o.s"), **nothing}
        if adding is Adding.AVERAGE:
            weights = "sum(w.weight)" if self.traits.weighted else "count(*)"
            mean = rounded(f"({self._raised('o.s')})", "o.t")
            return [f"{self._weighed('f.value')} AS s", f"{weights} AS t"], {
                "v": self._guarded(mean, "o.t > 0"), **nothing
            }  # fmt: skip
        chosen = f"{_PICKED.get(adding, 'max')}(f.value) AS s"
        if adding in _PICKED:
            picked = self._raised("o.s")
            return [chosen], {"v": self._guarded(picked, "o.whole"), **nothing}
        return [chosen], {"v": self._only("o.s"), **nothing}

    def both(self) -> tuple[list[str], dict[str, str]]:
        """Of values and of ratios, each added up."""
        names = {"v": "value", "n": "numerator", "d": "denominator"}
        sums = [f"{self._weighed(f'f.{name}')} AS s{part}" for part, name in names.items()]
        return sums, {part: self._summed(f"o.s{part}") for part in names}

    def _guarded(self, text: str, condition: str) -> str:
        return f"CASE WHEN {condition} THEN {text} END" if self.traits.weighted else text

    def ratio(self) -> tuple[list[str], dict[str, str]]:
        """Of figures with two parts."""
        adding = self.shape.adding
        if adding is Adding.RATIO_OF_SUMS:
            sums = [f"{self._weighed('f.numerator')} AS sn", f"{self._weighed('f.denominator')} AS sd"]
            return sums, {"v": "NULL::bigint", "n": self._summed("o.sn"), "d": self._summed("o.sd")}
        sums = ["max(f.value) AS s", "max(f.numerator) AS sn", "max(f.denominator) AS sd"]
        parts = {"v": self._only("o.s"), "n": self._only("o.sn"), "d": self._only("o.sd")}
        if adding is not Adding.AVERAGE and adding not in _PICKED:
            return sums, parts
        whole = " AND o.whole" if self.traits.weighted else ""
        fine = 10 ** (MICRO - self.traits.scale) * _FINE
        measure = (
            f"COALESCE(f.value::{{wide}} * {fine}, {_measure(self.shape, 'f.numerator', 'f.denominator')})"
        )
        if adding is Adding.AVERAGE:
            weight = "w.weight" if self.traits.weighted else "1"
            sums += [
                f"sum({measure} * {weight}) AS sm",
                f"sum({weight}) FILTER (WHERE f.value IS NOT NULL OR f.denominator <> 0) AS t",
            ]
            made = rounded("o.sm", f"(o.t::{{wide}} * {_FINE})", "o.t")
            guard = "o.t > 0"
        else:
            sums.append(f"{_PICKED[adding]}({measure}) AS sm")
            made, guard = rounded("o.sm", str(_FINE), "1"), f"true{whole}"
        several = f"WHEN NOT (o.told = 1{whole}) AND {guard} THEN {made} END"
        return sums, {**parts, "v": f"{parts['v'].removesuffix('END')}{several}"}


def _measure(shape: Shape, above: str, below: str) -> str:
    """To eighteen decimals, cut; none over a denominator of zero."""
    return f"div({above}::{{wide}} * {shape.factor * _MEASURED}, NULLIF({below}, 0)::{{wide}})"


def second_stage(shape: Shape, ok: str) -> dict[str, str]:
    """Between periods: v, n, d of the asked one, of rows with v, n, d, size, last, is_own and ok."""
    if shape.is_both:
        return {part: f"sum({part}){ok}" for part in "vnd"}
    if not shape.is_ratio:
        return {"v": _values(shape.over_time, ok), "n": "NULL::bigint", "d": "NULL::bigint"}
    return _ratios(shape, ok)


def _values(rule: OverTime, ok: str) -> str:
    if rule is OverTime.SUM:
        return f"sum(v){ok}"
    if rule is OverTime.AVERAGE:
        return rounded(f"(sum(v::{{wide}} * size){ok})", f"(sum(size){ok})")
    if rule in {OverTime.LAST, OverTime.FIRST}:
        way = "DESC" if rule is OverTime.LAST else "ASC"
        return f"(array_agg(v ORDER BY last {way}){ok})[1]"
    return f"{'min' if rule is OverTime.MIN else 'max'}(v){ok}"


def _ratios(shape: Shape, ok: str) -> dict[str, str]:
    """Ratios, or the means, greatest and least that were made of ratios between places."""
    rule = shape.over_time
    if rule in {OverTime.LAST, OverTime.FIRST}:
        way = "DESC" if rule is OverTime.LAST else "ASC"
        return {part: f"(array_agg({part} ORDER BY last {way}){ok})[1]" for part in "vnd"}
    given = "WHERE ok AND" if ok else "WHERE"
    own = {part: f"max({part}) FILTER ({given} is_own)" for part in "vnd"}
    alone = f"COALESCE(bool_or(is_own){ok}, false)"
    measure = f"COALESCE(v::{{wide}} * {_FINE}, {_measure(shape, 'n', 'd')})"
    if rule is OverTime.AVERAGE:
        known = f"FILTER ({given} {measure} IS NOT NULL)"
        size = f"(sum(size) {known})"
        mean = rounded(f"(sum({measure} * size){ok})", f"({size}::{{wide}} * {_FINE})", size)
        return {"v": f"CASE WHEN {alone} THEN {own['v']} ELSE {mean} END", "n": own["n"], "d": own["d"]}
    if rule in {OverTime.MAX, OverTime.MIN}:
        way = "DESC" if rule is OverTime.MAX else "ASC"
        known = f"FILTER ({given} {measure} IS NOT NULL)"
        return {
            part: f"CASE WHEN {alone} THEN {own[part]} ELSE"
            f" (array_agg({part} ORDER BY {measure} {way}, last) {known})[1] END"
            for part in "vnd"
        }
    if rule is OverTime.RATIO_OF_SUMS:
        pure = f"count(v){ok} = 0"
        added = {part: f"CASE WHEN {pure} THEN sum({part}){ok} END" for part in "nd"}
        return {"v": own["v"], **added}
    if rule is OverTime.SUM:
        return {
            "v": f"CASE WHEN count(n){ok} = 0 THEN sum(v){ok} ELSE {own['v']} END",
            "n": own["n"],
            "d": own["d"],
        }
    return own
