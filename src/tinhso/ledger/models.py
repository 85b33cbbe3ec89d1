"""Books, accounts, entries and their legs; what closed a day; what a gateway's file was held against."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from tinhso.base.audit.models import Fact, Tracked
from tinhso.base.audit.triggers import append_only
from tinhso.ledger import triggers
from tinhso.ledger.kinds import CODE, MOST, VND, AccountKind


def _code(*, unique: bool = False) -> models.CharField[str, str]:
    return models.CharField(max_length=60, db_collation="C", validators=[RegexValidator(CODE)], unique=unique)


class Book(Tracked):
    """A ledger of its own (sổ): its entries never touch another book's accounts.

    Nothing may be entered at a moment before `closed_until`, which only ever moves on.
    """

    code = _code(unique=True)
    name = models.TextField()
    closed_until = models.DateTimeField(null=True, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["code"]
        constraints = [models.CheckConstraint(name="book_code_is_plain", condition=Q(code__regex=CODE))]
        triggers = [*Tracked.Meta.triggers, *triggers.OF_BOOKS]

    def __str__(self) -> str:
        return self.name


class Account(Tracked):
    """An account (tài khoản) in whole đồng. Code and kind stand; name and floor may change.

    `floor` is the lowest balance it may ever have, told on the side where it grows: of the whole account, or
    with `floor_each` of each thing that its legs are about (đối tượng: a visit, a firm, an agent).
    """

    book = models.ForeignKey(Book, models.PROTECT, related_name="accounts")
    code = _code()
    name = models.TextField()
    kind = models.CharField(max_length=10, choices=AccountKind.choices)
    currency = models.CharField(max_length=3, default=VND)
    floor = models.BigIntegerField(null=True, blank=True)
    floor_each = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(name="account_one_code_a_book", fields=["book", "code"]),
            models.CheckConstraint(name="account_code_is_plain", condition=Q(code__regex=CODE)),
            models.CheckConstraint(name="account_kind_is_known", condition=Q(kind__in=AccountKind.values)),
            models.CheckConstraint(name="account_is_in_dong", condition=Q(currency=VND)),
            models.CheckConstraint(
                name="account_floor_is_not_above_nothing", condition=Q(floor__isnull=True) | Q(floor__lte=0)
            ),
            models.CheckConstraint(
                name="account_floor_each_has_a_floor", condition=Q(floor_each=False) | Q(floor__isnull=False)
            ),
        ]
        triggers = [*Tracked.Meta.triggers, *triggers.OF_ACCOUNTS]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def side(self) -> int:
        """+1 where debits make it grow, −1 where credits do."""
        return AccountKind(self.kind).side


class Entry(Fact):
    """One thing that happened to money (bút toán), whole and for ever; mended by its reversal alone.

    `key` makes asking twice harmless; `reference` is what it is about (a visit, a day), `document` the
    number of the paper or of the gateway's transaction; `content` the digest of all that was asked for.
    """

    book = models.ForeignKey(Book, models.PROTECT, related_name="entries")
    key = models.CharField(max_length=200, db_collation="C")
    kind = _code()
    at = models.DateTimeField()
    reference = models.CharField(max_length=200, db_collation="C")
    document = models.CharField(max_length=200, db_collation="C", blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversal")
    legs_count = models.PositiveSmallIntegerField()
    content = models.CharField(max_length=64)

    class Meta(Fact.Meta):
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(name="entry_one_a_key", fields=["book", "key"]),
            models.CheckConstraint(name="entry_has_a_key", condition=~Q(key="")),
            models.CheckConstraint(name="entry_is_about_something", condition=~Q(reference="")),
            models.CheckConstraint(name="entry_kind_is_plain", condition=Q(kind__regex=CODE)),
            models.CheckConstraint(name="entry_has_two_legs", condition=Q(legs_count__gte=2)),
            models.CheckConstraint(
                name="entry_does_not_reverse_itself", condition=Q(reverses=None) | ~Q(reverses=F("id"))
            ),
        ]
        indexes = [
            models.Index(fields=["book", "at"], name="entry_of_book"),
            models.Index(fields=["book", "reference"], name="entry_about"),
            models.Index(fields=["book", "document"], name="entry_by_document", condition=~Q(document="")),
        ]
        triggers = [*Fact.Meta.triggers, *triggers.OF_ENTRIES]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class Leg(models.Model):
    """One line of an entry (định khoản): debit above zero, credit below. Moment and mark are the entry's."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="legs", db_index=False)
    position = models.PositiveSmallIntegerField()
    account = models.ForeignKey(Account, models.PROTECT, related_name="legs", db_index=False)
    about = models.CharField(max_length=200, db_collation="C", blank=True)
    amount = models.BigIntegerField()
    at = models.DateTimeField()
    illustrative = models.BooleanField(default=False)

    class Meta:
        ordering = ["entry", "position"]
        constraints = [
            models.UniqueConstraint(name="leg_one_a_position", fields=["entry", "position"]),
            models.CheckConstraint(name="leg_is_not_nothing", condition=~Q(amount=0)),
            models.CheckConstraint(name="leg_is_bounded", condition=Q(amount__gte=-MOST, amount__lte=MOST)),
        ]
        indexes = [
            models.Index(fields=["account", "at", "id"], name="leg_of_account", include=["amount"]),
            models.Index(fields=["account", "about", "at"], name="leg_about", include=["amount"]),
        ]
        triggers = [*append_only(illustrative=True), *triggers.OF_LEGS]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount:+}"


class Closing(Fact):
    """A book closed until a moment (khoá sổ), with what every account opened and closed at.

    `balances`: account code → opening, debit, credit, closing in đồng, told on the debit side; `entries` how
    many there were.
    """

    book = models.ForeignKey(Book, models.PROTECT, related_name="closings")
    since = models.DateTimeField(null=True)
    until = models.DateTimeField()
    entries = models.PositiveIntegerField()
    balances = models.JSONField(default=dict)
    previous = models.OneToOneField("self", models.PROTECT, null=True, related_name="next")

    class Meta(Fact.Meta):
        ordering = ["until"]
        constraints = [
            models.UniqueConstraint(name="closing_one_a_moment", fields=["book", "until"]),
            models.CheckConstraint(
                name="closing_moves_on", condition=Q(since=None) | Q(since__lt=F("until"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.book_id} {self.until:%d/%m/%Y}"


class Reconciliation(Fact):
    """A gateway's file held against the legs of one account (đối soát), frozen as it came out.

    `rows` and `totals` are those of `comparing.Comparison`; `digest` is the SHA-256 of the file.
    """

    book = models.ForeignKey(Book, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="reconciliations")
    source = _code()
    since = models.DateTimeField()
    until = models.DateTimeField()
    digest = models.CharField(max_length=64)
    rows = models.JSONField(default=list)
    totals = models.JSONField(default=dict)
    exact = models.BooleanField()

    class Meta(Fact.Meta):
        ordering = ["-recorded_at"]
        indexes = [models.Index(fields=["account", "since"], name="reconciliation_of_account")]
        constraints = [
            models.CheckConstraint(name="reconciliation_spans_time", condition=Q(since__lt=F("until")))
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.since:%d/%m/%Y}"
