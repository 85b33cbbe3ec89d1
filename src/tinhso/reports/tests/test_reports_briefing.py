"""The briefing pack on its pages: the archive holds the papers as sent, and only some may have it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import pytest
from django.test import Client
from pytest_django import Settings

from tinhso.base import clock
from tinhso.base.files import content
from tinhso.committees.tests.scene import TODAY, Scene, new_scene
from tinhso.meetings.actions import agenda, papers
from tinhso.meetings.models import Meeting, Paper
from tinhso.meetings.schemas import ItemDraft, PaperDraft
from tinhso.meetings.tests.scene import invited
from tinhso.people.steps import BACKEND

pytestmark = pytest.mark.django_db
FIRST, SECOND = "Bản thứ nhất".encode(), "Bản thứ hai".encode()


@pytest.fixture(autouse=True)
def _today(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.FILES = tmp_path / "files"
    with clock.standing_at(TODAY):
        yield


def _prepared() -> tuple[Scene, Meeting, Paper]:
    """Two items: a draft in two versions, a link and a paper taken away; the second with a file."""
    scene = new_scene()
    meeting, office = invited(scene), scene.who("office")
    one = agenda.add_item(office, meeting.code, ItemDraft(title="Dự thảo kế hoạch", minutes=30))
    two = agenda.add_item(office, meeting.code, ItemDraft(title="Kết quả năm"))
    old = papers.add_file(office, meeting.code, one.pk, BytesIO(FIRST), "kh.txt", title="Dự thảo/KH: 2027")
    kept = papers.add_file(office, meeting.code, one.pk, BytesIO(SECOND), "kh.txt", replaces=old.pk)
    papers.add_paper(office, meeting.code, one.pk, PaperDraft(title="Bảng điều hành", href="/"))
    gone = papers.add_file(office, meeting.code, two.pk, BytesIO(b"rut"), "rut.txt", title="Bản rút")
    papers.withdraw_paper(office, meeting.code, gone.pk)
    papers.add_file(office, meeting.code, two.pk, BytesIO(b"so lieu"), "So lieu.TXT", title="Số liệu")
    return scene, meeting, kept


def _archive(scene: Scene, meeting: Meeting, name: str = "office") -> dict[str, bytes]:
    client = Client()
    client.force_login(scene.accounts[name], BACKEND)
    answer = client.get(f"/periodic/briefings/{meeting.code}/pack.zip")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{meeting.code}.zip"'
    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_archive_holds_the_paper_and_every_paper_as_it_stands() -> None:
    scene, meeting, _kept = _prepared()
    found = _archive(scene, meeting)
    assert list(found) == [
        f"{meeting.code}.docx",
        f"{meeting.code}.pdf",
        "01-du-thao-kh-2027.txt",
        "02-so-lieu.txt",
    ]
    assert found["01-du-thao-kh-2027.txt"] == SECOND
    assert found["02-so-lieu.txt"] == b"so lieu"
    assert found[f"{meeting.code}.pdf"].startswith(b"%PDF-")
    word = docx.Document(BytesIO(found[f"{meeting.code}.docx"]))
    rows = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
    assert rows[1] == ["1", "Dự thảo kế hoạch", "–", "30", "Dự thảo/KH: 2027\nBảng điều hành"]
    assert rows[2][4] == "Số liệu"


def test_a_paper_whose_content_is_lost_is_left_out() -> None:
    scene, meeting, kept = _prepared()
    assert kept.file is not None
    content.path_of(kept.file.digest).unlink()
    assert "01-du-thao-kh-2027.txt" not in _archive(scene, meeting)


def test_only_those_who_prepare_and_lead_have_it() -> None:
    scene, meeting, _kept = _prepared()
    assert _archive(scene, meeting, "leader")
    for name in ("an", "outsider"):
        client = Client()
        client.force_login(scene.accounts[name], BACKEND)
        for path in ("", "pack.docx", "pack.zip"):
            assert client.get(f"/periodic/briefings/{meeting.code}/{path}").status_code in (403, 404)
