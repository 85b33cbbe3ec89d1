"""Evidence is sent as a file, then named by a report of the same account; what may not come in stays out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.api.test_reports import OFFICER, PERIOD, TARGET, _post, _report, new_key
from tests.meta.world import PDF
from tinhso.base import clock
from tinhso.base.files import limits
from tinhso.base.files.models import StoredFile
from tinhso.base.files.scanners import EICAR
from tinhso.people.models import Account
from tinhso.people.steps import BACKEND
from tinhso.steering.models import Report, Task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("packs")]
FILES = "/api/v1/files"
BOUNDARY = "phan-cach"


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    """A store of this test's own."""
    settings.FILES = tmp_path
    return tmp_path


@pytest.fixture
def key() -> str:
    """A key of the reporting officer."""
    return new_key(OFFICER, "report")


def _sent(name: str, content: bytes, key: str, **more: Any) -> Any:
    """A multipart body made by hand: clients made for tests tidy names up."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
    headers = {"Authorization": f"Bearer {key}", **more} if key else more
    return Client(enforce_csrf_checks=True).generic(
        "POST", FILES, body, f"multipart/form-data; boundary={BOUNDARY}", headers=headers
    )


def test_a_file_is_kept_and_proves_a_report(key: str) -> None:
    answer = _sent("biên bản.pdf", PDF, key)
    assert answer.status_code == 201, answer.content.decode()
    told = answer.json()
    assert (told["name"], told["media_type"], told["size"]) == ("biên bản.pdf", "application/pdf", len(PDF))
    kept = StoredFile.objects.get(pk=told["id"])
    assert kept.actor == Account.objects.get(username=OFFICER).pk
    assert kept.digest == told["sha256"]
    report = _post(f"/targets/{TARGET}/reports", _report(evidence=[told["id"]]), key=key)
    assert report.status_code == 201, report.content.decode()
    [link] = Report.objects.get(target__code=TARGET, period=PERIOD).evidence_links.all()
    assert link.file_id == kept.pk


def test_a_file_proves_a_task_too(key: str) -> None:
    task = Task.objects.filter(lead__code="langson-so-cong-thuong", retired_on=None).first()
    assert task
    evidence = [_sent("anh.pdf", PDF, key).json()["id"]]
    body = {"period": PERIOD, "task_state": "in_progress", "done": "Đã làm.", "evidence": evidence}
    assert _post(f"/tasks/{task.code}/reports", body, key=key).status_code == 201


def test_only_own_files_are_named_as_evidence(key: str) -> None:
    other = _sent("a.pdf", PDF, new_key("vanhoa", "report")).json()["id"]
    for evidence in ([other], ["01a1fe92-d495-7285-868d-fd93e2f99eb2"]):
        answer = _post(f"/targets/{TARGET}/reports", _report(evidence=evidence), key=key)
        assert answer.status_code == 422
        assert answer.json()["field"] == "evidence"  # type: ignore[attr-defined]  # of the test client
    assert not Report.objects.filter(period=PERIOD, target__code=TARGET).exists()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("../../x.pdf", PDF, "file_name"),
        ("..\\..\\x.pdf", PDF, "file_name"),
        ("/etc/passwd", b"root", "file_name"),
        ("&#46;&#46;/x.pdf", PDF, "file_name"),
        ("a.exe", b"MZ" + b"\0" * 200, "file_type"),
        ("trang.html", b"<!doctype html><p>x", "file_type"),
        ("anh.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file_type"),
        ("bao-cao.docx", PDF, "file_type"),
        ("virus.txt", EICAR, "file_infected"),
        ("trong.pdf", b"", "file_empty"),
    ],
)
def test_what_may_not_come_in_is_not_kept(
    key: str, store: Path, name: str, content: bytes, code: str
) -> None:
    answer = _sent(name, content, key)
    told = answer.json()
    assert (answer.status_code, told["code"], told["field"]) == (422, code, "file"), told
    assert not told["message"].isascii()
    assert not StoredFile.objects.filter(actor=Account.objects.get(username=OFFICER).pk).exists()
    assert not [path for path in store.rglob("*") if path.is_file()]


def test_too_large_is_refused_before_it_is_read(key: str, settings: Any) -> None:
    settings.FILE_MAX_BYTES = 1 << 20
    answer = _sent("to.txt", b"a" * (2 << 20), key)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    within = _sent("to.txt", b"a" * ((1 << 20) + 10), key)
    assert (within.status_code, within.json()["code"]) == (422, "file_size")


def test_what_is_no_file_is_told(key: str) -> None:
    headers = {"Authorization": f"Bearer {key}"}
    as_json = Client().post(FILES, {"file": "x"}, content_type="application/json", headers=headers)
    assert (as_json.status_code, as_json.json()["code"]) == (415, "wrong_type")
    without = Client().post(FILES, {"khac": SimpleUploadedFile("a.pdf", PDF)}, headers=headers)
    assert (without.status_code, without.json()["field"]) == (422, "file")
    broken = Client().generic("POST", FILES, b"--x", "multipart/form-data", headers=headers)
    assert broken.status_code == 400
    assert set(broken.json()) >= {"code", "message", "field", "hint"}


def test_who_may_send() -> None:
    assert _sent("a.pdf", PDF, "").status_code == 401
    assert _sent("a.pdf", PDF, new_key(OFFICER, "read")).status_code == 403
    assert _sent("a.pdf", PDF, new_key("lanhdao", "report")).status_code == 403
    assert _sent("a.pdf", PDF, new_key("thuongtruc", "report")).status_code == 403
    assert _sent("a.pdf", PDF, new_key("thuongtruc", "report", "confirm")).status_code == 201


def test_a_session_needs_the_forms_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Account.objects.get(username=OFFICER), backend=BACKEND)
    refused = client.post(FILES, {"file": SimpleUploadedFile("a.pdf", PDF)})
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    client.cookies["csrftoken"] = "a" * 32
    taken = client.post(FILES, {"file": SimpleUploadedFile("a.pdf", PDF)}, headers={"X-CSRFToken": "a" * 32})
    assert taken.status_code == 201


def test_an_account_sends_so_much_an_hour(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_FILES", 2)
    assert [_sent(f"{number}.pdf", PDF, key).status_code for number in range(3)] == [201, 201, 429]
    refused = _sent("a.pdf", PDF, key)
    assert refused.json()["code"] == "too_many_files"
    assert int(refused.headers["Retry-After"]) > 0
    assert _sent("a.pdf", PDF, new_key("vanhoa", "report")).status_code == 201
    with clock.standing_at(clock.now() + timedelta(minutes=61)):
        assert _sent("a.pdf", PDF, key).status_code == 201


def test_what_no_report_names_is_seen_by_nobody(key: str) -> None:
    sent = _sent("a.pdf", PDF, key).json()["id"]
    report = Report.objects.first()
    if report:
        assert Client().get(f"/reports/{report.pk}/files/{sent}").status_code in {302, 404}
