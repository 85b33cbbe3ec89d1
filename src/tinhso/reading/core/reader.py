"""Text in, a reading out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise, takewhile
from typing import Final

from tinhso.base.numbers import compare_printed, percent
from tinhso.reading.core.checks import check
from tinhso.reading.core.grammar.base import Raw
from tinhso.reading.core.leading import About
from tinhso.reading.core.lexicon import Lexicon, standard
from tinhso.reading.core.model import Comparison, Figure, Kind, NamedDocument, Read, Span, Standing
from tinhso.reading.core.pillars import pillar_of
from tinhso.reading.core.places import issuing_unit, main_place, places_of
from tinhso.reading.core.recognising import recognise
from tinhso.reading.core.scan import Scan
from tinhso.reading.core.sentences import span_of
from tinhso.reading.core.standing import standing_of
from tinhso.reading.core.subjects import about
from tinhso.reading.core.tables import Cell, Tables, is_alone, standing_in, tables_of, with_terms
from tinhso.reading.core.timing import Course, period_of, periods_in, remember
from tinhso.reading.core.tokens import canonical


def read(text: str, *, dated: date | None = None, place: str = "", lexicon: Lexicon | None = None) -> Read:
    """Everything the text tells in figures, the documents it names and where it contradicts itself.

    `dated` and `place` are the document's, where they are known; years that are not written follow from them.
    """
    scan = Scan.of(canonical(text), lexicon or standard(), dated)
    tables = tables_of(scan)
    raws = with_terms(scan, tables, recognise(scan))
    where = issuing_unit(scan) or place or main_place(scan)
    figures = tuple(_described(scan, tables, raws, where))
    documents = tuple(_numbered([raw.document for raw in raws if raw.document is not None]))
    sentences = tuple(span_of(scan.tokens, one) for one in scan.sentences)
    return Read(scan.text, figures, documents, check(figures), sentences, dated, where)


def _numbered(named: Sequence[NamedDocument]) -> Iterator[NamedDocument]:
    """Documents in order; `Nghị quyết số 49` is the 49-NQ/TU named in full elsewhere."""
    full = {
        (one.type, leading_number(one.number)): one for one in reversed(named) if not one.number.isdigit()
    }
    for one in named:
        whole = full.get((one.type, int(one.number))) if one.number.isdigit() else None
        if whole is None:
            yield one
        else:
            yield replace(
                one, number=whole.number, dated=one.dated or whole.dated, issuer=one.issuer or whole.issuer
            )


def leading_number(notation: str) -> int:
    """The number a notation starts with."""
    digits = "".join(takewhile(str.isdigit, notation))
    return int(digits) if digits else 0


def _described(scan: Scan, tables: Tables, raws: Sequence[Raw], where: str) -> list[Figure]:
    course = Course()
    told: list[Figure] = []
    for number, raw in enumerate(raws):
        if raw.kind is None:
            continue
        bounds = _bounds(scan, raws, number)
        cell = tables.at(raw.first)
        if cell is not None:
            bounds = range(max(bounds.start, cell.places.start), min(bounds.stop, cell.places.stop))
        standing = (cell and standing_in(scan, cell)) or standing_of(scan, raw, raws)
        found = _inherited(scan, raw, about(scan, raw, bounds), told)
        place, places = _placed(scan, raw, bounds, where)
        figure = _figure(scan, raw, found, standing)
        figure = replace(
            figure,
            period=period_of(scan, raw, raws, course, standing),
            pillar=pillar_of(scan, raw),
            place=place,
            places=places,
        )
        if cell is not None:
            figure = _tabled(scan, raw, raws, cell, figure)
        if raw.kind is Kind.PERIOD:
            remember(scan, raw, course)
        told.append(figure)
    return told


def _tabled(scan: Scan, raw: Raw, raws: Sequence[Raw], cell: Cell, figure: Figure) -> Figure:
    """The figure with what its row and the head of its column say."""
    if raw.kind in (Kind.PERIOD, Kind.DEADLINE):
        return figure
    told = [one.period for one in periods_in(raws, cell.head)]
    figure = replace(
        figure,
        period=told[0] if told else figure.period,
    )
    if not is_alone(scan, cell, raw) or cell.label == cell.places:
        return figure
    named = places_of(scan, cell.label)
    subject = cell.head if named else cell.label
    return replace(
        figure,
        subject=scan.slice(subject),
        subject_span=span_of(scan.tokens, subject),
        place=named[0] if named else figure.place,
    )


def _bounds(scan: Scan, raws: Sequence[Raw], number: int) -> range:
    """The sentence without the figures before and behind; periods, dates and names may stand within."""
    raw = raws[number]
    sentence = scan.sentence(raw.first)
    start, stop = sentence.start, sentence.stop
    for other in reversed(raws[:number]):
        if _parts(other):
            start = max(start, other.last, other.printed_at.stop)
            break
    for other in raws[number + 1 :]:
        if _parts(other):
            stop = min(stop, other.first)
            break
    if raw.printed_at:
        stop = min(stop, raw.printed_at.start) if raw.printed_at.start >= raw.last else stop
    return range(min(start, raw.first), max(stop, raw.places.stop))


def _parts(raw: Raw) -> bool:
    return raw.kind is not None and raw.kind not in (Kind.PERIOD, Kind.ORDINAL, Kind.DEADLINE)


def _inherited(scan: Scan, raw: Raw, found: About, told: Sequence[Figure]) -> tuple[str, Span, str]:
    """Subject, its span and scope; `cấp huyện là 88%/82%` is about what the figure before was about."""
    scope = scan.slice(found.scope)
    if found.subject and not _only_time(scan, found.subject):
        return scan.slice(found.subject), span_of(scan.tokens, found.subject), scope
    sentence = scan.tokens[scan.sentence(raw.first).start].start
    before = [one for one in told if one.subject and one.sentence.start == sentence]
    alike = [one for one in before if one.kind is raw.kind]
    if raw.kind is Kind.PERIOD or not before:
        return "", Span(0, 0), scope
    source = alike[-1] if alike else before[-1]
    return source.subject, source.subject_span, scope


def _only_time(scan: Scan, places: range) -> bool:
    """Whether nothing but a year is left of a phrase."""
    words = [token for token in scan.tokens[places.start : places.stop] if token.low not in _TIME_WORDS]
    return all(token.text.isdigit() for token in words)


_TIME_WORDS: Final = frozenset({"năm", "trong", "đến", "quý", "tháng"})


def _figure(scan: Scan, raw: Raw, found: tuple[str, Span, str], standing: Standing) -> Figure:
    span = span_of(scan.tokens, raw.places)
    computed = None
    if raw.kind is Kind.RATIO and raw.numerator is not None and raw.denominator:
        computed = (
            compare_printed(raw.printed, raw.numerator, raw.denominator).computed
            if raw.printed is not None
            else percent(raw.numerator, raw.denominator, 1)
        )
    subject, subject_span, scope = found
    return Figure(
        span,
        span.of(scan.text),
        raw.kind or Kind.COUNT,
        span_of(scan.tokens, scan.sentence(raw.first)),
        value=raw.value,
        upper=raw.upper,
        numerator=raw.numerator,
        denominator=raw.denominator,
        percent_printed=raw.printed,
        percent_computed=computed,
        percent_span=span_of(scan.tokens, raw.printed_at),
        actual=raw.actual,
        target=raw.target,
        rank=raw.rank,
        of=raw.of,
        unit=raw.unit or _unit(scan, raw),
        comparison=raw.comparison if raw.comparison else Comparison.EXACT,
        change=raw.change,
        subject=subject,
        subject_span=subject_span,
        scope=scope,
        deadline=raw.deadline,
        standing=standing,
        cumulative=_is_cumulative(scan, raw),
        opens_parts=raw.kind is Kind.COUNT and _opens_parts(scan, raw),
        opens_some=raw.kind is Kind.COUNT and _opens_some(scan, raw),
    )


def _is_cumulative(scan: Scan, raw: Raw) -> bool:
    """Whether the sentence adds up since a beginning: `Lũy kế đến hết năm 2023`."""
    before = [token.plain for token in scan.tokens[scan.sentence(raw.first).start : raw.first]]
    return any(first == "lui" and second == "ke" for first, second in pairwise(before)) or any(
        first == "luy" and second == "ke" for first, second in pairwise(before)
    )


def _opens_parts(scan: Scan, raw: Raw) -> bool:
    """`Trong 13 mục tiêu …`, `34 nhiệm vụ, trong đó: …`: what follows in the sentence are its parts."""
    if scan.is_word(raw.first - 1, "trong") or (
        scan.is_word(raw.first - 1, "số") and scan.is_word(raw.first - 2, "trong")
    ):
        return True
    behind = range(raw.last, scan.sentence(raw.first).stop)
    return bool(scan.lexicon["parts"].within(scan.tokens, behind))


def _opens_some(scan: Scan, raw: Raw) -> bool:
    """`512.830 hồ sơ, trong đó có …`: what follows are some of its parts, maybe not all."""
    behind = range(raw.last, scan.sentence(raw.first).stop)
    return bool(scan.lexicon["some_parts"].within(scan.tokens, behind))


def _unit(scan: Scan, raw: Raw) -> str:
    """What a ratio or a percentage counts."""
    found = scan.said("units", raw.places.stop)
    return scan.slice(range(raw.places.stop, found[0])).casefold() if found is not None else ""


def _placed(scan: Scan, raw: Raw, bounds: range, where: str) -> tuple[str, tuple[str, ...]]:
    """The place named before the figure in its clause, else behind it, else the document's; all of a list."""
    if raw.kind is Kind.ORDINAL:
        return where, ()
    sentence = scan.sentence(raw.first)
    named = (
        places_of(scan, range(bounds.start, raw.places.start))
        or places_of(scan, range(raw.places.stop, _own_end(scan, raw, bounds, sentence.stop)))
        or places_of(scan, range(sentence.start, raw.first))
    )
    if len(named) == 1:
        return named[0], ()
    return where, named


def _own_end(scan: Scan, raw: Raw, bounds: range, end: int) -> int:
    """Where what is said of this figure ends: before another is told of its parts or behind a semicolon."""
    if bounds.stop >= end:
        return bounds.stop
    for place in range(raw.places.stop, bounds.stop):
        if scan.is_mark(place, ";") or scan.said("parts", place) or scan.said("some_parts", place):
            return place
        if scan.is_mark(place, ",") and scan.said("place_kinds", place + 1):
            return place
    return bounds.stop
