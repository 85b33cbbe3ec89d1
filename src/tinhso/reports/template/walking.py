"""One walk over a template: its figures, and the codes that it names."""

from __future__ import annotations

from collections.abc import Iterator

from tinhso.reports.template import nodes


def figures(tree: nodes.Tree) -> tuple[nodes.Figure, ...]:
    """Every figure of the text, each key once, in order."""
    found: dict[str, nodes.Figure] = {}
    for block in tree.blocks:
        for figure in figures_of(block):
            found.setdefault(figure.key, figure)
    return tuple(found.values())


def figures_of(block: nodes.Block) -> Iterator[nodes.Figure]:
    """The figures of one block's words."""
    match block:
        case nodes.Title() | nodes.Prose():
            yield from (part.figure for part in block.parts if isinstance(part, nodes.Told))
        case nodes.Items():
            for item in block.items:
                yield from figures_of(item)
