"""Whether the parts of a formula fit together, and what it gives."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from tinhso.base.text.near import near_matches
from tinhso.indicators.formula.dependencies import references
from tinhso.indicators.formula.errors import Expected, FormulaError
from tinhso.indicators.formula.functions import FUNCTIONS, Function, Type
from tinhso.indicators.formula.nodes import (
    ARITHMETIC,
    EQUALITY,
    LOGIC,
    Binary,
    Call,
    Node,
    Null,
    Number,
    Reference,
    Text,
    Truth,
    Unary,
    fold,
)

Types = Mapping[str, Type]
LOOKED_AT: Final = 2_000


def check(tree: Node, types: Types | None = None) -> Type:
    """What the formula gives. `types` tells of references by key, others may be anything.

    A vector by itself is refused: it is for functions to read. Raises FormulaError.
    """
    known = types or {}
    given = fold(tree, lambda node, inner: node_type(node, inner, known))
    if given is Type.VECTOR:
        raise FormulaError("vector", tree.position, expected="number")
    return given


def require_known(tree: Node, codes: Collection[str]) -> None:
    """Raise FormulaError at the first reference to a code that is none of `codes`.

    A code is known by itself (`a`), with its option (`a.4g`), or with its prefix (`C{pi}`).
    """
    known = {_bare(code) for code in codes}
    for reference in references(tree):
        if not {reference.code, reference.name} & known:
            near = _near(reference.code, known)
            raise FormulaError(
                "unknown_code", reference.position, expected="known_code", near=near, name=reference.name
            )


def _near(code: str, known: Collection[str]) -> list[str]:
    """What may have been meant; among very many codes only those that begin alike are looked at."""
    candidates = sorted(known)
    if len(candidates) > LOOKED_AT:
        candidates = [one for one in candidates if one[:1] == code[:1]][:LOOKED_AT]
    return near_matches(code, candidates)


def _bare(code: str) -> str:
    """`#{a.4g}.periodOffset(-1)` tells of `a`, and so does `a.4g`."""
    inner = code.partition("{")[2].partition("}")[0] if "{" in code else code
    return inner.strip().partition(".")[0]


def node_type(node: Node, inner: tuple[Type, ...], known: Types) -> Type:
    """What one node gives, its parts being of these types. Raises FormulaError."""
    match node:
        case Number():
            return Type.NUMBER
        case Text():
            return Type.TEXT
        case Truth():
            return Type.BOOLEAN
        case Null():
            return Type.ANY
        case Reference():
            return _looked_up(node, known)
        case Unary():
            wanted = Type.BOOLEAN if node.operator == "!" else Type.NUMBER
            _require(node.operand, inner[0], wanted)
            return wanted
        case Call():
            return _call(node, inner)
    return _between(node, *inner)


def _looked_up(node: Reference, known: Types) -> Type:
    found = known.get(node.key, Type.ANY)
    return Type.VECTOR if node.span and found in {Type.ANY, Type.NUMBER} else found


def _require(node: Node, found: Type, wanted: Type) -> None:
    if found is Type.VECTOR:
        raise FormulaError("vector", node.position, expected=wanted.value)
    if wanted is not Type.ANY and found not in {wanted, Type.ANY}:
        raise _wrong(node, found, wanted.value)


def _wrong(node: Node, found: Type, expected: str) -> FormulaError:
    return FormulaError("type", node.position, expected=expected, found=Expected(found.value))


def _between(node: Binary, left: Type, right: Type) -> Type:
    if node.operator in ARITHMETIC:
        _require(node.left, left, Type.NUMBER)
        _require(node.right, right, Type.NUMBER)
        return Type.NUMBER
    if node.operator in LOGIC:
        _require(node.left, left, Type.BOOLEAN)
        _require(node.right, right, Type.BOOLEAN)
        return Type.BOOLEAN
    for side, found in ((node.left, left), (node.right, right)):
        _require(side, found, Type.ANY)
        if node.operator not in EQUALITY and found is Type.BOOLEAN:
            raise _wrong(side, found, "number_or_text")
    _alike(left, node.right, right)
    return Type.BOOLEAN


def _alike(one: Type, second: Node, other: Type) -> Type:
    """The type that both share. Raises FormulaError at the second."""
    if Type.ANY in {one, other}:
        return other if one is Type.ANY else one
    if one is not other:
        raise FormulaError("unlike", second.position, expected=one.value, found=Expected(other.value))
    return one


def _call(node: Call, inner: tuple[Type, ...]) -> Type:
    function = FUNCTIONS[node.name]
    pairs = list(zip(node.arguments, inner, strict=True))
    if function.first:
        argument, found = pairs.pop(0)
        _require(argument, found, function.first)
    if function.alike:
        return _shared(pairs)
    for argument, found in pairs:
        if not (function.vectors and found is Type.VECTOR):
            _fits(function, argument, found)
    return function.gives


def _fits(function: Function, argument: Node, found: Type) -> None:
    if function.vectors and found not in {Type.NUMBER, Type.ANY}:
        raise _wrong(argument, found, "number_or_vector")
    _require(argument, found, function.takes)


def _shared(pairs: list[tuple[Node, Type]]) -> Type:
    shared = Type.ANY
    for argument, found in pairs:
        _require(argument, found, Type.ANY)
        shared = _alike(shared, argument, found)
    return shared
