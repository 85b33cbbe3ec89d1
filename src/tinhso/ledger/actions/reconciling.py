"""Holding a gateway's file against a book, and freezing what came out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.ledger import errors, files, queries
from tinhso.ledger.actions.accounts import stream
from tinhso.ledger.checking import check_code
from tinhso.ledger.comparing import compare
from tinhso.ledger.events import Reconciled
from tinhso.ledger.kinds import Verdict
from tinhso.ledger.models import Reconciliation
from tinhso.ledger.policies import Doing, Right
from tinhso.ledger.schemas import Comparison, Ours, Outcome, Tally, Told, Window


def reconcile(
    by: Actor, content: bytes, window: Window, *, right: Right, layout: files.Layout | None = None
) -> Reconciliation:
    """Hold a gateway's file against our legs (đối soát) and freeze the result; nothing is posted.

    Raises NotAllowed, NotFound (book), Invalid with a problem for each line that cannot be read.
    """
    right(by, Doing.RECONCILE, window.book)
    check_code(window.source, "source")
    if window.since >= window.until:
        raise errors.invalid("bad_span", _("Thời điểm kết thúc phải sau thời điểm bắt đầu."), "until")
    told = files.read(content, layout)
    book, account = queries.book(window.book), queries.account(window.book, window.account)
    with acting(by, "ledger.reconcile") as act:
        ours = queries.ours(window, {row.reference for row in told})
        found = compare(told, ours)
        frozen = Reconciliation(
            book=book,
            account=account,
            source=window.source,
            since=window.since,
            until=window.until,
            digest=hashlib.sha256(content).hexdigest(),
            rows=[_row(row) for row in found.rows],
            totals=_totals(found),
            exact=found.exact,
            illustrative=bool(getattr(by, "illustrative", False)) or book.illustrative,
        )
        frozen.save(force_insert=True)
        data = {"account": window.account, "source": window.source, "totals": frozen.totals}
        act.record(stream(book.code), subject=frozen, data=data, facts=[frozen])
        act.emit(Reconciled(book=book.code, reconciliation=frozen.pk, exact=found.exact))
    return frozen


def _told(row: Told | None) -> dict[str, object] | None:
    return {"line": row.line, "amount": row.amount, "at": row.at.isoformat()} if row else None


def _ours(row: Ours | None) -> dict[str, object] | None:
    return {"entry": str(row.entry), "amount": row.amount, "at": row.at.isoformat()} if row else None


def _row(row: Outcome) -> dict[str, object]:
    return {
        "verdict": row.verdict.value,
        "kind": row.kind,
        "reference": row.reference,
        "told": _told(row.told),
        "ours": _ours(row.ours),
        "difference": row.difference,
    }


def _totals(found: Comparison) -> dict[str, Mapping[str, int]]:
    """Rows and sums by verdict, and of all."""
    tallies = {verdict.value: found.totals[verdict] for verdict in Verdict}
    every = tallies.values()
    tallies["all"] = Tally(
        sum(one.rows for one in every), sum(one.told for one in every), sum(one.ours for one in every)
    )
    return {
        name: {"rows": one.rows, "told": one.told, "ours": one.ours, "difference": one.told - one.ours}
        for name, one in tallies.items()
    }
