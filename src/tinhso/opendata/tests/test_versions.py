"""Publishing: what is kept back stays out of every file, versions differ by what they say."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tinhso.base import clock
from tinhso.base.errors import Conflict, Invalid, NotAllowed, NotSignedIn
from tinhso.base.files import content
from tinhso.base.files import queries as stored
from tinhso.indicators.models import Adding, Kind, PersonalData
from tinhso.indicators.tests.conftest import indicator, place
from tinhso.opendata import actions, jobs, publishing, queries, reading
from tinhso.opendata.models import Dataset, DatasetVersion, Stage
from tinhso.opendata.rows import Status
from tinhso.opendata.tests.conftest import TODAY, Scene
from tinhso.people.principals import ANONYMOUS
from tinhso.places.models import Level, Lineage, Place

pytestmark = pytest.mark.django_db


def _publish(scene: Scene, dataset: Dataset) -> DatasetVersion:
    made = publishing.publish(scene.office, dataset.code, note="Thử")
    assert made is not None
    return made


def _lines(version: DatasetVersion, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(reading.bytes_of(version, name).decode(), newline="")))


def test_a_small_commune_and_its_protector_stay_out_of_every_file(scene: Scene) -> None:
    version = _publish(scene, scene.dataset())
    told = {row["place"]: (row["value"], row["status"]) for row in _lines(version, "data.csv")}
    assert told == {
        "20": ("72", "complete"),
        "00001": ("", "suppressed"),
        "00002": ("20", "complete"),
        "00003": ("", "suppressed"),
        "00004": ("40", "complete"),
    }
    assert (version.primary, version.secondary, version.rows) == (1, 1, 5)
    for row in json.loads(reading.bytes_of(version, "data.json")):
        assert (row["value"] is None) is (row["place"] in {"00001", "00003"})


def test_ratios_carry_their_parts_and_missing_places_say_so(scene: Scene) -> None:
    scene.tell("phu-song", "00002", "2026-09", numerator=15, denominator=24)
    version = _publish(scene, scene.dataset(measures=("phu-song",), threshold=0))
    told = {row["place"]: row for row in _lines(version, "data.csv")}
    assert (told["00002"]["value"], told["00002"]["numerator"], told["00002"]["denominator"]) == (
        "62.5",
        "15",
        "24",
    )
    assert told["20"]["status"] == Status.PARTIAL and told["20"]["told"] == "1"
    assert told["00001"]["status"] == Status.NONE and told["00001"]["value"] == ""


def test_the_same_content_makes_no_version_and_the_same_bytes(scene: Scene) -> None:
    dataset = scene.dataset()
    first = _publish(scene, dataset)
    assert publishing.publish(scene.office, dataset.code) is None
    again = publishing.prepare(dataset)
    for table in again.tables:
        assert table.as_csv() == reading.bytes_of(first, f"{table.name}.csv")
    assert again.tables[0].as_parquet() == reading.bytes_of(first, "data.parquet")


def test_a_new_version_lists_what_changed_and_leaves_the_first_alone(scene: Scene) -> None:
    dataset = scene.dataset()
    first = _publish(scene, dataset)
    before = reading.bytes_of(first, "data.csv")
    scene.tell("ho-tro", "00002", "2026-10", value=30)
    scene.tell("ho-tro", "00004", "2026-09", value=41)
    second = _publish(scene, dataset)
    assert (second.number, second.added, second.removed) == (2, 5, 0)
    changes = {(row["place"], row["period"]): row for row in _lines(second, "changes.csv")}
    assert (changes["00004", "2026-09"]["value_before"], changes["00004", "2026-09"]["value"]) == ("40", "41")
    assert changes["00002", "2026-10"]["change"] == "added"
    assert ("00001", "2026-09") not in changes
    assert reading.bytes_of(first, "data.csv") == before
    assert list(stored.damaged()) == []


def test_a_latecomer_is_not_read_off_two_totals(scene: Scene) -> None:
    """A small commune reports later: the province's total would give it away by what it grew."""
    scene.tell("ho-tro", "00002", "2026-10", value=30)
    scene.tell("ho-tro", "00003", "2026-10", value=30)
    dataset = scene.dataset()
    first = _publish(scene, dataset)
    totals = [row for row in _lines(first, "data.csv") if (row["place"], row["period"]) == ("20", "2026-10")]
    assert totals[0]["value"] == "60"
    scene.tell("ho-tro", "00001", "2026-10", value=2)
    second = _publish(scene, dataset)
    kept = {
        row["place"]
        for row in _lines(second, "data.csv")
        if row["status"] == "suppressed" and row["period"] == "2026-10"
    }
    assert {"00001", "20"} <= kept


