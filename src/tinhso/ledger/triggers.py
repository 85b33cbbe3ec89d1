"""What the database itself holds to, whoever writes: plain SQL included.

Every refusal carries the name of its constraint, by which `errors.said` knows it again.
"""

from __future__ import annotations

from typing import Final

import pgtrigger

FLOORS: Final = 7_203_951
"""First number of the advisory locks under which balances with a floor are looked at."""
KEYS: Final = 7_203_952
"""First number of the advisory locks under which an idempotency key is looked up."""


def _refuse(name: str, words: str, *given: str) -> str:
    """A refusal that programs know by the name of its constraint."""
    values = "".join(f", {one}" for one in given)
    how = f"ERRCODE = 'restrict_violation', CONSTRAINT = '{name}'"
    return f"RAISE EXCEPTION '{name}: {words}'{values} USING {how};"


_SIDE = "CASE WHEN {kind} IN ('asset', 'expense') THEN 1 ELSE -1 END"

_ENTER = f"""
    SELECT closed_until INTO book FROM ledger_book WHERE id = NEW.book_id FOR SHARE;
    IF book.closed_until IS NOT NULL AND NEW.at < book.closed_until THEN
        {_refuse("ledger_day_closed", "the book is closed until %", "book.closed_until")}
    END IF;
    IF NEW.reverses_id IS NOT NULL THEN
        SELECT book_id, reverses_id, illustrative, at INTO original
            FROM ledger_entry WHERE id = NEW.reverses_id;
        IF original.reverses_id IS NOT NULL THEN
            {_refuse("ledger_reversal_stands", "% is a reversal itself", "NEW.reverses_id")}
        END IF;
        IF original.book_id <> NEW.book_id THEN
            {_refuse("ledger_one_book", "% stands in another book", "NEW.reverses_id")}
        END IF;
        IF original.illustrative <> NEW.illustrative OR NEW.at < original.at THEN
            {_refuse("ledger_reversal_follows", "% is not followed by its reversal", "NEW.reverses_id")}
        END IF;
    END IF;
    RETURN NEW;
"""  # noqa: S608 - constant text

_PUT = f"""
    SELECT book_id, at, illustrative INTO entry FROM ledger_entry WHERE id = NEW.entry_id;
    SELECT book_id, closed_at INTO account FROM ledger_account WHERE id = NEW.account_id FOR SHARE;
    IF entry.book_id IS NULL OR account.book_id IS NULL OR entry.book_id <> account.book_id THEN
        {_refuse("ledger_one_book", "entry and account of a leg stand in one book")}
    END IF;
    IF entry.at <> NEW.at OR entry.illustrative <> NEW.illustrative THEN
        {_refuse("ledger_leg_as_entry", "a leg has the moment and the mark of entry %", "NEW.entry_id")}
    END IF;
    IF account.closed_at IS NOT NULL THEN
        {_refuse("ledger_account_closed", "account % is closed", "NEW.account_id")}
    END IF;
    RETURN NEW;
"""  # noqa: S608 - constant text

_WHOLE = f"""
    SELECT id, legs_count, reverses_id INTO entry FROM ledger_entry WHERE id = CASE TG_TABLE_NAME
        WHEN 'ledger_entry' THEN (to_jsonb(NEW) ->> 'id')::uuid
        ELSE (to_jsonb(COALESCE(NEW, OLD)) ->> 'entry_id')::uuid END;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    SELECT count(*) AS many, COALESCE(sum(amount), 0) AS total INTO legs
        FROM ledger_leg WHERE entry_id = entry.id;
    IF legs.total <> 0 THEN
        {_refuse("ledger_balanced", "the legs of entry % sum to %", "entry.id", "legs.total")}
    END IF;
    IF legs.many < 2 OR legs.many <> entry.legs_count THEN
        {_refuse("ledger_whole", "entry % has % legs, not %", "entry.id", "legs.many", "entry.legs_count")}
    END IF;
    IF entry.reverses_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM ledger_leg WHERE entry_id IN (entry.id, entry.reverses_id)
        GROUP BY account_id, about HAVING sum(amount) <> 0
    ) THEN
        {_refuse("ledger_opposite", "entry % is not the opposite of %", "entry.id", "entry.reverses_id")}
    END IF;
    RETURN NULL;
"""  # noqa: S608 - constant text

