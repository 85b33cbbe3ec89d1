"""The pillar (trụ cột) a figure belongs to."""

from __future__ import annotations

from tinhso.reading.core.grammar.base import Raw
from tinhso.reading.core.scan import Scan
from tinhso.reading.core.timing import clause_stop


def pillar_of(scan: Scan, raw: Raw) -> str:
    """The pillar named first behind the figure, else last before it, else at the head of its paragraph."""
    paragraph, sentence = scan.paragraph(raw.first), scan.sentence(raw.first)
    behind = scan.lexicon["pillars"].within(scan.tokens, range(raw.places.stop, clause_stop(scan, raw)))
    if behind:
        return str(behind[0][1])
    before = scan.lexicon["pillars"].within(scan.tokens, range(sentence.start, raw.first))
    if before:
        return str(before[-1][1])
    opening = scan.lexicon["pillars"].within(
        scan.tokens, range(paragraph.start, min(paragraph.start + 12, raw.first))
    )
    return str(opening[-1][1]) if opening else ""
