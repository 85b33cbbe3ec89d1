"""Definitions in the API, figures that need evidence, figures that may tell of single persons."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tinhso.base.calendar.periods import Period
from tinhso.base.errors import Invalid
from tinhso.base.files import actions as files
from tinhso.indicators import api, pages, queries
from tinhso.indicators.actions import record_observation
from tinhso.indicators.bulk import writing as bulk
from tinhso.indicators.bulk.writing import RowDraft
from tinhso.indicators.definitions import laying as definitions
from tinhso.indicators.definitions.laying import DefinitionDraft, define
from tinhso.indicators.definitions.outputs import DefinitionIn
from tinhso.indicators.entry import drafts as entry_drafts
from tinhso.indicators.entry import grid as entry
from tinhso.indicators.entry import pages as entry_pages
from tinhso.indicators.entry import sending as entry_evidence
from tinhso.indicators.models import Indicator, Observation, State
from tinhso.indicators.tests.conftest import ROBOT, World
from tinhso.indicators.tests.test_definitions import BY_TECHNOLOGY, EARLIER, LATER, draft

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def get(client: Client, path: str, **query: Any) -> Any:
    """The answer of the API."""
    response = client.get(f"/api/v1{path}", query)
    assert response.status_code == 200, response.content
    return response.json()


def test_the_api_tells_definitions_of_any_day(client: Client, world: World) -> None:
    define(
        world.office,
        "thon-moi",
        draft(disaggregations=BY_TECHNOLOGY, clause="Điều 3"),
        None,
        "",
        "247-kh-ubnd",
    )
    define(
        world.office,
        "thon-moi",
        draft(name="Từ 2027", legend=[{"from": 1, "tone": "met", "vi": "Đạt"}]),
        LATER,
        "Vì",
    )
    told = get(client, "/indicators/thon-moi")
    assert told["laid_down"]["name"] == "Thôn được phủ sóng"
    assert told["laid_down"]["document"] == "247-kh-ubnd"
    assert told["cells"] == ["thon-moi.4g", "thon-moi.5g"]
    assert [row["valid_from"] for row in told["versions"]] == ["2027-01-01", None]
    assert told["versions"][0]["legend"] == [{"from": "1", "to": None, "tone": "met", "vi": "Đạt", "en": ""}]
    then = get(client, "/indicators/thon-moi", on="2027-01-01")
    assert (then["laid_down"]["name"], then["cells"]) == ("Từ 2027", [])
    cell = get(client, "/indicators/thon-moi.4g")["indicator"]
    assert (cell["whole"], cell["cell"]) == ("thon-moi", "4g")
    codes = [row["code"] for row in get(client, "/indicators")["items"]]
    assert "thon-moi" in codes
    assert "thon-moi.4g" not in codes
    assert "thon-moi.4g" in [row["code"] for row in get(client, "/indicators", cells="true")["items"]]


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, world: World) -> World:
    """The standing office's program, with every scope."""
    monkeypatch.setattr(api, "principal_of", lambda _request: world.office)
    monkeypatch.setattr("tinhso.api.doors.principal_of", lambda _request: world.office, raising=False)
    return world


def put(code: str, **body: Any) -> Any:
    """What PUT answers, without the doors before it."""
    told = {"name": "Chỉ số mới", "kind": "count", "unit": "cái", "decimals": 0, **body}
    return api.define(None, code, DefinitionIn.model_validate(told))  # type: ignore[arg-type]  # the request is not looked at


def test_a_program_lays_down_and_changes(program: World) -> None:
    made = put("chi-so-moi", disaggregations=BY_TECHNOLOGY)
    assert (made.code, made.cells) == ("chi-so-moi", ["chi-so-moi.4g", "chi-so-moi.5g"])
    changed = put("chi-so-moi", frequency="month", valid_from="2024-01-01", why="Quyết định")
    assert [one.valid_from for one in changed.versions] == [EARLIER, None]
    assert put("chi-so-moi", frequency="month", valid_from="2024-01-01").laid_down.why == "Quyết định"
    with pytest.raises(Invalid) as refused:
        put("chi-so-moi", formula="#{khong-co}", valid_from="2024-01-01", why="Sửa")
    assert refused.value.problems[0].field == "formula"