def test_what_was_kept_back_stays_back(scene: Scene) -> None:
    dataset = scene.dataset()
    _publish(scene, dataset)
    actions.revise(scene.office, dataset.code, scene.draft(threshold=0, description="Khác"))
    second = _publish(scene, dataset)
    kept = {row["place"] for row in _lines(second, "data.csv") if row["status"] == "suppressed"}
    assert kept == {"00001", "00003"}


def test_files_lie_in_the_store_under_their_digest(scene: Scene) -> None:
    version = _publish(scene, scene.dataset())
    names = {one.file.name for one in version.files.select_related("file")}
    assert names == {
        "data.csv", "data.json", "data.parquet", "datapackage.json", "indicators.csv", "definitions.csv",
        "places.csv",
    }  # fmt: skip
    assert all(content.intact(one.file.digest) for one in version.files.select_related("file"))


def test_only_the_standing_office_publishes(scene: Scene) -> None:
    dataset = scene.dataset()
    for by, refusal in ((scene.officer, NotAllowed), (ANONYMOUS, NotSignedIn)):
        with pytest.raises(refusal):
            publishing.publish(by, dataset.code)
        with pytest.raises(refusal):
            actions.lay_down(by, scene.draft(code="khac"))
    assert queries.stage(dataset) is Stage.DRAFT


def test_figures_of_persons_are_no_open_data(scene: Scene) -> None:
    indicator("ca-nhan", "Hồ sơ cá nhân", Kind.COUNT, Adding.SUM, personal_data=PersonalData.BASIC)
    with pytest.raises(Invalid, match="dữ liệu cá nhân"):
        scene.dataset(measures=("ca-nhan",))


def test_nothing_to_tell_is_not_published(scene: Scene) -> None:
    with pytest.raises(Conflict, match="Chưa có số liệu"):
        publishing.publish(scene.office, scene.dataset(measures=("phu-song",)).code)


def test_a_retired_dataset_stays_to_be_read_and_is_renewed_no_more(scene: Scene) -> None:
    dataset = scene.dataset()
    _publish(scene, dataset)
    with pytest.raises(Invalid):
        actions.retire(scene.office, dataset.code, " ")
    actions.retire(scene.office, dataset.code, "Thay bằng bộ khác")
    assert queries.stage(queries.public(dataset.code)) is Stage.RETIRED
    with pytest.raises(Conflict):
        publishing.publish(scene.office, dataset.code)
    actions.resume(scene.office, dataset.code)
    assert queries.stage(queries.public(dataset.code)) is Stage.PUBLISHED


@pytest.mark.parametrize(
    ("frequency", "later", "due"),
    [
        ("month", timedelta(days=5), False),
        ("month", timedelta(days=15), True),
        (None, timedelta(days=1), True),
    ],
)
def test_a_job_renews_at_the_datasets_frequency(
    scene: Scene, frequency: str | None, later: timedelta, due: bool
) -> None:
    dataset = scene.dataset(frequency=frequency)
    _publish(scene, dataset)
    with clock.standing_at(TODAY + later):
        jobs.refresh(code=dataset.code)
        assert queries.versions(dataset).count() == 1, "nothing has changed"
        scene.tell("ho-tro", "00002", "2026-10", value=30)
        jobs.refresh(code=dataset.code)
        jobs.refresh(code=dataset.code)
        found = list(queries.versions(dataset))
    assert len(found) == (2 if due else 1)
    assert found[0].automatic is due


