"""Database triggers: facts cannot be changed, changeable rows leave their history."""

from __future__ import annotations

import pgtrigger

_REFUSE = (
    "\n    RAISE EXCEPTION 'append_only: % on % is refused; record a new fact that supersedes it',"
    " TG_OP, TG_TABLE_NAME\n        USING ERRCODE = 'restrict_violation';\n"
)

_REFUSE_UNLESS_ILLUSTRATIVE = f"""
    IF TG_OP = 'DELETE' AND OLD.illustrative AND current_setting('tinhso.clearing_demo', true) = 'on' THEN
        RETURN OLD;
    END IF;
    {_REFUSE}
"""

_REFUSE_TRUNCATE = (
    "\n    RAISE EXCEPTION 'no_history: TRUNCATE on % is refused: it leaves no history; delete the rows',"
    " TG_TABLE_NAME\n        USING ERRCODE = 'restrict_violation';\n"
)

_HISTORY = """
    INSERT INTO base_history
        (at, table_name, row_id, operation, actor, actor_label, reason, request, old, new)
    SELECT COALESCE(NULLIF(current_setting('tinhso.now', true), '')::timestamptz, clock_timestamp()),
        TG_TABLE_NAME, {row_id}, '{letter}',
        NULLIF(current_setting('tinhso.actor', true), '')::uuid,
        COALESCE(current_setting('tinhso.actor_label', true), ''),
        COALESCE(current_setting('tinhso.reason', true), ''),
        NULLIF(current_setting('tinhso.request', true), '')::uuid,
        {old}, {new}
    FROM {source};
    RETURN NULL;
"""


def _referencing(**tables: str) -> pgtrigger.Referencing:
    return pgtrigger.Referencing(**tables)  # type: ignore[no-untyped-call]  # the only untyped one there


def append_only(*, illustrative: bool) -> list[pgtrigger.Trigger]:
    """Refuse UPDATE, DELETE and TRUNCATE; illustrative rows may go while the demo is being cleared."""
    return [
        pgtrigger.Trigger(
            name="append_only",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=_REFUSE_UNLESS_ILLUSTRATIVE if illustrative else _REFUSE,
        ),
        pgtrigger.Trigger(
            name="append_only_truncate",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=_REFUSE,
        ),
    ]


def _parts(hidden: str) -> dict[str, tuple[pgtrigger.Operation, pgtrigger.Referencing, dict[str, str]]]:
    """By operation: when, which rows the statement shows, and the words of `_HISTORY`."""
    return {
        "insert": (
            pgtrigger.Insert,
            _referencing(new="new_rows"),
            {
                "letter": "I",
                "row_id": "n.id::text",
                "old": "NULL",
                "new": f"to_jsonb(n){hidden}",
                "source": "new_rows n",
            },
        ),
        "update": (
            pgtrigger.Update,
            _referencing(old="old_rows", new="new_rows"),
            {
                "letter": "U",
                "row_id": "n.id::text",
                "old": f"to_jsonb(o){hidden}",
                "new": f"to_jsonb(n){hidden}",
                "source": f"new_rows n JOIN old_rows o ON o.id = n.id"
                f" WHERE to_jsonb(o){hidden} IS DISTINCT FROM to_jsonb(n){hidden}",
            },
        ),
        "delete": (
            pgtrigger.Delete,
            _referencing(old="old_rows"),
            {
                "letter": "D",
                "row_id": "o.id::text",
                "old": f"to_jsonb(o){hidden}",
                "new": "NULL",
                "source": "old_rows o",
            },
        ),
    }


def history(*, without: tuple[str, ...] = ()) -> list[pgtrigger.Trigger]:
    """Write every change of a table to `base_history`, one statement-level trigger an operation.

    TRUNCATE, which tells no rows, is refused.
    `without` names columns that must never reach the history (secrets). The table's key must be called `id`.
    """
    parts = _parts("".join(f" - '{column}'" for column in without))
    written = [
        pgtrigger.Trigger(
            name=f"history_{name}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=referencing,
            func=_HISTORY.format(**words),
        )
        for name, (operation, referencing, words) in parts.items()
    ]
    refused = pgtrigger.Trigger(
        name="history_truncate",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func=_REFUSE_TRUNCATE,
    )
    return [*written, refused]
