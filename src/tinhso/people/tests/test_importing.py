"""Workbooks of agencies and accounts: tried, then done whole or not at all."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from tinhso.base.audit import chain
from tinhso.base.audit.models import AuditEntry
from tinhso.people import queries, workbook
from tinhso.people.models import Agency, Person, Role

pytestmark = pytest.mark.django_db

Make = Callable[..., Client]


def _password(page: str) -> str:
    found = re.search(r">([a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5})<", page)
    assert found
    return found[1]


def _book(agencies: Sequence[Sequence[object]], people: Sequence[Sequence[object]]) -> SimpleUploadedFile:
    book = load_workbook(io.BytesIO(workbook.template()))
    for title, rows in (("Đơn vị", agencies), ("Tài khoản", people)):
        for row in rows:
            book[title].append(list(row))
    return _file(book)


def _file(book: Workbook) -> SimpleUploadedFile:
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("danh-sach.xlsx", out.getvalue())


AGENCY = ["so-moi", "Sở Mới", "SM", "Sở, ban, ngành", "", "", "H37.12", date(2025, 3, 1), ""]
PERSON = [
    "cuc.nt",
    "Nguyễn Thị Cúc",
    "so-moi",
    "Giám đốc",
    "Thủ trưởng đơn vị",
    "01/03/2025",
    "",
    "0912 345 678",
]


def test_a_workbook_is_tried_then_done(sign_in: Make) -> None:
    admin = sign_in(Role.ADMINISTRATOR)
    page = admin.post("/manage/import/", {"file": _book([AGENCY], [PERSON])}).content.decode()
    assert "Tạo mới 2, thay đổi 0, giữ nguyên 0" in page
    assert not Agency.objects.filter(code="so-moi").exists(), "a try changes nothing"
    assert not AuditEntry.objects.filter(verb="people.import").exists()
    sheet = admin.post("/manage/import/apply/").content.decode()
    assert _password(sheet)
    agency = Agency.objects.get(code="so-moi")
    assert (agency.identifier, agency.valid_from) == ("H37.12", date(2025, 3, 1))
    person = Person.objects.get(code="cuc.nt")
    assert [held.role for held in queries.held_by(person.pk)] == [Role.HEAD_OF_AGENCY]
    assert admin.post("/manage/import/apply/").status_code == 409, "nothing waits any more"

    page = admin.post("/manage/import/", {"file": _book([AGENCY], [PERSON])}).content.decode()
    assert "Tạo mới 0, thay đổi 0, giữ nguyên 2" in page
    changed = [*AGENCY[:1], "Sở Mới đổi tên", *AGENCY[2:]]
    page = admin.post("/manage/import/", {"file": _book([changed], [PERSON])}).content.decode()
    assert "Tạo mới 0, thay đổi 1, giữ nguyên 1" in page
    admin.post("/manage/import/apply/")
    agency.refresh_from_db()
    assert agency.name == "Sở Mới đổi tên"
    assert chain.verify().broken is None


def test_every_wrong_cell_is_named_and_nothing_is_done(sign_in: Make) -> None:
    admin = sign_in(Role.ADMINISTRATOR)
    bad = [
        ["SO MOI", "Sở Mới", "", "Sở, ban, ngành", "", "", "", "", ""],
        ["so-2", "Sở Hai", "", "Cục", "", "", "", "", ""],
        ["so-3", "Sở Ba", "", "Văn phòng", "khong-co", "", "", "", ""],
        ["so-4", "Sở Bốn", "", "Văn phòng", "", "", "Z99", "", ""],
        ["so-5", "Sở Năm", "", "Văn phòng", "", "", "", "hôm qua", ""],
        ["so-6", "", "", "Văn phòng", "", "", "", "", ""],
        ["so-7", "Sở Bảy", "", "Văn phòng", "", "99999", "", "", ""],
    ]
    people = [["dung", "Lê Dung", "khong-co", "Chuyên viên", "Lãnh đạo", "", "", ""]]
    answer = admin.post("/manage/import/", {"file": _book([*bad, AGENCY], people)})
    assert answer.status_code == 422
    named = set(re.findall(r'<th scope="row">([A-Z]+\d+)</th>', answer.content.decode()))
    assert named == {"A3", "D4", "E5", "G6", "H7", "B8", "F9", "C3"}
    assert not Agency.objects.filter(code="so-moi").exists()
    assert admin.post("/manage/import/apply/").status_code == 409


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a book", b"\xd0\xcf\x11\xe0 old excel"])
def test_what_is_no_workbook_is_refused(sign_in: Make, content: bytes) -> None:
    sent = SimpleUploadedFile("x.xlsx", content)
    answer = sign_in(Role.ADMINISTRATOR).post("/manage/import/", {"file": sent})
    assert answer.status_code == 422
    assert "f-file-error" in answer.content.decode()


def test_a_workbook_without_its_heads_is_refused(sign_in: Make) -> None:
    book = load_workbook(io.BytesIO(workbook.template()))
    book["Đơn vị"]["A1"] = "Gì đó"
    answer = sign_in(Role.ADMINISTRATOR).post("/manage/import/", {"file": _file(book)})
    assert answer.status_code == 422
    assert "thiếu cột: Mã đơn vị" in answer.content.decode()
