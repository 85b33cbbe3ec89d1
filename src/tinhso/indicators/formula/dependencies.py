"""What formulas need, and that none needs itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from tinhso.indicators.formula.nodes import Kind, Node, Reference, fold


class Cycle(ValueError):
    """Definitions that need each other. `path` begins and ends with the same code."""

    def __init__(self, path: tuple[str, ...]) -> None:
        self.path = path
        super().__init__(" → ".join(path))


def references(tree: Node) -> tuple[Reference, ...]:
    """Every different reference, in the order of the text."""
    found: dict[Reference, None] = {}

    def note(node: Node, _inner: tuple[None, ...]) -> None:
        if isinstance(node, Reference):
            found.setdefault(node)

    fold(tree, note)
    return tuple(found)


def codes(tree: Node) -> tuple[str, ...]:
    """The codes of figures that a formula needs, each once; constants and place groups are none."""
    return tuple(dict.fromkeys(one.code for one in references(tree) if one.kind is Kind.DATA))


def require_acyclic(definitions: Mapping[str, Node]) -> tuple[str, ...]:
    """The codes in an order in which they can be calculated. Raises Cycle with its path.

    A value of an earlier period is no exception: the code needs itself all the same.
    """
    needs = {code: [one for one in codes(tree) if one in definitions] for code, tree in definitions.items()}
    order: dict[str, None] = {}
    for start in definitions:
        if start not in order:
            _walk(start, needs, order)
    return tuple(order)


def _walk(start: str, needs: Mapping[str, list[str]], order: dict[str, None]) -> None:
    path: dict[str, Iterator[str]] = {start: iter(needs[start])}
    while path:
        code = next(reversed(path))
        following = next(path[code], END)
        if following == END:
            del path[code]
            order.setdefault(code)
        elif following in path:
            names = list(path)
            raise Cycle((*names[names.index(following) :], following))
        elif following not in order:
            path[following] = iter(needs[following])


END: Final = ""
"""No code is empty."""
