"""Receiving, refusing, keeping and answering with files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from tinhso.base.audit import chain
from tinhso.base.audit.context import SystemActor
from tinhso.base.errors import Invalid, NotFound
from tinhso.base.files import actions, content, names, queries, responses, scanners, sniff
from tinhso.base.files.models import StoredFile
from tinhso.base.files.tests.contract import ScannerContract

BY = SystemActor("tester")
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _store(settings: Settings, tmp_path: Path) -> None:
    settings.FILES = tmp_path / "files"


def _zip(*members: tuple[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in members:
            archive.writestr(name, text)
    return packed.getvalue()


def _kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


TYPES = ("[Content_Types].xml", "<Types/>")
DOCX = _zip(TYPES, ("word/document.xml", "<w/>"))


class TestDemoScanner(ScannerContract):
    """The plug-in that works with no contract."""

    def make(self) -> scanners.Scanner:
        return scanners.DemoScanner()

    def test_across_blocks(self, tmp_path: Path) -> None:
        path = tmp_path / "big"
        path.write_bytes(b"x" * ((1 << 20) - 10) + scanners.EICAR + b"x" * 10)
        assert self.make().scan(path)


@pytest.mark.django_db
def test_a_file_is_kept_once_under_its_content_and_sealed_into_the_trail(tmp_path: Path) -> None:
    first = actions.store(BY, io.BytesIO(PDF), name="Ba\u0301o ca\u0301o.PDF")
    second = actions.store(BY, io.BytesIO(PDF), name="khac.pdf")
    assert (first.name, first.media_type, first.size) == ("Báo cáo.PDF", "application/pdf", len(PDF))
    assert first.digest == second.digest
    assert content.path_of(first.digest).read_bytes() == PDF
    assert len(_kept(tmp_path / "files")) == 1, "once, and nothing left where it came in"
    assert chain.verify().broken is None
    assert list(queries.damaged()) == []
    content.path_of(first.digest).write_bytes(b"other")
    assert list(queries.damaged()) == [first.digest]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("../../x", PDF, "file_name"),
        ("..\\..\\x.pdf", PDF, "file_name"),
        ("..", PDF, "file_name"),
        ("a\0.pdf", PDF, "file_name"),
        ("\u202egpj.pdf", PDF, "file_name"),
        ("a" * 201 + ".pdf", PDF, "file_name"),
        ("  ", PDF, "file_name"),
        ("a.pdf", b"", "file_empty"),
        ("a.exe", b"MZ" + bytes(200), "file_type"),
        ("a.pdf", b"MZ" + bytes(200), "file_type"),
        ("a.docx", PDF, "file_type"),
        ("a.docx", _zip(("word/document.xml", "")), "file_type"),
        ("a.docx", _zip(TYPES, ("word/document.xml", ""), ("word/vbaProject.bin", "")), "file_type"),
        ("a.txt", b"  <HTML><body>", "file_type"),
        ("a.png", b"<svg xmlns=''>", "file_type"),
        ("a.txt", b"text\0more", "file_type"),
        ("a.pdf", PDF + bytes(1 << 20), "file_size"),
        ("a.txt", b"a" * 2000, "file_size"),
        ("a.txt", scanners.EICAR, "file_infected"),
    ],
)
def test_what_is_refused_leaves_nothing(
    settings: Settings, tmp_path: Path, name: str, body: bytes, code: str
) -> None:
    settings.FILE_MAX_BYTES = 1 << 20
    settings.FILE_TYPES = {**settings.FILE_TYPES, "text/plain": (("txt", "csv"), 1000)}
    with pytest.raises(Invalid) as refused:
        actions.store(BY, io.BytesIO(body), name=name)
    assert (refused.value.code, refused.value.field) == (code, "file")
    assert not StoredFile.objects.exists()
    assert _kept(tmp_path) == []


@pytest.mark.django_db
def test_without_its_scanner_nothing_is_accepted(settings: Settings, tmp_path: Path) -> None:
    settings.FILE_SCANNER = f"{__name__}.AwayScanner"
    with pytest.raises(actions.Unscanned):
        actions.store(BY, io.BytesIO(PDF), name="a.pdf")
    assert _kept(tmp_path) == []


class AwayScanner:
    def scan(self, path: Path) -> str | None:
        raise scanners.ScannerAway


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (
            _zip(TYPES, ("xl/workbook.xml", "")),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            _zip(("mimetype", "application/vnd.oasis.opendocument.text")),
            "application/vnd.oasis.opendocument.text",
        ),
        (_zip(("a.txt", "")), sniff.PLAIN_ZIP),
        (_zip(("word/a.txt", "")), sniff.PLAIN_ZIP),
        ("Xã;Số\nĐồng Đăng;3\n".encode(), sniff.TEXT),
        (("ố" * 40000).encode(), sniff.TEXT),
        (b"\xff\xfe\xfa", sniff.UNKNOWN),
    ],
)
def test_content_tells_the_type(tmp_path: Path, body: bytes, found: str) -> None:
    path = tmp_path / "body"
    path.write_bytes(body)
    assert sniff.media_type(path) == found


@given(st.text(max_size=30))
def test_an_accepted_name_is_bare(name: str) -> None:
    try:
        accepted = names.bare_name(name)
    except Invalid:
        return
    assert Path(accepted).name == accepted
    assert names.bare_name(accepted) == accepted


@pytest.mark.django_db
def test_seen_only_where_a_room_says_so_and_never_shown_as_a_page(settings: Settings) -> None:
    file = actions.store(BY, io.BytesIO(PDF), name="Báo cáo.pdf")
    with pytest.raises(NotFound) as hidden:
        responses.download("somebody", file.id)
    with pytest.raises(NotFound) as absent:
        responses.download("somebody", uuid4())
    assert str(hidden.value) == str(absent.value), "what may not be seen is not admitted to exist"
    settings.TINHSO_FILE_POLICIES = [f"{__name__}.only_anna"]
    with pytest.raises(NotFound):
        responses.download("somebody", file.id)
    response = responses.download("anna", file.id)
    assert b"".join(response.streaming_content) == PDF  # type: ignore[arg-type]  # a file streams synchronously
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def only_anna(who: object, file: StoredFile) -> bool:
    return who == "anna" and file.name == "Báo cáo.pdf"
