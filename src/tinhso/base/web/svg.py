"""Small drawings made on the server: they work without JavaScript and carry classes, never inline style."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tinhso.base.web import statuses, wording

Number = int | float | Decimal


def _at(value: Number) -> str:
    """A coordinate with at most two decimals."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Part:
    """One part of a stacked bar."""

    tone: str
    label: str
    count: int
    href: str = ""


def parts_of(
    counts: Mapping[str, int], hrefs: Mapping[str, str] | None = None, words: Mapping[str, str] | None = None
) -> list[Part]:
    """Counts by state as parts, in the order of the tones. States of one tone stay apart."""
    order = list(statuses.TONES)
    known = sorted(counts, key=lambda state: order.index(statuses.tone_of(state).key))
    return [
        Part(
            statuses.tone_of(state).key,
            (words or {}).get(state) or str(statuses.word_of(state)),
            counts[state],
            (hrefs or {}).get(state, ""),
        )
        for state in known
        if counts[state]
    ]


def said(parts: Iterable[Part]) -> str:
    """The text twin: `vượt 2, đạt 18, chưa đạt 4`."""
    return ", ".join(f"{part.label.lower()} {wording.number(part.count)}" for part in parts)


def stacked_bar(parts: Sequence[Part]) -> SafeString:
    """A bar of statuses, 100 units wide, with its text as the accessible name."""
    total = sum(part.count for part in parts)
    if not total:
        return format_html(
            '<svg viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{}">'
            '<rect class="draw__track" width="100" height="10"></rect></svg>',
            _("chưa có mục nào"),
        )
    shapes, start = [], 0.0
    gap = 0.3 if len(parts) > 1 else 0.0
    for part in parts:
        width = part.count * 100 / total
        shapes.append((part.tone, _at(start), _at(max(width - gap, 0.4)), f"{part.label}: {part.count}"))
        start += width
    return format_html(
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        said(parts),
        format_html_join(
            "",
            '<rect class="fill-{}" x="{}" y="0" width="{}" height="10"><title>{}</title></rect>',
            shapes,
        ),
    )


def bar(value: Number | None, most: Number, *, tone: str = "blue", label: str = "") -> SafeString:
    """One horizontal bar from zero. Empty where there is no value."""
    share = 0.0 if value is None or not most else max(0.0, min(1.0, float(value) / float(most)))
    return format_html(
        '<svg class="draw draw--bar" viewBox="0 0 100 6" preserveAspectRatio="none" role="img"'
        ' aria-label="{}">'
        '<rect class="draw__track" width="100" height="6"></rect>'
        '<rect class="fill-{}" width="{}" height="6"></rect></svg>',
        label or wording.number(value),
        tone,
        _at(share * 100),
    )


def _segments(points: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """Runs of neighbouring points; a gap where there is no figure."""
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _scaled(
    values: Sequence[Number | None], width: float, top: float, bottom: float, *, reverse: bool = False
) -> list[tuple[float, float] | None]:
    present = [float(value) for value in values if value is not None]
    low, high = (min(present), max(present)) if present else (0.0, 1.0)
    spread = (high - low) or 1.0
    step = width / max(1, len(values) - 1)
    points: list[tuple[float, float] | None] = []
    for index, value in enumerate(values):
        if value is None:
            points.append(None)
            continue
        share = (float(value) - low) / spread if high > low else 0.5
        points.append((index * step, top + (bottom - top) * (share if reverse else 1 - share)))
    return points


def _polylines(points: Sequence[tuple[float, float] | None], shift: float = 0.0) -> SafeString:
    return format_html_join(
        "",
        '<polyline class="draw__line" points="{}"></polyline>',
        ((" ".join(f"{_at(x + shift)},{_at(y)}" for x, y in run),) for run in _segments(points)),
    )


def sparkline(values: Sequence[Number | None], *, label: str = "") -> SafeString:
    """A line without axes, 120 × 28; gaps where there is no figure."""
    points = _scaled(values, 108, 5, 23)
    last = next((point for point in reversed(points) if point), None)
    dot: Any = (
        format_html(
            '<circle class="draw__dot draw__dot--last" cx="{}" cy="{}" r="3"></circle>',
            _at(last[0] + 6),
            _at(last[1]),
        )
        if last
        else ""
    )
    text = label or ", ".join(wording.number(value) for value in values)
    return format_html(
        '<svg class="draw draw--spark" viewBox="0 0 120 28" role="img" aria-label="{}">{}{}</svg>',
        text,
        _polylines(points, 6),
        dot,
    )


def _mark(point: tuple[float, float], year: str, rank: int | None, href: str) -> SafeString:
    """One point with its rank; a link where it leads somewhere."""
    dot = format_html(
        '<circle class="draw__dot" cx="{}" cy="{}" r="4"></circle>', _at(point[0] + 20), _at(point[1])
    )
    if href:
        dot = format_html('<a href="{}" aria-label="{}: {}">{}</a>', href, year, rank, dot)
    return format_html(
        '{}<text class="draw__strong" x="{}" y="{}" text-anchor="middle">{}</text>',
        dot,
        _at(point[0] + 20),
        _at(point[1] - 10),
        rank,
    )


def rank_line(ranks: Sequence[tuple[str, int | None, str]], *, of: int | None = None) -> SafeString:
    """Ranks over the years: better is higher, every point carries its rank, years below.

    `ranks`: year, rank, and the address that a point leads to, empty for none.
    """
    values = [rank for _year, rank, _href in ranks]
    points = _scaled(values, 280, 26, 74, reverse=True)
    marks = format_html_join(
        "", "{}", ((_mark(point, *told),) for point, told in zip(points, ranks, strict=True) if point)
    )
    step = 280 / max(1, len(ranks) - 1)
    years = format_html_join(
        "",
        '<text x="{}" y="104" text-anchor="middle">{}</text>',
        ((_at(index * step + 20), year) for index, (year, *_told) in enumerate(ranks)),
    )
    text = "; ".join(
        f"{year}: {wording.NOTHING if rank is None else rank}{f'/{of}' if of and rank else ''}"
        for year, rank, _href in ranks
    )
    return format_html(
        '<svg class="draw draw--rank" viewBox="0 0 320 112" role="{}" aria-label="{}">{}{}{}</svg>',
        "group" if any(href for *_told, href in ranks) else "img",
        _("Xếp hạng theo năm: %(ranks)s") % {"ranks": text},
        _polylines(points, 20),
        marks,
        years,
    )
