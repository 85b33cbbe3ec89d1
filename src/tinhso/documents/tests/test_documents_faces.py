"""Pages and API of the register."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tinhso.documents import actions, pages
from tinhso.documents.models import Document, Relation
from tinhso.documents.schemas import NewDocument, NewRelation
from tinhso.people.principals import Principal

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def plan(office: Principal) -> Document:
    """A plan that carries out a resolution."""
    told = {"issuer": "ubnd-tinh", "title": "Chuyển đổi số tỉnh Lạng Sơn"}
    made = [
        actions.register_document(
            office, NewDocument.model_validate(told | {"notation": notation, "date": day})
        )
        for notation, day in (("49-NQ/TU", date(2021, 9, 28)), ("247/KH-UBND", date(2022, 12, 14)))
    ]
    actions.relate(office, made[1].pk, NewRelation(kind=Relation.Kind.IMPLEMENTS, target=made[0].slug))
    actions.register_document(office, NewDocument.model_validate({"title": "Dự thảo kế hoạch", "type": "DT"}))
    return made[1]


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch, office: Principal) -> Iterator[None]:
    """The pages take the reader for the standing office."""

    def known(_request: HttpRequest) -> Principal:
        return office

    monkeypatch.setattr(pages, "principal_of", known)
    return iter(())


def _page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def _get(client: Client, path: str, status: int = 200, **query: object) -> Any:
    response = client.get(f"/api/v1{path}", {key: str(value) for key, value in query.items()})
    assert response.status_code == status, response.content
    return response.json()


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3),
        ("q=49-nq", 1),
        ("q=chuyen+doi+so", 2),
        ("q=247khubnd", 1),
        ("type=NQ", 1),
        ("issuer=ubnd-tinh", 2),
        ("from=01/01/2022", 1),
        ("to=2021-12-31", 1),
    ],
)
def test_the_register_is_searched_and_filtered(client: Client, query: str, found: int) -> None:
    assert client.get(f"/documents/?{query}&format=json").json()["total"] == found
    assert f"{found} mục" in _page(client, f"/documents/?{query}")


def test_the_newest_come_first_and_the_undated_last(client: Client, plan: Document) -> None:
    items = client.get("/documents/?format=json").json()["items"]
    assert [item["notation"] for item in items] == ["247/KH-UBND", "49-NQ/TU", ""]
    assert [item["notation"] for item in _get(client, "/documents")["items"]] == [
        "247/KH-UBND",
        "49-NQ/TU",
        "",
    ]
    first = _get(client, "/documents", limit=2)
    assert [item["notation"] for item in client.get(first["next"]).json()["items"]] == [""]
    assert _get(client, "/documents", as_of="2021-12-31")["total"] == 1


def test_a_document_page_shows_relations_and_no_forms_to_the_public(client: Client, plan: Document) -> None:
    page = _page(client, plan.get_absolute_url())
    assert "thực hiện" in page
    assert 'href="/documents/49-nq-tu/"' in page
    assert "csrfmiddlewaretoken" not in page[page.index("<main") : page.index("</main>")]
    answer = _get(client, "/documents/247-kh-ubnd")
    assert answer["relations"][0]["document"]["notation"] == "49-NQ/TU"
    assert client.get(f"{plan.get_absolute_url()}?format=json").json() == answer


def test_an_unknown_slug_tells_what_is_near(client: Client, plan: Document) -> None:
    assert _get(client, "/documents/247-kh-ubn", 404)["near"] == ["247-kh-ubnd"]
    assert "247-kh-ubnd" in _page(client, "/documents/247-kh-ubn/", 404)


@pytest.mark.parametrize("address", ["/documents/new", "/documents/247-kh-ubnd/edit"])
def test_the_public_cannot_open_the_forms(client: Client, plan: Document, address: str) -> None:
    assert client.get(address).status_code == 302
    assert client.post(address, {"title": "x"}).status_code == 401
    assert client.post("/documents/247-kh-ubnd/relations", {}).status_code == 401
    assert Document.objects.count() == 3


@pytest.mark.usefixtures("signed_in")
def test_a_wrong_form_keeps_everything_typed(client: Client) -> None:
    typed = {"notation": "12/KH", "title": "Kế hoạch nuôi ong", "date": "32/13/2022", "issuer": "ubnd-tinh"}
    response = client.post("/documents/new", typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert "ngày/tháng/năm" in page
    assert 'value="32/13/2022"' in page
    assert "Kế hoạch nuôi ong" in page
    assert "thiếu cơ quan ban hành" in page
    assert 'value="12/KH"' in page
    secret = client.post("/documents/new", typed | {"title": "Kế hoạch (TỐI MẬT)", "secrecy": "mật"})
    assert "không lưu bí mật nhà nước" in secret.content.decode()
    assert not Document.objects.exists()


@pytest.mark.usefixtures("signed_in")
def test_the_office_registers_edits_relates_and_attaches(
    client: Client, plan: Document, settings: Settings, tmp_path: Path
) -> None:
    settings.FILES = tmp_path
    typed = {"notation": "246/kh-ubnd", "title": "Kế hoạch 2025", "date": "06/11/2024", "issuer": "ubnd-tinh"}
    assert client.post("/documents/new", typed)["Location"] == "/documents/246-kh-ubnd/"
    assert 'value="06/11/2024"' in _page(client, "/documents/246-kh-ubnd/edit")
    client.post("/documents/246-kh-ubnd/edit", typed | {"title": "Kế hoạch năm 2025", "reason": "sửa tên"})
    client.post("/documents/246-kh-ubnd/relations", {"kind": "based_on", "target": "49-nq-tu"})
    wrong = client.post("/documents/246-kh-ubnd/relations", {"kind": "based_on", "target": "khong-co"})
    assert wrong.status_code == 422
    sent = SimpleUploadedFile("ke-hoach.pdf", PDF, content_type="application/pdf")
    assert client.post("/documents/246-kh-ubnd/files", {"file": sent}).status_code == 302
    secret = SimpleUploadedFile("toi-mat.pdf", PDF)
    refused = client.post("/documents/246-kh-ubnd/files", {"file": secret})
    assert (refused.status_code, "dấu chỉ độ mật" in refused.content.decode()) == (422, True)
    answer = _get(client, "/documents/246-kh-ubnd")
    assert (answer["title"], answer["files"][0]["name"]) == ("Kế hoạch năm 2025", "ke-hoach.pdf")
    download = client.get(f"/documents/246-kh-ubnd/files/{answer['files'][0]['id']}")
    assert b"".join(download.streaming_content) == PDF  # type: ignore[attr-defined]  # a streamed answer
    assert client.get(f"/documents/49-nq-tu/files/{answer['files'][0]['id']}").status_code == 404
    relation = Relation.objects.get(source__slug="246-kh-ubnd")
    client.post(f"/documents/246-kh-ubnd/relations/{relation.pk}/remove")
    assert not Relation.objects.filter(pk=relation.pk).exists()


@pytest.mark.usefixtures("plan")
def test_pages_ask_little_and_carry_no_inline_style_or_script(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for address, most in (
        ("/documents/", 4),
        ("/documents/247-kh-ubnd/", 6),
        ("/api/v1/documents", 2),
        ("/api/v1/documents/247-kh-ubnd", 4),
    ):
        with django_assert_max_num_queries(most):
            page = _page(client, address)
        assert " style=" not in page
        assert not re.search(r"<script(?![^>]*src=)", page)


@pytest.mark.usefixtures("plan")
def test_the_register_has_its_twins(client: Client) -> None:
    lines = b"".join(client.get("/documents/?format=csv").streaming_content).decode().splitlines()  # type: ignore[attr-defined]  # a streamed answer
    assert len(lines) == 4
    assert "2022-12-14" in lines[1]
    assert client.get("/documents/?format=xlsx").content.startswith(b"PK")
