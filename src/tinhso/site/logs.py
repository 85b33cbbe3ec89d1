"""One line a request on the error stream: JSON for machines, plain words on a terminal."""

from __future__ import annotations

import sys

import structlog


def configure() -> None:
    """Set structlog up for this process. Standard output stays the verbs' own."""
    plain = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.dev.ConsoleRenderer(colors=False)
            if plain
            else structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
