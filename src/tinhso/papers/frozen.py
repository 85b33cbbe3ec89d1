"""Papers as plain data and back: what a frozen report (báo cáo đã chốt) keeps."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from tinhso.papers import content

NODES: Final = {
    kind.__name__: kind
    for kind in (
        *(content.Run, content.Paragraph, content.Heading, content.Bullets, content.Column, content.Cell),
        *(content.Table, content.Series, content.Chart, content.PageBreak, content.Annex),
        *(content.OfficialForm, content.Paper),
    )
}


def to_data(node: object) -> Any:
    """Nodes as dicts that name their class under `is`, fit for JSON; moments, days, decimals as texts."""
    if is_dataclass(node) and not isinstance(node, type):
        return {"is": type(node).__name__} | {
            told.name: to_data(getattr(node, told.name)) for told in fields(node)
        }
    if isinstance(node, tuple):
        return [to_data(item) for item in node]
    if isinstance(node, Decimal):
        return {"is": "decimal", "value": str(node)}
    if isinstance(node, datetime):
        return {"is": "moment", "value": node.isoformat()}
    if isinstance(node, date):
        return {"is": "day", "value": node.isoformat()}
    return node


def from_data(data: Any) -> Any:
    """The nodes `to_data` told. Raises ValueError, KeyError or TypeError for anything else."""
    if isinstance(data, list):
        return tuple(from_data(item) for item in data)
    if not isinstance(data, dict):
        return data
    kind = data["is"]
    if kind == "decimal":
        return Decimal(data["value"])
    if kind == "moment":
        return datetime.fromisoformat(data["value"])
    if kind == "day":
        return date.fromisoformat(data["value"])
    return NODES[kind](**{name: from_data(value) for name, value in data.items() if name != "is"})


def paper_from(data: Any) -> content.Paper:
    """The paper told by `to_data`. Raises ValueError when it is none."""
    paper = from_data(data)
    if not isinstance(paper, content.Paper):
        raise ValueError("no paper")
    return paper
