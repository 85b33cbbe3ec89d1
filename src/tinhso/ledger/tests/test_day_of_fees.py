"""A day of fees as a gate keeps it: laid, paid, shared out, given back, settled, handed on, closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.base import clock
from tinhso.base.errors import Conflict
from tinhso.ledger import actions, queries
from tinhso.ledger.files import Layout
from tinhso.ledger.kinds import AccountKind
from tinhso.ledger.models import Entry
from tinhso.ledger.schemas import AccountDraft, BookDraft, EntryDraft, Line, Window
from tinhso.ledger.tests.scene import CLERK, anybody

pytestmark = pytest.mark.django_db
BOOK = "phi-cua-khau"
DAY = datetime(2025, 7, 15, tzinfo=clock.TZ)
A, L = AccountKind.ASSET, AccountKind.LIABILITY
ACCOUNTS = (
    AccountDraft("131", "Phải thu phí", A, floor=0, floor_each=True),
    AccountDraft("3387", "Phí đã tính, chưa thu", L, floor=0, floor_each=True),
    AccountDraft("3388", "Phải trả lại người nộp", L, floor=0, floor_each=True),
    AccountDraft("3331", "Phải nộp ngân sách", L, floor=0),
    AccountDraft("511", "Phí được để lại", AccountKind.INCOME),
    AccountDraft("113", "Tiền qua cổng thanh toán", A),
    AccountDraft("112", "Tiền gửi kho bạc, ngân hàng", A, floor=0),
    AccountDraft("642", "Phí dịch vụ thanh toán", AccountKind.EXPENSE),
)


@dataclass
class Till:
    """The verbs of fees in the words of a gate, each one entry or two."""

    at: datetime = DAY

    def post(self, kind: str, visit: str, key: str, *lines: Line, document: str = "") -> Entry:
        self.at += timedelta(minutes=1)
        wanted = EntryDraft(BOOK, key, kind, visit, lines, at=self.at, document=document)
        return actions.post(CLERK, wanted, right=anybody)

    def lay(self, visit: str, amount: int) -> Entry:
        lines = Line("131", amount, visit), Line("3387", -amount, visit)
        return self.post("fee.assessed", visit, f"lay:{visit}", *lines)

    def pay(self, visit: str, amount: int, number: str) -> list[Entry]:
        """What the fee takes is shared out at once; what is too much is owed back."""
        standing = queries.entry_of_key(BOOK, f"pay:{number}")
        if standing is not None:
            return list(Entry.objects.filter(document=number).order_by("at"))
        due = queries.balance(BOOK, "131", about=visit).balance
        fee = min(amount, due)
        kept = (2 * fee + 10) // 20
        self.at += timedelta(minutes=1)
        lines = [Line("113", amount)]
        lines += [Line("131", -fee, visit)] if fee else []
        lines += [Line("3388", fee - amount, visit)] if amount > fee else []
        drafts = [EntryDraft(BOOK, f"pay:{number}", "fee.paid", visit, tuple(lines), self.at, number)]
        if fee:
            shared = [Line("3387", fee, visit), Line("3331", kept - fee)]
            shared += [Line("511", -kept)] if kept else []
            drafts.append(EntryDraft(BOOK, f"share:{number}", "fee.shared", visit, tuple(shared), self.at))
        return actions.post_all(CLERK, drafts, right=anybody)

    def give_back(self, visit: str, amount: int, number: str) -> Entry:
        lines = Line("3388", amount, visit), Line("113", -amount)
        return self.post("fee.refunded", visit, f"back:{number}", *lines, document=number)


@pytest.fixture(autouse=True)
def till() -> Till:
    actions.open_book(CLERK, BookDraft(BOOK, "Sổ phí cửa khẩu", ACCOUNTS), right=anybody)
    return Till()


def stands(code: str) -> int:
    return queries.balance(BOOK, code).balance


def test_scenario_24_a_payment_told_three_times_is_one_receipt(till: Till) -> None:
    till.lay("v1", 4_000_000)
    for _time in range(3):
        till.pay("v1", 4_000_000, "FT1")
    assert Entry.objects.filter(kind="fee.paid").count() == 1
    assert (stands("113"), stands("131"), stands("3387")) == (4_000_000, 0, 0)
    assert (stands("511"), stands("3331")) == (400_000, 3_600_000)


def test_a_day_from_the_first_fee_to_the_closed_book(till: Till) -> None:
    till.lay("v1", 4_000_000)
    till.lay("v2", 1_300_000)
    till.lay("v3", 100_000)
    till.pay("v1", 4_000_000, "FT1")
    till.pay("v2", 1_500_000, "FT2")  # 200,000 too much
    assert queries.open_items(BOOK, "131") == {"v3": 100_000}
    assert queries.open_items(BOOK, "3388") == {"v2": 200_000}
    with pytest.raises(Conflict):
        till.give_back("v2", 200_001, "RF1")
    till.give_back("v2", 200_000, "RF1")
    till.post(
        "bank.settled",
        "FILE",
        "s1",
        Line("112", 5_300_000 - 5_500),
        Line("642", 5_500),
        Line("113", -5_300_000),
    )
    till.post("budget.remitted", "15/7", "b1", Line("3331", 4_770_000), Line("112", -4_770_000))
    with pytest.raises(Conflict):
        till.post("budget.remitted", "15/7", "b2", Line("3331", 1), Line("112", -1))
    told = (
        b"reference,amount,at,kind\n"
        b"FT1,4000000,2025-07-15 08:00:00,paid\n"
        b"FT2,1500000,2025-07-15 08:00:00,paid\n"
        b"RF1,200000,2025-07-15 08:00:00,back\n"
    )
    kinds = {"fee.paid": "paid", "fee.refunded": "back"}
    window = Window(BOOK, "113", "vietqr", DAY, DAY + timedelta(days=1), kinds)
    layout = Layout(outgoing=frozenset({"back"}))
    assert actions.reconcile(CLERK, told, window, right=anybody, layout=layout).exact
    one_more = told.replace(b"4000000", b"4000001")
    found = actions.reconcile(CLERK, one_more, window, right=anybody, layout=layout)
    assert found.totals["all"]["difference"] == found.totals["amount_differs"]["difference"] == 1
    closing = actions.close_until(CLERK, BOOK, DAY + timedelta(days=1), right=anybody)
    assert {code: row["closing"] for code, row in closing.balances.items() if row["closing"]} == {
        "112": 524_500,
        "131": 100_000,
        "3387": -100_000,
        "511": -530_000,
        "642": 5_500,
    }


moves = st.lists(
    st.tuples(st.sampled_from(["lay", "pay", "back"]), st.sampled_from("abc"), st.integers(1, 10**7)),
    max_size=15,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves, st.uuids())
def test_whatever_happens_what_is_owed_and_what_is_shared_agree(
    till: Till, moved: list[tuple[str, str, int]], run: object
) -> None:
    for number, (verb, letter, amount) in enumerate(moved):
        visit = f"{run}-{letter}"
        try:
            if verb == "lay":
                till.lay(visit, amount)
            elif verb == "pay":
                till.pay(visit, amount, f"{run}-{number}")
            else:
                till.give_back(visit, amount, f"{run}-{number}")
        except Conflict:
            continue
    assert queries.trial_balance(BOOK).difference == 0
    assert queries.open_items(BOOK, "131") == queries.open_items(BOOK, "3387")
    assert stands("113") == stands("511") + stands("3331") + stands("3388")
    shared = Entry.objects.filter(kind="fee.shared").count()
    assert abs(stands("511") * 10 - (stands("511") + stands("3331"))) <= 5 * shared
