"""Why the core says no. Actions turn a fault into a refusal with words in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_NOTHING: Final[Mapping[str, object]] = MappingProxyType({})


class GateFault(ValueError):
    """Something that a gate does not do; `code` is stable, `status` is what a web face answers.

    `extra` is what programs and people are told besides (JSON values only).
    """

    def __init__(
        self, code: str, said: str, *, status: int = 422, extra: Mapping[str, object] = _NOTHING
    ) -> None:
        super().__init__(f"{code}: {said}")
        self.code = code
        self.status = status
        self.extra = extra
