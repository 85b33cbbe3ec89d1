"""Rules as readers meet them: pages, forms, the API, packs, the command line, the job."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tinhso.base.actions import acting
from tinhso.base.packs.info import PackInfo, Words
from tinhso.base.packs.section import Catalogue, Located
from tinhso.indicators.bulk import writing as bulk
from tinhso.indicators.checks import jobs
from tinhso.indicators.checks.items import CheckItem
from tinhso.indicators.checks.pack import Checks
from tinhso.indicators.models import Check, CheckRun, Finding, FindingStep
from tinhso.indicators.pack_items import IndicatorItem
from tinhso.indicators.tests.conftest import ROBOT, World
from tinhso.indicators.tests.test_checks_history import put, row, told
from tinhso.people.principals import ANONYMOUS, Principal

__all__ = ["told"]
Ask = Callable[..., Any]
FORM = {"code": "tran-ho-so", "name": "Không quá nhiều", "severity": "explain", "rule.indicator": "ho-so"}


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, client: Client) -> Ask:
    """Ask as somebody: `ask(who, address, sent)`."""

    def asked(who: Principal, address: str, sent: Any = None, **more: Any) -> Any:
        monkeypatch.setattr("tinhso.people.middleware.of_session", lambda _request: who)
        return client.get(address) if sent is None else client.post(address, sent, **more)

    return asked


def test_a_rule_is_tried_before_it_is_saved(told: World, ask: Ask) -> None:
    page = ask(told.office, "/checks/new?kind=range", {**FORM, "rule.most": "1000", "try": "1"})
    said = page.content.decode()
    assert page.status_code == 200
    assert "1 số liệu sẽ sai quy tắc này" in said
    assert "4.210 vượt mức lớn nhất được đặt ra là 1.000." in said
    assert not Check.objects.exists()
    saved = ask(told.office, "/checks/new?kind=range", {**FORM, "rule.most": "1000"})
    assert saved.headers["Location"] == "/checks/tran-ho-so/"
    assert Check.objects.get().told.most == 1000  # type: ignore[union-attr]  # a range has bounds
    shown = ask(told.office, "/checks/tran-ho-so/edit").content.decode()
    assert 'value="1000"' in shown


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({"rule.most": "1,5x"}, "rule.most", "1,5x"),
        ({"rule.most": "1.000"}, "rule.most", "1.000"),
        ({"rule.least": "5", "rule.most": "4"}, "rule.least", "Mức nhỏ nhất"),
        ({}, "rule.least", "Nhập mức nhỏ nhất"),
        ({"rule.most": "4", "rule.indicator": "hoso"}, "rule.indicator", "ho-so"),
        ({"rule.most": "4", "code": "Trần"}, "code", "chữ thường"),
        ({"rule.most": "4", "severity": ""}, "severity", "Chọn một giá trị"),
        ({"rule.most": "4", "document": "khong-co"}, "document", ""),
    ],
)
def test_a_bad_form_keeps_what_was_typed(
    told: World, ask: Ask, sent: dict[str, str], field: str, words: str
) -> None:
    page = ask(told.office, "/checks/new?kind=range", {**FORM, **sent})
    assert page.status_code == 422
    assert page.context["typed"].problem(field) is not None
    assert words in page.content.decode()
    assert "Không quá nhiều" in page.content.decode()


def test_a_formula_is_told_at_its_character(told: World, ask: Ask) -> None:
    sent = {**FORM, "rule.formula": "#{ho-so} >= (1"}
    page = ask(told.office, "/checks/new?kind=formula", sent)
    problem = page.context["typed"].problem("rule.formula")
    assert "Ký tự thứ 15" in str(problem.message)


def test_pages_ask_as_much_for_many_findings_as_for_few(told: World, ask: Ask) -> None:
    put(told, kind="range", indicator="ho-so", most=4000)
    jobs.review(run=jobs.ask(told.office).pk)
    assert Finding.objects.count() == 1
    addresses = ("/checks/review?all=1", "/checks/", "/checks/range/")

    def counted() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert ask(told.office, address).status_code == 200
            found.append(len(queries))
        return found

    few = counted()
    put(told, kind="range", indicator="ho-so", most=100)
    put(told, kind="jump", indicator="ho-so")
    jobs.review(run=jobs.ask(told.office).pk)
    assert Finding.objects.count() >= 9
    assert counted() == few
    assert max(few) <= 12


def test_a_review_is_asked_for_and_decided_on_its_page(told: World, ask: Ask) -> None:
    put(told, kind="jump", indicator="ho-so")
    assert ask(told.office, "/checks/review", {"run": "1", "since": "1/1/2026"}).status_code == 302
    asked = CheckRun.objects.get()
    page = ask(told.office, "/checks/review").content.decode()
    assert f"/checks/runs/{asked.pk}" in page, "its progress is told"
    jobs.review(run=asked.pk)
    jobs.review(run=asked.pk)
    found = Finding.objects.get()
    progress = ask(told.office, f"/checks/runs/{asked.pk}").json()
    assert progress == {"done": 1, "of": 1, "finished": True, "found": 1, "fresh": 1, "gone": 0}
    assert "4.210 cao gấp 6 lần" in ask(told.office, "/checks/review").content.decode()
    refused = ask(told.office, "/checks/review", {"accept": "1", "finding": str(found.pk), "reason": ""})
    assert refused.context["typed"].problem("reason") is not None
    told_so = {"accept": "1", "finding": str(found.pk), "reason": "Dồn hồ sơ"}
    assert ask(told.office, f"/checks/review/{found.pk}", told_so).status_code == 302
    assert FindingStep.objects.get().reason == "Dồn hồ sơ"
    assert "4.210 cao gấp" not in ask(told.office, "/checks/review").content.decode()
    whole = ask(told.office, "/checks/review?all=1&format=json").json()
    assert [(one["said"], one["because"]) for one in whole["items"]] == [
        ("4.210 cao gấp 6 lần mức thường thấy 680–720 (so với 6 kỳ trước).", "Dồn hồ sơ")
    ]


def test_an_officer_sees_findings_of_the_own_agency_only(told: World, ask: Ask) -> None:
    put(told, kind="jump", indicator="ho-so")
    jobs.review(run=jobs.ask(told.office).pk)
    found = Finding.objects.get()
    assert "4.210" in ask(told.officer, "/checks/review").content.decode()
    other = Principal(
        account_id=uuid4(),
        name="Khác",
        agencies={role: frozenset({told.other_agency.pk}) for role in told.officer.agencies},
    )
    assert "4.210" not in ask(other, "/checks/review").content.decode()
    assert ask(other, f"/checks/review/{found.pk}").status_code == 404
    assert "4.210" not in ask(ANONYMOUS, "/checks/jump/").content.decode()
    assert ask(told.officer, "/checks/review", {"run": "1"}).status_code == 403


def test_what_a_rule_keeps_out_is_told_to_programs(told: World) -> None:
    put(told, "refuse", kind="below", lesser="truc-tuyen", greater="ho-so")
    sent = bulk.write(told.office, [row("truc-tuyen", 9000, period="2026-08")], submit=True)
    assert (sent.rows[0].code, sent.rows[0].hint) == (
        "check_refused",
        "Sửa lại; quy tắc này không nhận ngoại lệ.",
    )


def test_a_pack_carries_rules_and_says_them_back(told: World) -> None:
    section, pack = Checks(), PackInfo(code="thu", name=Words(vi="Thử"), kind="home")
    item = CheckItem.model_validate(
        {
            "code": "hai-phan",
            "name": {"vi": "Hai phần"},
            "severity": "explain",
            "rule": {"kind": "parts", "total": "ho-so", "parts": ["truc-tuyen", "ho-so"], "tolerance": 2},
            "level": "commune",
            "valid_from": "2026-01-01",
        }
    )
    with acting(ROBOT, "pack.load") as act:
        section.write(pack, item, act, illustrative=False)
    assert section.current(pack, ["hai-phan"]) == {"hai-phan": item}
    indicator = IndicatorItem.model_validate({"code": "ho-so", "name": {"vi": "Hồ sơ"}, "kind": "count"})
    known = Catalogue({"indicators": {"ho-so": Located("indicators", "ho-so", indicator, "i.yaml", 1, "")}})
    placed = Located("checks", item.code, item, "checks.yaml", 7, "", lines={("rule", "parts"): 9})
    (finding,) = section.check([placed], known)
    assert (finding.line, finding.field) == (9, "rule.parts")
    assert "truc-tuyen" in finding.expected
