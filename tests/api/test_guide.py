"""The guide's examples work as they are printed, and it names every read and every refusal."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.api.test_description import CALCULATE
from tests.api.test_reports import new_key
from tests.meta.world import PDF
from tinhso.api.composition import api
from tinhso.api.description import REFUSALS

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/api.md").read_text(encoding="utf-8")
HOST = "http://127.0.0.1:8000"
UNTOLD = {400, 405, 413}
"""Refusals that need no words in a guide: they name themselves."""

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("packs")]


def _examples() -> list[list[str]]:
    blocks = re.findall(r"```sh\n(.*?)```", TEXT, flags=re.DOTALL)
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    return [words for line in lines if (words := shlex.split(line)) and words[0] == "curl"]


READS = [words[1].removeprefix(HOST) for words in _examples() if "-X" not in words]
WITH_KEY = {words[1].removeprefix(HOST) for words in _examples() if "-X" not in words and "-H" in words}
OWN = frozenset(
    {
        "/api/v1/watches",
        "/api/v1/alerts",
        "/api/v1/notices",
        "/api/v1/decisions",
        "/api/v1/conclusion-notices",
        "/api/v1/readings",
    }
)
"""Lists of one's own things, empty for a new account, or of what is made as meetings go on."""
WRITES = [words for words in _examples() if "-X" in words]


def _template(path: str) -> str | None:
    """The described path that `path` is an instance of."""
    for described in api.get_openapi_schema()["paths"]:
        if re.fullmatch(re.sub(r"{\w+}", "[^/]+", described), urlsplit(path).path):
            return str(described)
    return None


def test_the_guide_has_examples_of_every_kind_of_thing() -> None:
    shown = {_template(path) for path in READS}
    described = {
        path for path, operations in api.get_openapi_schema()["paths"].items() if "get" in operations
    }
    groups = {path.split("/")[3] for path in described}
    assert None not in shown
    assert {path.split("/")[3] for path in shown if path} == groups


@pytest.mark.parametrize("path", READS)
def test_a_reading_example_works(client: Client, path: str) -> None:
    headers = {"Authorization": f"Bearer {new_key('kiemtra', 'audit', 'read')}"} if path in WITH_KEY else None
    response = client.get(path, headers=headers)
    assert response.status_code == 200, response.content.decode()
    told = response.json()
    assert urlsplit(path).path in OWN or told.get("items", True), (
        "an example that finds nothing teaches nothing"
    )


@pytest.mark.parametrize("words", WRITES, ids=lambda words: urlsplit(words[3]).path)
def test_a_sending_example_works(words: list[str], settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path
    headers = dict(words[at + 1].split(": ", 1) for at, word in enumerate(words) if word == "-H")
    path = words[words.index("POST") + 1].removeprefix(HOST)
    calculated = _template(path) in CALCULATE
    if "Authorization" in headers or not calculated:
        key = new_key("congthuong", "report", "figures.write", "views")
        headers["Authorization"] = headers["Authorization"].replace("$TINHSO_KEY", key)
    client = Client(enforce_csrf_checks=True)
    if "-F" in words:
        part, _at, name = words[words.index("-F") + 1].partition("=@")
        response = client.post(path, {part: SimpleUploadedFile(name, PDF)}, headers=headers)
    else:
        body = json.loads(words[words.index("-d") + 1])
        response = client.post(path, body, content_type=headers.pop("Content-Type"), headers=headers)
    created = 200 if calculated or path.endswith("/observations") else 201
    assert response.status_code == created, response.content.decode()


@pytest.mark.parametrize("status", sorted(set(REFUSALS) - UNTOLD))
def test_a_refusal_is_told(status: int) -> None:
    assert re.search(rf"^\| {status} \|", TEXT, flags=re.MULTILINE)


def test_the_printed_refusal_is_what_is_answered(client: Client) -> None:
    printed = json.loads(next(iter(re.findall(r"```json\n(.*?)```", TEXT, flags=re.DOTALL))))
    told = client.get("/api/v1/plans/246-kh-ubn").json()
    assert set(printed.pop("near")) <= set(told.pop("near"))
    assert told == printed
