"""Records of an older schema: a field added since is no person's change, unless somebody filled it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from pydantic import Field

from tinhso.base.actions import Act
from tinhso.base.packs.compare import compare, plain
from tinhso.base.packs.info import PackInfo, Words
from tinhso.base.packs.load import load
from tinhso.base.packs.models import PackRecord
from tinhso.base.packs.section import Located, PackItem, Section
from tinhso.base.packs.tests.conftest import Write

OLD = {"code": "a", "parts": [{"share": "0.5"}], "dropped": "x"}


class Part(PackItem):
    """Inside an item; `note` came later."""

    share: Decimal
    note: str = ""


class Thing(PackItem):
    """`tags`, `since` and `owner` came later, `dropped` is gone."""

    code: str
    owner: str
    parts: tuple[Part, ...] = ()
    whole: Part | None = None
    tags: tuple[str, ...] = Field(default_factory=lambda: ("plain",))
    since: datetime = datetime(2025, 7, 1, tzinfo=UTC)


class Things(Section[Thing]):
    """A section without a table: what is stored is told to it."""

    name, schema, files = "things", Thing, ("things.yaml",)

    def __init__(self, stored: Thing) -> None:
        self.stored = stored

    def key(self, item: Thing) -> str:
        """The code."""
        return item.code

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, Thing]:
        """What was told."""
        return {self.stored.code: self.stored}

    def write(self, pack: PackInfo, item: Thing, act: Act, *, illustrative: bool) -> None:
        """Nothing is written."""


def _thing(**told: Any) -> Thing:
    return Thing.model_validate({"code": "a", "owner": "o", "parts": [{"share": "0.50"}], **told})


def _verdict(stored: Thing, loaded: Mapping[str, Any]) -> str:
    said = Located("things", "a", _thing(tags=["new"]), "things.yaml", 1, digest="new")
    record = PackRecord(section="things", key="a", digest="old", loaded=loaded)
    info = PackInfo(code="thunghiem", name=Words(vi="Thử"), kind="home")
    verdicts = compare(info, Things(stored), [said], {"a": record}, demo=False)
    return next(name for name in ("change", "conflict", "adopt", "create") if getattr(verdicts, name))


def test_a_field_younger_than_the_record_is_no_persons_change() -> None:
    assert _verdict(_thing(), OLD) == "change"
    assert _verdict(_thing(owner="whoever"), OLD) == "change", "of a required field the record tells nothing"


@pytest.mark.parametrize(
    "told",
    [
        {"tags": ["theirs"]},
        {"since": "2026-01-01T00:00:00Z"},
        {"whole": {"share": 1}},
        {"parts": [{"share": "0.5", "note": "theirs"}]},
        {"parts": [{"share": "0.6"}]},
        {"parts": [{"share": "0.5"}, {"share": "0.5"}]},
        {"parts": []},
    ],
)
def test_what_a_person_filled_or_changed_stays_theirs(told: dict[str, Any]) -> None:
    assert _verdict(_thing(**told), OLD) == "conflict"


def test_a_record_of_todays_schema_is_compared_whole() -> None:
    today = plain(_thing(whole={"share": "2.0"}))
    assert _verdict(_thing(whole={"share": 2}), today) == "change"
    assert _verdict(_thing(whole={"share": 2}, owner="theirs"), today) == "conflict"
    assert _verdict(_thing(), today) == "conflict"
    assert _verdict(_thing(tags=["new"]), today) == "adopt", "stored as the pack says"


@pytest.mark.django_db
def test_a_pack_loaded_under_an_older_schema_loads_again(write: Write) -> None:
    write("calendar.yaml", "- {date: 2026-12-01, kind: day_off, reason: Lễ hội, active: false}\n")
    load("thunghiem")
    record = PackRecord.objects.get()
    older = {name: value for name, value in record.loaded.items() if name != "document"}
    PackRecord.objects.update(loaded=older)
    write("calendar.yaml", "- {date: 2026-12-01, kind: day_off, reason: Hội xuân, active: false}\n")
    report = load("thunghiem")
    assert ([entry.key for entry in report.changed], report.conflicts) == (["2026-12-01"], [])
    assert PackRecord.objects.get().loaded["document"] == ""
