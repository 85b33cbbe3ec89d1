"""Notices as the demo's pack writes them."""

from __future__ import annotations

from pydantic import Field

from tinhso.base.packs.section import PackItem


class NoticeItem(PackItem):
    """Something that a person was told. `values` are those of the kind's placeholders."""

    key: str
    kind: str
    person: str
    values: dict[str, str] = Field(default_factory=dict)
    href: str = ""
