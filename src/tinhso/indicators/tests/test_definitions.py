"""Definitions by date: laying down, reading, cells, taking effect, and the copy that can be made anew."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tinhso.base import clock
from tinhso.base.audit.models import AuditEntry, History
from tinhso.base.errors import Invalid, NotAllowed
from tinhso.base.events.models import OutboxEvent
from tinhso.indicators.actions import record_observation
from tinhso.indicators.definitions import laying as definitions
from tinhso.indicators.definitions.laying import DefinitionDraft, define, definition_on
from tinhso.indicators.models import Definition, Indicator, State
from tinhso.indicators.tests.conftest import ROBOT, TODAY, World

LATER = date(2027, 1, 1)
EARLIER = date(2024, 1, 1)
BY_TECHNOLOGY = [
    {
        "code": "cong-nghe",
        "vi": "Công nghệ",
        "en": "Technology",
        "options": [{"code": "4g", "vi": "4G", "en": "4G"}, {"code": "5g", "vi": "5G"}],
    }
]
BY_GENDER = [
    {"code": "gioi", "vi": "Giới", "options": [{"code": "nu", "vi": "nữ"}, {"code": "nam", "vi": "nam"}]}
]


def draft(**more: Any) -> DefinitionDraft:
    """A count that can stand."""
    told: dict[str, Any] = {"name": "Thôn được phủ sóng", "name_en": "Villages covered", "kind": "count"}
    return DefinitionDraft.model_validate({**told, "unit": "thôn", "decimals": 0, "adding": "sum", **more})


def problems(refused: pytest.ExceptionInfo[Invalid]) -> dict[str | None, str]:
    """Fields and the codes of what is wrong with them."""
    return {problem.field: problem.code for problem in refused.value.problems}


def test_a_new_indicator_stands_at_once_and_leaves_its_trail(world: World) -> None:
    row = define(world.office, "thon-moi", draft(), None, "")
    made = Indicator.objects.get(code="thon-moi")
    assert (row.indicator, made.name, made.unit, made.decimals) == (made, "Thôn được phủ sóng", "thôn", 0)
    assert made.search_key.startswith("thon duoc phu song")
    entry = AuditEntry.objects.filter(stream="indicator:thon-moi").get()
    assert entry.verb == "indicators.define"
    assert OutboxEvent.objects.filter(name="indicators.defined").count() == 1
    assert History.objects.filter(table_name="indicators_definition", row_id=str(row.pk)).exists()


def test_the_same_again_changes_nothing(world: World) -> None:
    define(world.office, "thon-moi", draft(), None, "")
    define(world.office, "thon-moi", draft(), None, "lần nữa")
    assert AuditEntry.objects.filter(stream="indicator:thon-moi").count() == 1


def test_only_the_standing_office_lays_down(world: World) -> None:
    with pytest.raises(NotAllowed):
        define(world.officer, "thon-moi", draft(), None, "")


def test_each_day_reads_what_stood_then(world: World) -> None:
    define(world.office, "thon-moi", draft(), None, "")
    define(world.office, "thon-moi", draft(name="Từ 2024"), EARLIER, "Theo quyết định mới")
    define(world.office, "thon-moi", draft(name="Từ 2027"), LATER, "Theo quyết định mới nữa")
    row = Indicator.objects.get(code="thon-moi")
    assert row.name == "Từ 2024"
    told = {day: definition_on([row], day)[row.pk].name for day in (date(2020, 1, 1), EARLIER, TODAY, LATER)}
    assert list(told.values()) == ["Thôn được phủ sóng", "Từ 2024", "Từ 2024", "Từ 2027"]
    assert definition_on([row.pk], date(2023, 12, 31))[row.pk].name == "Thôn được phủ sóng"


def test_before_the_first_day_nothing_stands(world: World) -> None:
    define(world.office, "thon-moi", draft(), EARLIER, "")
    row = Indicator.objects.get(code="thon-moi")
    assert definition_on([row], date(2023, 12, 31)) == {}


def test_one_query_reads_the_definitions_of_many(world: World, django_assert_num_queries: Any) -> None:
    for number in range(5):
        define(world.office, f"chi-so-{number}", draft(), None, "")
    rows = list(Indicator.objects.filter(code__startswith="chi-so-"))
    with django_assert_num_queries(1):
        assert len(definition_on(rows, TODAY)) == 5


def test_what_begins_later_takes_effect_on_its_day(world: World) -> None:
    define(world.office, "thon-moi", draft(), None, "")
    define(world.office, "thon-moi", draft(name="Từ 2027"), LATER, "Theo quyết định mới")
    assert definitions.take_effect() == []
    with clock.standing_at(LATER):
        assert [row.code for row in definitions.take_effect()] == ["thon-moi"]
        assert definitions.take_effect() == []
    assert Indicator.objects.get(code="thon-moi").name == "Từ 2027"
    assert AuditEntry.objects.filter(verb="indicators.take_effect").count() == 1


def test_cells_follow_from_the_groups(world: World) -> None:
    define(world.office, "thon-moi", draft(disaggregations=BY_TECHNOLOGY + BY_GENDER), None, "")
    whole = Indicator.objects.get(code="thon-moi")
    cells = {row.cell: row for row in whole.cells.all()}
    assert sorted(cells) == ["4g.nam", "4g.nu", "5g.nam", "5g.nu"]
    cell = cells["4g.nu"]
    assert (cell.code, cell.name, cell.unit) == ("thon-moi.4g.nu", "Thôn được phủ sóng (4G, nữ)", "thôn")
    assert cell.name_en == "Villages covered (4G, nữ)"
    assert cell.disaggregations == []
    assert definition_on([cell], TODAY)[cell.pk].in_use


def test_a_cell_that_is_dropped_ends_on_that_day_and_may_come_back(world: World) -> None:
    only_4g = [{**BY_TECHNOLOGY[0], "options": BY_TECHNOLOGY[0]["options"][:1]}]
    define(world.office, "thon-moi", draft(disaggregations=BY_TECHNOLOGY), None, "")
    define(world.office, "thon-moi", draft(disaggregations=only_4g), EARLIER, "Bỏ 5G")
    define(world.office, "thon-moi", draft(disaggregations=BY_TECHNOLOGY), LATER, "Thêm lại 5G")
    cell = Indicator.objects.get(code="thon-moi.5g")
    told = [definition_on([cell], day)[cell.pk].in_use for day in (date(2023, 1, 1), TODAY, LATER)]
    assert told == [True, False, True]


def test_a_cell_is_changed_through_its_whole_only(world: World) -> None:
    define(world.office, "thon-moi", draft(disaggregations=BY_TECHNOLOGY), None, "")
    with pytest.raises(Invalid) as refused:
        define(world.office, "thon-moi.4g", draft(), None, "thử")
    assert problems(refused)["code"] == "cell"


def test_kind_and_unit_stay_once_figures_were_told(world: World) -> None:
    definitions.begin([world.teams])
    told = world.draft(indicator="to-cnscd", numerator=None, denominator=None, value=Decimal(5))
    record_observation(world.office, told, State.CONFIRMED)
    other = draft(name=world.teams.name, unit="đội")
    with pytest.raises(Invalid) as refused:
        define(world.office, "to-cnscd", other, None, "Đổi đơn vị")
    assert problems(refused) == {"unit": "figures_told"}
    assert "30/09/2026" in str(refused.value.message)
    define(world.office, "to-cnscd", other, date(2026, 11, 22), "Đổi đơn vị")
    told_under = definitions.definitions_of(list(world.teams.observations.all()))
    assert [row.unit for row in told_under.values()] == ["tổ"]


def test_a_change_needs_its_reason(world: World) -> None:
    define(world.office, "thon-moi", draft(), None, "")
    with pytest.raises(Invalid) as refused:
        define(world.office, "thon-moi", draft(name="Khác"), EARLIER, " ")
    assert problems(refused) == {"why": "missing"}


def test_every_mistake_is_told_at_its_field(world: World) -> None:
    wrong = draft(
        name="",
        kind="count",
        factor=0,
        options=[{"value": 1, "vi": "Một"}],
        adding="ratio_of_sums",
        disaggregations=[{"code": "Công nghệ", "vi": "", "options": [{"code": "4G", "vi": "4G"}]}],
        reporters={"agencies": ["so-khcm"], "kinds": ["chi-nhanh"], "level": "thon"},
        approvals=["parent", "head"],
        legend=[
            {"from": 0, "to": 60, "tone": "late", "vi": "Thấp"},
            {"from": 50, "to": None, "tone": "xanh", "vi": "Cao"},
        ],
    )
    with pytest.raises(Invalid) as refused:
        define(world.office, "Thôn mới", wrong, None, "")
    assert problems(refused) == {
        "code": "invalid_code",
        "name": "missing",
        "factor": "factor",
        "options": "options",
        "adding": "adding",
        "disaggregations.0.code": "invalid_code",
        "disaggregations.0.vi": "missing",
        "disaggregations.0.options.0.code": "invalid_code",
        "reporters.agencies": "unknown_code",
        "reporters.kinds": "unknown_code",
        "reporters.level": "unknown_code",
        "approvals": "approvals",
        "legend.1.tone": "tone",
        "legend.1.from": "overlap",
    }
    assert not Indicator.objects.filter(code="Thôn mới").exists()


@pytest.mark.parametrize(
    ("formula", "code", "said"),
    [
        ("#{to-cnscd} / (", "unfinished", "Ký tự thứ"),
        ("#{to-cnsc} * 2", "unknown_code", "to-cnscd"),
        ("#{to-cnscd.4g} * 2", "unknown_code", "to-cnscd"),
        ("#{to-cnscd} > 2", "type", None),
        ("#{dan-xuat} + 1", "cycle", None),
    ],
)
def test_a_formula_that_cannot_stand_is_refused(
    world: World, formula: str, code: str, said: str | None
) -> None:
    with pytest.raises(Invalid) as refused:
        define(world.office, "dan-xuat", draft(formula=formula), None, "")
    problem = refused.value.problems[0]
    assert (problem.field, problem.code) == ("formula", code)
    assert said is None or said in str(problem.hint)


def test_a_circle_over_several_indicators_is_refused_with_its_path(world: World) -> None:
    define(world.office, "mot", draft(), None, "")
    define(world.office, "hai", draft(formula="#{mot} + 1"), None, "")
    define(world.office, "ba", draft(formula="#{hai} + 1"), None, "")
    with pytest.raises(Invalid) as refused:
        define(world.office, "mot", draft(formula="#{ba}.periodOffset(-1)"), LATER, "Tính lại")
    assert "mot → ba → hai → mot" in str(refused.value.message)


def test_the_copy_is_made_anew_from_the_definitions(world: World) -> None:
    define(world.office, "thon-moi", draft(), None, "")
    definitions.begin([world.teams, world.procedures])
    assert definitions.behind() == []
    Indicator.objects.filter(code="thon-moi").update(unit="xã")
    Definition.objects.filter(indicator=world.teams).delete()
    assert {row.code for row, _definition in definitions.behind()} == {"thon-moi", "to-cnscd"}
    assert definitions.rebuild() == 2
    assert definitions.behind() == []
    assert Indicator.objects.get(code="thon-moi").unit == "thôn"


def test_the_robot_may_lay_down(world: World) -> None:
    assert define(ROBOT, "thon-moi", draft(), None, "").name == "Thôn được phủ sóng"
