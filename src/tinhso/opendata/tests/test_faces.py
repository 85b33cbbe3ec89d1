"""The catalogue, the page of a dataset, its files, the pages of those who publish, and the API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tinhso.base.ids import new_id
from tinhso.opendata import publishing, queries
from tinhso.opendata.models import Dataset, Stage
from tinhso.opendata.tests.conftest import Scene
from tinhso.people.models import Account, Person, Position, Post, Role
from tinhso.people.steps import BACKEND

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _plain(settings: Any) -> Iterator[None]:
    settings.DEMO = False
    yield


@pytest.fixture
def dataset(scene: Scene) -> Dataset:
    made = scene.dataset()
    assert publishing.publish(scene.office, made.code, note="Phiên bản đầu tiên")
    return queries.public(made.code)


@pytest.fixture
def office(client: Client, scene: Scene) -> Client:
    """Somebody of the standing office, signed in."""
    person = Person.objects.create(code="thu", full_name="Người Thử")
    position = Position.objects.create(agency=scene.agency, title="Thường trực", role=Role.STANDING_OFFICE)
    Post.objects.create(person=person, position=position)
    account = Account.objects.create(username=f"thu-{new_id()}", person=person, password="!")
    client.force_login(account, backend=BACKEND)
    return client


def _page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content[:300]
    return response.content.decode()


def test_the_empty_catalogue_says_what_comes(client: Client, scene: Scene) -> None:
    scene.dataset()
    assert "Chưa có bộ dữ liệu nào được công bố" in _page(client, "/data/")
    assert client.get("/data/ho-tro/").status_code == 404, "a draft is nobody's to read"


@pytest.mark.parametrize(
    "query", ["q=nguoi+dan+HO+TRO", "theme=X%C3%A3+h%E1%BB%99i+s%E1%BB%91", "owner=so-khcn"]
)
def test_the_catalogue_finds_without_tones_and_narrows(client: Client, dataset: Dataset, query: str) -> None:
    page = _page(client, f"/data/?{query}")
    assert f'href="/data/{dataset.code}/"' in page and "CC BY 4.0" in page
    assert client.get(f"/data/?{query}&format=json").json()["total"] == 1
    assert "Không có bộ dữ liệu nào khớp" in _page(client, "/data/?q=khong-co-dau")


def test_the_page_of_a_dataset_tells_all_of_it(client: Client, dataset: Dataset) -> None:
    page = _page(client, f"/data/{dataset.code}/")
    for words in (
        "CC BY 4.0",
        "Sở Khoa học và Công nghệ",
        "SHA-256",
        "đã che do số nhỏ",
        "Số lượt trong kỳ",
        "curl ",
    ):
        assert words in page
    assert f"/data/{dataset.code}/v1/data.csv?bom=1" in page
    assert _page(client, f"/data/{dataset.code}/v1/")
    assert client.get(f"/data/{dataset.code}/v2/").status_code == 404


def test_pages_ask_the_database_a_fixed_number_of_times(
    client: Client, scene: Scene, dataset: Dataset, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        assert publishing.publish(scene.office, scene.dataset(code=f"bo-{number}").code)
    with django_assert_max_num_queries(14):
        _page(client, "/data/")
    with django_assert_max_num_queries(14):
        _page(client, f"/data/{dataset.code}/")


def test_a_file_may_be_kept_for_ever(client: Client, dataset: Dataset) -> None:
    address = f"/data/{dataset.code}/v1/data.csv"
    whole = client.get(address)
    content = b"".join(whole.streaming_content)  # type: ignore[attr-defined]  # a file is streamed
    assert whole["Content-Type"] == "text/csv; charset=utf-8" and "immutable" in whole["Cache-Control"]
    assert whole["Content-Disposition"] == 'attachment; filename="ho-tro-v1-data.csv"'
    assert client.head(address)["Content-Length"] == str(len(content))
    assert client.get(address, headers={"If-None-Match": whole["ETag"]}).status_code == 304
    marked = client.get(f"{address}?bom=1")
    assert marked.content == b"\xef\xbb\xbf" + content and marked["ETag"] != whole["ETag"]
    assert client.get(f"/data/{dataset.code}/v1/..%2fx").status_code == 404


def test_the_catalogue_for_programs(client: Client, dataset: Dataset) -> None:
    response = client.get("/data/catalog.jsonld")
    assert response["Content-Type"] == "application/ld+json"
    told = json.loads(response.content)
    assert told["@type"] == "dcat:Catalog"
    files = told["dcat:dataset"][0]["dcat:distribution"]
    assert {one["dct:title"] for one in files} >= {
        "data.csv",
        "data.json",
        "data.parquet",
        "datapackage.json",
    }
    assert dataset.code == told["dcat:dataset"][0]["dct:identifier"]


def test_the_api_tells_the_same(client: Client, dataset: Dataset) -> None:
    assert client.get("/api/v1/datasets?q=ho+tro").json()["total"] == 1
    told = client.get(f"/api/v1/datasets/{dataset.code}").json()
    assert (told["version"], told["stage"], told["licence"]["spdx"]) == (1, "published", "CC-BY-4.0")
    files = client.get(f"/api/v1/datasets/{dataset.code}/files").json()["items"]
    assert {one["format"] for one in files} == {"csv", "json", "parquet", "package"}
    versions = client.get(f"/api/v1/datasets/{dataset.code}/versions").json()["items"]
    assert (versions[0]["primary"], versions[0]["secondary"]) == (1, 1)
    assert client.get("/api/v1/datasets/khong-co").status_code == 404


FORM = {
    "code": "moi", "title": "Bộ mới", "licence": "cc-by-4-0", "owner": "so-khcn", "measures": "ho-tro",
    "level_commune": "1", "level_province": "1", "within": "20", "kind_month": "1", "first": "01/09/2026",
    "threshold": "5", "threshold_why": "Thử", "themes": "Xã hội số, Dân cư",
}  # fmt: skip


def test_from_a_form_to_a_published_version(office: Client) -> None:
    response = office.post("/data/manage/new/", FORM)
    assert response.headers["Location"] == "/data/manage/moi/"
    page = _page(office, "/data/manage/moi/")
    for words in (
        "Nếu công bố bây giờ",
        "1 ô số nhỏ, 1 ô che thêm",
        "Che để không tính ngược ra số nhỏ",
        "Xã 00001",
    ):
        assert words in page
    assert office.post("/data/manage/moi/publish/", {"note": "Lần đầu"}).headers["Location"] == "/data/moi/"
    assert "Lần đầu" in _page(office, "/data/moi/")
    assert "Không có gì thay đổi" in _page(office, "/data/manage/moi/")
    assert office.post("/data/manage/moi/retire/", {"why": ""}).status_code == 422
    office.post("/data/manage/moi/retire/", {"why": "Thay bộ khác"})
    assert queries.stage(queries.by_code("moi")) is Stage.RETIRED
    assert "Thay bộ khác" in _page(office, "/data/moi/")
    office.post("/data/manage/moi/resume/")
    assert queries.stage(queries.by_code("moi")) is Stage.PUBLISHED


def test_a_form_with_mistakes_keeps_what_was_typed(office: Client) -> None:
    sent = {**FORM, "code": "Sai Mã", "measures": "khong-co", "first": "31/02/2026", "threshold": "ba"}
    response = office.post("/data/manage/new/", sent)
    page = response.content.decode()
    assert response.status_code == 422
    for name in ("code", "first", "threshold"):
        assert f'id="f-{name}-error"' in page
    assert "Bộ mới" in page and "khong-co" in page
    unknown = office.post("/data/manage/new/", {**FORM, "measures": "khong-co"})
    assert 'id="f-measures-error"' in unknown.content.decode()
    taken = office.post("/data/manage/new/", {**FORM, "code": "manage"})
    assert 'id="f-code-error"' in taken.content.decode()


def test_a_dataset_is_changed_by_its_form(office: Client, dataset: Dataset) -> None:
    page = _page(office, f"/data/manage/{dataset.code}/edit/")
    assert "Lượt người dân được hỗ trợ" in page
    sent = {**FORM, "title": "Tên khác", "within": "", "level_commune": "", "level_province": ""}
    assert 'id="f-within-error"' in office.post(f"/data/manage/{dataset.code}/edit/", sent).content.decode()
    office.post(f"/data/manage/{dataset.code}/edit/", {**FORM, "title": "Tên khác"})
    assert queries.by_code(dataset.code).title == "Tên khác"
    assert "Bản nháp" not in _page(office, "/data/manage/")
