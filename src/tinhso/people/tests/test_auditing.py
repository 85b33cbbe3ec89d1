"""The audit trail as auditors and administrators read it: page, exports, filters, chain, API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.audit import chain
from tinhso.base.audit.context import SystemActor
from tinhso.people import tokens
from tinhso.people.models import ApiToken, Role
from tinhso.people.tests.conftest import House

READERS = (Role.AUDITOR, Role.ADMINISTRATOR)
MORNING = datetime(2026, 3, 2, 0, 30, tzinfo=clock.TZ)

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail(house: House) -> House:
    """Three entries: two of a person on one day, one of the system a day later."""
    account = house.account("an", Role.REPORTING_OFFICER)
    person = SystemActor("Nguyễn Văn Ẩn · Sở", account.pk)
    for moment, who, verb, stream, reason in (
        (
            MORNING,
            SystemActor("Nguyễn Văn Ẩn · Sở", account.pk),
            "account.sign_in",
            f"account:{account.pk}",
            "",
        ),
        (
            MORNING + timedelta(hours=9),
            person,
            "plan.edit",
            "plan:a",
            "Sửa lỗi",
        ),
        (MORNING + timedelta(days=1), SystemActor("pack langson"), "pack.load", "plan:b", ""),
    ):
        with clock.standing_at(moment), acting(who, verb, reason=reason) as act:
            act.record(stream, subject="x:1")
    return house


def _items(client: Client, **query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/audit/", {"format": "json", "limit": "100", **query}).json()[
        "items"
    ]
    return [item for item in found if item["at"].startswith("2026-03-0")]


@pytest.mark.parametrize("role", Role)
def test_who_reads_the_trail(trail: House, sign_in: Callable[..., Client], role: Role) -> None:
    client = sign_in(role)
    expected = 200 if role in READERS else 403
    assert client.get("/audit/").status_code == expected
    assert client.get("/audit/?format=csv").status_code == expected
    assert client.post("/audit/verify/").status_code == expected
    assert client.get("/api/test/audit").status_code == expected


def test_nobody_is_sent_to_sign_in(client: Client) -> None:
    assert client.get("/audit/").status_code == 302
    assert client.get("/api/test/audit").status_code == 401


def test_rows_say_who_when_what_and_why(trail: House, sign_in: Callable[..., Client]) -> None:
    client = sign_in(Role.AUDITOR)
    first, second, third = _items(client)
    assert (first["what"], first["verb"], first["stream"]) == ("Nạp từ gói dữ liệu", "pack.load", "plan:b")
    assert (second["who"], second["reason"]) == ("Nguyễn Văn Ẩn · Sở", "Sửa lỗi")
    assert third["what"] == "Đăng nhập"
    client.cookies["django_language"] = "en"
    assert [item["what"] for item in _items(client)][2] == "Signed in"
    page = client.get("/audit/").content.decode()
    assert "Sửa lỗi" in page


def test_filters(trail: House, sign_in: Callable[..., Client]) -> None:
    client = sign_in(Role.AUDITOR)
    assert len(_items(client, person="ẨN")) == 2
    assert len(_items(client, person="nguyen van")) == 2
    assert len(_items(client, person="langson")) == 1
    assert len(_items(client, stream="plan:")) == 2
    assert len(_items(client, day="2026-03-02")) == 2
    assert len(_items(client, day="03/03/2026")) == 1
    assert len(_items(client, **{"from": "2026-03-03"})) == 1
    assert len(_items(client, verb="plan.edit", to="2026-03-02")) == 1
    assert client.get("/audit/?format=json&day=x").status_code == 422


def test_exports(trail: House, sign_in: Callable[..., Client]) -> None:
    client = sign_in(Role.ADMINISTRATOR)
    csv = b"".join(client.get("/audit/?format=csv&stream=plan:").streaming_content).decode()  # type: ignore[attr-defined]  # a streamed answer
    assert "Sửa lỗi" in csv and "pack.load" in csv
    assert client.get("/audit/?format=xlsx").headers["Content-Type"].endswith("sheet")


def test_the_chain_and_its_last_seal(trail: House, sign_in: Callable[..., Client]) -> None:
    client = sign_in(Role.AUDITOR)
    assert "chưa có; mỗi đêm" in client.get("/audit/").content.decode()
    sealed = chain.seal()
    assert sealed
    assert sealed.root in client.get("/audit/").content.decode()
    assert "Chuỗi còn nguyên." in client.post("/audit/verify/").content.decode()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE base_auditentry DISABLE TRIGGER USER")
        cursor.execute("UPDATE base_auditentry SET reason = 'khác' WHERE verb = 'plan.edit'")
        cursor.execute("ALTER TABLE base_auditentry ENABLE TRIGGER USER")
    told = client.post("/audit/verify/").content.decode()
    assert "Chuỗi bị đứt tại" in told and "plan:a #1" in told


def test_queries_do_not_grow_with_rows(
    trail: House, sign_in: Callable[..., Client], django_assert_max_num_queries: Any
) -> None:
    client = sign_in(Role.AUDITOR)
    for number in range(30):
        with acting(SystemActor("máy"), "plan.edit") as act:
            act.record(f"plan:{number}")
    with django_assert_max_num_queries(12):
        client.get("/audit/")


def _key(house: House, role: Role, *scopes: str) -> dict[str, str]:
    secret = tokens.new_secret()
    ApiToken.objects.create(
        account=house.account(f"may-{role.value}", role), name="máy", prefix=secret[:8],
        digest=tokens.digest(secret), scopes=list(scopes),
    )  # fmt: skip
    return {"Authorization": f"Bearer {secret}"}


def test_programs_read_the_same_rows(trail: House, client: Client) -> None:
    headers = _key(trail, Role.AUDITOR, "audit")
    told = client.get("/api/test/audit?limit=2&to=2026-03-31", headers=headers).json()
    assert (told["total"], len(told["items"])) == (3, 2)
    rest = client.get(told["next"], headers=headers).json()
    assert [item["verb"] for item in (*told["items"], *rest["items"])] == [
        "pack.load",
        "plan.edit",
        "account.sign_in",
    ]
    assert rest["next"] is None
    assert told["items"][0]["words"] == "Nạp từ gói dữ liệu"
    assert "data" not in told["items"][0]
    known = client.get("/api/test/audit?known_at=2026-03-02T12:00:00", headers=headers).json()
    assert known["total"] == 2
    assert client.get("/api/test/audit?verb=plan.edit&subject=x:1", headers=headers).json()["total"] == 1


def test_a_key_without_the_scope_is_told_which(trail: House, client: Client) -> None:
    refused = client.get("/api/test/audit", headers=_key(trail, Role.AUDITOR, "read", "plan"))
    assert (refused.status_code, refused.json()["code"]) == (403, "scope")
    assert "audit" in refused.json()["hint"]
    officer = client.get("/api/test/audit", headers=_key(trail, Role.REPORTING_OFFICER, "audit"))
    assert officer.status_code == 403


def test_an_accounts_history_is_told_in_words(trail: House, sign_in: Callable[..., Client]) -> None:
    client = sign_in(Role.ADMINISTRATOR)
    account = trail.account("binh", Role.LEADER)
    client.post(f"/manage/accounts/{account.pk}/reset/")
    page = client.get(f"/manage/accounts/{account.pk}/").content.decode()
    assert "<strong>Đặt lại mật khẩu</strong>" in page
    assert "account.reset" not in page
