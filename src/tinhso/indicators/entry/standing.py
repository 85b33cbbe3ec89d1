"""Where the figures of a grid stand on their way: each waiting cell says whom it waits for."""

from __future__ import annotations

from tinhso.indicators.approval.standings import standings
from tinhso.indicators.entry.grid import Grid
from tinhso.indicators.models import Observation


def tell(grid: Grid) -> None:
    """Have every cell whose figure waits say who decides next; three statements at most, none without one."""
    indicators = {column.indicator.pk: column.indicator for column in grid.columns}
    figures: dict[object, Observation] = {}
    for cell in grid.cells.values():
        if cell.figure is not None and cell.state == cell.figure.state:
            cell.figure.indicator = indicators[cell.figure.indicator_id]
            figures[cell.figure.pk] = cell.figure
    found = standings(list(figures.values()))
    for cell in grid.cells.values():
        standing = found.get(cell.figure.pk) if cell.figure is not None else None
        if standing is not None and standing.next and cell.state == standing.state:
            cell.waits = f"{standing.words[:1].lower()}{standing.words[1:]}"
