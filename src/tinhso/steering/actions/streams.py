"""The audit streams of this room."""

from __future__ import annotations

from tinhso.steering.models import Plan


def stream(plan: Plan, *, illustrative: bool = False) -> str:
    """The chain of a plan; what is illustrative has a chain of its own, which the demo may lose."""
    named = f"plan:{plan.full_slug}"
    return f"demo:{named}" if illustrative or plan.illustrative else named
