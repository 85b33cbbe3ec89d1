"""Rules for figures by the API: read by anybody, written by the standing office with its key."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.api.test_reports import new_key
from tinhso.indicators.models import Check

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("packs")]

RULE = {"kind": "below", "lesser": "to-cong-nghe-so", "greater": "thanh-vien-to-cong-nghe-so"}
BODY = {
    "name": {"vi": "Tổ không nhiều hơn thành viên"},
    "severity": "warn",
    "rule": RULE,
    "reason": "Giao ban",
}


def _put(code: str, body: dict[str, Any], key: str) -> Any:
    headers = {"Authorization": f"Bearer {key}"}
    return Client().put(f"/api/v1/checks/{code}", body, content_type="application/json", headers=headers)


def test_rules_are_told_in_words_in_both_languages() -> None:
    told = Client().get("/api/v1/checks?indicator=dvctt-tong").json()
    assert [one["code"] for one in told["items"]] == ["dvctt-tong-hai-phan"]
    assert "bằng “Dịch vụ công trực tuyến toàn trình và một phần”" in told["items"][0]["words"]
    english = Client(headers={"Accept-Language": "en"}).get("/api/v1/checks/dvctt-tong-hai-phan").json()
    assert "make “Full and partial online services”" in english["words"]
    missing = Client().get("/api/v1/checks/dvctt-tong-hai-phann")
    assert missing.status_code == 404
    hidden = Client().get("/api/v1/checks?indicator=minh-hoa-ky-nang-so").json()
    shown = Client().get("/api/v1/checks?indicator=minh-hoa-ky-nang-so&illustrative=1").json()
    assert (hidden["total"], shown["total"]) == (0, 1)


def test_the_standing_office_writes_a_rule_with_its_key() -> None:
    key = new_key("thuongtruc", "plan")
    made = _put("to-va-thanh-vien", BODY, key)
    assert made.status_code == 200, made.content
    assert made.json()["words"] == (
        "“Tổ công nghệ số cộng đồng” không lớn hơn “Thành viên Tổ công nghệ số cộng đồng”."
    )
    assert Check.objects.get(code="to-va-thanh-vien").touched == RULE_CODES
    changed = _put("to-va-thanh-vien", {**BODY, "severity": "refuse"}, key)
    assert changed.json()["severity"] == "refuse"
    assert Check.objects.filter(code="to-va-thanh-vien").count() == 1


RULE_CODES = ["to-cong-nghe-so", "thanh-vien-to-cong-nghe-so"]


@pytest.mark.parametrize(
    ("code", "body", "field", "words"),
    [
        ("thu", {**BODY, "rule": {**RULE, "lesser": "to-cong-nghe-soo"}}, "rule.lesser", "to-cong-nghe-so"),
        (
            "thu",
            {**BODY, "rule": {"kind": "formula", "formula": "#{to-cong-nghe-so} >"}},
            "rule.formula",
            "21",
        ),
        ("Thử", BODY, "code", "gạch nối"),
        ("thu", {**BODY, "document": "khong-co"}, "document", "khong-co"),
    ],
)
def test_a_wrong_rule_is_told_what_is_wrong(code: str, body: dict[str, Any], field: str, words: str) -> None:
    refused = _put(code, body, new_key("thuongtruc", "plan"))
    said = refused.json()
    assert (refused.status_code, said["field"]) == (422, field), said
    assert words in f"{said['message']} {said['hint']}"


def test_others_write_none() -> None:
    assert _put("thu", BODY, new_key("thuongtruc", "read")).status_code == 403
    assert _put("thu", BODY, new_key("dongkinh", "plan")).status_code == 403
    assert Client().put("/api/v1/checks/thu", BODY, content_type="application/json").status_code == 401
