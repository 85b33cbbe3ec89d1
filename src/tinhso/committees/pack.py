"""What a pack says of committees: the committees, who sits in them, the rules they work by."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from tinhso.base.actions import Act
from tinhso.base.packs.batch import BatchSection, unknown_codes
from tinhso.base.packs.info import PackInfo, Words
from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Catalogue, Located, Section
from tinhso.committees import loading
from tinhso.committees.models import Committee, Membership, Regulation
from tinhso.committees.pack_items import CommitteeItem, MembershipItem, RegulationItem
from tinhso.committees.roles import MemberRole, Tier


class Committees(BatchSection[CommitteeItem]):
    """The section `committees`."""

    name = "committees"
    schema = CommitteeItem
    files = ("committees.yaml",)

    def key(self, item: CommitteeItem) -> str:
        """The code."""
        return item.code

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, CommitteeItem]:
        """The stored committees."""
        del pack
        together = ("agency", "place", "parent", "standing_agency", "document")
        rows = Committee.objects.filter(code__in=keys).select_related(*together)
        return {row.code: _told(row) for row in rows}

    def write_many(
        self, pack: PackInfo, items: Sequence[CommitteeItem], act: Act, *, illustrative: bool
    ) -> None:
        """All of them."""
        loading.put_committees(pack.code, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[CommitteeItem]], everything: Catalogue) -> Iterable[Finding]:
        """Everything named exists."""
        for field, section in (
            ("agency", "agencies"),
            ("standing_agency", "agencies"),
            ("parent", "committees"),
            ("document", "documents"),
        ):
            yield from unknown_codes(items, field, everything.keys(section))


def _told(row: Committee) -> CommitteeItem:
    return CommitteeItem(
        code=row.code,
        name=Words(vi=row.name, en=row.name_en),
        level=Tier(row.level),
        place=row.place.code if row.place else "",
        agency=row.agency.code if row.agency else "",
        parent=row.parent.code if row.parent else "",
        standing_agency=row.standing_agency.code if row.standing_agency else "",
        document=row.document.slug if row.document else "",
        note=row.note,
    )


class Memberships(BatchSection[MembershipItem]):
    """The section `memberships`."""

    name = "memberships"
    schema = MembershipItem
    files = ("memberships.yaml",)

    def key(self, item: MembershipItem) -> str:
        """Committee, person, role and the first day."""
        return f"{item.committee}/{item.person}/{item.role}/{item.since or ''}"

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, MembershipItem]:
        """The stored seats."""
        del pack
        rows = Membership.objects.filter(committee__code__in={key.partition("/")[0] for key in keys})
        together = rows.select_related("committee", "person", "agency", "document")
        found = (
            MembershipItem(
                committee=row.committee.code,
                person=row.person.code,
                role=MemberRole(row.role),
                title=row.title,
                agency=row.agency.code if row.agency else "",
                order=row.order,
                since=row.valid_from,
                until=row.valid_to,
                document=row.document.slug if row.document else "",
            )
            for row in together
        )
        return {key: item for item in found if (key := self.key(item)) in keys}

    def write_many(
        self, pack: PackInfo, items: Sequence[MembershipItem], act: Act, *, illustrative: bool
    ) -> None:
        """All of them."""
        loading.put_memberships(pack.code, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[MembershipItem]], everything: Catalogue) -> Iterable[Finding]:
        """Everybody and everything named exists."""
        for field, section in (
            ("committee", "committees"),
            ("person", "persons"),
            ("agency", "agencies"),
            ("document", "documents"),
        ):
            yield from unknown_codes(items, field, everything.keys(section))


class Regulations(BatchSection[RegulationItem]):
    """The section `regulations`."""

    name = "regulations"
    schema = RegulationItem
    files = ("regulations.yaml",)

    def key(self, item: RegulationItem) -> str:
        """Committee and first day."""
        return f"{item.committee}@{item.valid_from}"

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, RegulationItem]:
        """The stored regulations."""
        del pack
        rows = Regulation.objects.filter(committee__code__in={key.partition("@")[0] for key in keys})
        plain = RegulationItem.model_fields.keys() - {"committee", "document", "convenes", "signs"}
        found = (
            RegulationItem(
                committee=row.committee.code,
                document=row.document.slug if row.document else "",
                convenes=tuple(MemberRole(role) for role in row.convenes),
                signs=tuple(MemberRole(role) for role in row.signs),
                **{name: getattr(row, name) for name in plain},
            )
            for row in rows.select_related("committee", "document")
        )
        return {key: item for item in found if (key := self.key(item)) in keys}

    def write_many(
        self, pack: PackInfo, items: Sequence[RegulationItem], act: Act, *, illustrative: bool
    ) -> None:
        """All of them."""
        loading.put_regulations(pack.code, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[RegulationItem]], everything: Catalogue) -> Iterable[Finding]:
        """Committee and document exist."""
        yield from unknown_codes(items, "committee", everything.keys("committees"))
        yield from unknown_codes(items, "document", everything.keys("documents"))


SECTIONS: Final[tuple[Section[Any], ...]] = (Committees(), Memberships(), Regulations())
