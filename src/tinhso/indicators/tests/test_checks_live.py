"""Rules while figures are typed and when they are sent, by every way in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tinhso.base.audit.models import AuditEntry, History
from tinhso.base.calendar.periods import Period
from tinhso.base.errors import Invalid, NotAllowed
from tinhso.indicators.actions import record_observation
from tinhso.indicators.bulk import writing as bulk
from tinhso.indicators.bulk.writing import RowDraft
from tinhso.indicators.checks import actions
from tinhso.indicators.checks.items import CheckItem
from tinhso.indicators.entry import drafts as entry_drafts
from tinhso.indicators.entry import grid as entry
from tinhso.indicators.models import Adding, Check, Kind, Observation, State
from tinhso.indicators.tests.conftest import World, indicator, place
from tinhso.places.models import Level, Place

PERIOD = Period.parse("2026-10")
COMMUNE = "06184"


@pytest.fixture
def put(world: World) -> Callable[..., Check]:
    indicator("ho-so", "Hồ sơ tiếp nhận", Kind.COUNT, Adding.SUM, unit="hồ sơ", decimals=0)
    indicator("truc-tuyen", "Hồ sơ nộp trực tuyến", Kind.COUNT, Adding.SUM, unit="hồ sơ", decimals=0)

    def written(severity: str, **more: Any) -> Check:
        rest = {name: more.pop(name) for name in ("level", "valid_from", "valid_to") if name in more}
        item = {"code": more.pop("code", more["kind"]), "name": {"vi": "Quy tắc"}, "severity": severity}
        return actions.put_check(world.office, CheckItem.model_validate({**item, **rest, "rule": more}))

    return written


def row(code: str, value: int, place: str = COMMUNE, period: Period = PERIOD, **more: Any) -> RowDraft:
    told = {"indicator": code, "place": place, "agency": "so-khcn", "period": period.code, "value": value}
    return RowDraft.model_validate(told | more)


def past(world: World, values: list[int], **more: Any) -> None:
    """Confirmed figures of the months before."""
    rows = [row("ho-so", value, period=PERIOD.shift(-back), **more) for back, value in enumerate(values, 1)]
    told = bulk.write(world.office, rows, submit=False)
    assert told.count("created") == len(values)


def below(put: Callable[..., Check], severity: str = "refuse") -> Check:
    return put(severity, kind="below", lesser="truc-tuyen", greater="ho-so")


def test_only_the_standing_office_writes_rules(world: World, put: Callable[..., Check]) -> None:
    made = below(put)
    assert made.touched == ["truc-tuyen", "ho-so"]
    item = CheckItem.model_validate(
        {"code": "khac", "name": {"vi": "Khác"}, "severity": "warn", "rule": made.rule}
    )
    with pytest.raises(NotAllowed):
        actions.put_check(world.officer, item)
    again = below(put, "warn")
    assert again.pk == made.pk
    assert AuditEntry.objects.filter(stream="checks", verb="indicators.put_check").count() == 2
    assert History.objects.filter(row_id=str(made.pk), operation="U").count() == 1


def test_unknown_codes_are_refused_with_near_ones(world: World, put: Callable[..., Check]) -> None:
    with pytest.raises(Invalid) as refused:
        put("warn", kind="below", lesser="truc-tuyenn", greater="hoso")
    assert [problem.field for problem in refused.value.problems] == ["rule.lesser", "rule.greater"]
    assert "truc-tuyen" in str(refused.value.problems[0].hint)
    with pytest.raises(Invalid) as refused:
        put("warn", kind="formula", formula="#{ho-so} >= #{truc-tuye}")
    assert refused.value.field == "rule.formula"
    assert "13" in str(refused.value.message)
    with pytest.raises(Invalid, match="đúng hoặc sai"):
        put("warn", kind="formula", formula="#{ho-so} + 1")
    with pytest.raises(Invalid, match="không cộng được"):
        put("warn", kind="children", indicator="dvctt")
    assert put("warn", kind="children", indicator="dvctt:numerator").touched == ["dvctt"]


def test_a_figure_alone_is_judged(world: World, put: Callable[..., Check]) -> None:
    below(put)
    told = {"place": COMMUNE, "period": PERIOD.code}
    record_observation(
        world.office, world.draft(indicator="ho-so", numerator=None, denominator=None, value=9, **told)
    )
    more = world.draft(indicator="truc-tuyen", numerator=None, denominator=None, value=10, **told)
    with pytest.raises(Invalid, match="10 lớn hơn “Hồ sơ tiếp nhận” là 9") as refused:
        record_observation(world.office, more)
    assert refused.value.code == "check_refused"
    below(put, "explain")
    with pytest.raises(Invalid) as refused:
        record_observation(world.office, more)
    assert (refused.value.code, refused.value.field) == ("explanation_needed", "reason")
    noted = more.model_copy(update={"note": "Hồ sơ tồn từ kỳ trước"})
    assert record_observation(world.office, noted).state == State.SUBMITTED
    below(put, "warn")
    assert Observation.objects.filter(indicator__code="truc-tuyen").count() == 1


def test_rows_of_one_batch_are_judged_together(world: World, put: Callable[..., Check]) -> None:
    below(put)
    told = bulk.write(world.office, [row("truc-tuyen", 10), row("ho-so", 12)], submit=True)
    assert told.count("created") == 2
    told = bulk.write(
        world.office,
        [row("truc-tuyen", 13, period=PERIOD.previous()), row("ho-so", 12, period=PERIOD.previous())],
        submit=True,
    )
    assert [(one.status, one.code) for one in told.rows] == [("refused", "check_refused"), ("created", "")]
    again = bulk.write(world.office, [row("ho-so", 12), row("truc-tuyen", 10)], submit=True)
    assert again.count("unchanged") == 2


def test_what_stands_already_is_not_judged_again(world: World, put: Callable[..., Check]) -> None:
    bulk.write(world.office, [row("truc-tuyen", 13), row("ho-so", 12)], submit=True)
    below(put)
    again = bulk.write(world.office, [row("truc-tuyen", 13)], submit=True)
    assert again.count("unchanged") == 1


def test_statements_do_not_grow_with_the_rows(world: World, put: Callable[..., Check]) -> None:
    past(world, [700, 690, 710, 680, 720, 700])
    below(put)
    put("explain", kind="jump", indicator="ho-so")
    put("warn", kind="children", indicator="ho-so")
    put("warn", kind="formula", formula="#{truc-tuyen} <= #{ho-so}.periodOffset(-1) * 3", code="cong-thuc")
    more = [
        place(Level.COMMUNE, f"0{number}", f"Xã {number}", world.province, valid_from=date(2025, 7, 1))
        for number in range(7000, 7040)
    ]

    def counted(places: list[Place], period: Period) -> int:
        rows = [row(code, 700, one.code, period) for one in places for code in ("ho-so", "truc-tuyen")]
        with CaptureQueriesContext(connection) as asked:
            assert bulk.write(world.office, rows, submit=True).count("created") == len(rows)
        return len(asked)

    assert counted(more[:2], PERIOD) == counted(more, PERIOD.previous())


def test_where_no_rule_looks_one_statement_is_asked(world: World, put: Callable[..., Check]) -> None:
    below(put)
    with CaptureQueriesContext(connection) as asked:
        bulk.write(world.office, [row("to-cnscd", 3)], submit=True)
    assert sum("indicators_check" in query["sql"] for query in asked.captured_queries) == 1


def test_a_leap_is_said_at_the_cell_and_needs_a_reason(
    world: World, put: Callable[..., Check], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entry, "_home", lambda: "20")
    past(world, [700, 690, 710, 680, 720, 700], agency="")
    put("explain", kind="jump", indicator="ho-so")
    name = f"c:{COMMUNE}:ho-so:value"

    def grid() -> entry.Grid:
        return entry.build(world.office, entry.chosen(["ho-so"]), PERIOD)

    found = grid()
    entry_drafts.save(world.office, found, {name: "4210"})
    said = found.cells[name]
    assert said.problem == ""
    assert [str(one) for one in said.notices] == [
        "Phải giải trình: 4.210 cao gấp 6 lần mức thường thấy 680–720 (so với 6 kỳ trước)."
        " Nếu đúng, ghi lý do."
    ]
    again = grid()
    entry_drafts.review(again)
    assert [one.severity for one in again.cells[name].notices] == ["explain"]
    told = entry_drafts.send(world.office, again)
    assert (told.figures, told.wrong) == (0, 1)
    assert "ghi lý do" in again.cells[name].problem
    assert again.cells[name].notices == [], "it is said once"
    assert entry_drafts.send(world.office, grid(), reason="Dồn hồ sơ đất đai").figures == 1
    assert Observation.objects.filter(state=State.SUBMITTED, reason="Dồn hồ sơ đất đai").count() == 1


def test_one_cell_is_judged_by_another_of_its_row(
    world: World, put: Callable[..., Check], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entry, "_home", lambda: "20")
    below(put)
    less, more = (f"c:{COMMUNE}:{code}:value" for code in ("truc-tuyen", "ho-so"))

    def grid() -> entry.Grid:
        return entry.build(world.office, entry.chosen(["truc-tuyen", "ho-so"]), PERIOD)

    entry_drafts.save(world.office, grid(), {less: "5", more: "9"})
    found = grid()
    entry_drafts.save(world.office, found, {more: "4"})
    assert "5 lớn hơn" in found.cells[less].problem
    assert found.cells[more].problem == ""


def test_places_inside_make_the_whole_and_a_pair_is_complete(world: World, put: Callable[..., Check]) -> None:
    put("explain", kind="children", indicator="ho-so")
    put("refuse", kind="pair", first="truc-tuyen", others=["ho-so"])
    assert bulk.write(world.office, [row("ho-so", 40)], submit=False).count("created") == 1
    whole = bulk.write(world.office, [row("ho-so", 41, place="20")], submit=True)
    assert "khác tổng của 1 địa bàn trực thuộc là 40 (lệch 1)" in whole.rows[0].message
    alone = bulk.write(world.office, [row("truc-tuyen", 1, period=PERIOD.previous())], submit=True)
    assert "chưa có “Hồ sơ tiếp nhận”" in alone.rows[0].message
    assert bulk.write(world.office, [row("truc-tuyen", 1)], submit=True).count("created") == 1


def test_a_rule_speaks_of_its_own_time_and_level(world: World, put: Callable[..., Check]) -> None:
    rule: dict[str, Any] = {"kind": "range", "indicator": "ho-so", "most": 10}
    put("refuse", **rule, valid_from="2026-11-01")
    assert bulk.write(world.office, [row("ho-so", 99)], submit=True).count("created") == 1
    put("refuse", **rule, level="province")
    later = row("ho-so", 98, period=PERIOD.previous())
    assert bulk.write(world.office, [later], submit=True).count("created") == 1
    made = put("refuse", **rule)
    past_it = row("ho-so", 97, period=PERIOD.shift(-3))
    assert bulk.write(world.office, [past_it], submit=True).count("refused") == 1
    with pytest.raises(Invalid):
        actions.retire_check(world.office, made.code, date(2026, 1, 31), " ")
    actions.retire_check(world.office, made.code, date(2026, 1, 31), "Thông tư mới")
    assert bulk.write(world.office, [past_it], submit=True).count("created") == 1
    assert Check.objects.get(pk=made.pk).valid_to == date(2026, 1, 31)
