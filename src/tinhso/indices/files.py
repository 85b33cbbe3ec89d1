"""Editions straight from the packs, and questions from files: for the command line, without a database."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from tinhso.base.errors import Invalid, NotFound
from tinhso.base.packs.home import all_packs
from tinhso.base.packs.info import pack_folder
from tinhso.base.packs.problems import PackError
from tinhso.base.packs.reading import read_pack
from tinhso.base.text import near_matches
from tinhso.base.web.api_errors import invalid
from tinhso.indices.computing import ComputeIn, read
from tinhso.indices.core.nodes import Edition
from tinhso.indices.pack import Editions, Indices
from tinhso.indices.trees import of_item

_LARGEST = 20 << 20


def edition(index: str, code: str) -> Edition:
    """An edition as the packs of this deployment tell it. Raises NotFound, PackError."""
    known: dict[str, Edition] = {}
    sections = (Indices(), Editions())
    for info in all_packs():
        pack = read_pack(pack_folder(info.code), sections, demo=False)
        if errors := [one for one in pack.errors if "/indices/" in one.file]:
            raise PackError(info.code, errors)
        for item in pack.located("index-editions"):
            known[item.key] = of_item(item.value)
    name = f"{index}/{code}"
    if name not in known:
        near = near_matches(name, known) or sorted(known)
        raise NotFound(
            _("Không gói nào có bộ chỉ số “%(name)s”. Có: %(near)s.")
            % {"name": name, "near": ", ".join(near)},
            near=near,
            field="edition",
        )
    return known[name]


def question(path: Path) -> ComputeIn:
    """What to compute, from JSON as the API takes it or CSV with a column `place` and one a node.

    Raises Invalid, naming the row and the column.
    """
    if path.stat().st_size > _LARGEST:
        raise Invalid(_("Tệp quá lớn."), field=path.name)
    try:
        text = path.read_text(encoding="utf-8-sig")
        data: Any = _rows(text) if path.suffix.lower() == ".csv" else json.loads(text)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise Invalid(_("Tệp không đọc được: %(why)s") % {"why": error}, field=path.name) from error
    if isinstance(data, list):
        data = {"places": data}
    try:
        return read(data)
    except ValidationError as error:
        raise invalid(error.errors(include_url=False)) from error


def _rows(text: str) -> list[dict[str, Any]]:
    reader = csv.DictReader(text.splitlines())
    if "place" not in (reader.fieldnames or ()):
        raise Invalid(_("Tệp CSV cần cột place, và mỗi chỉ số một cột mang mã của nó."), field="place")
    return [
        {
            "place": row["place"],
            "scores": {
                name: value.strip()
                for name, value in row.items()
                if name and name != "place" and isinstance(value, str) and value.strip()
            },
        }
        for row in reader
    ]
