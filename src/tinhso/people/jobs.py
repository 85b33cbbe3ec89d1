"""Background work of this room."""

from __future__ import annotations

from tinhso.base.jobs.registry import job
from tinhso.people import attempts


@job("people.forget_attempts", periodic="10 17 * * *")
def forget_attempts() -> None:
    """Delete tries to sign in older than 30 days, every day at 00:10 in Vietnam."""
    attempts.forget_old()
