"""A formula in words, for people who read no formulas (diễn giải công thức), in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from tinhso.base.numbers import Language, format_number
from tinhso.indicators.formula.nodes import (
    Binary,
    Call,
    Kind,
    Node,
    Null,
    Number,
    Reference,
    Text,
    Truth,
    Unary,
    continues,
    fold,
)

BETWEEN: Final = {
    "+": _("%(left)s cộng %(right)s"),
    "-": _("%(left)s trừ %(right)s"),
    "*": _("%(left)s nhân %(right)s"),
    "/": _("%(left)s chia cho %(right)s"),
    "%": _("phần dư của %(left)s chia cho %(right)s"),
    "^": _("%(left)s lũy thừa %(right)s"),
    "==": _("%(left)s bằng %(right)s"),
    "!=": _("%(left)s khác %(right)s"),
    "<": _("%(left)s nhỏ hơn %(right)s"),
    "<=": _("%(left)s không lớn hơn %(right)s"),
    ">": _("%(left)s lớn hơn %(right)s"),
    ">=": _("%(left)s không nhỏ hơn %(right)s"),
    "&&": _("%(left)s và %(right)s"),
    "||": _("%(left)s hoặc %(right)s"),
}
BEFORE: Final = {
    "-": _("âm %(operand)s"),
    "+": _("dương %(operand)s"),
    "!": _("không phải %(operand)s"),
}
CALLS: Final = {
    "if": _("nếu %(a)s thì %(b)s, nếu không thì %(c)s"),
    "isNull": _("%(a)s không có số liệu"),
    "isNotNull": _("%(a)s có số liệu"),
    "removeZeros": _("%(a)s (coi 0 là không có số liệu)"),
    "log10": _("lôgarit thập phân của %(a)s"),
    "firstNonNull": _("giá trị đầu tiên có số liệu trong: %(all)s"),
    "greatest": _("số lớn nhất trong: %(all)s"),
    "least": _("số nhỏ nhất trong: %(all)s"),
    "avg": _("trung bình của: %(all)s"),
    "sum": _("tổng của: %(all)s"),
    "min": _("giá trị nhỏ nhất của: %(all)s"),
    "max": _("giá trị lớn nhất của: %(all)s"),
    "median": _("trung vị của: %(all)s"),
    "count": _("số giá trị có số liệu của: %(all)s"),
    "stddev": _("độ lệch chuẩn của: %(all)s"),
    "percentileCont": _("phân vị %(a)s của: %(rest)s"),
}
LOGARITHMS: Final = {1: _("lôgarit tự nhiên của %(a)s"), 2: _("lôgarit cơ số %(b)s của %(a)s")}
KINDS: Final = {
    Kind.DATA: "%(name)s",
    Kind.CONSTANT: _("hằng số %(name)s"),
    Kind.PLACE_GROUP: _("số đơn vị của nhóm %(name)s"),
}


def describe(tree: Node, names: Mapping[str, str] | None = None) -> str:
    """The formula in words; `names` gives codes their names. Only the first letter is made large."""
    known = names or {}
    words = fold(tree, lambda node, inner: _words(node, inner, known))
    return words[:1].upper() + words[1:]


def _words(node: Node, inner: tuple[str, ...], names: Mapping[str, str]) -> str:
    match node:
        case Number():
            return format_number(node.value, lang=_language())
        case Text():
            return f"“{node.value}”"
        case Truth():
            return gettext("đúng") if node.value else gettext("sai")
        case Null():
            return gettext("không có số liệu")
        case Reference():
            return _looked_up(node, names)
        case Unary():
            return gettext(BEFORE[node.operator]) % {"operand": _bracketed(node.operand, inner[0])}
        case Binary():
            # A sum that goes on needs no brackets round what stands before.
            left = inner[0] if continues(node) else _bracketed(node.left, inner[0])
            return gettext(BETWEEN[node.operator]) % {"left": left, "right": _bracketed(node.right, inner[1])}
        case Call():
            return _called(node, inner)


def _language() -> Language:
    return "en" if (get_language() or "").startswith("en") else "vi"


def _bracketed(node: Node, words: str) -> str:
    """Words that belong together."""
    return f"({words})" if isinstance(node, Binary | Unary | Call) else words


def _called(node: Call, inner: tuple[str, ...]) -> str:
    sentence = LOGARITHMS[len(inner)] if node.name == "log" else CALLS[node.name]
    told = [
        _bracketed(argument, words) if isinstance(argument, Binary) else words
        for argument, words in zip(node.arguments, inner, strict=True)
    ]
    places = dict(zip("abc", told, strict=False))
    return gettext(sentence) % {**places, "all": "; ".join(told), "rest": "; ".join(told[1:])}


def _looked_up(node: Reference, names: Mapping[str, str]) -> str:
    name = f"“{names.get(node.code, node.code)}”"
    if node.options:
        name = gettext("%(name)s (nhóm %(options)s)") % {"name": name, "options": ", ".join(node.options)}
    words = gettext(KINDS[node.kind]) % {"name": name}
    if node.to_date:
        words = gettext("%(name)s lũy kế từ đầu năm") % {"name": words}
    if node.offset:
        moved = gettext("%(count)d kỳ trước") if node.offset < 0 else gettext("%(count)d kỳ sau")
        words = f"{words}, {moved % {'count': abs(node.offset)}}"
    if node.span:
        first, last = node.span
        words = gettext("%(name)s các kỳ từ %(first)d đến %(last)d") % {
            "name": words, "first": first, "last": last,
        }  # fmt: skip
    return words
