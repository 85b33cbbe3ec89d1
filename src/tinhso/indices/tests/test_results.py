"""Entering what was published: its document, its correction, what the page shows of it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tinhso.base import clock
from tinhso.base.errors import Invalid, NotAllowed, NotFound
from tinhso.indices import queries, results
from tinhso.indices.models import Certainty, CompositeIndex, Edition, Score
from tinhso.indices.results import ResultDraft
from tinhso.indices.tests import scene
from tinhso.people.models import Role
from tinhso.people.steps import BACKEND

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(scene.TODAY):
        yield


@pytest.fixture
def series() -> Edition:
    """An index followed by its published results only."""
    scene.place()
    index = CompositeIndex.objects.create(code="pci", name="PCI")
    return Edition.objects.create(index=index, code="cong-bo", name="Kết quả công bố", why_not="chỉ theo dõi")


def _draft(**more: Any) -> ResultDraft:
    base = {"year": 2025, "place": "20", "value": Decimal("67.42"), "rank": 20, "of": 34}
    return ResultDraft(**{**base, "document": scene.document().slug, "locator": "Bảng 2", **more})


def test_a_result_keeps_its_document_and_a_correction_supersedes_it(series: Edition) -> None:
    office = scene.office()
    first = results.record(office, series, _draft())
    assert (first.source.endswith("Bảng 2"), first.decimals, first.of) == (True, 2, 34)
    with pytest.raises(Invalid) as told:
        results.record(office, series, _draft(rank=21))
    assert told.value.field == "reason"
    second = results.record(office, series, _draft(rank=21), "Nhầm dòng")
    assert (second.supersedes, second.reason, second.code) == (first, "Nhầm dòng", first.code)
    assert [one.rank for one in queries.scores(series)] == [21]
    assert Score.objects.count() == 2


def test_what_cannot_stand_is_told_at_the_field(series: Edition) -> None:
    office = scene.office()
    for more, field in (({"document": "khong-co"}, "document"), ({"node": "khong-co"}, "node")):
        with pytest.raises(Invalid) as told:
            results.record(office, series, _draft(**more))
        assert told.value.field == field
    with pytest.raises(NotFound):
        results.record(office, series, _draft(place="99"))
    with pytest.raises(NotAllowed):
        results.record(scene.officer(scene.agency()), series, _draft())
    for wrong in ({"value": None, "rank": None}, {"rank": 35}, {"document": ""}):
        with pytest.raises(ValueError):
            _draft(**wrong)


def test_entered_by_form_and_read_on_the_page(series: Edition) -> None:
    client = Client()
    client.force_login(scene.account(Role.STANDING_OFFICE, scene.agency()), backend=BACKEND)
    page = "/indices/pci/cong-bo/results/new/"
    typed = {
        "year": "2025",
        "place": "20",
        "value": "67.42",
        "rank": "40",
        "of": "34",
        "certainty": "official",
    }
    refused = client.post(page, typed)
    assert refused.status_code == 422
    told = refused.content.decode()
    assert "67,42" in told  # how it should have been written
    assert 'aria-invalid="true"' in told
    paper = scene.document()
    done = client.post(
        page, {**typed, "value": "67,42", "rank": "20", "document": paper.notation}, follow=True
    )
    assert "Đã ghi kết quả công bố." in done.content.decode()
    public = Client().get("/indices/pci/cong-bo/").content.decode()
    assert "67,42" in public
    assert paper.notation in public
    assert Score.objects.get().certainty == Certainty.OFFICIAL
