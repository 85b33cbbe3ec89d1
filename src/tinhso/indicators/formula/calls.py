"""What the functions do, as closures over their arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from tinhso.indicators.formula import arithmetic, vectors

Values = Mapping[str, Any]
Run = Callable[[Values], Any]


def compiled(name: str, arguments: list[Run]) -> Run:
    """The call of a function with these arguments."""
    if name in vectors.OVER:
        return _over(vectors.OVER[name], arguments)
    return MAKERS[name](arguments)


def _choice(arguments: list[Run]) -> Run:
    condition, yes, no = arguments

    def choose(values: Values) -> Any:
        found = condition(values)
        if found is None:
            return None
        return yes(values) if found else no(values)

    return choose


def _is_null(arguments: list[Run]) -> Run:
    (argument,) = arguments
    return lambda values: argument(values) is None


def _is_not_null(arguments: list[Run]) -> Run:
    (argument,) = arguments
    return lambda values: argument(values) is not None


def _first(arguments: list[Run]) -> Run:
    def first(values: Values) -> Any:
        for argument in arguments:
            if (value := argument(values)) is not None:
                return value
        return None

    return first


def _extreme(pick: Callable[[list[Decimal]], Decimal]) -> Callable[[list[Run]], Run]:
    def made(arguments: list[Run]) -> Run:
        def extreme(values: Values) -> Any:
            known = [value for argument in arguments if (value := argument(values)) is not None]
            return pick(known) if known else None

        return extreme

    return made


def _strict(calculate: Callable[..., Any]) -> Callable[[list[Run]], Run]:
    """A function that has no value where one of its arguments has none."""

    def made(arguments: list[Run]) -> Run:
        def strict(values: Values) -> Any:
            given = [argument(values) for argument in arguments]
            return None if None in given else calculate(*given)

        return strict

    return made


def _remove_zeros(value: Decimal) -> Decimal | None:
    return value or None


def _gathered(values: Values, arguments: Sequence[Run]) -> list[Decimal]:
    """All values of numbers and vectors that there are."""
    found: list[Decimal] = []
    for argument in arguments:
        value = argument(values)
        if isinstance(value, Decimal):
            found.append(value)
        elif value is not None:
            found.extend(one for one in value if one is not None)
    return found


def _over(calculate: Callable[[Sequence[Decimal]], Decimal | None], arguments: list[Run]) -> Run:
    def over(values: Values) -> Any:
        found = _gathered(values, arguments)
        return calculate(found) if found else None

    return over


def _count(arguments: list[Run]) -> Run:
    return lambda values: Decimal(len(_gathered(values, arguments)))


def _percentile(arguments: list[Run]) -> Run:
    share, *rest = arguments

    def percentile(values: Values) -> Any:
        at, found = share(values), _gathered(values, rest)
        return vectors.percentile(at, found) if found and at is not None else None

    return percentile


MAKERS: Final[dict[str, Callable[[list[Run]], Run]]] = {
    "if": _choice,
    "isNull": _is_null,
    "isNotNull": _is_not_null,
    "firstNonNull": _first,
    "greatest": _extreme(max),
    "least": _extreme(min),
    "removeZeros": _strict(_remove_zeros),
    "log": _strict(arithmetic.logarithm),
    "log10": _strict(arithmetic.logarithm10),
    "count": _count,
    "percentileCont": _percentile,
}