def evident(world: World) -> Indicator:
    """An indicator whose figures need evidence from 2026 on."""
    told = draft(name="Cần minh chứng")
    define(world.office, "can-minh-chung", told, None, "")
    asking = told.model_copy(update={"evidence_required": True})
    define(world.office, "can-minh-chung", asking, EARLIER.replace(year=2026), "Siết chặt")
    return Indicator.objects.get(code="can-minh-chung")


def test_without_evidence_nothing_is_sent_where_it_is_asked_for(world: World) -> None:
    row = evident(world)
    told: dict[str, Any] = {
        "indicator": row.code,
        "numerator": None,
        "denominator": None,
        "value": Decimal(3),
    }
    with pytest.raises(Invalid) as refused:
        record_observation(world.officer, world.draft(**told))
    assert (refused.value.code, refused.value.field) == ("evidence_needed", "evidence")
    file = files.store(ROBOT, BytesIO(PDF), name="minh-chung.pdf")
    assert record_observation(world.officer, world.draft(**told, evidence=file.pk)).evidence == file
    assert record_observation(world.officer, world.draft(**told, period="2025-Q3"))
    assert record_observation(world.office, world.draft(**told, period="2026-Q2", document="247-kh-ubnd"))


def test_a_batch_refuses_only_the_rows_without(world: World) -> None:
    row = evident(world)
    rows = [
        RowDraft(indicator=row.code, place="20", agency="so-khcn", period=period, value=Decimal(3))
        for period in ("2025-Q4", "2026-Q1")
    ]
    told = bulk.write(world.officer, rows, submit=True)
    assert [(one.status, one.code) for one in told.rows] == [("created", ""), ("refused", "evidence_needed")]


def test_the_grid_says_so_and_sends_with_a_file(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = evident(world)
    grid = entry.build(world.officer, [row], Period.parse("2026-Q3"))
    cell = grid.rows[0].cells[0]
    entry_drafts.save(world.officer, grid, {cell.name: "7"}, {})
    assert entry_drafts.send(world.officer, grid).wrong == 1
    assert "phải gửi kèm minh chứng" in cell.problem
    for module in (entry_evidence, entry_pages):
        monkeypatch.setattr(module, "principal_of", lambda _request: world.officer)
    address = f"/entry/evidence/?period=2026-Q3&indicator={row.code}"
    assert client.post(address).status_code == 422
    file = SimpleUploadedFile("minh-chung.pdf", PDF, "application/pdf")
    response = client.post(address, {"evidence": file})
    assert response.status_code == 302, response.content.decode()
    sent = Observation.objects.get(indicator=row)
    assert sent.evidence is not None
    assert sent.evidence.name == "minh-chung.pdf"


@pytest.fixture
def personal(world: World) -> Observation:
    """A figure of an indicator that may tell of single persons."""
    told = DefinitionDraft.of(world.teams).model_copy(update={"personal_data": "sensitive"})
    definitions.begin([world.teams])
    define(world.office, "to-cnscd", told, None, "Có dữ liệu cá nhân")
    values: dict[str, Any] = {"numerator": None, "denominator": None, "value": Decimal(12345)}
    return record_observation(world.office, world.draft(indicator="to-cnscd", **values), State.CONFIRMED)


@pytest.mark.parametrize(
    "address",
    [
        "/figures/?format=csv",
        "/figures/?format=json",
        "/figures/",
        "/indicators/to-cnscd/",
        "/indicators/to-cnscd/?format=csv",
        "/indicators/to-cnscd/?boundaries=2026-11-21",
        "/api/v1/figures",
        "/api/v1/indicators/to-cnscd",
    ],
)
def test_the_public_does_not_see_figures_of_persons(
    client: Client, world: World, personal: Observation, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def text() -> str:
        response = client.get(address)
        assert response.status_code == 200
        body = response.getvalue() if response.streaming else response.content
        return body.decode()

    assert "12.345" not in text() and "12345" not in text()
    for module in (api, pages):
        monkeypatch.setattr(module, "principal_of", lambda _request: world.office)
    if "boundaries" not in address:
        assert "12.345" in text() or "12345" in text()


def test_its_page_and_its_reading_under_boundaries_are_closed(
    client: Client, world: World, personal: Observation
) -> None:
    assert client.get(personal.get_absolute_url()).status_code in {302, 401, 403}
    response = client.get("/api/v1/observations", {"indicator": "to-cnscd"})
    assert response.status_code in {401, 403}
    assert not queries.current([world.teams]).exists()
