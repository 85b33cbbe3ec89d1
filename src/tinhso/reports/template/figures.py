"""Reads what stands in braces: `{chi-so tthc-dvctt ty-le tai=20 ky=2022}`, `{= #{a} / #{b} * 100}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from tinhso.indicators.formula import parse as parse_formula
from tinhso.indicators.formula.errors import FormulaError
from tinhso.reports.spans import Span
from tinhso.reports.template import nodes
from tinhso.reports.template.lexing import Word, words
from tinhso.reports.template.problems import BadTemplate, Flaw, near
from tinhso.reports.template.words import FIGURES, FORMULA, FORMULA_PARAMETERS, MOMENTS

_PARAMETER: Final = re.compile(r"([^\s=]+)=(\S*)")
_OPTIONS: Final = re.compile(r"\s*;\s*")


class Reader:
    """The words of one figure or block, each place told in flaws."""

    def __init__(self, line: int, column: int) -> None:
        self.line, self.column = line, column

    def flaw(self, word: Word | None, message: str, known: object = ()) -> BadTemplate:
        """A flaw at a word (None: at the beginning), with names like it."""
        names = near(word.folded, known) if word and isinstance(known, list | tuple | Mapping) else ()
        return BadTemplate(
            [Flaw(self.line, word.column if word else self.column, message, word.text if word else "", names)]
        )

    def split(
        self, found: list[Word], allowed: tuple[str, ...]
    ) -> tuple[list[Word], dict[str, str], list[Word]]:
        """Plain words, parameters, and the words of the parameters. Raises BadTemplate."""
        plain: list[Word] = []
        told: dict[str, str] = {}
        given: list[Word] = []
        for word in found:
            parameter = _PARAMETER.fullmatch(word.text)
            if parameter is None:
                plain.append(word)
                continue
            name = Word(parameter[1], word.column)
            if name.folded not in allowed:
                message = _("Ở đây không có tham số “%(name)s”.") % {"name": name.text}
                raise self.flaw(name, message, list(allowed))
            if not parameter[2]:
                raise self.flaw(name, _("Tham số “%(name)s” thiếu giá trị.") % {"name": name.text})
            told[name.folded] = parameter[2]
            given.append(word)
        return plain, told, given


def read_figure(text: str, line: int, column: int) -> nodes.Figure:
    """The figure of what stands in braces. Raises BadTemplate."""
    reader = Reader(line, column)
    if text.lstrip().startswith(FORMULA):
        return _formula(text, reader)
    found = words(text, column)
    if not found:
        raise reader.flaw(None, _("Trong dấu { } chưa có gì."))
    first = found[0]
    kind = FIGURES.get(first.folded)
    if kind is None:
        message = _("Không có loại số liệu “%(word)s”.") % {"word": first.text}
        raise reader.flaw(first, message, [*FIGURES, FORMULA])
    plain, told, _given = reader.split(found[1:], kind.parameters)
    when = nodes.When.NOW
    if plain and plain[-1].folded in MOMENTS and first.folded != "ky":
        when = nodes.When(plain.pop().folded)
    subject = plain.pop(0).text if kind.names and plain else ""
    if kind.names and not subject:
        raise reader.flaw(first, _("Thiếu %(what)s.") % {"what": kind.names})
    aspect = plain.pop(0) if plain else None
    if aspect is not None and aspect.folded not in kind.aspects:
        message = _("“%(kind)s” không có “%(aspect)s”.") % {"kind": first.text, "aspect": aspect.text}
        raise reader.flaw(aspect, message, [*kind.aspects, *MOMENTS])
    if plain:
        raise reader.flaw(plain[0], _("Thừa “%(word)s”.") % {"word": plain[0].text}, [*MOMENTS])
    chosen = aspect.folded if aspect else next(iter(kind.aspects))
    _require_times(reader, told)
    return _MAKERS[first.folded](
        _key(first.folded, subject, chosen, told, when), subject, chosen, told, when, line, column
    )


def _key(kind: str, subject: str, aspect: str, told: Mapping[str, str], when: nodes.When) -> str:
    """How the figure is written, always the same way."""
    parameters = [f"{name}={told[name]}" for name in sorted(told)]
    return " ".join(filter(None, (kind, subject, aspect, *parameters, str(when))))


def _require_times(reader: Reader, told: Mapping[str, str]) -> None:
    """Periods, days and years that can be read. Raises BadTemplate."""
    checks: Mapping[str, Callable[[str], object]] = {
        "ky": Span.parse,
        "ranh-gioi": date.fromisoformat,
        "nam": int,
    }
    for name, read in checks.items():
        if name in told:
            try:
                read(told[name])
            except ValueError:
                message = _("Không đọc được %(name)s=%(value)s.") % {"name": name, "value": told[name]}
                raise reader.flaw(None, message) from None


def _formula(text: str, reader: Reader) -> nodes.Calculated:
    """`= expression ; chu-so=1 don-vi=% tai=20`. Raises BadTemplate."""
    began = text.index(FORMULA) + 1
    expression, _semicolon, rest = text[began:].partition(";")
    options = words(rest, reader.column + began + len(expression) + 1)
    when = nodes.When.NOW
    if options and options[-1].folded in MOMENTS:
        when = nodes.When(options.pop().folded)
    plain, told, _given = reader.split(options, FORMULA_PARAMETERS)
    if plain:
        raise reader.flaw(plain[0], _("Thừa “%(word)s”.") % {"word": plain[0].text}, FORMULA_PARAMETERS)
    digits = told.get("chu-so", "1")
    if not (digits.isdigit() and int(digits) <= 6):
        raise reader.flaw(None, _("chu-so là số chữ số thập phân, từ 0 đến 6."))
    try:
        tree = parse_formula(expression.strip())
    except FormulaError as wrong:
        raise reader.flaw(None, _("Công thức sai: %(why)s") % {"why": wrong}) from wrong
    key = _OPTIONS.sub(
        "; ",
        f"{FORMULA} {' '.join(expression.split())}{'; ' + ' '.join(rest.split()) if rest.strip() else ''}",
    )
    return nodes.Calculated(
        key, expression.strip(), tree, int(digits), told.get("don-vi", ""), told.get("tai", ""),
        when=when, line=reader.line, column=reader.column,
    )  # fmt: skip


_Maker = Callable[[str, str, str, dict[str, str], nodes.When, int, int], nodes.Figure]


def _period(
    key: str, _subject: str, aspect: str, _told: dict[str, str], _when: nodes.When, line: int, column: int
) -> nodes.Figure:
    return nodes.PeriodFigure(key, aspect, line=line, column=column)


def _target(
    key: str, subject: str, aspect: str, _told: dict[str, str], when: nodes.When, line: int, column: int
) -> nodes.Figure:
    return nodes.TargetFigure(key, subject, aspect, when=when, line=line, column=column)


def _indicator(
    key: str, subject: str, aspect: str, told: dict[str, str], when: nodes.When, line: int, column: int
) -> nodes.Figure:
    where = (told.get("tai", ""), told.get("ky", ""), told.get("ranh-gioi", ""))
    return nodes.IndicatorFigure(key, subject, aspect, *where, when=when, line=line, column=column)


def _targets(
    key: str, subject: str, aspect: str, told: dict[str, str], when: nodes.When, line: int, column: int
) -> nodes.Figure:
    of = (told.get("tru-cot", ""), told.get("don-vi", ""))
    return nodes.TargetCount(key, subject, aspect, *of, when=when, line=line, column=column)


def _tasks(
    key: str, subject: str, aspect: str, told: dict[str, str], when: nodes.When, line: int, column: int
) -> nodes.Figure:
    return nodes.TaskCount(key, subject, aspect, told.get("don-vi", ""), when=when, line=line, column=column)


def _rank(
    key: str, subject: str, aspect: str, told: dict[str, str], when: nodes.When, line: int, column: int
) -> nodes.Figure:
    where = (told.get("tai", ""), told.get("nam", ""))
    return nodes.RankFigure(key, subject, aspect, *where, when=when, line=line, column=column)


_MAKERS: Final[Mapping[str, _Maker]] = {
    "ky": _period,
    "chi-tieu": _target,
    "chi-so": _indicator,
    "so-chi-tieu": _targets,
    "so-nhiem-vu": _tasks,
    "xep-hang": _rank,
}
