"""What is asked of a ledger and what it answers: frozen, in whole đồng."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from tinhso.ledger.kinds import AccountKind, Verdict


@dataclass(frozen=True)
class AccountDraft:
    """An account to open. `floor` is the lowest balance allowed; `floor_each` of each thing it is about."""

    code: str
    name: str
    kind: AccountKind
    floor: int | None = None
    floor_each: bool = False


@dataclass(frozen=True)
class BookDraft:
    """A book with the accounts it must have (hệ thống tài khoản)."""

    code: str
    name: str
    accounts: tuple[AccountDraft, ...] = ()


@dataclass(frozen=True)
class Line:
    """One leg: `amount` above zero is a debit (nợ), below zero a credit (có). `about` names the thing."""

    account: str
    amount: int
    about: str = ""


@dataclass(frozen=True)
class EntryDraft:
    """An entry to post. The same `key` with the same content is the same entry.

    `at` is when it happened; None means now. Only a moment that was given is compared when a key comes again.
    """

    book: str
    key: str
    kind: str
    reference: str
    lines: tuple[Line, ...]
    at: datetime | None = None
    document: str = ""
    reason: str = ""

    def content(self, reverses: UUID | None = None) -> str:
        """SHA-256 of what is asked for: moment, actor and reason left out."""
        said = [
            self.kind,
            self.reference,
            self.document,
            [[line.account, line.about, line.amount] for line in self.lines],
            str(reverses or ""),
        ]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Balance:
    """Turnover and balance of one account (số phát sinh, số dư). `net` is told on the debit side."""

    code: str
    name: str
    kind: AccountKind
    debit: int = 0
    credit: int = 0

    @property
    def net(self) -> int:
        """Debits less credits: all accounts of a book together give 0."""
        return self.debit - self.credit

    @property
    def balance(self) -> int:
        """The balance on the side where the account grows."""
        return self.net * self.kind.side


@dataclass(frozen=True)
class TrialBalance:
    """All accounts of a book at a moment (bảng cân đối số phát sinh)."""

    lines: tuple[Balance, ...]

    @property
    def debit(self) -> int:
        """All debits."""
        return sum(line.debit for line in self.lines)

    @property
    def credit(self) -> int:
        """All credits."""
        return sum(line.credit for line in self.lines)

    @property
    def difference(self) -> int:
        """Debits less credits: 0, always."""
        return self.debit - self.credit


@dataclass(frozen=True)
class StatementLine:
    """One leg of an account with the balance after it."""

    at: datetime
    entry: UUID
    kind: str
    reference: str
    document: str
    about: str
    debit: int
    credit: int
    balance: int


@dataclass(frozen=True)
class Statement:
    """An account between two moments (sổ chi tiết): the first inside, the second outside."""

    account: str
    opening: int
    lines: tuple[StatementLine, ...]
    closing: int


@dataclass(frozen=True)
class Told:
    """A row of a gateway's file: what it says happened. `amount` is above zero where money came in."""

    reference: str
    amount: int
    at: datetime
    kind: str
    line: int = 0


@dataclass(frozen=True)
class Window:
    """Which legs of ours a file is held against, and how its kinds are called here.

    `account` is the one that the gateway's money passes through; `kinds` maps kinds of entries to those of
    the file (`{"fee.paid": "payment"}`); entries of other kinds are not looked at. `since` is inside, `until`
    outside.
    """

    book: str
    account: str
    source: str
    since: datetime
    until: datetime
    kinds: Mapping[str, str]


@dataclass(frozen=True)
class Ours:
    """What we say happened, under the gateway's reference."""

    reference: str
    amount: int
    at: datetime
    kind: str
    entry: UUID


@dataclass(frozen=True)
class Outcome:
    """One row of a reconciliation. `told` or `ours` is None where that side has nothing."""

    verdict: Verdict
    kind: str
    reference: str
    told: Told | None = None
    ours: Ours | None = None

    @property
    def difference(self) -> int:
        """What the file says beyond what we say, in đồng."""
        return (self.told.amount if self.told else 0) - (self.ours.amount if self.ours else 0)


@dataclass(frozen=True)
class Tally:
    """How many rows have a verdict, and their sums on both sides."""

    rows: int = 0
    told: int = 0
    ours: int = 0


@dataclass(frozen=True)
class Comparison:
    """A whole file held against our entries."""

    rows: tuple[Outcome, ...]
    totals: Mapping[Verdict, Tally] = field(default_factory=dict)

    @property
    def exact(self) -> bool:
        """Whether everything matches, to the đồng."""
        return all(row.verdict is Verdict.MATCHED for row in self.rows)