_KEEP_FLOOR = f"""
    leg := COALESCE(NEW, OLD);
    SELECT floor, floor_each, {_SIDE.format(kind="kind")} AS side INTO account
        FROM ledger_account WHERE id = leg.account_id;
    IF NOT FOUND OR account.floor IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock({FLOORS}, hashtext(
        leg.account_id::text || CASE WHEN account.floor_each THEN '/' || leg.about ELSE '' END));
    SELECT COALESCE(sum(amount), 0) * account.side AS balance INTO told FROM ledger_leg
        WHERE account_id = leg.account_id AND (NOT account.floor_each OR about = leg.about);
    IF told.balance < account.floor THEN
        {_refuse("ledger_floor", "account % would stand at %", "leg.account_id", "told.balance")}
    END IF;
    RETURN NULL;
"""  # noqa: S608 - constant text

_ACCOUNT_STANDS = f"""
    IF (NEW.book_id, NEW.code, NEW.kind, NEW.currency) IS DISTINCT FROM
            (OLD.book_id, OLD.code, OLD.kind, OLD.currency) THEN
        {_refuse("ledger_account_stands", "account % keeps its book, code, kind and currency", "OLD.id")}
    END IF;
    RETURN NEW;
"""

_ACCOUNT_FITS = f"""
    SELECT * INTO account FROM ledger_account WHERE id = NEW.id;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF account.closed_at IS NOT NULL AND EXISTS (
        SELECT 1 FROM ledger_leg WHERE account_id = account.id HAVING sum(amount) <> 0
    ) THEN
        {_refuse("ledger_closed_empty", "account % is closed with a balance", "account.id")}
    END IF;
    IF account.floor IS NOT NULL AND EXISTS (
        SELECT 1 FROM ledger_leg WHERE account_id = account.id
        GROUP BY CASE WHEN account.floor_each THEN about ELSE '' END
        HAVING sum(amount) * {_SIDE.format(kind="account.kind")} < account.floor
    ) THEN
        {_refuse("ledger_floor", "account % stands below %", "account.id", "account.floor")}
    END IF;
    RETURN NULL;
"""  # noqa: S608 - constant text

_BOOK_STANDS = f"""
    IF NEW.code <> OLD.code THEN
        {_refuse("ledger_book_stands", "book % keeps its code", "OLD.code")}
    END IF;
    IF OLD.closed_until IS NOT NULL AND (NEW.closed_until IS NULL OR NEW.closed_until < OLD.closed_until) THEN
        {_refuse("ledger_day_closed", "the book is closed until %", "OLD.closed_until")}
    END IF;
    RETURN NEW;
"""


def _records(*names: str) -> list[tuple[str, str]]:
    return [(name, "RECORD") for name in names]


def _before(name: str, operation: pgtrigger.Operation, func: str, *records: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name, when=pgtrigger.Before, operation=operation, func=func, declare=_records(*records)
    )


def _at_commit(name: str, operation: pgtrigger.Operation, func: str, *records: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=operation,
        timing=pgtrigger.Deferred,
        func=func,
        declare=_records(*records),
    )


OF_BOOKS: Final = [_before("book_stands", pgtrigger.Update, _BOOK_STANDS)]
OF_ACCOUNTS: Final = [
    _before("account_stands", pgtrigger.Update, _ACCOUNT_STANDS),
    _at_commit("account_fits", pgtrigger.Update, _ACCOUNT_FITS, "account"),
]
OF_ENTRIES: Final = [
    _before("enter", pgtrigger.Insert, _ENTER, "book", "original"),
    _at_commit("whole", pgtrigger.Insert, _WHOLE, "entry", "legs"),
]
OF_LEGS: Final = [
    _before("put", pgtrigger.Insert, _PUT, "entry", "account"),
    _at_commit("whole", pgtrigger.Insert | pgtrigger.Delete, _WHOLE, "entry", "legs"),
    _at_commit("floor", pgtrigger.Insert | pgtrigger.Delete, _KEEP_FLOOR, "leg", "account", "told"),
]
