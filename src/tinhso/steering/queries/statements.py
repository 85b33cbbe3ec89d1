"""What was stated of a target, by whom, by which paper, and what was taken back."""

from __future__ import annotations

from dataclasses import dataclass

from tinhso.base.audit.hashing import label
from tinhso.base.audit.models import AuditEntry
from tinhso.steering.models import Statement, Target


@dataclass(frozen=True)
class Said:
    """One statement; `who` as the trail names them, `withdrawn` what took it back.

    The latest that stands `speaks`. `who` is empty where a pack brought it: its paper answers for it.
    """

    statement: Statement
    who: str
    withdrawn: Statement | None
    speaks: bool


def said_of(target: Target) -> list[Said]:
    """Everything stated of a target, the latest first; two queries."""
    rows = list(
        Statement.objects.filter(target=target, withdraws=None)
        .select_related("document__issuer", "withdrawn_by")
        .order_by("-dated", "-recorded_at", "-pk")
    )
    who = _who(target) if rows else {}
    latest = next((row.pk for row in rows if _withdrawal(row) is None), None)
    return [Said(row, who.get(label(row), ""), _withdrawal(row), row.pk == latest) for row in rows]


def _withdrawal(row: Statement) -> Statement | None:
    """The reverse of a one-to-one relation that is often empty."""
    return getattr(row, "withdrawn_by", None)


def _who(target: Target) -> dict[str, str]:
    """By the trail's entries about the target, which name the facts they sealed."""
    entries = AuditEntry.objects.filter(subject=label(target), verb="target.state")
    return {fact: entry.actor_label for entry in entries for fact in entry.data.get("facts", {})}
