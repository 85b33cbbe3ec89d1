"""Pages and API: who gets what, what they say, how much they ask the database."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tinhso.base.web.pace import TooFast
from tinhso.indicators.models import Observation
from tinhso.reading import queries
from tinhso.reading.actions import deciding
from tinhso.reading.models import ProposalState, Reading, ReadingState
from tinhso.reading.tests.conftest import TEXT, Scene
from tinhso.reading.tests.test_deciding import at

FIELDS = {
    *("start", "end", "text", "kind", "value", "numerator", "denominator", "percent_printed"),
    *("percent_computed", "actual", "target", "rank", "of", "unit", "comparison", "subject", "place"),
    *("period", "is_target", "match"),
}


def _page(client: Client, address: str, **data: Any) -> str:
    response = client.get(address, data)
    assert response.status_code == 200
    return response.content.decode()


def test_a_text_is_pasted_and_reviewed(scene: Scene, signed_in: dict[str, Client]) -> None:
    client = signed_in["thuong-truc"]
    sent = client.post("/readings/new/", {"text": TEXT, "dated": "05/11/2026"})
    assert sent.status_code == 302
    address = sent.headers["Location"]
    page = _page(client, address)
    assert 'class="found found--proposed is-disputed' in page
    assert "1.761/1.966 là 89,6%" in page
    assert "Tổ công nghệ số cộng đồng" in _page(client, f"{address}?f={at(_only(), '1.680').position}")
    assert "247/KH-UBND" in page
    assert "Kết quả chuyển đổi số" in _page(client, "/readings/")
    rows = client.get("/readings/?format=json").json()
    assert rows["items"][0]["title"].startswith("Báo cáo Kết quả") or "Kết quả" in rows["items"][0]["title"]


def _only() -> Reading:
    return Reading.objects.get()


def test_a_file_is_read_and_its_original_kept(scene: Scene, signed_in: dict[str, Client]) -> None:
    file = SimpleUploadedFile("bao-cao.txt", TEXT.encode(), "text/plain")
    sent = signed_in["can-bo"].post("/readings/new/", {"file": file})
    assert sent.status_code == 302
    row = _only()
    assert row.file is not None and row.file_name == "bao-cao.txt"
    address = f"/readings/{row.pk}/file"
    assert b"".join(signed_in["can-bo"].get(address).streaming_content) == TEXT.encode()  # type: ignore[attr-defined]  # a stream
    assert signed_in["can-bo-khac"].get(address).status_code == 404


def test_what_cannot_be_read_keeps_what_was_typed(scene: Scene, signed_in: dict[str, Client]) -> None:
    client = signed_in["can-bo"]
    empty = client.post("/readings/new/", {"text": "", "title": "Báo cáo tháng"})
    assert empty.status_code == 422
    assert "Báo cáo tháng" in empty.content.decode()
    secret = client.post("/readings/new/", {"text": f"TỐI MẬT\n{TEXT}"})
    assert secret.status_code == 422
    assert not Reading.objects.exists()
    wrong = client.post("/readings/new/", {"text": TEXT, "dated": "mai"})
    assert wrong.status_code == 422


def test_keys_of_the_page_are_forms(scene: Scene, signed_in: dict[str, Client]) -> None:
    client, reading = signed_in["thuong-truc"], scene.read()
    row = at(reading, "1.680")
    address = f"{reading.get_absolute_url()}f/{row.position}/"
    moved = client.post(address, {"do": "accept"})
    assert moved.status_code == 302
    assert f"last={row.position}" in moved.headers["Location"]
    assert "Hoàn tác" in _page(client, moved.headers["Location"].split("#")[0])
    fact = Observation.objects.get()
    page = _page(client, fact.get_absolute_url())
    assert "Toàn tỉnh đã thành lập 1.680 tổ công nghệ số cộng đồng" in page
    assert f'href="/readings/{reading.pk}/#f{row.position}"' in page
    everybody = _page(Client(), fact.get_absolute_url())
    assert "Toàn tỉnh đã thành lập 1.680" in everybody
    assert str(reading.pk) not in everybody
    assert client.post(address, {"do": "undo"}).status_code == 302
    assert client.post(address, {"do": "khong-co"}).status_code == 422


def test_what_is_missing_opens_the_form(scene: Scene, signed_in: dict[str, Client]) -> None:
    client, reading = signed_in["thuong-truc"], scene.read()
    row = at(reading, "12")
    address = f"{reading.get_absolute_url()}f/{row.position}/"
    refused = client.post(address, {"do": "accept"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Có nhiều đơn vị cùng tên: chọn một." in page
    assert '<option value="06002"' in page
    form = {
        "do": "save_accept", "match": "indicator:to-cnscd", "place": "06002", "period": "2026-10",
        "standing": "result", "value": "12", "unit": "tổ", "subject": "tổ công nghệ số cộng đồng",
    }  # fmt: skip
    assert client.post(address, {**form, "value": "mười"}).status_code == 422
    assert client.post(address, form).status_code == 302
    row.refresh_from_db()
    assert row.state == ProposalState.ACCEPTED


def test_what_an_officer_cannot_take_back_is_said_on_the_page(
    scene: Scene, signed_in: dict[str, Client]
) -> None:
    client, reading = signed_in["can-bo"], scene.read(by="can-bo")
    row = at(reading, "1.680")
    address = f"{reading.get_absolute_url()}f/{row.position}/"
    assert client.post(address, {"do": "accept"}).status_code == 302
    refused = client.post(address, {"do": "undo"})
    assert refused.status_code == 403
    page = refused.content.decode()
    assert "error-summary" in page
    assert "found--accepted" in page


def test_many_are_accepted_at_once(scene: Scene, signed_in: dict[str, Client]) -> None:
    client, reading = signed_in["thuong-truc"], scene.read()
    done = client.post(f"{reading.get_absolute_url()}accept", {"threshold": "70"}, follow=True)
    page = done.content.decode()
    assert "Đã nhận" in page
    assert "Có mâu thuẫn cần xem." in page
    assert "Ngưỡng từ 1 đến 100" in client.post(
        f"{reading.get_absolute_url()}accept", {"threshold": "900"}, follow=True
    ).content.decode()  # fmt: skip


def test_a_document_is_corrected_and_a_named_one_registered(
    scene: Scene, signed_in: dict[str, Client]
) -> None:
    client = signed_in["thuong-truc"]
    reading = scene.read(TEXT.replace("247/KH-UBND", "99/KH-UBND"))
    address = f"{reading.get_absolute_url()}about/"
    told = {"title": "Báo cáo quý", "dated": "01/10/2026", "place": "20", "document": ""}
    assert client.post(address, {**told, "dated": "x"}).status_code == 422
    assert client.post(address, told).status_code == 302
    assert "Vào sổ" in _page(client, reading.get_absolute_url())
    nobody = client.post(f"{reading.get_absolute_url()}documents/0/", follow=True)
    assert "Nêu cơ quan ban hành." in nobody.content.decode()
    body = {"issuer": "UBND tỉnh Lạng Sơn"}
    sent = client.post(f"{reading.get_absolute_url()}documents/0/", body, follow=True)
    assert "Đã vào sổ" in sent.content.decode()
    assert "đã có trong sổ" in _page(client, reading.get_absolute_url())
    assert signed_in["can-bo"].post(f"{reading.get_absolute_url()}documents/0/").status_code == 404


def test_readings_of_others_are_not_there(scene: Scene, signed_in: dict[str, Client]) -> None:
    reading = scene.read(by="can-bo")
    for name, status in (("can-bo", 200), ("thuong-truc", 200), ("can-bo-khac", 404), ("lanh-dao", 403)):
        assert signed_in[name].get(reading.get_absolute_url()).status_code == status
        assert signed_in[name].get(f"/api/v1/readings/{reading.pk}").status_code == status
    assert str(reading.pk) not in _page(signed_in["can-bo-khac"], "/readings/")
    assert signed_in["can-bo-khac"].get("/api/v1/readings").json()["total"] == 0


def test_states_that_are_no_text(scene: Scene, signed_in: dict[str, Client]) -> None:
    client = signed_in["thuong-truc"]
    row = scene.read("Không có gì để đếm ở đây cả, chỉ có lời chào.")
    assert "Không tìm thấy số liệu nào" in _page(client, row.get_absolute_url())
    Reading.objects.filter(pk=row.pk).update(state=ReadingState.READING, step=140, steps=700)
    assert "Đã đọc 20 %." in _page(client, row.get_absolute_url())
    failure = {"code": "broken", "message": "Tệp bị hỏng.", "hint": "Gửi lại."}
    Reading.objects.filter(pk=row.pk).update(state=ReadingState.FAILED, failure=failure)
    assert "Tệp bị hỏng." in _page(client, row.get_absolute_url())
    assert client.get(f"/api/v1/readings/{row.pk}").json()["failure"]["code"] == "broken"


def test_the_api_answers_in_the_words_agreed(scene: Scene, signed_in: dict[str, Client]) -> None:
    client = signed_in["thuong-truc"]
    sent = client.post(
        "/api/v1/readings", {"text": TEXT, "dated": "2026-11-05"}, content_type="application/json"
    )
    assert sent.status_code == 201
    told = sent.json()
    text = _only().text
    for figure in told["figures"]:
        assert set(figure) == FIELDS
        assert text[figure["start"] : figure["end"]] == figure["text"]
    ratio = next(one for one in told["figures"] if one["text"] == "1.761/1.966")
    assert ratio["match"]["indicator"] == "dvctt"
    assert Decimal(ratio["match"]["score"]) > Decimal("0.8")
    assert set(told["documents"][0]) == {"number", "type", "date", "issuer"}
    assert set(told["checks"][0]) == {"kind", "message", "figures"}
    assert told["figures"][told["checks"][0]["figures"][0]]["text"] == "1.761/1.966"
    again = client.post("/api/v1/readings", {"text": TEXT}, content_type="application/json")
    assert again.json()["id"] == told["id"]


def test_the_api_decides(scene: Scene, signed_in: dict[str, Client]) -> None:
    client, reading = signed_in["thuong-truc"], scene.read()
    position = at(reading, "1.680").position
    address = f"/api/v1/readings/{reading.pk}/figures"
    changed = client.put(f"{address}/{position}", {"value": "1681"}, content_type="application/json")
    assert changed.json()["state"] == "changed"
    accepted = client.post(f"{address}/{position}/accept").json()
    assert Observation.objects.get(pk=accepted["figure"]).value == 1681
    assert client.post(f"{address}/{position}/accept").status_code == 409
    assert client.post(f"{address}/{position}/undo").json()["state"] == "changed"
    left = client.post(f"{address}/{position}/reject", {}, content_type="application/json").json()
    assert left["state"] == "rejected"
    many = client.post(
        f"/api/v1/readings/{reading.pk}/accept", {"threshold": "0.7"}, content_type="application/json"
    ).json()
    assert many["accepted"]
    assert [one["position"] for one in many["left"]]
    listed = client.get(address).json()
    assert listed["total"] == len(listed["items"])


@pytest.mark.parametrize("body", ["{", "[]", json.dumps({"text": ""}), json.dumps({"texts": "x"})])
def test_the_api_says_what_it_takes(scene: Scene, signed_in: dict[str, Client], body: str) -> None:
    sent = signed_in["can-bo"].post("/api/v1/readings", body, content_type="application/json")
    assert sent.status_code == 422
    assert sent.json()["message"]


def test_a_file_by_the_api(scene: Scene, signed_in: dict[str, Client]) -> None:
    file = SimpleUploadedFile("bao-cao.txt", TEXT.encode(), "text/plain")
    sent = signed_in["can-bo"].post("/api/v1/readings", {"file": file, "dated": "2026-11-05"})
    assert sent.status_code == 201
    assert sent.json()["dated"] == "2026-11-05"
    assert signed_in["can-bo"].post("/api/v1/readings", {"title": "x"}).status_code == 422
    assert signed_in["can-bo"].post("/api/v1/readings", "x", content_type="text/plain").status_code == 415


def test_one_address_asks_so_often_only(scene: Scene, signed_in: dict[str, Client], settings: Any) -> None:
    settings.PACES = {**settings.PACES, "readings": 1}
    client = signed_in["can-bo"]
    answers = [
        client.post("/api/v1/readings", {"text": TEXT}, content_type="application/json").status_code
        for _try in range(2)
    ]
    assert answers[-1] == TooFast.status


def test_pages_ask_the_database_a_fixed_number_of_times(scene: Scene, signed_in: dict[str, Client]) -> None:
    client = signed_in["thuong-truc"]
    short, long = scene.read(), scene.read("\n".join(TEXT.replace("1.680", str(n)) for n in range(300, 330)))
    assert long.proposals.count() > 3 * short.proposals.count()

    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    cost(short.get_absolute_url())
    assert cost(long.get_absolute_url()) == cost(short.get_absolute_url()) <= 12
    assert cost("/readings/") <= 12


def test_reading_asks_the_database_no_more_for_more_figures(scene: Scene) -> None:
    def cost(text: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            scene.read(text)
        return len(captured)

    one = "Toàn tỉnh đã thành lập 1.680 tổ công nghệ số cộng đồng.\n"
    assert cost(one.replace("1.680", "44")) == cost(
        "".join(one.replace("1.680", str(n)) for n in range(9, 60))
    )


def test_the_figures_page_asks_once_more(scene: Scene, signed_in: dict[str, Client]) -> None:
    row = deciding.accept(scene.who["thuong-truc"], at(scene.read(), "1.680").pk)
    assert row.fact is not None
    with CaptureQueriesContext(connection) as captured:
        _page(signed_in["thuong-truc"], row.fact.get_absolute_url())
    assert sum("reading_proposal" in one["sql"] for one in captured.captured_queries) == 1
    assert queries.of_facts([row.fact.pk])[0].pk == row.pk
