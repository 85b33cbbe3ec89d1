"""Pages and API: any day, refusals beside the field, queries that do not grow with members."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tinhso.committees import queries
from tinhso.committees.models import Membership
from tinhso.committees.roles import MemberRole
from tinhso.committees.tests.scene import Scene, account, agency, seat
from tinhso.people.models import Role
from tinhso.people.steps import BACKEND

pytestmark = pytest.mark.django_db
AT = "/committees/bcd-cds/"


@pytest.fixture
def office(scene: Scene, client: Client) -> Client:
    client.force_login(scene.accounts["office"], BACKEND)
    return client


def test_nobody_is_sent_to_sign_in(scene: Scene, client: Client) -> None:
    assert client.get(AT).status_code == 302
    assert client.get("/api/v1/committees").status_code == 401


def test_the_page_tells_members_rules_and_votes(office: Client) -> None:
    page = office.get(AT).content.decode()
    assert "Nguyễn Văn Chair" in page and "Trưởng ban" in page
    assert "từ 2/3" in page and "6 người có quyền biểu quyết" in page


def test_the_page_of_another_day_tells_who_sat_there_then(office: Client) -> None:
    page = office.get(AT, {"as_of": "30/06/2025"}).content.decode()
    assert "Chưa ghi nhận thành viên nào vào ngày này" in page
    assert office.get(AT, {"as_of": "31/02/2026"}).status_code == 422


def test_a_member_is_seated_ended_and_restored_on_the_page(scene: Scene, office: Client) -> None:
    who = scene.person("outsider")
    sent = {"person": str(who.pk), "role": "member", "title": "Phó Giám đốc", "since": "01/11/2026"}
    assert office.post(f"{AT}members", sent).status_code == 302
    made = Membership.objects.get(person=who)
    ended = office.post(f"{AT}members/{made.pk}", {"do": "end"}, follow=True)
    made.refresh_from_db()
    assert made.valid_to is not None and "Hoàn tác" in ended.content.decode()
    office.post(f"{AT}members/{made.pk}", {"do": "restore"})
    made.refresh_from_db()
    assert made.valid_to is None


def test_what_was_typed_is_kept_beside_its_problem(scene: Scene, office: Client) -> None:
    sent = {
        "person": str(scene.person("an").pk),
        "role": "member",
        "title": "Giám đốc",
        "since": "31/02/2026",
    }
    answer = office.post(f"{AT}members", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Giám đốc"' in page and 'value="31/02/2026"' in page and "f-since-error" in page


def test_a_regulation_is_typed_and_bad_shares_are_refused(scene: Scene, office: Client) -> None:
    sent = {
        "valid_from": "01/12/2026", "convenes": ["chair"], "signs": ["chair"], "quorum_numerator": "3",
        "quorum_denominator": "4", "notice_days": "2", "ballot_numerator": "1", "ballot_denominator": "2",
        "ballot_over": "1", "ballot_days": "3", "sessions_per_year": "6", "legal_reference": "QĐ thử",
    }  # fmt: skip
    bad = office.post(f"{AT}regulation", {**sent, "quorum_numerator": "5"})
    assert bad.status_code == 422 and "Tử số lớn hơn mẫu số" in bad.content.decode()
    assert office.post(f"{AT}regulation", sent).status_code == 302
    assert len(queries.regulations(scene.committee)) == 2


def test_queries_of_the_page_do_not_grow_with_members(scene: Scene, office: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert office.get(AT).status_code == 200
        return len(captured)

    office.get(AT)
    few = cost()
    for number in range(12):
        somebody = account(f"them{number}", Role.REPORTING_OFFICER, agency("so-tc")).person
        assert somebody is not None
        seat(scene.committee, somebody, MemberRole.MEMBER)
    assert cost() == few <= 16


def test_the_api_tells_the_committee_on_a_day(scene: Scene, office: Client) -> None:
    told = office.get("/api/v1/committees/bcd-cds").json()
    assert told["members"][0]["role"] == "chair" and told["regulation"]["quorum"] == ">=2/3"
    before = office.get("/api/v1/committees/bcd-cds", {"as_of": "2025-06-30"}).json()
    assert before["members"] == [] and before["regulation"] is None
    listed = office.get("/api/v1/committees", {"q": "chuyen doi"}).json()
    assert [item["code"] for item in listed["items"]] == ["bcd-cds"] and listed["next"] is None


def test_the_same_page_as_a_list_for_programs(office: Client) -> None:
    told = office.get("/committees/", {"format": "json"}).json()
    assert told["total"] == 1
    assert office.get(AT, {"format": "json"}).json()["code"] == "bcd-cds"
