"""Pages of definitions: what stands, what changed, the cells, and the standing office's form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tinhso.indicators import pages
from tinhso.indicators.actions import record_observation
from tinhso.indicators.definitions import laying as definitions
from tinhso.indicators.definitions import pages as definition_pages
from tinhso.indicators.definitions.forms import read, shown, with_row, without_row
from tinhso.indicators.definitions.laying import define
from tinhso.indicators.models import Indicator, State
from tinhso.indicators.tests.conftest import World
from tinhso.indicators.tests.test_definitions import BY_TECHNOLOGY, EARLIER, LATER, draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch, world: World) -> Iterator[None]:
    """The standing office at the keyboard."""
    for module in (definition_pages, pages):
        monkeypatch.setattr(module, "principal_of", lambda _request: world.office)
    yield


def page(client: Client, address: str, status: int = 200) -> str:
    """The page's text."""
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def sent(**more: Any) -> dict[str, Any]:
    """The form, filled in."""
    told = {"code": "ty-le-moi", "name": "Tỷ lệ mới", "kind": "ratio", "factor": "1000", "decimals": "2"}
    told |= {"direction": "up", "adding": "ratio_of_sums", "over_time": "last", "personal_data": "none"}
    return {**told, "valid_from": "01/07/2025", "unit": "hồ sơ", **more}


def test_the_page_says_the_definition_in_words(client: Client, world: World) -> None:
    told = draft(
        frequency="month",
        cut_off=True,
        due_days=5,
        reporters={"agencies": ["so-khcn"], "kinds": ["committee"], "level": "commune"},
        approvals=["head", "parent"],
        evidence_required=True,
        legend=[
            {"from": None, "to": 5, "tone": "late", "vi": "Thấp"},
            {"from": 5, "tone": "met", "vi": "Đạt"},
        ],
        disaggregations=BY_TECHNOLOGY,
        clause="Điều 3",
        definition="Đếm thôn có sóng.",
    )
    define(world.office, "thon-moi", told, None, "", "247-kh-ubnd")
    text = page(client, "/indicators/thon-moi/")
    for said in (
        "Đếm thôn có sóng.",
        "Hằng tháng, chốt số liệu theo Nghị định 09/2019/NĐ-CP",
        "trong 5 ngày sau ngày cuối kỳ",
        "Sở Khoa học và Công nghệ; Ủy ban nhân dân; đơn vị của cấp xã",
        "thủ trưởng đơn vị → đơn vị cấp trên → cơ quan thường trực",
        "bắt buộc gửi kèm",
        "Thấp (&lt; 5); Đạt (≥ 5)",
        "Công nghệ: 4G, 5G",
        "Kế hoạch 247/KH-UBND</a>, Điều 3",
        "Các phần theo phân tổ",
    ):
        assert said in text, said
    assert "Sửa định nghĩa" not in text


def test_versions_tell_what_changed(client: Client, world: World) -> None:
    define(world.office, "thon-moi", draft(), None, "")
    define(world.office, "thon-moi", draft(frequency="quarter"), EARLIER, "Quyết định mới", "247-kh-ubnd")
    define(world.office, "thon-moi", draft(frequency="month", unit="bản"), LATER, "Sửa lại")
    text = page(client, "/indicators/thon-moi/")
    assert text.index("Sẽ áp dụng") < text.index("Đang áp dụng") < text.index("Đã thay")
    assert "<del>Hằng quý</del>" in text and "<ins>Hằng tháng</ins>" in text
    assert "<del>thôn</del>" in text and "<ins>bản</ins>" in text
    assert "Quyết định mới" in text
    assert "từ ngày 01/01/2024" in text
    assert "Hằng tháng" in page(client, "/indicators/thon-moi/?on=2027-02-01").split("Các lần định nghĩa")[0]
    page(client, "/indicators/thon-moi/?on=hom-qua", 422)


