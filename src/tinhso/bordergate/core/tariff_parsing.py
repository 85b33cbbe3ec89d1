"""Reading tariffs from plain data, as a pack's YAML gives it: every fault names its field. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from itertools import pairwise
from typing import Final, TypeVar

from tinhso.bordergate.core.tariff_terms import (
    CONTAINERS,
    DIRECTIONS,
    MODES,
    Certainty,
    Exemption,
    Factor,
    Journey,
    Match,
    Mixed,
    Rule,
    Tariff,
)

T = TypeVar("T")
MOST: Final = 10**12
"""No fee is higher, in đồng: a figure beyond it is a slip of the keyboard."""
_DECIMAL: Final = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)\s*(%?)")
_HS: Final = re.compile(r"\d{2,10}")


class TariffProblem(ValueError):
    """Something in a tariff's data that cannot stand: `field` is its place (`[0].rules[2].amount`)."""

    def __init__(self, code: str, field: str, said: str) -> None:
        super().__init__(f"{field}: {said}")
        self.code = code
        self.field = field
        self.said = said


class _Table:
    """A mapping whose fields are taken one by one; what is left over at the end is unknown."""

    def __init__(self, value: object, field: str) -> None:
        if not isinstance(value, Mapping):
            raise TariffProblem("TARIFF_TYPE", field, "expected a table of fields")
        self._left = {str(name): one for name, one in value.items()}
        self.field = field

    def at(self, name: str) -> str:
        return f"{self.field}.{name}".lstrip(".")

    def need(self, name: str, read: Callable[[object, str], T]) -> T:
        if self._left.get(name) is None:
            raise TariffProblem("TARIFF_MISSING", self.at(name), "is missing")
        return read(self._left.pop(name), self.at(name))

    def may(self, name: str, read: Callable[[object, str], T], default: T) -> T:
        value = self._left.pop(name, None)
        return default if value is None else read(value, self.at(name))

    def each(self, name: str, read: Callable[[object, str], T]) -> tuple[T, ...]:
        return self.need(name, _several(read)) if self._left.get(name) is not None else ()

    def end(self) -> None:
        for name in sorted(self._left):
            raise TariffProblem("TARIFF_UNKNOWN", self.at(name), "is no field of a tariff")


