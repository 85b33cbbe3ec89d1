"""The leaders' screen: true sentences, figures with their sources, few queries, 304 when nothing changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.audit.models import AuditEntry
from tinhso.people.queries import principal_for
from tinhso.places.models import Place
from tinhso.reading.actions import deciding, taking
from tinhso.reading.queries import locked
from tinhso.reading.schemas import Choice, NewReading
from tinhso.steering.models import TargetState
from tinhso.steering.tests import scene

pytestmark = pytest.mark.django_db
MOST_QUERIES = 10
SIGNING_IN = 2
"""Session; account with person and posts."""
INBOX = 1
"""What somebody who reports, confirms or decides must do today."""


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(scene.TODAY):
        yield


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_the_sentence_is_written_from_the_items(client: Client) -> None:
    scene.make(targets=16, tasks=20)
    page = client.get("/?plan=246-kh-ubnd").content.decode()
    assert "Kế hoạch 246: 4/16 chỉ tiêu đạt, tính từ danh mục" in page
    assert "2 chỉ tiêu cần đẩy nhanh" in page and "4 chỉ tiêu chậm" in page
    assert "4 nhiệm vụ quá hạn" in page


def test_a_plan_without_items_says_what_was_published(client: Client) -> None:
    scene.make(targets=1, tasks=0)
    page = client.get("/?plan=49-nq-tu").content.decode()
    source = "Lạng Sơn nhìn lại một năm chuyển đổi số"
    assert f"Nghị quyết 49: 21/30 chỉ tiêu đạt, theo {source}, đến 31/10/2024" in page
    assert "chưa có danh mục chi tiết" in page
    assert 'href="/documents/tong-ket-2022/"' in page


def test_all_plans_together_lead_with_the_published_total(client: Client) -> None:
    scene.make(targets=8, tasks=5)
    told = json.loads(client.get("/?format=json").content)
    assert told["plan"] is None
    assert told["sentence"].startswith("Nghị quyết 49: 21/30 chỉ tiêu đạt, theo")
    assert "1 chỉ tiêu cần đẩy nhanh" in told["sentence"]
    assert [step["met"] for step in told["trend"]] == [18, 21]


def test_published_and_computed_totals_are_told_apart(client: Client) -> None:
    scene.make(targets=16)
    page = client.get("/?plan=246-kh-ubnd").content.decode()
    assert "văn bản công bố 23/34 đến 31/12/2025" in page
    assert "≠" in page


def test_a_plan_with_some_items_only_still_says_what_was_published(client: Client) -> None:
    made = scene.make(targets=8)
    assert made.plan is not None
    made.plan.declared_targets = 34
    made.plan.save()
    told = json.loads(client.get("/?plan=246-kh-ubnd&format=json").content)
    assert told["sentence"].startswith("Kế hoạch 246: 23/34 chỉ tiêu đạt, theo")
    assert [step["total"] for step in told["trend"]] == [34]


def test_an_unknown_plan_is_refused_with_near_ones(client: Client) -> None:
    scene.make(targets=1)
    answer = client.get("/?plan=khong-co")
    assert answer.status_code == 404
    assert "/?plan=49-nq-tu" in answer.content.decode()


def test_before_anything_is_loaded_the_screen_teaches_the_first_step(client: Client) -> None:
    assert "Chưa có kế hoạch nào" in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("reader", "most"),
    [
        ("", MOST_QUERIES),
        ("lanhdao", MOST_QUERIES + SIGNING_IN),
        ("thuongtruc", MOST_QUERIES + SIGNING_IN + INBOX),
    ],
)
def test_queries_are_few_and_do_not_grow(client: Client, reader: str, most: int) -> None:
    made = scene.make(targets=5, tasks=4, communes=3)
    if reader:
        client.force_login(scene.account(reader), backend="tinhso.people.backends.Passwords")
    few = _queries(client, "/")
    assert few <= most
    with acting(scene.ROBOT, "test"):
        scene.more_items(made, targets=40, tasks=60)
    assert _queries(client, "/") == few


def test_nothing_changed_costs_one_query_and_no_page(client: Client) -> None:
    scene.make(targets=3)
    first = client.get("/")
    with CaptureQueriesContext(connection) as seen:
        again = client.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and len(seen) == 1
    with acting(scene.ROBOT, "report.confirm") as act:
        act.record("plan:x")
    changed = client.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200 and changed.headers["ETag"] != first.headers["ETag"]
    assert AuditEntry.objects.count() == 1


def test_what_is_not_decided_is_for_those_who_may_read_it(client: Client) -> None:
    scene.make(targets=2, tasks=3)
    assert "Xin gia hạn:" not in client.get("/").content.decode()
    client.force_login(scene.account("lanhdao"), backend="tinhso.people.backends.Passwords")
    assert "Xin gia hạn:" in client.get("/").content.decode()


def test_every_point_leads_to_its_figure(client: Client) -> None:
    scene.make(targets=1, tasks=0)
    page = client.get("/").content.decode()
    points = re.findall(r'<a href="(/figures/[0-9a-f-]{36}/)" aria-label="\d{4}: (\d+)">', page)
    assert [rank for _href, rank in points] == ["16", "5", "6", "4"]
    assert "5/63" in client.get(points[1][0]).content.decode()


def test_what_was_read_from_texts_stands_there_with_its_sentence(client: Client) -> None:
    made = scene.make(targets=2, tasks=0)
    by = principal_for(scene.account("thuongtruc"))
    said = "Năm 2025, tỉnh Lạng Sơn xếp thứ 3/34 về chuyển đổi số."
    told = NewReading(text=said, title="Báo cáo năm 2025", place=made.province.code)
    proposal = taking.take_in(by, told).proposals.get(kind="rank")
    assert "Báo cáo năm 2025" not in client.get("/").content.decode()
    deciding.accept(by, proposal.pk, Choice(indicator="dti-hang", place=made.province.code))
    page = client.get("/").content.decode()
    href = re.search(r'href="(/figures/\?q=[0-9a-f]{8}-f)" title="Báo cáo năm 2025"', page)
    assert href and "1 số liệu" in page
    assert said in client.get(href[1]).content.decode()
    fact = locked(proposal.pk).fact
    assert fact and said in client.get(f"/figures/{fact.pk}/").content.decode()
    deciding.undo(by, proposal.pk)
    assert "Báo cáo năm 2025" not in client.get("/").content.decode()


def test_the_twin_says_the_same_as_the_page(client: Client) -> None:
    scene.make(targets=16, tasks=20, communes=6)
    told = json.loads(client.get("/?plan=246-kh-ubnd&format=json").content)
    assert told["plan"] == "langson-2024-246-kh-ubnd"
    assert sum(line["total"] for line in told["pillars"]) == 16
    assert [row["rank"] for row in told["ranks"]] == [16, 5, 6, 4]
    assert len(told["map"]) == 6
    csv = b"".join(client.get("/?format=csv&part=agencies")).decode()
    assert "Cơ quan chủ trì" in csv
    assert client.get("/?format=csv&part=nothing").status_code == 422


def test_the_wall_has_three_views_and_no_controls(client: Client) -> None:
    scene.make(targets=8, tasks=5)
    page = client.get("/?wall=1").content.decode()
    assert page.count('class="wall__view') == 3
    assert "<button" not in page and "data-clock" in page


def test_a_confirmed_figure_changes_the_screen(client: Client) -> None:
    made = scene.make(targets=4)
    before = json.loads(client.get("/?plan=246-kh-ubnd&format=json").content)["sentence"]
    TargetState.objects.filter(target=made.targets[3]).update(status="met")
    after = json.loads(client.get("/?plan=246-kh-ubnd&format=json").content)["sentence"]
    assert "2/4" in before and "3/4" in after


def test_search_finds_every_kind_without_tones(client: Client) -> None:
    scene.make(targets=5, tasks=5)
    found = json.loads(client.get("/search?q=cua+khau&format=json").content)["items"]
    assert {"target", "task", "agency"} <= {item["kind"] for item in found}
    assert "Không tìm thấy" in client.get("/search?q=zzzz").content.decode()
    assert client.get("/search").status_code == 200


def test_who_reads_english_finds_english_names_where_there_are_any(client: Client) -> None:
    made = scene.make(targets=2, tasks=0)
    with acting(scene.ROBOT, "test"):
        target = made.targets[0]
        target.title_en = "Share of procedures received online"
        target.save()
    for language, title in (("vi", target.title), ("en", target.title_en)):
        client.cookies["django_language"] = language
        found = json.loads(client.get(f"/search?q={target.code}&format=json").content)["items"]
        assert [item["title"] for item in found] == [title]
    assert target.title_en in client.get("/search?q=procedures").content.decode()


def test_communes_without_any_figure_are_drawn_and_listed(client: Client) -> None:
    scene.make(targets=2, tasks=0, communes=0)
    province = Place.objects.get(code="20")
    Place.objects.create(
        level="commune", code="05983", type="Phường", name="Kỳ Lừa", slug="ky-lua", sort_key="k",
        search_key="ki lua", path=f"{province.path}/05983", parent=province,
    )  # fmt: skip
    for address in ("/", "/?wall=1"):
        page = client.get(address)
        assert page.status_code == 200
        assert "Kỳ Lừa" in page.content.decode()