def test_a_figure_is_read_by_the_definition_of_its_day(client: Client, world: World) -> None:
    told = world.draft(indicator="dvctt", period="2022")
    old = record_observation(world.office, told, State.CONFIRMED)
    fresh = definitions.DefinitionDraft.of(world.procedures)
    define(
        world.office,
        "dvctt",
        fresh.model_copy(update={"unit": "dịch vụ", "factor": Decimal(1000)}),
        LATER,
        "Đổi cách tính",
    )
    text = page(client, f"/figures/{old.pk}/")
    assert "Định nghĩa khi báo cáo" in text
    assert "thủ tục" in text
    Indicator.objects.filter(code="dvctt").update(unit="dịch vụ", factor=1000)
    text = page(client, f"/figures/{old.pk}/")
    assert "thủ tục" in text
    assert "89,6" in text and "‰" not in text


def test_the_list_hides_cells_and_is_filtered(client: Client, world: World) -> None:
    reporters = {"kinds": ["committee"], "level": "commune"}
    define(
        world.office,
        "a",
        draft(disaggregations=BY_TECHNOLOGY, frequency="month", reporters=reporters),
        None,
        "",
    )
    define(world.office, "b", draft(formula="#{a} * 2", personal_data="basic"), None, "")
    found = {
        query: [row["code"] for row in client.get(f"/indicators/?{query}&format=json").json()["items"]]
        for query in (
            "frequency=month",
            "reporter=level:commune",
            "reporter=kinds:committee",
            "derived=1",
            "personal=1",
        )
    }
    assert found == {
        "frequency=month": ["a"],
        "reporter=level:commune": ["a"],
        "reporter=kinds:committee": ["a"],
        "derived=1": ["b"],
        "personal=1": ["b"],
    }
    everything = client.get("/indicators/?format=json").json()["items"]
    assert not any("." in row["code"] for row in everything)


