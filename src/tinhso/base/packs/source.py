"""Reading YAML and CSV without losing the line of any field.

Plain YAML scalars stay text (`04`, `49-NQ/TU`, `2022-12-31`, `1.50` are read as written; schemas give them
their type); only `true`, `false`, `null` and `~` mean what YAML says. CSV: a column `title.vi` is a map,
a column `codes[]` is a list split at `;`, an empty cell is an absent field.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Path as FieldPath

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LITERALS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass
class Raw:
    """One item as written, before its schema: values, and the line of every one of them."""

    file: str
    line: int
    data: Any
    lines: dict[FieldPath, int] = field(default_factory=dict)

    def digest(self) -> str:
        """SHA-256 of what is written (dates relative to today unresolved)."""
        text = json.dumps(self.data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


class SourceError(Exception):
    """A file that cannot be read at all."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


def _plain(node: Node, file: str, path: FieldPath, lines: dict[FieldPath, int]) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, ScalarNode):
        if not node.style and node.value.lower() in _LITERALS:
            return _LITERALS[node.value.lower()]
        return unicodedata.normalize("NFC", node.value)
    if isinstance(node, SequenceNode):
        return [_plain(child, file, (*path, index), lines) for index, child in enumerate(node.value)]
    result: dict[str, Any] = {}
    for key_node, value_node in _pairs(node):
        key = unicodedata.normalize("NFC", str(key_node.value))
        line = key_node.start_mark.line + 1
        if key in result:
            raise SourceError(Finding(file, line, key, _("mỗi trường chỉ ghi một lần trong một mục")))
        result[key] = _plain(value_node, file, (*path, key), lines)
        lines[(*path, key)] = line
    return result


def _pairs(node: Node) -> list[tuple[Node, Node]]:
    return node.value if isinstance(node, MappingNode) else []


def _below(lines: dict[FieldPath, int], prefix: FieldPath) -> dict[FieldPath, int]:
    size = len(prefix)
    return {path[size:]: line for path, line in lines.items() if path[:size] == prefix and len(path) > size}


def read_yaml(path: Path, file: str) -> Raw:
    """The whole document as one raw item. Raises SourceError."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        expected = _("YAML đúng cú pháp")
        raise SourceError(Finding(file, line, "", expected, error.problem or str(error))) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SourceError(Finding(file, 1, "", _("tệp văn bản UTF-8"), str(error))) from error
    lines: dict[FieldPath, int] = {}
    data = _plain(node, file, (), lines) if node is not None else None
    return Raw(file, 1, data, lines)


def _yaml_items(path: Path, file: str, key_field: str | None) -> Iterator[Raw]:
    """A list; or a map with `items` (and `defaults` for all of them); or a map of maps; or one map."""
    whole = read_yaml(path, file)
    if whole.data is None:
        return
    entries: Any = whole.data
    prefix: FieldPath = ()
    defaults: dict[str, Any] = {}
    if isinstance(whole.data, dict) and "items" in whole.data and set(whole.data) <= {"items", "defaults"}:
        entries, prefix = whole.data["items"], ("items",)
        defaults = whole.data.get("defaults") or {}
    if isinstance(entries, dict) and not (key_field and all(isinstance(v, dict) for v in entries.values())):
        yield whole
        return
    by_first: dict[Any, dict[FieldPath, int]] = {}
    for at, line in _below(whole.lines, prefix).items():
        by_first.setdefault(at[0], {})[at[1:]] = line
    default_lines = _below(whole.lines, ("defaults",))
    pairs = entries.items() if isinstance(entries, dict) else enumerate(entries or [])
    for name, data in pairs:
        lines = {**default_lines, **by_first.get(name, {})}
        line = lines.get((), 1)
        if isinstance(data, dict):
            keyed = {key_field: name} if isinstance(entries, dict) and key_field else {}
            data = {**defaults, **keyed, **data}
        yield Raw(file, line, data, lines)


def _nest(row: dict[str, str]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for column, cell in row.items():
        *above, last = column.removesuffix("[]").split(".")
        target = data
        for name in above:
            target = target.setdefault(name, {})
        target[last] = [part.strip() for part in cell.split(";")] if column.endswith("[]") else cell
    return data


def _csv_items(path: Path, file: str) -> Iterator[Raw]:
    try:
        text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SourceError(Finding(file, 1, "", _("tệp văn bản UTF-8"), str(error))) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = [name.strip() for name in next(reader, [])]
    if len(set(header)) != len(header):
        raise SourceError(Finding(file, 1, "", _("tên cột không trùng nhau"), ", ".join(header)))
    line = reader.line_num + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) != len(header):
                    expected = _("%(count)d ô như dòng tiêu đề") % {"count": len(header)}
                    raise SourceError(Finding(file, line, "", expected, str(len(cells))))
                row = {name: cell.strip() for name, cell in zip(header, cells, strict=True) if cell.strip()}
                yield Raw(file, line, _nest(row))
            line = reader.line_num + 1
    except csv.Error as error:
        raise SourceError(Finding(file, line, "", _("CSV đúng cú pháp"), str(error))) from error


def _geojson_items(path: Path, file: str) -> Iterator[Raw]:
    """One item a feature: the collection's own members, its properties, and its `geometry`."""
    try:
        whole = json.loads(unicodedata.normalize("NFC", path.read_text(encoding="utf-8")))
        features = whole.pop("features")
        common = {name: value for name, value in whole.items() if name not in {"type", "crs", "bbox"}}
        for feature in features:
            yield Raw(file, 1, {**common, **feature["properties"], "geometry": feature["geometry"]})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        expected = _("GeoJSON, một FeatureCollection, UTF-8")
        raise SourceError(Finding(file, getattr(error, "lineno", 1), "", expected, str(error))) from error


def read_items(path: Path, file: str, key_field: str | None = None) -> Iterator[Raw]:
    """The raw items of a `.yaml`, `.csv` or `.geojson` file, named `file` in messages. Raises SourceError."""
    if path.suffix == ".csv":
        yield from _csv_items(path, file)
    elif path.suffix == ".geojson":
        yield from _geojson_items(path, file)
    else:
        yield from _yaml_items(path, file, key_field)
