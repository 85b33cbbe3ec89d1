"""How well texts are read, against a gold file: one JSON object a line, offsets in the NFC text.

`{"name", "sha256", "dated", "place", "figures": [{"start", "end", "kind", …, "subject": [start, end]}],
"documents": [{"start", "end", "number", "type", "date", "issuer"}], "checks": [{"kind", "at": [start, …]}]}`
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from tinhso.reading.core.model import Figure, Kind, Read, Span

_OVERLAP: Final = 0.5
_NUMBERS: Final = (
    *("value", "upper", "numerator", "denominator", "percent_printed", "actual", "target", "rank", "of"),
)
_TIMES: Final = frozenset({Kind.PERIOD, Kind.DEADLINE})


@dataclass
class Tally:
    """How many of how many."""

    right: int = 0
    of: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, right: bool, what: str = "") -> None:
        """Count one."""
        self.of += 1
        self.right += right
        if not right:
            self.wrong.append(what)

    @property
    def share(self) -> float:
        """1 where nothing was asked."""
        return self.right / self.of if self.of else 1.0


@dataclass
class Score:
    """The table of one or several texts."""

    precision: Tally = field(default_factory=Tally)
    recall: Tally = field(default_factory=Tally)
    kind_and_value: Tally = field(default_factory=Tally)
    subject: Tally = field(default_factory=Tally)
    place: Tally = field(default_factory=Tally)
    period: Tally = field(default_factory=Tally)
    standing: Tally = field(default_factory=Tally)
    documents: Tally = field(default_factory=Tally)
    contradictions: Tally = field(default_factory=Tally)
    false_alarms: list[str] = field(default_factory=list)

    def rows(self) -> Iterable[tuple[str, Tally]]:
        """Name and tally, in the order in which they are printed."""
        for name in self.__dataclass_fields__:
            value = getattr(self, name)
            if isinstance(value, Tally):
                yield name, value


def digest(text: str) -> str:
    """SHA-256 of a text that is NFC already."""
    return sha256(text.encode()).hexdigest()


def load(path: Path) -> list[dict[str, Any]]:
    """The lines of a gold file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def score(
    gold: Sequence[Mapping[str, Any]], text_of: Callable[[str], str | None], reader: Callable[..., Read]
) -> Score:
    """Read every text that can be found by its digest, and count. Raises KeyError where none can be found."""
    result, found = Score(), 0
    for one in gold:
        text = text_of(one["sha256"])
        if text is None:
            continue
        found += 1
        told = date.fromisoformat(one["dated"]) if one.get("dated") else None
        compare(reader(text, dated=told, place=one.get("place", "")), one, result)
    if not found:
        raise KeyError("none of the texts of the gold file was found")
    return result


def compare(read: Read, gold: Mapping[str, Any], into: Score) -> None:
    """Count one text into `into`."""
    pairs, extra = _paired(read.figures, gold["figures"])
    for unasked in extra:
        into.precision.add(False, f"{gold['name']}: {_around(read, unasked.span)} {unasked.kind}")
    for wanted, figure in pairs:
        into.recall.add(
            figure is not None, f"{gold['name']}: {_around(read, _span(wanted))} {wanted['kind']}"
        )
        if figure is not None:
            into.precision.add(True)
            _compare_figure(read, wanted, figure, into, gold["name"])
    _compare_documents(read, gold, into)
    _compare_checks(read, gold, into)


def _span(told: Mapping[str, Any]) -> Span:
    return Span(told["start"], told["end"])


def _around(read: Read, span: Span) -> str:
    around = read.text[max(0, span.start - 40) : span.end + 30].replace("\n", " ")
    return f"{span.start} “{span.of(read.text)}” in “{around}”"


def _overlap(one: Span, other: Span) -> float:
    common = min(one.end, other.end) - max(one.start, other.start)
    return max(0, common) / (max(one.end, other.end) - min(one.start, other.start) or 1)


def _paired(
    figures: Sequence[Figure], gold: Sequence[Mapping[str, Any]]
) -> tuple[list[tuple[Mapping[str, Any], Figure | None]], list[Figure]]:
    left: list[Figure] = list(figures)
    pairs: list[tuple[Mapping[str, Any], Figure | None]] = []
    for wanted in gold:
        best = max(left, key=lambda one: _overlap(one.span, _span(wanted)), default=None)
        if best is not None and _overlap(best.span, _span(wanted)) >= _OVERLAP:
            left.remove(best)
            pairs.append((wanted, best))
        else:
            pairs.append((wanted, None))
    return pairs, left


def _same_numbers(wanted: Mapping[str, Any], figure: Figure) -> bool:
    for name in _NUMBERS:
        told, got = wanted.get(name), getattr(figure, name)
        if (told is None) != (got is None) or (told is not None and Decimal(str(told)) != Decimal(got)):
            return False
    due = figure.deadline.isoformat() if figure.deadline else None
    return wanted.get("deadline") == due and (
        wanted["kind"] != Kind.PERIOD or wanted.get("period", "") == figure.period
    )


