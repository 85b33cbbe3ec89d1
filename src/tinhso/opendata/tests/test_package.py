"""`datapackage.json` against the rules of Frictionless Data Package v2, and its files against it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tinhso.opendata import publishing, reading
from tinhso.opendata.models import DatasetVersion
from tinhso.opendata.resources import Field, Resource, plain
from tinhso.opendata.tests.conftest import Scene
from tinhso.opendata.words import Both

pytestmark = pytest.mark.django_db
NAME = re.compile(r"[a-z0-9._/-]+")
TYPES = {"string", "number", "integer", "boolean", "date"}
PACKAGE = {"resources": list, "name": str, "title": str, "version": str, "created": str, "licenses": list,
           "sources": list, "contributors": list, "keywords": list, "description": str}  # fmt: skip
RESOURCE = {"name": str, "path": str, "type": str, "title": str, "format": str, "mediatype": str,
            "bytes": int, "hash": str, "schema": dict}  # fmt: skip


@pytest.fixture
def version(scene: Scene) -> DatasetVersion:
    made = publishing.publish(scene.office, scene.dataset().code)
    assert made is not None
    return made


@pytest.fixture
def package(version: DatasetVersion) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(reading.bytes_of(version, "datapackage.json"))
    return found


def _require(told: Mapping[str, Any], wanted: Mapping[str, type]) -> None:
    for name, kind in wanted.items():
        assert isinstance(told[name], kind), name


def test_the_package_has_what_the_specification_asks_for(package: dict[str, Any]) -> None:
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    _require(package, PACKAGE)
    assert NAME.fullmatch(package["name"])
    assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"])
    assert datetime.fromisoformat(package["created"]).tzinfo is not None
    assert all("name" in one or "path" in one for one in package["licenses"])
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert all(one["title"] for one in package["sources"])
    assert package["sources"] == [{"title": "Kế hoạch 247/KH-UBND"}]
    assert all(isinstance(one["roles"], list) and one["title"] for one in package["contributors"])
    names = [one["name"] for one in package["resources"]]
    assert len(set(names)) == len(names) >= 6


def test_each_resource_is_its_file(package: dict[str, Any], version: DatasetVersion) -> None:
    for resource in package["resources"]:
        _require(resource, RESOURCE)
        assert NAME.fullmatch(resource["name"])
        assert not resource["path"].startswith(("/", ".")) and "\\" not in resource["path"]
        content = reading.bytes_of(version, resource["path"])
        assert len(content) == resource["bytes"]
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def _check_schema(schema: dict[str, Any], all_names: dict[str, set[str]]) -> None:
    names = [field["name"] for field in schema["fields"]]
    assert len(set(names)) == len(names)
    for field in schema["fields"]:
        assert field["type"] in TYPES and field["title"] and field["title_en"]
        for category in field.get("categories", ()):
            assert set(category) == {"value", "label", "label_en"}
    keys = schema["primaryKey"]
    assert isinstance(keys, list) and set(keys) <= set(names)
    for key in schema.get("foreignKeys", ()):
        assert set(key["fields"]) <= set(names)
        assert set(key["reference"]["fields"]) <= all_names[key["reference"]["resource"]]
    assert schema["missingValues"] == [""]


def test_schemas_stand(package: dict[str, Any]) -> None:
    names = {
        one["name"]: {field["name"] for field in one["schema"]["fields"]} for one in package["resources"]
    }
    for resource in package["resources"]:
        _check_schema(resource["schema"], names)


def _read(field: dict[str, Any], text: str) -> object:
    """The value of a cell by its field's type. Raises ValueError."""
    if text == "":
        assert not field.get("constraints", {}).get("required"), field["name"]
        return None
    if allowed := field.get("constraints", {}).get("enum"):
        assert text in allowed, (field["name"], text)
    readers = {"string": str, "number": Decimal, "integer": int, "date": date.fromisoformat,
               "boolean": {"true": True, "false": False}.__getitem__}  # fmt: skip
    return readers[field["type"]](text)  # type: ignore[operator]  # each reads a text


def test_every_row_of_every_table_obeys_its_schema(package: dict[str, Any], version: DatasetVersion) -> None:
    tables: dict[str, list[dict[str, str]]] = {}
    for resource in package["resources"]:
        if resource["format"] != "csv":
            continue
        assert resource["dialect"]["lineTerminator"] == "\r\n"
        content = reading.bytes_of(version, resource["path"])
        assert not content.startswith(b"\xef\xbb\xbf") and content.count(b"\n") == content.count(b"\r\n")
        rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
        assert rows and list(rows[0]) == [field["name"] for field in resource["schema"]["fields"]]
        for row in rows:
            for field in resource["schema"]["fields"]:
                _read(field, row[field["name"]])
        keys = [tuple(row[name] for name in resource["schema"]["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys)
        tables[resource["name"]] = rows
    known = {row["indicator"] for row in tables["indicators"]}
    assert {row["indicator"] for row in tables["data"]} <= known


def test_json_and_csv_say_the_same(package: dict[str, Any], version: DatasetVersion) -> None:
    rows = list(csv.DictReader(io.StringIO(reading.bytes_of(version, "data.csv").decode(), newline="")))
    told = json.loads(reading.bytes_of(version, "data.json"))
    said = [{name: "" if value is None else plain(value) for name, value in row.items()} for row in told]
    assert said == rows and package["name"] == version.dataset.code


def test_texts_with_every_nasty_sign_come_back_from_csv() -> None:
    nasty = ['a "b", c', "xuống\r\ndòng", "=1+1", "Đ", "\\N"]
    table = Resource(
        "t", Both("a", "b"), (Field("x", "string", Both("x", "x")),), [[one] for one in nasty], ("x",)
    )
    read = list(csv.reader(io.StringIO(table.as_csv().decode(), newline="")))
    assert [row[0] for row in read[1:]] == nasty


@pytest.mark.parametrize(
    ("number", "text"),
    [("1.500000", "1.5"), ("1680", "1680"), ("0.000001", "0.000001"), ("-0.5", "-0.5"), ("1E+3", "1000")],
)
def test_decimals_are_written_exactly(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text
