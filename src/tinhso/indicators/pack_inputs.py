"""What a pack says of constants and of groups of places, which formulas name."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import ConfigDict, Field, model_validator

from tinhso.base.actions import Act
from tinhso.base.packs.batch import BatchSection
from tinhso.base.packs.fields import Number
from tinhso.base.packs.info import PackInfo, Words
from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Catalogue, Located, PackItem
from tinhso.documents.loading import document_ids
from tinhso.indicators.models import Constant, ConstantValue, GroupMember, PlaceGroup
from tinhso.places.resolving import PlaceRows

From = Annotated[date | None, Field(alias="from")]


class ValueItem(PackItem):
    """What a constant is from a day on."""

    model_config = ConfigDict(populate_by_name=True)
    from_: From = None
    value: Number
    document: str = ""
    clause: str = ""
    note: str = ""


class ConstantItem(PackItem):
    """A constant (hằng số) with its values, the oldest first."""

    code: str
    name: Words
    unit: str = ""
    values: Annotated[tuple[ValueItem, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        days = [one.from_ or date.min for one in self.values]
        if any(after <= before for before, after in itertools.pairwise(days)):
            raise ValueError(_("các giá trị xếp theo ngày, mỗi ngày một lần"))
        return self


class MemberItem(PackItem):
    """A place in a group: the unit that carried the code on `from`, without it the last that carried it."""

    model_config = ConfigDict(populate_by_name=True)
    place: str
    from_: From = None
    until: date | None = None


class PlaceGroupItem(PackItem):
    """Places that belong together (nhóm địa bàn), and which document says so."""

    code: str
    name: Words
    document: str = ""
    clause: str = ""
    note: str = ""
    members: tuple[MemberItem, ...] = ()

    @model_validator(mode="after")
    def _by_code(self) -> Self:
        """Members have no order of their own."""
        found = sorted(self.members, key=lambda one: (one.place, one.from_ or date.min))
        object.__setattr__(self, "members", tuple(found))
        return self


def _unknown() -> str:
    return _("mã có trong gói, hoặc trong gói được yêu cầu")


class Constants(BatchSection[ConstantItem]):
    """The section `constants`."""

    name = "constants"
    schema = ConstantItem
    files = ("constants.yaml",)

    def key(self, item: ConstantItem) -> str:
        """The code."""
        return item.code

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, ConstantItem]:
        """The stored constants with their values."""
        del pack
        rows = Constant.objects.filter(code__in=keys).prefetch_related("values__document")
        return {row.code: _constant(row) for row in rows}

    def write_many(
        self, pack: PackInfo, items: Sequence[ConstantItem], act: Act, *, illustrative: bool
    ) -> None:
        """Constants as they are told; values no longer told are taken away, and stay in the history."""
        papers = document_ids(one.document for item in items for one in item.values)
        for item in items:
            row, _new = Constant.objects.update_or_create(
                code=item.code,
                defaults={
                    "name": item.name.vi, "name_en": item.name.en, "unit": item.unit, "pack": pack.code,
                    "illustrative": illustrative,
                },
            )  # fmt: skip
            row.values.exclude(valid_from__in=[one.from_ for one in item.values if one.from_]).delete()
            for one in item.values:
                ConstantValue.objects.update_or_create(
                    constant=row,
                    valid_from=one.from_,
                    defaults={
                        "value": one.value, "document_id": papers.get(one.document), "clause": one.clause,
                        "note": one.note, "illustrative": illustrative,
                    },
                )  # fmt: skip
        act.record(f"pack:{pack.code}", subject="constants", data={"written": len(items)})

    def check(self, items: Sequence[Located[ConstantItem]], everything: Catalogue) -> Iterable[Finding]:
        """Documents are known."""
        known = everything.keys("documents")
        for item in items:
            for number, one in enumerate(item.value.values):
                if one.document and one.document not in known:
                    yield item.error(f"values.{number}.document", _unknown(), one.document)


def _constant(row: Constant) -> ConstantItem:
    rows = sorted(row.values.all(), key=lambda one: one.valid_from or date.min)
    return ConstantItem(
        code=row.code,
        name=Words(vi=row.name, en=row.name_en),
        unit=row.unit,
        values=tuple(
            ValueItem(
                from_=one.valid_from,
                value=one.value,
                document=one.document.slug if one.document else "",
                clause=one.clause,
                note=one.note,
            )
            for one in rows
        ),
    )


class PlaceGroups(BatchSection[PlaceGroupItem]):
    """The section `place-groups`."""

    name = "place-groups"
    schema = PlaceGroupItem
    files = ("place-groups.yaml",)

    def key(self, item: PlaceGroupItem) -> str:
        """The code."""
        return item.code

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, PlaceGroupItem]:
        """The stored groups with their members."""
        del pack
        rows = PlaceGroup.objects.filter(code__in=keys).select_related("document")
        return {row.code: _group(row) for row in rows.prefetch_related("members__place")}

    def write_many(
        self, pack: PackInfo, items: Sequence[PlaceGroupItem], act: Act, *, illustrative: bool
    ) -> None:
        """Groups as they are told; members no longer told are taken away, and stay in the history."""
        papers = document_ids(item.document for item in items)
        places = PlaceRows(one.place for item in items for one in item.members)
        for item in items:
            row, _new = PlaceGroup.objects.update_or_create(
                code=item.code,
                defaults={
                    "name": item.name.vi, "name_en": item.name.en, "document_id": papers.get(item.document),
                    "clause": item.clause, "note": item.note, "pack": pack.code, "illustrative": illustrative,
                },
            )  # fmt: skip
            row.members.all().delete()
            GroupMember.objects.bulk_create(
                GroupMember(
                    group=row,
                    place=places.on(one.place, one.from_) if one.from_ else places.last(one.place),
                    valid_from=one.from_,
                    valid_to=one.until,
                    illustrative=illustrative,
                )
                for one in item.members
            )
        act.record(f"pack:{pack.code}", subject="place-groups", data={"written": len(items)})

    def check(self, items: Sequence[Located[PlaceGroupItem]], everything: Catalogue) -> Iterable[Finding]:
        """Documents are known, and no member ends before it begins or stands twice."""
        known = everything.keys("documents")
        for item in items:
            group = item.value
            if group.document and group.document not in known:
                yield item.error("document", _unknown(), group.document)
            seen: set[tuple[str, date | None]] = set()
            for number, one in enumerate(group.members):
                if (one.place, one.from_) in seen:
                    yield item.error(f"members.{number}.place", _("mỗi địa bàn một lần"), one.place)
                seen.add((one.place, one.from_))
                if one.from_ and one.until and one.until < one.from_:
                    yield item.error(f"members.{number}.until", _("không trước ngày bắt đầu"), one.until)


def _group(row: PlaceGroup) -> PlaceGroupItem:
    return PlaceGroupItem(
        code=row.code,
        name=Words(vi=row.name, en=row.name_en),
        document=row.document.slug if row.document else "",
        clause=row.clause,
        note=row.note,
        members=tuple(
            MemberItem(place=one.place.code, from_=one.valid_from, until=one.valid_to)
            for one in row.members.all()
        ),
    )


SECTIONS = (Constants(), PlaceGroups())
