"""What may keep the embedded database from running, told to the person who keeps the machine."""

from __future__ import annotations


class EmbeddedError(Exception):
    """The embedded database cannot run here; the message says why, `advice` what to do."""

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(f"{message}\n{advice}" if advice else message)
        self.advice = advice
