"""Loading against a real table: twice changes nothing, people's changes stay, a wrong line loads nothing."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tinhso.base.audit.context import SystemActor
from tinhso.base.audit.models import AuditEntry, History
from tinhso.base.calendar.actions import activate_correction, deactivate_correction
from tinhso.base.calendar.models import CalendarCorrection
from tinhso.base.errors import NotFound
from tinhso.base.packs.home import all_packs, home_pack, with_required
from tinhso.base.packs.info import PackInfo
from tinhso.base.packs.load import load
from tinhso.base.packs.models import PackRecord, PackState
from tinhso.base.packs.problems import PackError
from tinhso.base.packs.report import LoadReport
from tinhso.base.packs.tests.conftest import Write

pytestmark = pytest.mark.django_db

DAYS = """
- {date: 2026-12-01, kind: day_off, reason: Lễ hội, active: false}
- {date: 2026-12-02, kind: day_off, reason: Lễ hội, active: false}
"""


def _told(report: LoadReport) -> dict[str, list[str] | int]:
    return {
        "created": [entry.key for entry in report.created],
        "changed": [entry.key for entry in report.changed],
        "conflicts": [entry.key for entry in report.conflicts],
        "gone": [entry.key for entry in report.gone],
        "kept": report.kept,
    }


def _nothing_but(**said: list[str] | int) -> dict[str, list[str] | int]:
    return {"created": [], "changed": [], "conflicts": [], "gone": [], "kept": 0, **said}


def test_a_second_load_changes_nothing_and_reads_two_rows_at_most(write: Write) -> None:
    write("calendar.yaml", DAYS)
    assert _told(load("thunghiem")) == _nothing_but(created=["2026-12-01", "2026-12-02"])
    trail, history = AuditEntry.objects.count(), History.objects.count()
    with CaptureQueriesContext(connection) as queries:
        assert _told(load("thunghiem")) == _nothing_but(kept=2)
    assert len(queries) == 1
    assert (AuditEntry.objects.count(), History.objects.count()) == (trail, history)


def test_the_plan_says_the_same_and_writes_nothing(write: Write) -> None:
    write("calendar.yaml", DAYS)
    planned = load("thunghiem", plan_only=True)
    assert (CalendarCorrection.objects.count(), PackRecord.objects.count(), PackState.objects.count()) == (
        0,
        0,
        0,
    )
    assert _told(planned) == _told(load("thunghiem"))


def test_what_the_pack_wrote_itself_is_changed(write: Write) -> None:
    write("calendar.yaml", DAYS)
    load("thunghiem")
    write(
        "calendar.yaml",
        DAYS.replace(
            "2026-12-02, kind: day_off, reason: Lễ hội", "2026-12-02, kind: day_off, reason: Hội xuân"
        ),
    )
    assert _told(load("thunghiem")) == _nothing_but(changed=["2026-12-02"], kept=1)
    newest = CalendarCorrection.objects.filter(date=date(2026, 12, 2)).latest("id")
    assert newest.reason == "Hội xuân"
    assert AuditEntry.objects.filter(stream="pack:thunghiem").latest("id").data["changed"] == 1


def test_layout_and_comments_are_no_change(write: Write) -> None:
    write("calendar.yaml", DAYS)
    load("thunghiem")
    write("calendar.yaml", "# reordered\n" + "\n".join(reversed(DAYS.strip().splitlines())))
    assert _told(load("thunghiem")) == _nothing_but(kept=2)


def test_what_a_person_changed_since_is_left_and_listed(write: Write) -> None:
    write("calendar.yaml", DAYS)
    load("thunghiem")
    row = CalendarCorrection.objects.get(date=date(2026, 12, 1))
    activate_correction(SystemActor("a person"), row.id, document="12/QĐ-UBND")
    assert _told(load("thunghiem")) == _nothing_but(kept=2), "the pack says nothing new"
    write("calendar.yaml", DAYS.replace("Lễ hội", "Hội xuân"))
    expected = _nothing_but(changed=["2026-12-02"], conflicts=["2026-12-01"])
    assert _told(load("thunghiem", plan_only=True)) == expected
    assert _told(load("thunghiem")) == expected
    row.refresh_from_db()
    assert (row.active, row.reason) == (True, "Lễ hội")
    again = load("thunghiem")
    assert [entry.key for entry in again.conflicts] == ["2026-12-01"], "still listed, until somebody decides"
    deactivate_correction(SystemActor("a person"), row.id, reason="undone")


def test_a_pack_that_says_what_a_person_made_of_it_agrees(write: Write) -> None:
    write("calendar.yaml", DAYS)
    load("thunghiem")
    row = CalendarCorrection.objects.get(date=date(2026, 12, 1))
    activate_correction(SystemActor("a person"), row.id, document="12/QĐ-UBND")
    write(
        "calendar.yaml",
        DAYS.replace(
            "Lễ hội, active: false}\n- {date: 2026-12-02",
            "Lễ hội, document: 12/QĐ-UBND}\n- {date: 2026-12-02",
        ),
    )
    assert _told(load("thunghiem")) == _nothing_but(kept=2)


def test_what_left_the_pack_is_left_and_listed(write: Write) -> None:
    write("calendar.yaml", DAYS)
    load("thunghiem")
    write("calendar.yaml", "\n".join(DAYS.strip().splitlines()[:1]))
    assert _told(load("thunghiem")) == _nothing_but(kept=1, gone=["2026-12-02"])
    assert CalendarCorrection.objects.count() == 2


def test_what_moves_out_of_the_demo_is_written_anew_as_real(write: Write) -> None:
    path = write("demo/calendar.yaml", DAYS)
    assert len(load("thunghiem", demo=True).created) == 2
    assert set(PackRecord.objects.values_list("illustrative", flat=True)) == {True}
    assert CalendarCorrection.objects.filter(illustrative=True).count() == 2
    path.unlink()
    write("calendar.yaml", DAYS)
    assert [entry.key for entry in load("thunghiem", demo=True).changed] == ["2026-12-01", "2026-12-02"]
    assert set(PackRecord.objects.values_list("illustrative", flat=True)) == {False}


def test_a_wrong_line_loads_nothing(write: Write) -> None:
    write("calendar.yaml", DAYS + "- {date: 2026-12-33, kind: holiday, reason: Lễ}\n")
    with pytest.raises(PackError) as refused:
        load("thunghiem")
    assert [(f.line, f.field) for f in refused.value.findings] == [(4, "date"), (4, "kind")]
    assert "thunghiem/calendar.yaml, dòng 4, trường “date”: ngày dạng 2024-12-31" in str(refused.value)
    assert CalendarCorrection.objects.count() == 0


def test_a_refusal_by_the_room_loads_nothing(write: Write) -> None:
    write("calendar.yaml", DAYS + "- {date: 1800-01-01, kind: day_off, reason: Lễ}\n")
    with pytest.raises(Exception, match="ngoài lịch"):
        load("thunghiem")
    assert (CalendarCorrection.objects.count(), PackRecord.objects.count()) == (0, 0)


def test_the_home_pack_is_read_again_when_its_file_changes(write: Write) -> None:
    assert str(home_pack().name) == "Tỉnh Thử Nghiệm"
    write("pack.yaml", "code: thunghiem\nname: {vi: Tên mới hơn}\nkind: home\nplace: '20'\n")
    assert (str(home_pack().name), home_pack().place) == ("Tên mới hơn", "20")


def test_packs_come_after_what_they_require(write: Write) -> None:
    write("pack.yaml", "code: thunghiem\nname: {vi: A}\nkind: home\norder: 1\nrequires: [chung]\n")
    write("../chung/pack.yaml", "code: chung\nname: {vi: B}\nkind: shared\norder: 9\n")
    write("../ben/pack.yaml", "code: ben\nname: {vi: C}\nkind: reference\norder: 5\n")

    def codes(infos: list[PackInfo]) -> list[str]:
        return [info.code for info in infos]

    assert codes(all_packs()) == ["chung", "thunghiem", "ben"]
    assert codes(with_required(["thunghiem"])) == ["chung", "thunghiem"]
    with pytest.raises(NotFound) as refused:
        with_required(["khong_co"])
    assert refused.value.near == ("ben", "chung", "thunghiem")


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_write_once(write: Write) -> None:
    write("calendar.yaml", DAYS)
    told: list[dict[str, list[str] | int]] = []

    def work() -> None:
        try:
            told.append(_told(load("thunghiem")))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _each in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(len(report["created"]) for report in told if isinstance(report["created"], list)) == [
        0,
        0,
        2,
    ]
    assert CalendarCorrection.objects.count() == 2
