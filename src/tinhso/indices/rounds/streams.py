"""Writing a round's own steps: the fact, its audit entry, one chain a round."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tinhso.base.actions import Act
from tinhso.base.audit.context import Actor
from tinhso.documents.models import Document
from tinhso.indices.models import Round, RoundStep, RoundStepKind


def stream(row: Round) -> str:
    """The chain of a round."""
    return f"index-round:{row.pk}"


def add_step(
    act: Act,
    by: Actor,
    row: Round,
    kind: RoundStepKind,
    data: Mapping[str, Any],
    document: Document | None = None,
) -> RoundStep:
    """Append a step to a locked round."""
    before = RoundStep.objects.filter(round=row, superseded_by=None).first()
    step = RoundStep(
        round=row,
        kind=kind,
        data=dict(data),
        label=by.actor_label,
        document=document,
        supersedes=before,
        illustrative=row.illustrative,
    )
    step.save(force_insert=True)
    act.record(stream(row), subject=row, data={"kind": kind, **data}, facts=[step])
    return step
