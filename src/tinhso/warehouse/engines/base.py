"""What every engine takes and gives: a plan, and columns. Nothing of any engine shows here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from tinhso.warehouse.answers import Freshness
from tinhso.warehouse.plans import Plan


class Unable(Exception):
    """This engine cannot answer that plan, now or ever; another one does."""


@dataclass(frozen=True)
class Columns:
    """One row a cell. `measure`, `place` number the plan's measures and targets, `period` its asked periods.

    Without asked periods `period` is -1 and `kind`, `first`, `last` (days since 1970) name the told one.
    `value`, `numerator`, `denominator` are whole numbers of 10^-`scale`, masked where there is none. `told`
    of `expected` units went in, added up over `used` told periods, which make `size` of the sizes of the
    asked one; `base` is the shortest kind among them.
    """

    measure: NDArray[np.int64]
    place: NDArray[np.int64]
    period: NDArray[np.int64]
    kind: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    scale: NDArray[np.int64]
    value: Any
    numerator: Any
    denominator: Any
    told: NDArray[np.int64]
    expected: NDArray[np.int64]
    used: NDArray[np.int64]
    size: NDArray[np.int64]
    base: NDArray[np.int64]
    is_own: NDArray[np.bool_]
    comparable: NDArray[np.bool_]
    apportioned: NDArray[np.bool_]
    illustrative: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.measure)


NAMES: Final = tuple(field.name for field in fields(Columns))
"""Of all columns, in order."""


def of_columns(given: Mapping[str, Any]) -> Columns:
    """From columns by name."""
    return Columns(**{name: given[name] for name in NAMES})


def joined(found: Sequence[Columns]) -> Columns:
    """All rows of several."""
    if len(found) == 1:
        return found[0]
    return of_columns({name: _together([getattr(one, name) for one in found]) for name in NAMES})


def _together(columns: Sequence[Any]) -> Any:
    masked = any(isinstance(column, np.ma.MaskedArray) for column in columns)
    concatenate: Any = np.ma.concatenate if masked else np.concatenate
    return concatenate(columns)


def empty() -> Columns:
    """No row at all."""
    flags = {"is_own", "comparable", "apportioned", "illustrative"}
    return of_columns({name: np.zeros(0, np.bool_ if name in flags else np.int64) for name in NAMES})


class Engine(Protocol):
    """Answers plans."""

    @property
    def name(self) -> str:
        """What it is called in answers."""
        ...

    def answer(self, plan: Plan) -> Columns:
        """The cells in which anything was told. Raises Unable."""
        ...

    def freshness(self) -> Freshness:
        """How fresh what it answers is."""
        ...