def _text(value: object, field: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TariffProblem("TARIFF_TYPE", field, "expected a text")
    return value.strip()


def _whole(value: object, field: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
        raise TariffProblem("TARIFF_AMOUNT", field, f"expected a whole number from 0 to {MOST}")
    return value


def _day(value: object, field: str) -> date:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TariffProblem("TARIFF_DAY", field, "expected a day such as 2025-05-08")
    return value


def _number(value: object, field: str) -> Fraction:
    """`5`, `"1.3"`, `"130%"` exactly. One with a point stands in quotes: else it is not what was typed."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    found = _DECIMAL.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise TariffProblem("TARIFF_NUMBER", field, 'expected a number such as 5, "1.3" or "130%", in quotes')
    return Fraction(found[1]) / (100 if found[2] else 1)


def _one_of(words: Iterable[str]) -> Callable[[object, str], str]:
    allowed = tuple(words)

    def read(value: object, field: str) -> str:
        if value not in allowed:
            raise TariffProblem("TARIFF_WORD", field, f"expected one of {', '.join(allowed)}")
        return str(value)

    return read


def _several(read: Callable[[object, str], T]) -> Callable[[object, str], tuple[T, ...]]:
    def each(value: object, field: str) -> tuple[T, ...]:
        if isinstance(value, str) or not isinstance(value, Sequence) or not value:
            raise TariffProblem("TARIFF_TYPE", field, "expected a list with something in it")
        return tuple(read(one, f"{field}[{place}]") for place, one in enumerate(value))

    return each


def _container(value: object, field: str) -> int:
    if value not in CONTAINERS or not isinstance(value, int):
        raise TariffProblem("TARIFF_WORD", field, f"expected one of {', '.join(map(str, CONTAINERS))} (feet)")
    return value


def _hs(value: object, field: str) -> str:
    if not isinstance(value, str) or not _HS.fullmatch(value):
        raise TariffProblem("TARIFF_HS", field, 'expected the beginning of an HS code, in quotes: "0810"')
    return value


def _certainty(table: _Table, default: Certainty) -> Certainty:
    return Certainty(table.may("certainty", _one_of(Certainty), default.value))


def _match(commodities: Mapping[str, tuple[str, ...]]) -> Callable[[object, str], Match]:
    def read(value: object, field: str) -> Match:
        table = _Table(value, field)
        named = table.each("commodities", _one_of(commodities))
        prefixes = [prefix for name in named for prefix in commodities[name]]
        prefixes += table.each("hs", _hs)
        match = Match(
            direction=table.may("direction", _one_of(DIRECTIONS), ""),
            modes=frozenset(table.each("modes", _one_of(MODES))),
            containers=frozenset(table.each("containers", _container)),
            from_kg=table.may("from_kg", _whole, None),
            below_kg=table.may("below_kg", _whole, None),
            hs=tuple(sorted(set(prefixes))),
            journeys=frozenset(Journey(one) for one in table.each("journeys", _one_of(Journey))),
        )
        table.end()
        if match.below_kg is not None and match.below_kg <= (match.from_kg or 0):
            raise TariffProblem("TARIFF_BAND", table.at("below_kg"), "must be above from_kg")
        return match

    return read


def _commodities(value: object, field: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, Mapping):
        raise TariffProblem("TARIFF_TYPE", field, "expected a table of names and HS codes")
    return {str(name): _several(_hs)(codes, f"{field}.{name}") for name, codes in value.items()}


def _split(value: object, field: str) -> tuple[tuple[str, Fraction], ...]:
    if not isinstance(value, Mapping) or not value:
        raise TariffProblem("TARIFF_TYPE", field, "expected a table of shares")
    shares = tuple((str(name), _number(share, f"{field}.{name}")) for name, share in value.items())
    if sum(share for _name, share in shares) != 1:
        raise TariffProblem("TARIFF_SPLIT", field, "the shares do not add up to 100%")
    return shares


def _share(value: object, field: str) -> Fraction:
    share = _number(value, field)
    if not 0 < share <= 1:
        raise TariffProblem("TARIFF_NUMBER", field, "expected a share above 0 and up to 100%")
    return share


@dataclass(frozen=True)
class _Rows:
    """How the rows of one tariff are read: its commodities, and what holds where a row says nothing."""

    match: Callable[[object, str], Match]
    reference: str
    certainty: Certainty

    def rule(self, value: object, field: str) -> Rule:
        row = _Table(value, field)
        made = Rule(
            code=row.need("code", _text),
            name=row.need("name", _text),
            amount=row.need("amount", _whole),
            when=row.may("when", self.match, Match()),
            legal_reference=row.may("legal_reference", _text, self.reference),
            certainty=_certainty(row, self.certainty),
        )
        row.end()
        return made

    def factor(self, value: object, field: str) -> Factor:
        row = _Table(value, field)
        made = Factor(
            code=row.need("code", _text),
            name=row.need("name", _text),
            factor=row.need("factor", _number),
            when=row.need("when", self.match),
            group=row.may("group", _text, ""),
            legal_reference=row.may("legal_reference", _text, self.reference),
            certainty=_certainty(row, self.certainty),
        )
        row.end()
        return made

    def exemption(self, value: object, field: str) -> Exemption:
        row = _Table(value, field)
        made = Exemption(
            code=row.need("code", _text),
            name=row.need("name", _text),
            ground=row.need("ground", _text),
            share=row.need("share", _share),
            legal_reference=row.need("legal_reference", _text),
            certainty=_certainty(row, self.certainty),
        )
        row.end()
        return made


def parse_tariff(value: object, field: str = "") -> Tariff:
    """One tariff. Raises TariffProblem naming the first field that cannot stand."""
    table = _Table(value, field)
    match = _match(table.may("commodities", _commodities, {}))
    reference = table.need("legal_reference", _text)
    sure = _certainty(table, Certainty.DOCUMENT)
    rows = _Rows(match, reference, sure)
    tariff = Tariff(
        code=table.need("code", _text),
        name=table.need("name", _text),
        valid_from=table.need("valid_from", _day),
        valid_to=table.may("valid_to", _day, None),
        rules=table.need("rules", _several(rows.rule)),
        factors=table.each("factors", rows.factor),
        exemptions=table.each("exemptions", rows.exemption),
        split=table.need("split", _split),
        mixed=Mixed(table.need("mixed", _one_of(Mixed))),
        ceiling=table.may("ceiling", _whole, None),
        legal_reference=reference,
        certainty=sure,
    )
    table.end()
    _require_sense(tariff, table)
    return tariff


def _require_sense(tariff: Tariff, table: _Table) -> None:
    """Days that run forward, codes that are used once, rules that can be reached."""
    if tariff.valid_to is not None and tariff.valid_to < tariff.valid_from:
        raise TariffProblem("TARIFF_DAY", table.at("valid_to"), "is before valid_from")
    for name, rows in (
        ("rules", tariff.rules),
        ("factors", tariff.factors),
        ("exemptions", tariff.exemptions),
    ):
        codes = [row.code for row in rows]
        for place, code in enumerate(codes):
            if code in codes[:place]:
                raise TariffProblem("TARIFF_CODE", table.at(f"{name}[{place}].code"), f"{code} is used twice")
    for rule, before in tariff.unreachable():
        place = tariff.rules.index(rule)
        said = f"{before.code} stands before it and takes all that it would"
        raise TariffProblem("TARIFF_UNREACHABLE", table.at(f"rules[{place}]"), said)


def parse_tariffs(values: object) -> tuple[Tariff, ...]:
    """All versions of the tariff, by their days. Raises TariffProblem, also where two overlap."""
    if isinstance(values, str) or not isinstance(values, Sequence):
        raise TariffProblem("TARIFF_TYPE", "", "expected a list of tariffs")
    read = [(parse_tariff(value, f"[{place}]"), place) for place, value in enumerate(values)]
    read.sort(key=lambda pair: pair[0].valid_from)
    for (before, _first), (after, place) in pairwise(read):
        if before.valid_to is None or before.valid_to >= after.valid_from:
            said = f"{before.code} is still in force on that day"
            raise TariffProblem("TARIFF_OVERLAP", f"[{place}].valid_from", said)
    codes = [tariff.code for tariff, _place in read]
    for (tariff, place), count in ((pair, codes.count(pair[0].code)) for pair in read):
        if count > 1:
            raise TariffProblem("TARIFF_CODE", f"[{place}].code", f"{tariff.code} is used twice")
    return tuple(tariff for tariff, _place in read)
