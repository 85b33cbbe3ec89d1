"""The order of the line: turns, goods, the published day, its root, and a verifier that nothing escapes."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.bordergate.core import verify_day
from tinhso.bordergate.core.daylog import Aside, DayHead, DayRow, as_csv, proof_of
from tinhso.bordergate.core.streams import Cycle, Goods, Stream, StreamRule, classify, turn
from tinhso.bordergate.core.verify_day import Deviation, verify

F, P, G = Stream.FRESH, Stream.SPECIAL, Stream.GENERAL
CYCLE: Final = Cycle((F, F, G))
DAY: Final = date(2025, 7, 15)
TZ: Final = timezone(timedelta(hours=7))
OPENING: Final = datetime(2025, 7, 15, 8, tzinfo=TZ)
HEAD: Final = DayHead("HN", "export", CYCLE, DAY)


def called_in_turn(waiting: list[tuple[str, Stream]]) -> str:
    """The names in the order of their calls, all of them waiting."""
    queues = {stream: [name for name, of in waiting if of is stream] for stream in Stream}
    order, pointer = "", 0
    while found := turn(CYCLE, pointer, [stream for stream in Stream if queues[stream]]):
        order += queues[found.stream].pop(0)
        pointer = found.after
    return order


def test_scenario_1_two_fresh_then_one_general() -> None:
    assert called_in_turn([("A", G), ("B", F), ("C", F), ("D", F), ("E", G)]) == "BCADE"


def test_scenario_2_no_turn_is_lost_where_nobody_waits() -> None:
    assert called_in_turn([("A", G), ("E", G)]) == "AE"


def test_special_goes_before_the_cycle_and_is_no_turn() -> None:
    assert called_in_turn([("A", G), ("B", F), ("X", P), ("C", F), ("Y", P)]) == "XYBCA"


@pytest.mark.parametrize("bad", ["F", "G,G", "F,P,G", ""])
def test_a_cycle_starves_nobody(bad: str) -> None:
    with pytest.raises(ValueError, match=r"cycle|Stream"):
        Cycle.parse(bad)


@given(st.lists(st.sampled_from([F, G]), min_size=1, max_size=60))
def test_in_any_line_of_both_each_gets_its_share(streams: list[Stream]) -> None:
    order = called_in_turn([(chr(0x4E00 + at), stream) for at, stream in enumerate(streams)])
    kinds = [streams[ord(name) - 0x4E00] for name in order]
    both = min(len(kinds), 3 * min(streams.count(G), streams.count(F) // 2))
    assert len(order) == len(streams)
    for at in range(0, both - both % 3, 3):
        assert kinds[at : at + 3] == [F, F, G]


RULE: Final = StreamRule("2025-1", fresh=("0810", "0803"), special=("0102",), certified=True)


def goods(hs: str, kilograms: int, paper: str = "KD-1") -> Goods:
    return Goods(hs, Decimal(kilograms), paper)


def test_scenario_16_goods_decide_and_not_the_wish() -> None:
    assert classify(RULE, [goods("08106000", 20_000)]).stream is F
    assert classify(RULE, [goods("85171300", 20_000)]).stream is G
    assert classify(RULE, [goods("08106000", 20_000, paper="")]).stream is G
    assert classify(RULE, [goods("08106000", 900), goods("85171300", 19_000)]).stream is G
    assert classify(RULE, [goods("01022900", 5_000)]).stream is P
    assert classify(RULE, [goods("85171300", 1)], granted="PG-7") == classify(RULE, [], granted="PG-7")
    assert classify(RULE, []).stream is G


def a_day(seed: int, many: int = 60) -> list[DayRow]:
    """A line in which some stand aside: what an honest gate would publish."""
    chance, moment = Random(seed), OPENING
    rows: list[DayRow] = []
    waiting: list[int] = []
    later: dict[int, datetime] = {}
    pointer = calls = 0
    while len(rows) < many or waiting:
        moment += timedelta(seconds=chance.randint(1, 90), microseconds=1)
        if len(rows) < many and chance.random() < 0.6:
            number = len(rows) + 1
            rows.append(DayRow(f"HNX-{number:06d}", chance.choice([F, F, G, G, P]), number, moment))
            waiting.append(number - 1)
            continue
        for at in list(waiting):
            if chance.random() < 0.01 and rows[at].exception is Aside.NONE:
                later[at] = moment + timedelta(hours=1)
                rows[at] = replace_row(rows[at], Aside.DEFER, "4h")
        ready = [at for at in waiting if later.get(at, moment) <= moment]
        found = turn(CYCLE, pointer, [rows[at].stream for at in ready])
        if found is None:
            continue
        at = next(at for at in ready if rows[at].stream is found.stream)
        pointer, calls = found.after, calls + 1
        kind = Aside.NO_SHOW if chance.random() < 0.05 else rows[at].exception
        rows[at] = replace_row(rows[at], kind, rows[at].exception_ref, calls, moment)
        waiting.remove(at)
    return rows


def replace_row(
    row: DayRow, kind: Aside, ref: str, calls: int | None = None, at: datetime | None = None
) -> DayRow:
    return DayRow(row.place, row.stream, row.accepted_seq, row.accepted_at, calls, at, kind, ref)


@given(st.integers(0, 10_000), st.integers(0, 60))
def test_an_honest_day_is_found_honest(seed: int, many: int) -> None:
    rows = a_day(seed, many)
    text = as_csv(HEAD, rows)
    root = verify(text, DAY.isoformat())
    for row in rows[:: max(1, many // 5)]:
        steps = [list(step) for step in proof_of(HEAD, rows, row.place)]
        verify_day.prove(row.line, steps, root)
        with pytest.raises(Deviation, match="proof"):
            verify_day.prove(row.line.replace("HNX", "HNY"), steps, root)


OTHER: Final = {
    "place": "HNX-999999", "stream": "P", "exception": "hold", "exception_ref": "x",
    "accepted_seq": "77", "accepted_at": "2025-07-15T09:59:59.000001+07:00",
    "called_seq": "78", "called_at": "2025-07-15T09:59:59.000002+07:00",
}  # fmt: skip


@given(st.integers(0, 300), st.integers(0, 29), st.sampled_from(sorted(OTHER)), st.booleans())
def test_every_changed_field_is_found(seed: int, number: int, column: str, emptied: bool) -> None:
    text = as_csv(HEAD, a_day(seed, 30))
    lines = text.split("\n")
    cells = lines[5 + number].split(",")
    at = verify_day.COLUMNS.index(column)
    changed = "" if emptied else OTHER[column]
    if cells[at] == changed:
        return
    cells[at] = changed
    lines[5 + number] = ",".join(cells)
    with pytest.raises(Deviation):
        verify("\n".join(lines), DAY.isoformat())


@pytest.mark.parametrize(
    ("before", "after"),
    [("# gate HN", "# gate TT"), ("# direction export", "# direction import"),
     ("# cycle F,F,G", "# cycle F,G"), ("# root ", "# root 0"),
     ("place,stream", "stream,place"), ("HNX-000003,", "HNX-000004,")],
)  # fmt: skip
def test_every_changed_head_is_found(before: str, after: str) -> None:
    text = as_csv(HEAD, a_day(3, 30))
    assert before in text
    with pytest.raises(Deviation):
        verify(text.replace(before, after, 1), DAY.isoformat())
    with pytest.raises(Deviation):
        verify(text, "2025-07-16")


def test_a_lost_row_and_an_exchanged_call_are_found() -> None:
    rows = a_day(5, 30)
    with pytest.raises(Deviation, match="root"):
        verify_day.verify(
            as_csv(HEAD, rows[:-1]), DAY.isoformat(), published=verify(as_csv(HEAD, rows), "2025-07-15")
        )
    first, second = [at for at, row in enumerate(rows) if row.stream is G and not row.exception][:2]
    calls = [(rows[at].called_seq, rows[at].called_at) for at in (first, second)]
    for at, (seq, moment) in zip((second, first), calls, strict=True):
        rows[at] = replace_row(rows[at], Aside.NONE, "", seq, moment)
    with pytest.raises(Deviation, match=r"it was the turn of|called before accepted"):
        verify(as_csv(HEAD, rows), DAY.isoformat())


def test_nobody_comes_early_under_an_exception() -> None:
    def row(number: int, call: int | None, kind: Aside = Aside.NONE, ref: str = "") -> DayRow:
        at = OPENING + timedelta(minutes=30 + call) if call else None
        return DayRow(f"HNX-{number}", G, number, OPENING + timedelta(minutes=number), call, at, kind, ref)

    early = [row(1, 2), row(2, 1, Aside.DEFER, "4h")]
    with pytest.raises(Deviation, match="it was the turn of HNX-1"):
        verify(as_csv(HEAD, early), DAY.isoformat())
    assert verify(as_csv(HEAD, [row(1, 2), row(2, 1, Aside.DECISION, "QD-7")]), DAY.isoformat())
    with pytest.raises(Deviation, match="reference"):
        verify(as_csv(HEAD, [row(1, 2), row(2, 1, Aside.DECISION)]), DAY.isoformat())
    assert verify(as_csv(HEAD, [row(1, 2, Aside.HOLD, "h"), row(2, 1)]), DAY.isoformat())


def test_the_verifier_runs_alone(tmp_path: Path) -> None:
    rows = a_day(11, 40)
    file, proof = tmp_path / "day.csv", tmp_path / "proof.json"
    file.write_text(as_csv(HEAD, rows), encoding="utf-8", newline="")
    proof.write_text(json.dumps(proof_of(HEAD, rows, "HNX-000007")), encoding="utf-8")
    script = tmp_path / "verify_day.py"
    script.write_text(Path(verify_day.__file__).read_text(encoding="utf-8"), encoding="utf-8")
    words = [sys.executable, "-I", str(script), "2025-07-15", str(file)]
    whole = subprocess.run([*words, "HNX-000007", str(proof)], capture_output=True, text=True, check=False)
    assert whole.returncode == 0 and "as they must be" in whole.stdout
    file.write_text(as_csv(HEAD, rows).replace("HNX-000007,", "HNX-000070,"), encoding="utf-8", newline="")
    broken = subprocess.run(words, capture_output=True, text=True, check=False)
    assert broken.returncode == 1 and "deviation: " in broken.stderr
