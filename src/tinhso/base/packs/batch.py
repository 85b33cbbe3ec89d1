"""What most sections share: all items are written at once, and codes refer to known things."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from django.utils.translation import gettext as _
from pydantic import BaseModel

from tinhso.base.actions import Act
from tinhso.base.packs.info import PackInfo
from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Located, Section

T = TypeVar("T", bound=BaseModel)


class BatchSection(Section[T]):
    """A section whose items are written together: one item is a batch of one."""

    def write(self, pack: PackInfo, item: T, act: Act, *, illustrative: bool) -> None:
        """One item."""
        self.write_many(pack, [item], act, illustrative=illustrative)

    @abstractmethod
    def write_many(self, pack: PackInfo, items: Sequence[T], act: Act, *, illustrative: bool) -> None:
        """All items that are new or changed."""


def _named(value: object) -> Iterator[tuple[str, str]]:
    """Each code a field holds, with the rest of its path."""
    if isinstance(value, str):
        yield "", value
    elif isinstance(value, Iterable):
        for index, inner in enumerate(value):
            yield f".{index}", str(inner)


def unknown_codes(
    items: Iterable[Located[T]], field: str, known: Collection[str], expected: str = ""
) -> Iterator[Finding]:
    """A finding for each code in `field` (a text, or a list of texts) that is not known; empty ones pass."""
    for item in items:
        for rest, code in _named(getattr(item.value, field)):
            if code and code not in known:
                yield item.error(
                    field + rest, expected or _("mã có trong gói, hoặc trong gói được yêu cầu"), code
                )
