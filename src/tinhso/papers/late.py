"""Functions whose modules are loaded when they are first called.

What a renderer stands on (python-docx, lxml, typst) would cost every process of the product some 15 MB from
its first minute; most never render a paper. For functions of this room alone.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any


def late(module: str, name: str) -> Callable[..., Any]:
    """The function `name` of `module`, which is imported at the first call."""

    def call(*args: Any, **kwargs: Any) -> Any:
        return getattr(import_module(module), name)(*args, **kwargs)

    return call