def test_the_page_asks_little_however_many_cells(
    client: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many = [
        {
            "code": "cn",
            "vi": "Công nghệ",
            "options": [{"code": f"o{number}", "vi": f"Phần {number}"} for number in range(40)],
        }
    ]
    define(world.office, "thon-moi", draft(disaggregations=many), None, "")
    page(client, "/indicators/thon-moi/")
    with django_assert_max_num_queries(16):
        page(client, "/indicators/thon-moi/")


def test_cells_show_what_their_places_make_together(client: Client, world: World) -> None:
    define(world.office, "thon-moi", draft(disaggregations=BY_TECHNOLOGY), None, "")
    for agency, value in (("so-khcn", 30), ("so-noi-vu", 12)):
        told = {"numerator": None, "denominator": None, "value": Decimal(value), "agency": agency}
        record_observation(world.office, world.draft(indicator="thon-moi.4g", **told), State.CONFIRMED)
    text = page(client, "/indicators/thon-moi/").split("Các phần theo phân tổ")[1]
    assert '<strong class="num nowrap">42 thôn</strong>' in text
    assert "Tỉnh Lạng Sơn, quý III/2026" in text
    assert text.count("chưa có số liệu") == 1


@pytest.mark.usefixtures("signed_in")
def test_the_form_adds_an_indicator(client: Client, world: World) -> None:
    assert "Thêm chỉ số" in page(client, "/indicators/")
    page(client, "/indicators/new/")
    rows = {
        "disaggregations.0.code": "cong-nghe",
        "disaggregations.0.vi": "Công nghệ",
        "disaggregations.0.options.0.code": "4g",
        "disaggregations.0.options.0.vi": "4G",
        "disaggregations.0.options.1.code": "",
        "legend.0.from": "",
        "legend.0.to": "12,5",
        "legend.0.tone": "late",
        "legend.0.vi": "Thấp",
        "reporters.kinds": ["committee", "department"],
        "approvals": ["head"],
        "document": "247-kh-ubnd",
    }
    response = client.post("/indicators/new/", sent(**rows))
    assert response.status_code == 302, response.content.decode()
    row = Indicator.objects.get(code="ty-le-moi")
    assert (row.factor, row.decimals) == (Decimal(1000), 2)
    assert row.approvals == ["head"]
    assert row.reporters == {"kinds": ["committee", "department"]}
    assert row.legend[0]["to"] == 12.5
    assert [cell.code for cell in row.cells.all()] == ["ty-le-moi.4g"]
    assert row.definitions.get().valid_from == date(2025, 7, 1)
    assert row.document == world.document


@pytest.mark.usefixtures("signed_in")
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(client: Client, world: World) -> None:
    wrong = {
        "name": "",
        "valid_from": "32/01/2026",
        "options.3.value": "một",
        "options.3.vi": "Một",
        "formula": "",
        "due_days": "3",
    }
    response = client.post("/indicators/new/", sent(**wrong))
    text = response.content.decode()
    assert response.status_code == 422
    assert 'href="#f-options.0.value"' in text and 'href="#f-valid_from"' in text
    assert 'value="một"' in text and 'value="Một"' in text
    response = client.post("/indicators/new/", sent(name="", formula="#{khong-co}", adding="none"))
    text = response.content.decode()
    assert 'href="#f-name"' in text and 'href="#f-formula"' in text
    assert "Ký tự thứ 1: cần một mã đã biết." in text
    assert not Indicator.objects.filter(code="ty-le-moi").exists()
    assert 'href="#f-code"' in client.post("/indicators/new/", sent(code="dvctt")).content.decode()


@pytest.mark.usefixtures("signed_in")
def test_the_form_changes_a_definition_and_keeps_the_one_before(client: Client, world: World) -> None:
    told = draft(disaggregations=BY_TECHNOLOGY, legend=[{"from": 1.5, "tone": "met", "vi": "Đạt"}])
    define(world.office, "thon-moi", told, None, "")
    text = page(client, "/indicators/thon-moi/define/")
    assert 'value="21/11/2026"' in text and 'value="cong-nghe"' in text and 'value="1,5"' in text
    assert 'value=""' in page(client, "/indicators/thon-moi/define/?on=first")
    page(client, "/indicators/thon-moi/define/?on=2001-01-01", 404)
    again = shown(told) | {"name": "Tên mới", "valid_from": "01/01/2024", "why": "Theo quyết định mới"}
    response = client.post("/indicators/thon-moi/define/", again)
    assert response.status_code == 302, response.content.decode()
    row = Indicator.objects.get(code="thon-moi")
    assert row.name == "Tên mới"
    assert [one.name for one in row.definitions.all()] == ["Tên mới", "Thôn được phủ sóng"]
    assert client.get("/indicators/thon-moi.4g/define/").status_code == 302


@pytest.mark.usefixtures("signed_in")
def test_rows_are_added_and_taken_away_without_a_script(client: Client, world: World) -> None:
    text = client.post("/indicators/new/", sent(add="options")).content.decode()
    assert 'name="options.0.value"' in text
    rows = {"options.0.value": "1", "options.0.vi": "Một", "options.1.value": "2", "options.1.vi": "Hai"}
    text = client.post("/indicators/new/", sent(remove="options.0", **rows)).content.decode()
    assert 'value="Hai"' in text and 'value="Một"' not in text and 'name="options.1.value"' not in text
    grown = with_row({"disaggregations.0.code": "a"}, "disaggregations.0.options")
    assert grown["disaggregations.0.options.0.code"] == ""
    assert without_row({"legend.0.vi": "a", "legend.1.vi": "b"}, "legend.0") == {"legend.0.vi": "b"}


def test_the_form_says_what_the_draft_says(world: World) -> None:
    told = draft(
        kind="choice",
        adding="none",
        options=[{"value": 1, "vi": "Một", "en": "One"}, {"value": 2, "vi": "Hai"}],
        disaggregations=BY_TECHNOLOGY,
        legend=[{"from": None, "to": 5, "tone": "late", "vi": "Thấp"}],
        reporters={"agencies": ["so-khcn"], "level": "commune"},
        approvals=["head"],
        due_days=5,
        frequency="month",
    )
    assert read({**shown(told), "why": "vì"}).draft == told


def test_nobody_else_is_let_in(client: Client, world: World) -> None:
    assert client.get("/indicators/new/").status_code in {302, 401}
    assert client.post("/indicators/dvctt/define/", sent()).status_code in {302, 401, 403}
