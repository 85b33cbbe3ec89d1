"""A figure that its sentence tells of one agency: proposed, corrected, written as that agency's own."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tinhso.base.audit.models import AuditEntry
from tinhso.base.errors import Invalid
from tinhso.indicators.models import CurrentFigure, Observation
from tinhso.people.models import Agency
from tinhso.reading.actions import deciding
from tinhso.reading.actions.teaching import teach_agency
from tinhso.reading.models import Concerns, Synonym
from tinhso.reading.schemas import Choice
from tinhso.reading.tests.conftest import Scene
from tinhso.reading.tests.test_deciding import at

pytestmark = pytest.mark.django_db
OWN = "Sở Nội vụ có 14 tổ công nghệ số cộng đồng."
ALL = "Toàn tỉnh đã thành lập 1.680 tổ công nghệ số cộng đồng."


@pytest.fixture(autouse=True)
def _placed(scene: Scene) -> None:
    """The departments are of the province."""
    Agency.objects.update(place=scene.province)


def test_the_agency_of_the_sentence_is_proposed_and_written(scene: Scene) -> None:
    by, reading = scene.who["thuong-truc"], scene.read(f"{ALL}\n{OWN}")
    assert at(reading, "1.680").agency is None
    row = at(reading, "14")
    assert (row.agency, row.named_agency) == (scene.other, {"said": "Sở Nội vụ", "code": "so-noi-vu"})
    for text in ("1.680", "14"):
        deciding.accept(by, at(reading, text).pk)
    in_force = {one.agency_id: one.observation.value for one in CurrentFigure.objects.all()}
    assert in_force == {None: Decimal(1680), scene.other.pk: Decimal(14)}
    assert Observation.objects.filter(supersedes__isnull=False).count() == 0
    assert not Synonym.objects.filter(concerns=Concerns.AGENCY).exists()
    entry = AuditEntry.objects.filter(verb="reading.accept", stream=f"reading:{reading.pk}").last()
    assert entry is not None and entry.data["agency"] == "so-noi-vu"


def test_an_agencys_figure_disagrees_with_its_own_only(scene: Scene) -> None:
    by = scene.who["thuong-truc"]
    first = scene.read(f"{ALL}\n{OWN}")
    assert first.checks == []
    for text in ("1.680", "14"):
        deciding.accept(by, at(first, text).pk)
    assert scene.read(f"{OWN} Hết.").checks == []
    [check] = scene.read(OWN.replace("14", "15")).checks
    assert check["params"]["second"] == "14 tổ"
    [check] = scene.read(ALL.replace("1.680", "1.690")).checks
    assert check["params"]["second"] == "1.680 tổ"


def test_an_officers_figure_stays_of_the_own_agency_and_the_page_says_so(
    scene: Scene, signed_in: dict[str, Client]
) -> None:
    reading = scene.read(OWN, by="can-bo-khac")
    row = at(reading, "14")
    page = signed_in["can-bo-khac"].get(f"{reading.get_absolute_url()}?f={row.position}").content.decode()
    assert "Câu này nói về Sở Nội vụ; số liệu bạn nhận vẫn đứng tên Sở Khoa học và Công nghệ." in page
    fact = deciding.accept(scene.who["can-bo-khac"], row.pk).fact
    assert fact is not None and fact.agency == scene.agency
    own = scene.read(OWN, by="can-bo")
    page = signed_in["can-bo"].get(own.get_absolute_url()).content.decode()
    assert "Sở Nội vụ (tên cơ quan trong câu)" in page
    assert "Câu này nói về" not in page
    office = signed_in["thuong-truc"].get(own.get_absolute_url()).content.decode()
    assert "Ghi riêng cho Sở Nội vụ, không thay số liệu chung của địa bàn." in office


def test_another_agency_or_none_is_chosen_in_the_form(scene: Scene, signed_in: dict[str, Client]) -> None:
    client, reading = signed_in["thuong-truc"], scene.read(OWN)
    row = at(reading, "14")
    address = f"{reading.get_absolute_url()}f/{row.position}/"
    page = client.get(f"{reading.get_absolute_url()}?f={row.position}&edit=1").content.decode()
    assert '<option value="so-noi-vu" selected>Sở Nội vụ</option>' in page
    form = {
        "do": "save", "match": "indicator:to-cnscd", "place": "20", "period": "2026", "standing": "result",
        "value": "14", "unit": "tổ", "subject": "tổ công nghệ số cộng đồng",
    }  # fmt: skip
    for sent, agency in (("so-khcn", scene.agency), ("", None)):
        assert client.post(address, {**form, "agency": sent}).status_code == 302
        row.refresh_from_db()
        assert row.agency == agency
    assert client.post(address, form).status_code == 302
    refused = client.post(address, {**form, "agency": "khong-co"})
    assert refused.status_code == 422
    assert "Hiện không có cơ quan nào mang mã" in refused.content.decode()
    deciding.change(scene.who["thuong-truc"], row.pk, Choice(agency="so-khcn"))
    page = client.get(f"{reading.get_absolute_url()}?f={row.position}").content.decode()
    assert "Sở Khoa học và Công nghệ (do người xem chọn)" in page


def test_a_confirmed_correction_teaches_the_name(scene: Scene) -> None:
    by, text = scene.who["thuong-truc"], OWN.replace("Sở Nội vụ", "Sở Du lịch")
    row = at(scene.read(text), "14")
    assert (row.agency, row.named_agency["said"]) == (None, "Sở Du lịch")
    deciding.change(by, row.pk, Choice(agency="so-noi-vu"))
    assert not Synonym.objects.filter(concerns=Concerns.AGENCY).exists()
    fact = deciding.accept(by, row.pk).fact
    assert fact is not None and fact.agency == scene.other
    [taught] = Synonym.objects.filter(concerns=Concerns.AGENCY)
    assert (taught.said, taught.code, taught.proposal) == ("Sở Du lịch", "so-noi-vu", row.pk)
    again = at(scene.read(text.replace("14", "16")), "16")
    assert again.agency == scene.other
    deciding.accept(by, again.pk, Choice(agency="so-khcn"))
    assert at(scene.read(text.replace("14", "17")), "17").agency == scene.agency
    teach_agency(by, "sở du lịch", "")
    assert at(scene.read(text.replace("14", "18")), "18").agency is None


def test_figures_that_wait_are_of_whom_a_name_means_now(scene: Scene) -> None:
    by, text = scene.who["thuong-truc"], OWN.replace("Sở Nội vụ", "Sở Du lịch")
    reading = scene.read("\n".join(text.replace("14", n) for n in ("14", "15", "16", "17")))
    theirs = scene.read(text, by="can-bo")
    deciding.change(by, at(reading, "17").pk, Choice(agency=""))
    deciding.accept(by, at(reading, "14").pk, Choice(agency="so-noi-vu"))
    told = {n: at(reading, n).agency for n in ("15", "16", "17")}
    assert told == {"15": scene.other, "16": scene.other, "17": None}
    assert at(reading, "15").named_agency == {"said": "Sở Du lịch", "code": "so-noi-vu"}
    assert at(theirs, "14").agency == scene.other
    teach_agency(scene.who["can-bo"], "sở du lịch", "")
    assert at(theirs, "14").agency is None
    assert at(reading, "15").agency == scene.other


def test_an_agencys_own_name_keeps_its_meaning(scene: Scene) -> None:
    by = scene.who["thuong-truc"]
    deciding.accept(by, at(scene.read(OWN), "14").pk, Choice(agency="so-khcn"))
    deciding.accept(by, at(scene.read(OWN.replace("14", "15")), "15").pk, Choice(agency=""))
    assert not Synonym.objects.filter(concerns=Concerns.AGENCY).exists()
    assert at(scene.read(OWN.replace("14", "16")), "16").agency == scene.other


def test_the_api_tells_and_takes_the_agency(scene: Scene, signed_in: dict[str, Client]) -> None:
    client, reading = signed_in["thuong-truc"], scene.read(f"{ALL}\n{OWN}")
    row = at(reading, "14")
    address = f"/api/v1/readings/{reading.pk}"
    matches = {one["text"]: one["match"] for one in client.get(address).json()["figures"]}
    assert (matches["1.680"]["agency"], matches["14"]["agency"]) == (None, "so-noi-vu")
    told = client.put(f"{address}/figures/{row.position}", {"agency": ""}, content_type="application/json")
    assert told.json()["agency"] is None
    told = client.put(f"{address}/figures/{row.position}", {"value": "15"}, content_type="application/json")
    assert told.json()["agency"] is None
    wrong = client.put(f"{address}/figures/{row.position}", {"agency": "x"}, content_type="application/json")
    assert (wrong.status_code, wrong.json()["field"]) == (422, "agency")
    client.put(f"{address}/figures/{row.position}", {"agency": "so-khcn"}, content_type="application/json")
    assert client.post(f"{address}/figures/{row.position}/accept").json()["agency"] == "so-khcn"
    assert Observation.objects.get().agency == scene.agency


def test_an_agency_that_is_no_more_is_refused(scene: Scene) -> None:
    row = at(scene.read(OWN), "14")
    Agency.objects.filter(code="so-khcn").update(valid_to="2025-02-28")
    with pytest.raises(Invalid) as refused:
        deciding.change(scene.who["thuong-truc"], row.pk, Choice(agency="so-khcn"))
    assert refused.value.field == "agency"


def test_agencies_cost_no_query_a_figure(scene: Scene, signed_in: dict[str, Client]) -> None:
    client = signed_in["thuong-truc"]
    few, many = scene.read(OWN), scene.read("\n".join(OWN.replace("14", str(n)) for n in range(20, 60)))
    assert many.proposals.filter(agency=scene.other).count() == 40

    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    cost(few.get_absolute_url())
    assert cost(many.get_absolute_url()) == cost(few.get_absolute_url()) <= 12
    assert cost(f"{many.get_absolute_url()}?edit=1") == cost(f"{few.get_absolute_url()}?edit=1")
