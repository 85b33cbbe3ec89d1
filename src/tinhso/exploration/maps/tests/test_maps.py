"""Maps from figures: classes through all periods, hatches, changes, what has no outline, few statements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tinhso.base import clock
from tinhso.base.calendar.periods import PeriodKind
from tinhso.exploration.drawing import draw
from tinhso.exploration.drawn import Made
from tinhso.exploration.maps.tests.scene import SPEC, land, years
from tinhso.exploration.spec import Classes, Form, Spec, Where
from tinhso.indicators.models import Adding, Direction, Kind
from tinhso.indicators.tests.conftest import TODAY
from tinhso.people.principals import ANONYMOUS
from tinhso.warehouse.questions import Op
from tinhso.warehouse.tests.door_scene import tell

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(TODAY):
        yield


def made(spec: Spec = SPEC, *, compact: bool = False) -> Made:
    found = draw(spec, ANONYMOUS, compact=compact, identity="v").made
    assert found is not None
    return found


def page(spec: Spec = SPEC, *, compact: bool = False) -> str:
    drawn = draw(spec, ANONYMOUS, compact=compact, identity="v")
    assert drawn.made is not None
    return render_to_string(drawn.made.template, {"drawn": drawn, "made": drawn.made})


def test_classes_are_those_of_all_periods() -> None:
    found = land()
    years(found, y2024=[(1, 10), (2, 10), (3, 10), (4, 10)], y2025=[(7, 10), (8, 10), (9, 10), (10, 10)])
    data = made().context["data"]
    assert [one["code"] for one in data["periods"]] == ["2024", "2025"]
    assert data["at"] == "2025"
    assert data["periods"][0]["values"] == [10, 20, 30, 40]
    joined = "".join(one["classes"] for one in data["periods"])
    assert joined == "".join(sorted(joined))
    assert set(joined) == set("01234")


def test_what_is_missing_is_hatched_and_counted() -> None:
    found = land()
    years(found, y2025=[(1, 2), None, (1, 4), None])
    told = made()
    assert told.context["data"]["periods"][0]["classes"].count("-") == 2
    key = next(one for one in told.context["keys"] if one.letter == "-")
    assert (key.count, key.hatch) == (2, "missing")
    drawn = page()
    assert drawn.count('fill="url(#v-missing)"') == 2
    assert 'id="v-missing"' in drawn
    assert "Xã Số 002: chưa có số liệu" in drawn


def test_what_all_figures_lack_is_said_once() -> None:
    found = land()
    tell([(found.covered, one, f"2025-Q{number}", (1, 2)) for one in found.communes for number in (1, 2)])
    tell([(found.covered, found.communes[0], "2025-Q3", (1, 2))])
    told = made()
    assert told.context["note"] == ""
    assert [row.note for row in sorted(told.context["rows"], key=lambda row: row.number)] == [
        "3/4 kỳ", "2/4 kỳ", "2/4 kỳ", "2/4 kỳ",
    ]  # fmt: skip
    assert page().count("is-partial") == 4
    tell([(found.covered, one, "2025-Q3", (1, 2)) for one in found.communes[1:]])
    assert made().context["note"] == "3/4 kỳ"
    assert "is-partial" not in page()


def test_every_unit_is_a_link_to_its_facts_with_a_title() -> None:
    found = land()
    years(found, y2025=[(1, 2), (1, 3), (1, 4), (1, 5)])
    drawn = page()
    units = re.findall(
        r'<a class="mapx__unit" href="([^"]+)" data-i="(\d+)" aria-label="([^"]+)"><title>', drawn
    )
    assert len(units) == 4
    assert "place=06000" in units[0][0] and "period=2025" in units[0][0]
    assert units[0][2] == "Xã Số 001: 50,0 %"


def test_changes_say_for_better_or_worse() -> None:
    found = land(direction=Direction.DOWN)
    years(found, y2024=[(1, 10), (2, 10), (3, 10), None], y2025=[(2, 10), (2, 10), (1, 10), (1, 10)])
    told = made(SPEC.model_copy(update={"against": "2024"}))
    by = {row.place.code: (row.change, row.turn) for row in told.context["rows"]}
    assert by == {
        "06000": ("▲ 10,0", "worse"),
        "06001": ("= 0,0", "same"),
        "06002": ("▼ 20,0", "better"),
        "06003": ("–", ""),
    }
    assert told.context["data"]["periods"][1]["changes"] == [10, 0, -20, None]
    assert "changes" not in told.context["data"]["periods"][0]


def test_own_scale_names_its_classes() -> None:
    legend = [{"to": 50, "tone": "late", "vi": "Kém"}, {"from": 50, "tone": "met", "vi": "Tốt"}]
    found = land(legend=legend)
    years(found, y2025=[(1, 10), (5, 10), (9, 10), (4, 10)])
    told = made(SPEC.model_copy(update={"classes": Classes.OWN}))
    keys = [(key.text, key.tone, key.count) for key in told.context["keys"]]
    assert keys[:2] == [("Kém: dưới 50,0", "fill-late", 2), ("Tốt: từ 50,0 trở lên", "fill-met", 2)]
    assert [one[2] for one in told.context["schemes"]] == [False, False, True]


def test_yes_and_no_are_classes() -> None:
    found = land(kind=Kind.YES_NO, adding=Adding.NONE, unit="")
    years(found, y2025=[1, 0, 1, None])
    told = made()
    assert [(key.text, key.count) for key in told.context["keys"]] == [
        ("Không", 1), ("Có", 2), ("chưa có số liệu", 1),
    ]  # fmt: skip
    assert "Xã Số 002: Không" in page()


def test_the_sentence_names_an_end_or_counts_those_who_share_it() -> None:
    found = land()
    years(found, y2024=[(1, 4)] * 4, y2025=[(1, 4), (1, 4), (3, 4), None])
    assert made().context["summary"] == (
        "Năm 2025: 3/4 đơn vị có số liệu; cao nhất Xã Số 003 (75,0 %), thấp nhất 25,0 % (2 đơn vị)."
    )
    same = made(SPEC.model_copy(update={"at": "2024"})).context["summary"]
    assert same == "Năm 2024: 4/4 đơn vị có số liệu, đều là 25,0 %."


def test_circles_are_true_to_area() -> None:
    found = land(kind=Kind.COUNT, adding=Adding.SUM, unit="thôn", decimals=0)
    years(found, y2025=[100, 25, 4, None])
    spec = SPEC.model_copy(update={"form": Form.SYMBOLS})
    drawn = page(spec)
    radii = [
        float(one)
        for one in re.findall(r'<circle cx="[\d.]+" cy="[\d.]+" r="([\d.]+)"></circle><text', drawn)
    ]
    largest = made(spec).context["data"]["largest"]
    assert radii == pytest.approx([largest, largest / 2, largest / 5, 0], abs=0.1)


def test_a_unit_without_an_outline_stands_in_the_list() -> None:
    found = land(hole=True)
    years(found, y2025=[(1, 2), (1, 3), (1, 4), (1, 5)])
    told = made()
    assert [place.code for place in told.context["missing"]] == ["06003"]
    drawn = page()
    assert "1 đơn vị chưa có ranh giới trên bản đồ" in drawn
    assert drawn.count('<tr data-i="') == 4


def test_without_outlines_there_is_a_sentence_and_the_list() -> None:
    found = land(1, hole=True)
    years(found, y2025=[(1, 2)])
    told = made()
    assert told.context["drawing"] is None
    drawn = page(compact=True)
    assert "Chưa có ranh giới số" in drawn
    assert "Xã Số 001" in drawn


def test_units_that_conditions_leave_out_are_drawn_around() -> None:
    found = land()
    years(found, y2025=[(1, 2), (1, 3), (1, 4), (1, 5)])
    spec = SPEC.model_copy(update={"where": (Where(measure="phu-song", op=Op.ABOVE, number=Decimal(30)),)})
    drawn = page(spec)
    assert drawn.count("mapx__unit") == 2
    assert drawn.count("mapx__around") == 2


def test_the_reform_is_marked_in_its_year_and_between_its_halves() -> None:
    found = land()
    years(found, y2024=[(1, 2)] * 4, y2025=[(1, 2)] * 4)
    told = made(SPEC.model_copy(update={"at": "2024"})).context
    assert told["reform"]["place"] == 1000
    assert told["steps"]["before"] is None
    assert "at=2025" in told["steps"]["after"].href
    tell([(found.covered, found.communes[0], f"2025-H{half}", (1, 2)) for half in (1, 2)])
    halves = made(SPEC.model_copy(update={"kind": PeriodKind.HALF})).context
    assert [one["code"] for one in halves["data"]["periods"]] == ["2025-H1", "2025-H2"]
    assert halves["reform"]["place"] == 500


def test_the_statements_do_not_grow_with_the_places() -> None:
    found = land(60)
    years(found, y2025=[(one, 60) for one in range(60)])
    draw(SPEC, ANONYMOUS, identity="v")  # what is remembered is remembered for both
    drawn = []
    for spec in (SPEC, SPEC.model_copy(update={"form": Form.PIVOT})):
        with CaptureQueriesContext(connection) as asked:
            draw(spec, ANONYMOUS, identity="v")
        drawn.append(len(asked))
    assert drawn[0] == drawn[1] + 1


def test_the_picture_stands_alone() -> None:
    found = land()
    years(found, y2025=[(1, 2), (1, 3), None, (1, 5)])
    for form in (Form.MAP, Form.SYMBOLS):
        picture = made(SPEC.model_copy(update={"form": form})).svg
        tree = ET.fromstring(picture)
        words = " ".join(tree.itertext())
        assert "Hộ được phủ sóng" in words
        assert "năm 2025" in words
        assert "theo địa giới ngày 21/11/2026" in words
        assert "chưa có số liệu (1)" in words
        assert "Ranh giới mẫu" in words
        assert "class=" not in picture
        assert "style" not in picture


def test_the_list_is_a_table_for_files() -> None:
    found = land()
    years(found, y2024=[(1, 4)] * 4, y2025=[(1, 2)] * 4)
    told = made(SPEC.model_copy(update={"against": "2024"}))
    assert [column.key for column in told.table.columns] == ["label", "code", "value", "before", "change"]
    assert [column.value(told.rows[0]) for column in told.table.columns] == [
        "Xã Số 001", "06000", Decimal("50.0"), Decimal("25.0"), Decimal("25.0"),
    ]  # fmt: skip


def test_open_pages_ask_for_the_version_without_the_database(client: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        first = client.get("/explore/version")
        again = client.get("/explore/version", headers={"If-None-Match": first.headers["ETag"]})
    assert set(json.loads(first.content)) == {"version", "at"}
    assert again.status_code == 304
    assert len(asked) == 0