def _compare_figure(read: Read, wanted: Mapping[str, Any], figure: Figure, into: Score, name: str) -> None:
    where = f"{name}: {_around(read, figure.span)}"
    same = wanted["kind"] == figure.kind and _same_numbers(wanted, figure)
    same = (
        same
        and wanted.get("comparison", "") == figure.comparison
        and wanted.get("change", "") == figure.change
    )
    into.kind_and_value.add(
        same, f"{where} {figure.kind} {figure.value} {figure.period} {figure.comparison}{figure.change}"
    )
    if wanted["kind"] in _TIMES:
        return
    told = wanted.get("subject")
    if told is not None:
        span = Span(*told)
        same = span.of(read.text).casefold() == figure.subject.casefold()
        alike = _head(read.text, span) == _head(read.text, figure.subject_span)
        right = same or (alike and _overlap(span, figure.subject_span) >= _OVERLAP)
        into.subject.add(right, f"{where} <{figure.subject}> for <{span.of(read.text)}>")
    place = list(figure.places) or [figure.place]
    into.place.add((wanted.get("places") or [wanted.get("place", "")]) == place, f"{where} {place}")
    into.period.add(
        wanted.get("period", "") == figure.period, f"{where} {figure.period} for {wanted.get('period')}"
    )
    into.standing.add(bool(wanted.get("is_target")) == figure.is_target, f"{where} {figure.standing}")


def _head(text: str, span: Span) -> str:
    return (span.of(text).casefold().split() or [""])[0]


def _compare_documents(read: Read, gold: Mapping[str, Any], into: Score) -> None:
    left = list(read.documents)
    for wanted in gold.get("documents", ()):
        found = next((one for one in left if _overlap(one.span, _span(wanted)) >= _OVERLAP), None)
        if found is not None:
            left.remove(found)
        told = (wanted["number"], wanted.get("type", ""), wanted.get("date") or "", wanted.get("issuer", ""))
        got = (
            (found.number, found.type, found.dated.isoformat() if found.dated else "", found.issuer)
            if found is not None
            else None
        )
        into.documents.add(told == got, f"{gold['name']}: {told} {got}")
    for one in left:
        into.documents.add(False, f"{gold['name']}: unasked {one.text}")


def _compare_checks(read: Read, gold: Mapping[str, Any], into: Score) -> None:
    left = list(read.checks)
    for wanted in gold.get("checks", ()):
        at = set(wanted["at"])
        found = next(
            (
                one
                for one in left
                if one.kind == wanted["kind"]
                and at <= {read.figures[place].span.start for place in one.figures}
            ),
            None,
        )
        if found is not None:
            left.remove(found)
        into.contradictions.add(found is not None, f"{gold['name']}: {wanted}")
    into.false_alarms.extend(f"{gold['name']}: {one}" for one in left)


def printed(result: Score) -> str:
    """The table as text."""
    lines = [f"{'':16} {'share':>7} {'right':>6} {'of':>5}"]
    lines += [f"{name:16} {tally.share:7.3f} {tally.right:6} {tally.of:5}" for name, tally in result.rows()]
    lines.append(f"{'false_alarms':16} {len(result.false_alarms):7}")
    return "\n".join(lines)


def gold_line(name: str, read: Read, dated: date | None, place: str) -> str:
    """A reading as a line of a gold file, for a person to go through and mend."""
    figures = [_told(one) for one in read.figures]
    documents = [
        {
            "start": one.span.start,
            "end": one.span.end,
            "number": one.number,
            "type": one.type,
            "date": one.dated.isoformat() if one.dated else None,
            "issuer": one.issuer,
        }
        for one in read.documents
    ]
    checks = [
        {"kind": one.kind, "at": [read.figures[place].span.start for place in one.figures]}
        for one in read.checks
    ]
    told = {
        "name": name,
        "sha256": digest(read.text),
        "dated": dated.isoformat() if dated else None,
        "place": place,
        "figures": figures,
        "documents": documents,
        "checks": checks,
    }
    return json.dumps(told, ensure_ascii=False)


def _told(figure: Figure) -> dict[str, Any]:
    told: dict[str, Any] = {"start": figure.span.start, "end": figure.span.end, "kind": figure.kind}
    for name in _NUMBERS:
        value = getattr(figure, name)
        if value is not None:
            told[name] = str(value)
    for name in ("comparison", "change", "period", "place"):
        if getattr(figure, name):
            told[name] = str(getattr(figure, name))
    if figure.places:
        told["places"] = list(figure.places)
    if figure.deadline:
        told["deadline"] = figure.deadline.isoformat()
    if figure.kind not in _TIMES:
        told["subject"] = [figure.subject_span.start, figure.subject_span.end]
        if figure.is_target:
            told["is_target"] = True
    return told
