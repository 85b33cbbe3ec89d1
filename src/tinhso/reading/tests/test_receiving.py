"""What takes long is read in the background, tells how far it is, and says why it could not be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tinhso.base.errors import Invalid
from tinhso.documents.secrecy import refuse_secret
from tinhso.reading.actions import receiving, taking
from tinhso.reading.models import Reading, ReadingState, Received
from tinhso.reading.schemas import NewReading
from tinhso.reading.sources import Extracted
from tinhso.reading.sources.legacy import Legacy, encodings
from tinhso.reading.sources.tests.files import written_in
from tinhso.reading.tests.conftest import TEXT, Scene

Progress = Callable[[int, int], None]


def _slow(content: bytes, name: str, *, progress: Progress | None = None) -> Extracted:
    """A file of three pages that asks for patience at each."""
    assert progress is not None
    for page in range(1, 4):
        progress(page, 3)
    return Extracted(content.decode().strip(), "scan", title="Báo cáo quét")


@pytest.fixture
def waiting(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Reading:
    """A file that takes longer than anybody waits for a page."""
    monkeypatch.setattr(taking, "PATIENCE", -1.0)
    monkeypatch.setattr(taking, "extract", _slow)
    upload = taking.Upload("quet.txt", TEXT.encode())
    row = taking.take_in(scene.who["can-bo"], NewReading(), upload)
    assert row.state == ReadingState.READING
    assert Received.objects.get().reading == row
    assert not row.text
    return row


def test_it_is_read_once_and_its_bytes_go(
    scene: Scene, waiting: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, int]] = []

    def watched(content: bytes, name: str, *, progress: Progress | None = None) -> Extracted:
        found = _slow(content, name, progress=progress)
        row = Reading.objects.get(pk=waiting.pk)
        seen.append((row.step, row.steps))
        return found

    monkeypatch.setattr(receiving, "extract", watched)
    receiving.read_received(waiting.pk)
    waiting.refresh_from_db()
    assert seen == [(3, 3)]
    assert (waiting.state, waiting.title, waiting.kind) == (ReadingState.READY, "Báo cáo quét", "scan")
    assert waiting.file is not None
    count = waiting.proposals.count()
    assert count
    receiving.read_received(waiting.pk)
    assert waiting.proposals.count() == count
    assert not Received.objects.exists()


def _refusing(error: Exception) -> Any:
    def refuse(content: bytes, name: str, *, progress: Progress | None = None) -> Extracted:
        raise error

    return refuse


def test_what_cannot_be_read_says_why(waiting: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    error = Invalid("Tệp có mật khẩu.", code="encrypted", hint="Bỏ mật khẩu rồi gửi lại.")
    monkeypatch.setattr(receiving, "extract", _refusing(error))
    receiving.read_received(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.state == ReadingState.FAILED
    assert waiting.failure == {
        "code": "encrypted", "message": "Tệp có mật khẩu.", "hint": "Bỏ mật khẩu rồi gửi lại.",
    }  # fmt: skip
    assert not Received.objects.exists()


def test_of_a_secret_not_even_the_name_is_kept(waiting: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Invalid) as secret:
        refuse_secret({"file": "MẬT"})
    monkeypatch.setattr(receiving, "extract", _refusing(secret.value))
    receiving.read_received(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.title, waiting.file_name) == (ReadingState.FAILED, "", "")
    assert not Received.objects.exists()


def test_a_reader_that_breaks_leaves_nobody_waiting(
    waiting: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "extract", _refusing(RuntimeError("xấu")))
    receiving.read_received(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.failure["code"] == "broken"


def test_the_same_text_leads_to_the_reading_there_is(
    scene: Scene, waiting: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = scene.read(by="can-bo")
    monkeypatch.setattr(receiving, "extract", _slow)
    receiving.read_received(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.failure["code"] == "twin"
    assert waiting.failure["hint"] == first.get_absolute_url()


def test_progress_is_written_at_most_twenty_times(waiting: Reading) -> None:
    tell = receiving._Telling(waiting.pk)
    with CaptureQueriesContext(connection) as captured:
        for line in range(1, 401):
            tell(line, 400)
    assert len(captured) <= 21
    waiting.refresh_from_db()
    assert waiting.percent == 100


@pytest.mark.parametrize("legacy", encodings(), ids=lambda legacy: legacy.key)
def test_a_text_in_an_old_encoding_is_read_and_its_bytes_are_not_kept(scene: Scene, legacy: Legacy) -> None:
    upload = taking.Upload("bao-cao.txt", written_in(legacy, TEXT.lower()).encode("cp1252"))
    row = taking.take_in(scene.who["can-bo"], NewReading(), upload)
    assert row.state == ReadingState.READY and "1.680 tổ công nghệ số" in row.text
    assert row.file is None and legacy.name in str(row.notes)
