"""The national pack's indices in a database: loaded once, changed as facts, read as told."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tinhso.base.actions import acting
from tinhso.base.audit.context import SystemActor
from tinhso.base.packs.home import pack_info
from tinhso.base.packs.load import load
from tinhso.indices import loading, queries
from tinhso.indices.board import lines, standing
from tinhso.indices.core.scoring import decimal
from tinhso.indices.models import Node, Score
from tinhso.indices.pack import Editions, Scores

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> Iterator[None]:
    """The national pack."""
    load("national")
    yield


def _board(edition: str, year: int) -> Any:
    row = queries.edition("dti", edition)
    return lines(queries.tree(row), [one for one in queries.scores(row) if one.year == year])


def test_loading_twice_changes_nothing(loaded: None) -> None:
    before = (Score.objects.count(), Node.objects.count())
    report = load("national")
    assert (report.created, report.changed) == ([], [])
    assert (Score.objects.count(), Node.objects.count()) == before


def test_what_is_stored_reads_as_the_pack_says(loaded: None) -> None:
    pack = pack_info("national")
    stored = Editions().current(pack, ["dti/2022"])["dti/2022"]
    assert [node.code for node in stored.nodes][:2] == ["nen-tang-chung", "nhan-thuc-so"]
    score = Scores().current(pack, ["DTI-2022-48"])["DTI-2022-48"]
    assert str(score.value) == "0.8002"


def test_a_changed_result_supersedes_the_one_before(loaded: None) -> None:
    pack = pack_info("national")
    item = Scores().current(pack, ["DTI-2022-48"])["DTI-2022-48"]
    changed = item.model_copy(update={"value": Decimal("0.8003")})
    with acting(SystemActor("kiểm thử"), "pack.load") as act:
        loading.put_scores("national", [changed], act, illustrative=False)
    rows = Score.objects.filter(code="DTI-2022-48").order_by("recorded_at")
    assert [str(row.value) for row in rows] == ["0.800200", "0.800300"]
    in_force = queries.scores(queries.edition("dti", "2022")).get(code="DTI-2022-48")
    assert in_force.supersedes == rows[0]


def test_the_table_of_2022_beside_the_recomputed_values(loaded: None) -> None:
    board = _board("2022", 2022)
    assert len(board) == 63
    assert [line.rank for line in board][13:17] == [14, 15, 15, 17]
    verdicts = {line.place.code: line.verdict for line in board if line.scored}
    assert verdicts == {"48": "same", "79": "rounding", "22": "same", "46": "same", "92": "same"}
    assert {line.place.code for line in board if line.rank == 6} == {"20"}


def test_bac_ninh_2020_on_its_board(loaded: None) -> None:
    line = next(one for one in _board("2020", 2020) if one.place.code == "27")
    assert (line.computed, str(line.computed_printed), line.verdict) == (Decimal("0.40956"), "0.4096", "same")


def test_where_a_value_would_stand_is_told_as_far_as_it_is_known(loaded: None) -> None:
    board = _board("2022", 2022)
    second = next(line for line in board if line.rank == 2)
    between = standing(second.scored.value, board, second.place)
    assert between is not None
    assert (between.best, between.worst, between.of) == (2, 2, 63)
    lower = standing(second.scored.value * 9 / 10, board, second.place)
    assert lower is not None
    assert decimal(second.scored.value * 9 / 10) < Decimal("0.6924")
    assert (lower.best, lower.worst) == (5, 24)  # four known above once it left; Trà Vinh then is 24th
    assert standing(second.scored.value, []) is None


def test_pages(loaded: None, client: Client) -> None:
    page = client.get("/indices/dti/2022/", {"place": "20"}).content.decode()
    assert "chưa được công bố, nên không nói được" in page
    page = client.get("/indices/dti/2022/", {"place": "48"}).content.decode()
    assert page.index("Hoạt động xã hội số") < page.index("Nhận thức số")
    assert "72,05" in page
    assert "do làm tròn" in page
    page = client.get("/indices/dti/2024/").content.decode()
    assert "Không tính lại được" in page
    listed = client.get("/indices/?format=json").json()["items"]
    assert listed[0]["code"] == "dti/2024"


def test_what_if_answers_what_was_typed_and_keeps_wrong_input(loaded: None, client: Client) -> None:
    address = "/indices/dti/2022/what-if/"
    page = client.get(address, {"place": "79", "want": "20", "e-xa-hoi-so": "5", "e-kinh-te-so": "3"})
    text = page.content.decode()
    assert "0,7164" in text
    assert "thêm 35,84 điểm, công sức 3." in text
    whole = {f"s-{node.code}": "1" for node in Node.objects.filter(edition__code="2022", group=False)}
    assert ">1/63<" in client.get(address, whole).content.decode()
    wrong = client.get(address, {**whole, "s-the-che-so": "1,5"})
    assert wrong.status_code == 422
    assert 'value="1,5"' in wrong.content.decode()
    assert client.get(address, {**whole, "want": "50", "e-the-che-so": "1"}).status_code == 422