def test_what_the_demo_publishes_is_the_demos(scene: Scene) -> None:
    """A job that follows an illustrative decision decides nothing in earnest either."""
    dataset = scene.dataset()
    first = publishing.publish(replace(scene.office, illustrative=True), dataset.code)
    assert first and first.illustrative
    scene.tell("ho-tro", "00002", "2026-10", value=30)
    with clock.standing_at(TODAY + timedelta(days=1)):
        jobs.refresh(code=dataset.code)
    newest = queries.newest_version(dataset)
    assert newest and newest.number == 2 and newest.illustrative


def test_a_draft_is_not_published_by_itself(scene: Scene) -> None:
    dataset = scene.dataset()
    jobs.refresh(code=dataset.code)
    jobs.refresh_all()
    assert queries.newest_version(dataset) is None


def test_each_period_is_read_under_its_own_boundaries(scene: Scene) -> None:
    """Two communes became one on 1 October: September is told of both, October of the new one."""
    end, start = date(2026, 9, 30), date(2026, 10, 1)
    Place.objects.filter(code__in=("00003", "00004")).update(valid_to=end)
    new = place(Level.COMMUNE, "00009", "Xã mới", scene.province, type="Xã", valid_from=start)
    for old in Place.objects.filter(code__in=("00003", "00004")):
        Lineage.objects.create(predecessor=old, successor=new, on=start, share=1, basis="whole")
    scene.tell("ho-tro", "00009", "2026-10", value=50)
    version = _publish(scene, scene.dataset(threshold=0))
    told = {
        (row["place"], row["period"]): row["value"] for row in _lines(version, "data.csv") if row["value"]
    }
    assert told["00004", "2026-09"] == "40" and ("00009", "2026-09") not in told
    assert told["00009", "2026-10"] == "50" and ("00004", "2026-10") not in told
    paths = {row["place"]: row["valid_to"] for row in _lines(version, "places.csv")}
    assert paths["00004"] == "2026-09-30" and paths["00009"] == ""
    fixed = _publish(scene, scene.dataset(code="co-dinh", threshold=0, boundaries=TODAY))
    told = {(row["place"], row["period"]): row["value"] for row in _lines(fixed, "data.csv") if row["value"]}
    assert told["00009", "2026-09"] == "49"


def test_the_cells_of_a_disaggregation_protect_each_other(scene: Scene) -> None:
    for code, name in (("ho-tro.nam", "Nam"), ("ho-tro.nu", "Nữ")):
        indicator(code, name, Kind.COUNT, Adding.SUM, whole=scene.helped, cell=code.split(".")[1])
    scene.tell("ho-tro.nam", "00004", "2026-09", value=37)
    scene.tell("ho-tro.nu", "00004", "2026-09", value=3)
    dataset = scene.dataset(measures=("ho-tro", "ho-tro.nam", "ho-tro.nu"), levels=("commune",))
    told = {
        (row["indicator"], row["place"]): row["status"]
        for row in _lines(_publish(scene, dataset), "data.csv")
    }
    assert told["ho-tro.nu", "00004"] == told["ho-tro.nam", "00004"] == Status.SUPPRESSED
    assert told["ho-tro", "00004"] == Status.COMPLETE


def test_a_computed_figure_goes_with_what_it_is_computed_from(scene: Scene) -> None:
    indicator("gap-doi", "Gấp đôi", Kind.COUNT, formula="#{ho-tro} * 2", decimals=0)
    dataset = scene.dataset(measures=("ho-tro", "gap-doi"))
    rows = _lines(_publish(scene, dataset), "data.csv")
    told = {(row["indicator"], row["place"]): (row["status"], row["value"]) for row in rows}
    assert told["gap-doi", "00001"] == (Status.SUPPRESSED, "")
    assert told["gap-doi", "00004"][1] == "80"
