"""The national tables as an item of a pack: what stands on places can then be in the same pack."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from tinhso.base.actions import Act
from tinhso.base.audit.context import SystemActor
from tinhso.base.packs.batch import BatchSection
from tinhso.base.packs.info import PackInfo
from tinhso.base.packs.section import PackItem
from tinhso.places import actions, queries
from tinhso.places.models import Origin


class TablesItem(PackItem):
    """Asks for tables that ship with the code (danh mục đơn vị hành chính)."""

    tables: Literal["national"]


class NationalTables(BatchSection[TablesItem]):
    """The section `place-tables`."""

    name = "place-tables"
    schema = TablesItem
    files = ("place-tables.yaml",)

    def key(self, item: TablesItem) -> str:
        """The tables' name."""
        return item.tables

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, TablesItem]:
        """There, once any row of theirs is."""
        del pack
        there = queries.places().filter(origin=Origin.NATIONAL).exists()
        return {key: TablesItem(tables="national") for key in keys} if there else {}

    def write_many(
        self, pack: PackInfo, items: Sequence[TablesItem], act: Act, *, illustrative: bool
    ) -> None:
        """Bring the tables in."""
        del pack, items, illustrative
        actions.load_national(SystemActor(act.acting.actor_label))


SECTIONS = (NationalTables(),)
