"""Reads a template's text once into frozen nodes; every flaw is told, not the first alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base.text import nfc
from tinhso.reports.template import nodes
from tinhso.reports.template.blocks import read_block
from tinhso.reports.template.figures import read_figure
from tinhso.reports.template.lexing import manners, pieces
from tinhso.reports.template.problems import BadTemplate, Flaw

LONGEST: Final = 60_000
"""Characters of a template: more is no report but a mistake."""
_HEADING: Final = re.compile(r"(#{1,4})\s+(.*)")


def parse(text: str) -> nodes.Tree:
    """The tree of a template. Raises BadTemplate with every flaw."""
    told = nfc(text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(told) > LONGEST:
        raise BadTemplate([Flaw(1, 1, _("Mẫu dài quá %(most)d ký tự.") % {"most": LONGEST})])
    flaws: list[Flaw] = []
    blocks: list[nodes.Block] = []
    spans: list[tuple[int, int]] = []
    for number, line in enumerate(told.split("\n"), 1):
        if not line.strip():
            continue
        try:
            block = _block(line.rstrip(), number)
        except BadTemplate as bad:
            flaws += bad.flaws
            continue
        if _continues(blocks, spans, block, number):
            continue
        blocks.append(block)
        spans.append((number, number))
    flaws += _twice(blocks)
    if flaws:
        raise BadTemplate(flaws)
    return nodes.Tree(tuple(blocks), tuple(spans))


def _continues(
    blocks: list[nodes.Block], spans: list[tuple[int, int]], block: nodes.Block, number: int
) -> bool:
    """Whether `block` is one more point of the list above it; it is put there then."""
    last = blocks[-1] if blocks else None
    if not (isinstance(block, nodes.Items) and isinstance(last, nodes.Items)) or spans[-1][1] != number - 1:
        return False
    blocks[-1] = nodes.Items(last.items + block.items, line=last.line)
    spans[-1] = (spans[-1][0], number)
    return True


def _twice(blocks: list[nodes.Block]) -> Iterator[Flaw]:
    seen: set[str] = set()
    for block in blocks:
        if isinstance(block, nodes.Slot):
            if block.code in seen:
                yield Flaw(block.line, 1, _("Phần góp ý “%(code)s” có hai lần.") % {"code": block.code})
            seen.add(block.code)


def _block(line: str, number: int) -> nodes.Block:
    """The node of one line. Raises BadTemplate."""
    lead = len(line) - len(line.lstrip())
    text = line.strip()
    if text.startswith("@"):
        return read_block(text[1:], number, lead + 2)
    if heading := _HEADING.fullmatch(text):
        level = len(heading[1])
        return nodes.Title(_parts(heading[2], number, lead + heading.start(2) + 1), level, line=number)
    if text.startswith("- "):
        point = nodes.Prose(_parts(text[2:].lstrip(), number, lead + 3), line=number)
        return nodes.Items((point,), line=number)
    return nodes.Prose(_parts(text, number, lead + 1), line=number)


def _parts(text: str, number: int, column: int) -> tuple[nodes.Part, ...]:
    """Words and figures of a line, with their manner; a mark left open ends with the line."""
    found: list[nodes.Part] = []
    flaws: list[Flaw] = []
    bold = italic = False
    for piece in pieces(text, number, column):
        if piece.braces:
            try:
                figure = read_figure(piece.text, number, piece.column)
            except BadTemplate as bad:
                flaws += bad.flaws
                continue
            found.append(nodes.Told(figure, bold, italic, line=number, column=piece.column))
            continue
        for plain, mark in manners(piece.text):
            if plain:
                found.append(nodes.Words(plain, bold, italic, line=number, column=piece.column))
            bold ^= mark == "**"
            italic ^= mark == "__"
    if flaws:
        raise BadTemplate(flaws)
    return tuple(found)
