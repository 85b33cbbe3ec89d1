"""The reader itself: text in, figures, named documents and contradictions out. Knows no Django."""

from tinhso.reading.core.model import (
    Change,
    Check,
    CheckKind,
    Comparison,
    Figure,
    Kind,
    NamedDocument,
    Read,
    Span,
    Standing,
)

__all__ = [
    "Change",
    "Check",
    "CheckKind",
    "Comparison",
    "Figure",
    "Kind",
    "NamedDocument",
    "Read",
    "Span",
    "Standing",
]
