"""A gateway's file is read without a guess, held against the book and frozen."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base import clock
from tinhso.base.audit import chain
from tinhso.base.errors import Invalid, NotAllowed
from tinhso.base.events.models import OutboxEvent
from tinhso.ledger import actions, files, queries
from tinhso.ledger.models import Reconciliation
from tinhso.ledger.schemas import Told, Window
from tinhso.ledger.tests import scene
from tinhso.ledger.tests.scene import BOOK, CLERK, NOON, anybody, assessed, draft, nobody, paid, post

DAY = datetime(2025, 5, 7, tzinfo=clock.TZ)
WINDOW = Window(
    BOOK, "113", "vietqr", DAY, DAY + timedelta(days=1), {"fee.paid": "payment", "fee.refunded": "refund"}
)
LAYOUT = files.Layout(
    reference="Mã GD",
    amount="Số tiền",
    at="Thời gian",
    kind="Loại",
    kinds={"TT": "payment", "HT": "refund"},
    outgoing=frozenset({"refund"}),
)
HEAD = "Mã GD;Thời gian;Loại;Số tiền;Ghi chú\n"


def _read(*lines: str) -> list[Told]:
    return files.read((HEAD + "\n".join(lines)).encode(), LAYOUT)


def _refused(content: bytes, layout: files.Layout = LAYOUT) -> list[tuple[str, str]]:
    with translation.override("vi"), pytest.raises(Invalid) as refusal:
        files.read(content, layout)
    return [(problem.code, str(problem.field)) for problem in refusal.value.problems]


def test_rows_of_a_file() -> None:
    assert _read(
        "FT1;2025-05-07T12:00:00+07:00;TT;4000000;",
        "",
        "FT2;07/05/2025 23:59:59;TT;1.000.000 đồng;x",
        "FT2;2025-05-07 23:59:59;HT;300000;",
        "FT3;2025-05-07T16:59:59+00:00;HT;-300000;",
    ) == [
        Told("FT1", 4_000_000, NOON, "payment", 2),
        Told("FT2", 1_000_000, DAY + timedelta(days=1, seconds=-1), "payment", 4),
        Told("FT2", -300_000, DAY + timedelta(days=1, seconds=-1), "refund", 5),
        Told("FT3", -300_000, DAY + timedelta(days=1, seconds=-1), "refund", 6),
    ]


def test_a_file_with_commas_and_its_own_words() -> None:
    content = '\ufeffreference,amount,at,kind\nA,"1,000,000",2025-05-07T12:00:00,payment\n'.encode()
    assert files.read(content) == [Told("A", 1_000_000, NOON, "payment", 2)]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1.000", "ambiguous_number"),
        ("1,000", "ambiguous_number"),
        ("1000,5", "fraction_of_dong"),
        ("1000.00", "fraction_of_dong"),
        ("0", "bad_amount"),
        ("-5", "bad_amount"),
        ("1e6", "not_money"),
        ("", "not_money"),
        ("1.000 USD", "not_money"),
        ("9" * 17, "bad_amount"),
    ],
)
def test_an_amount_that_is_not_one_is_refused(cell: str, code: str) -> None:
    line = f"FT1;2025-05-07T12:00:00;TT;{cell};"
    assert _refused((HEAD + line).encode()) == [(code, "dòng 2, cột “Số tiền”")]


def test_a_gateway_whose_numbers_are_known_is_read_so() -> None:
    layout = files.Layout(locale="vi")
    content = b"reference;amount;at;kind\nA;1.000;2025-05-07T12:00:00;payment\n"
    assert files.read(content, layout)[0].amount == 1000
    other = b"reference;amount;at;kind\nA;1,000;2025-05-07T12:00:00;payment\n"
    assert _refused(other, layout)[0][0] == "ambiguous_number"


def test_every_wrong_line_is_told() -> None:
    lines = [
        ";2025-05-07T12:00:00;TT;5;",
        "FT1;2025-05-07;TT;5;",
        "FT1;07/13/2025 10:00:00;TT;5;",
        "FT1;2025-05-07T12:00:00;XX;5;",
        "FT1;1025-05-07T12:00:00;TT;5;",
        "FT1;2025-05-07T12:00:00;TT;5;",
    ]
    assert _refused((HEAD + "\n".join(lines)).encode()) == [
        ("bad_reference", "dòng 2, cột “Mã GD”"),
        ("bad_moment", "dòng 3, cột “Thời gian”"),
        ("bad_moment", "dòng 4, cột “Thời gian”"),
        ("unknown_kind", "dòng 5, cột “Loại”"),
        ("bad_moment", "dòng 6, cột “Thời gian”"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        HEAD.replace("Số tiền", "Tien").encode(),
        HEAD.replace("Ghi chú", "Mã GD").encode(),
        (HEAD + "FT1;2025-05-07T12:00:00;TT").encode(),
        (HEAD + 'FT1;"2025-05-07T12:00:00;TT;5;').encode(),
        b"reference,amount,at,kind\nA,5\x00,2025-05-07T12:00:00,p\n",
    ],
)
def test_what_is_no_such_file_is_refused_whole(content: bytes) -> None:
    assert [code for code, _field in _refused(content)] == ["bad_file"]


cells = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["FT1", "TT", "HT", "1.000.000", "-5", "2025-05-07T12:00:00", '"', "0001-01-01T00:00+23:59"]
    ),
)


@given(st.binary(max_size=60) | st.lists(cells, max_size=8).map(lambda row: (HEAD + ";".join(row)).encode()))
def test_whatever_is_sent_is_read_or_refused(content: bytes) -> None:
    try:
        rows = files.read(content, LAYOUT)
    except Invalid:
        return
    assert all(row.amount and row.at.tzinfo and row.reference for row in rows)
    assert rows == files.read(content, LAYOUT)


def _post_a_day() -> None:
    scene.open_book()
    for visit in ("a", "b", "c", "d", "e"):
        post(assessed(1_000_000, visit, at=NOON))
        post(paid(1_000_000, visit, at=NOON))
    lines = (("511", 10), ("113", -10))
    post(draft(*lines, key="rf", kind="fee.refunded", reference="a", document="FT-a", at=NOON))
    wrong = post(assessed(5_000, "z", at=NOON))
    taken = post(paid(5_000, "z", at=NOON))
    actions.reverse(CLERK, taken.pk, key="r", reason="Nhầm", right=anybody)
    actions.reverse(CLERK, wrong.pk, key="r2", reason="Nhầm", right=anybody)
    post(assessed(70_000, "muon", at=NOON + timedelta(days=1)))
    post(paid(70_000, "muon", at=NOON + timedelta(days=1)))


FILE = HEAD + "\n".join(
    f"{reference};{at:%d/%m/%Y %H:%M:%S};{kind};{amount};"
    for reference, at, kind, amount in [
        ("FT-a", NOON, "TT", 1_000_000),
        ("FT-a", NOON, "HT", 10),
        ("FT-b", NOON, "TT", 1_000_000),
        ("FT-b", NOON, "TT", 1_000_000),
        ("FT-c", NOON, "TT", 999_999),
        ("FT-x", NOON, "TT", 250_000),
        ("FT-d", NOON, "TT", 1_000_000),
        ("FT-muon", DAY + timedelta(days=1, seconds=-1), "TT", 70_000),
    ]
)


@pytest.mark.django_db
def test_a_file_is_held_against_the_book_to_the_dong() -> None:
    _post_a_day()
    found = actions.reconcile(CLERK, FILE.encode(), WINDOW, right=anybody, layout=LAYOUT)
    found.refresh_from_db()
    assert {row["reference"]: row["verdict"] for row in found.rows if row["verdict"] != "matched"} == {
        "FT-b": "twice",
        "FT-c": "amount_differs",
        "FT-e": "missing_there",
        "FT-x": "missing_here",
    }
    assert found.totals["matched"] == {"rows": 5, "told": 3_069_990, "ours": 3_069_990, "difference": 0}
    assert found.totals["amount_differs"]["difference"] == -1
    assert found.totals["all"] == {
        "rows": 9,
        "told": 5_319_989,
        "ours": 5_069_990,
        "difference": 1_000_000 - 1 - 1_000_000 + 250_000,
    }
    assert not found.exact
    assert chain.verify().broken is None
    assert OutboxEvent.objects.get(name="ledger.reconciled").payload["exact"] is False


@pytest.mark.django_db
def test_a_day_that_agrees_is_exact_and_posts_nothing() -> None:
    scene.open_book()
    post(assessed(100, "a", at=NOON))
    post(paid(100, "a", at=NOON))
    before = queries.trial_balance(BOOK)
    line = "FT-a;07/05/2025 12:00:00;TT;100;"
    found = actions.reconcile(CLERK, (HEAD + line).encode(), WINDOW, right=anybody, layout=LAYOUT)
    assert found.exact
    assert queries.trial_balance(BOOK) == before
    assert list(queries.reconciliations(BOOK)) == [found]


@pytest.mark.django_db
def test_nothing_is_frozen_of_what_cannot_be_read_or_may_not_be_done() -> None:
    scene.open_book()
    with pytest.raises(Invalid):
        actions.reconcile(CLERK, b"x", WINDOW, right=anybody, layout=LAYOUT)
    with pytest.raises(NotAllowed):
        actions.reconcile(CLERK, FILE.encode(), WINDOW, right=nobody, layout=LAYOUT)
    assert not Reconciliation.objects.exists()
