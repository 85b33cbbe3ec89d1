"""What stands around the text of an official paper in DOCX: title block, subject, signature, recipients."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tinhso.papers import phrases
from tinhso.papers.content import Annex, OfficialForm, Paper
from tinhso.papers.marks import width_of
from tinhso.papers.measures import Measures
from tinhso.papers.wordml import TWIPS, Element, el, mm, par, run

_SPLIT: Final = {False: 0.42, True: 0.5}
_SIGNING_SHARE: Final = 0.54
_SIGNATURE_ROOM: Final = 58
_SHORT_RULE_MM: Final = 32


def text_width(measures: Measures, *, landscape: bool = False) -> int:
    """The width of the text in twips."""
    page = measures["page_height_mm" if landscape else "page_width_mm"]
    return mm(page - measures["margin_left_mm"] - measures["margin_right_mm"])


def opening(paper: Paper, form: OfficialForm, measures: Measures) -> Iterator[Element]:
    """The title block, then type and subject, or the addressees of a letter."""
    width = text_width(measures)
    left = int(width * _SPLIT[form.party])
    yield two_columns(
        left, width - left, _issuing(form, measures, left), _national(paper, form, measures, width - left)
    )
    if form.type_name:
        yield centred(form.type_name.upper(), measures["type_pt"], before=14)
        yield centred(form.abstract, measures["abstract_pt"])
        yield rule(width, mm(20 if form.party else _SHORT_RULE_MM), before=2, after=8)
    else:
        yield par(before=0, after=6, line=1)
    yield from _addressees(form)


def closing(form: OfficialForm, measures: Measures) -> Element:
    """Recipients at the left, signature at the right, never apart; with two who sign, recipients below."""
    width = text_width(measures)
    right = int(width * _SIGNING_SHARE)
    signature = _signature(form.signing, form.signer, measures)
    if not form.co_signing:
        return two_columns(width - right, right, _recipients(form, measures), signature)
    beside = _signature(form.co_signing, form.co_signer, measures)
    half = width // 2
    below = [par(before=0, after=0, line=1), *_recipients(form, measures)]
    return two_columns(
        half, width - half, beside, signature, *([(below, [par()])] if form.recipients else [])
    )


def two_columns(
    left: int,
    right: int,
    first: list[Element],
    second: list[Element],
    *more: tuple[list[Element], list[Element]],
) -> Element:
    """A table without borders whose rows each stay on one page: one row, and `more` below."""
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    return el(
        "tbl",
        None,
        el(
            "tblPr",
            None,
            el("tblW", {"w": left + right, "type": "dxa"}),
            el("tblBorders", None, *(el(edge, {"val": "nil"}) for edge in edges)),
            el("tblLayout", {"type": "fixed"}),
            el("tblCellMar", None, *(el(edge, {"w": 0, "type": "dxa"}) for edge in ("left", "right"))),
        ),
        el("tblGrid", None, el("gridCol", {"w": left}), el("gridCol", {"w": right})),
        *(
            el("tr", None, el("trPr", None, el("cantSplit")), _column(left, one), _column(right, other))
            for one, other in ((first, second), *more)
        ),
    )


def _column(width: int, content: list[Element]) -> Element:
    return el("tc", None, el("tcPr", None, el("tcW", {"w": width, "type": "dxa"})), *(content or [par()]))


def centred(
    text: str, size: float, *, bold: bool = True, italic: bool = False, before: float = 0, after: float = 0
) -> Element:
    """A centred line of a block, without the spaces of the text."""
    return par(
        [run(text, size, bold=bold, italic=italic)], align="center", before=before, after=after, line=1
    )


def rule(room: int, width: int, *, before: float = 1, after: float = 0) -> Element:
    """A short line in the middle of `room` twips."""
    side = max(0, (room - width) // 2)
    return par(align="center", before=before, after=after, exact=2, left=side, right=side, top_line=True)


def _length(text: str, size: float) -> int:
    """About how long a line of bold text is, in twips."""
    return int(max(width_of(line, size) for line in text.split("\n")) * TWIPS)


def _issuing(form: OfficialForm, measures: Measures, room: int) -> list[Element]:
    issuer = phrases.in_capitals(form.issuer)
    size = measures["issuer_pt"]
    lines = []
    if form.parent:
        lines.append(centred(phrases.in_capitals(form.parent), measures["parent_pt"], bold=False))
    lines.append(centred(issuer, size))
    if form.party:
        lines.append(centred("*", size, bold=False))
    else:
        lines.append(rule(room, min(room, _length(issuer, size)) * 2 // 5))
    lines.append(centred(phrases.number_line(form), measures["number_pt"], bold=False, before=5))
    if letter := phrases.letter_abstract(form):
        lines.append(centred(letter, measures["letter_abstract_pt"], bold=False, before=2))
    if form.draft:
        lines.append(centred(phrases.DRAFT, measures["issuer_pt"], before=4))
    return lines


def _national(paper: Paper, form: OfficialForm, measures: Measures, room: int) -> list[Element]:
    place = centred(phrases.place_line(paper, form), measures["place_pt"], bold=False, italic=True, before=5)
    if form.party:
        size = measures["nation_pt"]
        length = int(phrases.PARTY_EMS * size * TWIPS)
        return [centred(phrases.PARTY, size), rule(room, length), place]
    length = int(phrases.MOTTO_EMS * measures["motto_pt"] * TWIPS)
    return [
        centred(phrases.NATION, measures["nation_pt"]),
        centred(phrases.MOTTO, measures["motto_pt"]),
        rule(room, length),
        place,
    ]


def _addressees(form: OfficialForm) -> Iterator[Element]:
    told = phrases.addressed(form)
    if len(told) == 1:
        yield par([run(f"{phrases.ADDRESSEES} {told[0]}")], align="center", before=6, after=10)
    elif told:
        yield par([run(phrases.ADDRESSEES)], align="left", left=mm(32), before=6, after=2)
        for line in told:
            yield par([run(line)], align="left", left=mm(46), first=-mm(2), before=0, after=2)
        yield par(before=0, after=4, exact=4)


def _recipients(form: OfficialForm, measures: Measures) -> list[Element]:
    if not form.recipients:
        return []
    head = run(
        phrases.RECIPIENTS,
        measures["recipients_head_pt"],
        bold=not form.party,
        italic=not form.party,
        underline=form.party,
    )
    size = measures["recipients_pt"]
    lines = (
        par([run(line, size)], align="left", before=0, after=0, line=1, left=mm(2), first=-mm(2))
        for line in phrases.listed(form.recipients)
    )
    return [par([head], align="left", before=0, after=0, line=1), *lines]


def _signature(signing: tuple[str, ...], signer: str, measures: Measures) -> list[Element]:
    size = measures["signing_pt"]
    lines = [centred(line, size) for line in signing]
    return [*lines, centred(signer, size, before=_SIGNATURE_ROOM + size)]


def annex_opening(paper: Paper, annex: Annex, measures: Measures) -> Iterator[Element]:
    """An annex's name, title and the paper it belongs to."""
    size = measures["annex_pt"]
    yield centred(phrases.annex_name(annex), size)
    yield centred(annex.title.upper(), size)
    if origin := phrases.annex_origin(paper):
        yield centred(origin, size, bold=False, italic=True)
    yield rule(text_width(measures, landscape=annex.landscape), mm(_SHORT_RULE_MM), before=3, after=8)
