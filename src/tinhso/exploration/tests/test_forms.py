"""Every form: what it shows, what it leaves out and says so, and the facts behind each figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from operator import gt, lt
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base import clock
from tinhso.exploration.drawing import FORMS, draw
from tinhso.exploration.drawn import Drawn, Made
from tinhso.exploration.forms.distribution import bins, quantile
from tinhso.exploration.forms.ranking import moved, ranked
from tinhso.exploration.maps.tests.scene import SPEC, land, years
from tinhso.exploration.sheets import Item
from tinhso.exploration.spec import Axis, Form, Spec, Where
from tinhso.indicators.models import Adding, Direction, Indicator, Kind
from tinhso.indicators.tests.conftest import TODAY, indicator, place
from tinhso.people.principals import ANONYMOUS
from tinhso.places.models import Level, Lineage, Place
from tinhso.warehouse.questions import Op
from tinhso.warehouse.tests.door_scene import EVE, REFORM, tell

pytestmark = pytest.mark.django_db
TABLE = SPEC.model_copy(update={"form": Form.PIVOT})


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(TODAY):
        yield


def drawn(spec: Spec = TABLE, **changes: Any) -> Drawn:
    """The view changed, for anybody."""
    return draw(Spec.model_validate({**dict(spec), **changes}), ANONYMOUS, identity="v")


def made(spec: Spec = TABLE, **changes: Any) -> Made:
    """What its form made."""
    found = drawn(spec, **changes).made
    assert found is not None
    return found


def texts(found: Made) -> dict[str, list[str]]:
    """What every row of its table says."""
    return {line.label: [item.text for item in line.items] for line in found.rows}


def two_years() -> None:
    """Four communes: the third told once, the fourth never."""
    years(land(), y2024=[(50, 100), (90, 100), None, None], y2025=[(75, 100), (80, 100), (10, 100), None])


def test_the_pivot_has_places_down_and_periods_across() -> None:
    two_years()
    assert texts(made()) == {
        "Xã Số 001": ["50,0", "75,0"],
        "Xã Số 002": ["90,0", "80,0"],
        "Xã Số 003": ["–", "10,0"],
        "Xã Số 004": ["–", "–"],
    }


def test_every_figure_leads_to_its_facts() -> None:
    two_years()
    item = made().rows[0].items[0]
    for part in ("/explore/facts/?", "m=phu-song", "place=06000", "period=2024", "on=2026-"):
        assert part in item.href
    assert made().rows[3].items[0].href == ""


def test_totals_follow_the_rule_and_say_who_is_missing() -> None:
    two_years()
    total = made(totals=True).rows[-1]
    assert (total.label, total.total) == ("Tổng hợp 4 địa bàn", True)
    assert [item.text for item in total.items] == ["70,0", "55,0"]
    assert [item.marks for item in total.items] == [("2/4 địa bàn",), ("3/4 địa bàn",)]


def test_what_no_rule_adds_has_no_total() -> None:
    found = land(kind=Kind.PERCENT, adding=Adding.NONE)
    years(found, y2025=[50, 60, 70, 80])
    item = made(totals=True).rows[-1].items[0]
    assert (item.text, item.marks) == ("–", ("không tổng hợp được",))


def test_the_axes_turn_and_the_third_is_told_apart_inside() -> None:
    two_years()
    turned = made(rows=Axis.PERIOD, columns=Axis.PLACE)
    assert texts(turned)["năm 2025"] == ["75,0", "80,0", "10,0", "–"]
    second = indicator("dan-so", "Dân số", Kind.COUNT, Adding.SUM, unit="người")
    tell([(second, Place.objects.get(code="06000"), "2025", 1200)])
    both = made(measures=("phu-song", "dan-so"))
    assert [group.label for group in both.context["sheet"].groups] == ["năm 2024", "năm 2025"]
    assert texts(both)["Xã Số 001"] == ["50,0", "–", "75,0", "1.200"]


def test_two_periods_are_compared_in_words_and_signs() -> None:
    two_years()
    rows = texts(made(at="2025", against="2024"))
    assert rows["Xã Số 001"] == ["50,0", "75,0", "▲ tăng 25,0 điểm %"]
    assert rows["Xã Số 002"][2] == "▼ giảm 10,0 điểm %"
    assert rows["Xã Số 003"][2] == "–"


def test_colours_carry_a_sign_and_a_legend() -> None:
    two_years()
    found = made(colours=True)
    coloured = [item for line in found.rows for item in line.items if item.value is not None]
    assert all(item.tone and item.sign for item in coloured)
    assert {one.tone for one in found.context["legend"]} >= {item.tone for item in coloured}


def test_the_indicator_s_own_classes_come_first() -> None:
    legend = [
        {"to": 60, "tone": "late", "vi": "Thấp", "en": "Low"},
        {"from": 60, "tone": "met", "vi": "Đạt", "en": "Met"},
    ]
    years(land(legend=legend), y2025=[(50, 100), (60, 100), (99, 100), None])
    tones = [line.items[0].tone for line in made(colours=True).rows]
    assert tones == ["late", "met", "met", ""]


def test_a_mark_that_a_whole_column_carries_stands_in_its_head() -> None:
    two_years()
    sheet = made().context["sheet"]
    marked = replace(
        sheet,
        lines=tuple(
            replace(line, items=tuple(replace(i, marks=("3/4 kỳ",)) for i in line.items))
            for line in sheet.lines
        ),
    )
    lifted = marked.lifted()
    assert [head.note for head in lifted.heads] == ["", "3/4 kỳ"], "the first column has two figures only"
    assert {item.marks for line in lifted.lines for item in line.items[1:] if item.value is not None} == {()}


def test_conditions_choose_places_by_the_newest_period_and_count_them_then_and_now() -> None:
    two_years()
    where = (Where(measure="phu-song", op=Op.BELOW, number=Decimal(79)),)
    found = drawn(where=where, against="2024")
    assert found.made is not None
    assert list(texts(found.made)) == ["Xã Số 001", "Xã Số 003"]
    assert found.lead == "Năm 2025: 2/4 xã, phường có Hộ được phủ sóng nhỏ hơn 79 %; năm 2024: 1."
    nobody = drawn(where=(Where(measure="phu-song", op=Op.ABOVE, number=Decimal(99)),))
    assert nobody.made is None
    assert nobody.empty


def test_lines_keep_their_gaps_and_their_links() -> None:
    two_years()
    chart = made(form=Form.LINE).context["chart"]
    third = next(one for one in chart.series if one.name == "Xã Số 003")
    assert third.values == (None, Decimal(10))
    assert third.hrefs[0] == ""
    assert "period=2025" in third.hrefs[1]
    assert chart.marks[0].at == "năm 2025"


def test_of_many_places_the_greatest_and_the_least_are_drawn_and_all_are_in_the_table() -> None:
    years(land(30), y2024=[(n, 100) for n in range(30)], y2025=[(n, 100) for n in range(30)])
    found = made(form=Form.LINE)
    assert len(found.context["chart"].series) == 8
    assert "8 trong 30" in found.notes[0]
    assert len(found.context["sheet"].heads) == 30


def test_bars_begin_with_the_greatest_or_turned_with_the_least() -> None:
    two_years()
    assert made(form=Form.BAR).context["chart"].labels[:3] == ("Xã Số 002", "Xã Số 001", "Xã Số 003")
    assert made(form=Form.BAR, reverse=True).context["chart"].labels[:2] == ("Xã Số 003", "Xã Số 001")
    both = made(form=Form.BAR, against="2024").context["chart"]
    assert [one.name for one in both.series] == ["năm 2024", "năm 2025"]


def test_ratios_are_not_stacked_and_the_reason_is_given() -> None:
    two_years()
    found = made(form=Form.STACKED)
    assert found.context["chart"].kind == "bar"
    assert "Không xếp chồng được" in found.notes[0]


def test_counts_are_stacked_and_the_rest_is_one_part() -> None:
    years(land(12, kind=Kind.COUNT, adding=Adding.SUM), y2025=list(range(1, 13)))
    chart = made(form=Form.STACKED).context["chart"]
    assert chart.kind == "stacked"
    assert sum(one.values[0] for one in chart.series) == sum(range(1, 13))
    assert chart.series[-1].name == "5 nơi còn lại"


def test_small_charts_share_one_scale() -> None:
    two_years()
    found = made(form=Form.MULTIPLES)
    assert (found.context["low"], found.context["high"]) == ("0,0 %", "90,0 %")
    first = found.context["smalls"][0]
    assert (first.name, first.last.text, first.change.text) == ("Xã Số 002", "80,0", "▼ giảm 10,0 điểm %")
    assert found.svg.count("<svg") == 4


def test_the_ranking_says_who_rose_and_who_fell() -> None:
    two_years()
    rows = made(form=Form.RANKING).context["rows"]
    told = [(row.place.name, row.rank, row.change.text, row.moved.text) for row in rows]
    assert told == [
        ("Số 002", 1, "▼ giảm 10,0 điểm %", "= giữ hạng"),
        ("Số 001", 2, "▲ tăng 25,0 điểm %", "= giữ hạng"),
        ("Số 003", 3, "–", "–"),
        ("Số 004", None, "–", "–"),
    ]
    assert made(form=Form.RANKING, reverse=True).context["rows"][0].place.name == "Số 003"


def test_the_distribution_says_who_is_in_each_bin() -> None:
    two_years()
    found = made(form=Form.DISTRIBUTION)
    assert sum(found.context["chart"].series[0].values) == 3
    named = [place.name for one in found.context["bins"] for place, _item in one.places]
    assert sorted(named) == ["Số 001", "Số 002", "Số 003"]
    assert found.context["without"] == 1


@pytest.mark.parametrize("form", list(FORMS))
def test_a_form_stands_with_one_place_and_with_one_period(form: Form) -> None:
    years(land(1), y2025=[(1, 2)])
    assert made(form=form).table.columns


@pytest.mark.parametrize("form", list(FORMS))
def test_a_card_is_no_larger_than_its_page(form: Form) -> None:
    years(land(40), y2024=[(n, 100) for n in range(40)], y2025=[(n, 50) for n in range(40)])
    spec = Spec.model_validate({**dict(TABLE), "form": form})
    card = draw(spec, ANONYMOUS, compact=True, identity="card-1")
    assert card.made is not None
    assert card.identity == "card-1"
    assert card.href.startswith("/explore/?m=phu-song")


def _measure(direction: Direction) -> Indicator:
    return cast("Indicator", SimpleNamespace(direction=direction))


@given(st.dictionaries(st.integers(), st.decimals(-100, 100, places=2), min_size=1))
def test_ranks_count_those_who_are_better(numbers: dict[int, Decimal]) -> None:
    for direction, better in ((Direction.UP, gt), (Direction.DOWN, lt)):
        ranks = ranked(_measure(direction), cast("Any", numbers))
        for key, number in numbers.items():
            assert ranks[cast("Any", key)] == 1 + sum(better(other, number) for other in numbers.values())


@given(st.lists(st.decimals(-1000, 1000, places=2), min_size=1))
def test_no_place_falls_out_of_its_bin(values: list[Decimal]) -> None:
    told: list[Any] = [(index, Item(value)) for index, value in enumerate(values)]
    found = bins(told)
    inside: list[Any] = [(one, place, item) for one in found for place, item in one.places]
    assert sorted(place for _one, place, _item in inside) == list(range(len(values)))
    assert all(one.low <= item.value <= one.high for one, _place, item in inside)
    assert len(found) <= 13


@given(st.lists(st.decimals(-1000, 1000, places=2), min_size=1).map(sorted), st.decimals(0, 1, places=3))
def test_a_quantile_lies_between_its_neighbours(values: list[Decimal], share: Decimal) -> None:
    found = quantile(values, share)
    assert values[0] <= found <= values[-1]
    assert quantile(values, Decimal(0)) == values[0]
    assert quantile(values, Decimal(1)) == values[-1]


def test_moves_are_told_in_words() -> None:
    assert [moved(*one).text for one in ((5, 2), (2, 5), (3, 3), (None, 1))] == [
        "▲ lên 3 bậc",
        "▼ xuống 3 bậc",
        "= giữ hạng",
        "–",
    ]


def test_a_period_that_is_not_over_says_so() -> None:
    years(land(), y2025=[(1, 2)] * 4, y2026=[(1, 2)] * 4)
    assert [head.label for head in made().context["sheet"].heads] == ["năm 2025", "năm 2026 (đến nay)"]


def test_what_is_not_comparable_says_so_instead_of_a_number() -> None:
    found = land()
    old = place(Level.COMMUNE, "05999", "Cũ", found.province, type="Xã", valid_to=EVE)
    for new in found.communes[:2]:
        new.valid_from = REFORM
        new.save()
        Lineage.objects.create(predecessor=old, successor=new, on=REFORM, share=None, basis="none")
    tell([(found.covered, old, "2024", (50, 100))])
    years(found, y2024=[None, None, (1, 2), None], y2025=[(1, 2)] * 4)
    assert texts(made())["Xã Số 001"] == ["không so sánh được", "50,0"]
    assert "không so sánh được" in made().rows[0].note


def test_of_very_many_places_the_page_prints_those_with_figures_and_the_files_all() -> None:
    years(land(300), y2025=[None] * 60 + [(1, 2)] * 240)
    sheet = made().context["sheet"]
    assert len(sheet.shown) == 250
    assert sum(line.items[0].value is not None for line in sheet.shown) == 240
    assert sheet.left == 50
    assert len(made().rows) == 300
