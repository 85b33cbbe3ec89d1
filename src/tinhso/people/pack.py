"""What a pack says of people: agencies, successions, positions, persons with their posts, accounts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from tinhso.base.actions import Act
from tinhso.base.packs.batch import BatchSection, unknown_codes
from tinhso.base.packs.info import PackInfo, Words
from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Catalogue, Located
from tinhso.people import loading
from tinhso.people.models import Account, Agency, AgencyKind, Person, Position, Role, Succession
from tinhso.people.pack_items import (
    AccountItem,
    AgencyItem,
    PersonItem,
    PositionItem,
    PostItem,
    SuccessionItem,
)


class Agencies(BatchSection[AgencyItem]):
    """The section `agencies`."""

    name = "agencies"
    schema = AgencyItem
    files = ("agencies.yaml", "agencies/*.yaml", "agencies/*.csv")

    def key(self, item: AgencyItem) -> str:
        """The product's own code."""
        return item.code

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, AgencyItem]:
        """The stored rows, whoever wrote them."""
        del pack
        rows = Agency.objects.filter(code__in=keys).select_related("place", "parent")
        return {
            row.code: AgencyItem(
                code=row.code,
                name=Words(vi=row.name, en=row.name_en),
                kind=AgencyKind(row.kind),
                short_name=row.short_name,
                identifier=row.identifier,
                place=row.place.code if row.place else "",
                parent=row.parent.code if row.parent else "",
                since=row.valid_from,
                until=row.valid_to,
            )
            for row in rows
        }

    def write_many(
        self, pack: PackInfo, items: Sequence[AgencyItem], act: Act, *, illustrative: bool
    ) -> None:
        """All of them; parents may stand below their children."""
        loading.put_agencies(pack.code, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[AgencyItem]], everything: Catalogue) -> Iterable[Finding]:
        """Parents exist; times run forward."""
        yield from unknown_codes(items, "parent", everything.keys("agencies"))
        for item in items:
            if item.value.since and item.value.until and item.value.until < item.value.since:
                yield item.error("until", _("không trước ngày bắt đầu"), item.value.until)


class Successions(BatchSection[SuccessionItem]):
    """The section `successions`."""

    name = "successions"
    schema = SuccessionItem
    files = ("successions.yaml",)

    def key(self, item: SuccessionItem) -> str:
        """Both ends."""
        return f"{item.predecessor}>{item.successor}"

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, SuccessionItem]:
        """The stored edges."""
        del pack
        ends = {end for key in keys for end in key.split(">")}
        rows = Succession.objects.filter(predecessor__code__in=ends, successor__code__in=ends)
        found = (
            SuccessionItem(
                predecessor=row.predecessor.code,
                successor=row.successor.code,
                kind=Succession.Kind(row.kind),
                on=row.on,
                document=row.document,
                note=row.note,
            )
            for row in rows.select_related("predecessor", "successor")
        )
        return {key: item for item in found if (key := self.key(item)) in keys}

    def write_many(
        self, pack: PackInfo, items: Sequence[SuccessionItem], act: Act, *, illustrative: bool
    ) -> None:
        """All edges."""
        loading.put_successions(pack.code, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[SuccessionItem]], everything: Catalogue) -> Iterable[Finding]:
        """Both ends exist."""
        for field in ("predecessor", "successor"):
            yield from unknown_codes(items, field, everything.keys("agencies"))


class Positions(BatchSection[PositionItem]):
    """The section `positions`."""

    name = "positions"
    schema = PositionItem
    files = ("positions.yaml",)

    def key(self, item: PositionItem) -> str:
        """Agency and title."""
        return f"{item.agency}|{item.title.vi}"

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, PositionItem]:
        """The stored positions."""
        del pack
        rows = Position.objects.filter(agency__code__in={key.partition("|")[0] for key in keys})
        found = (
            PositionItem(
                agency=row.agency.code,
                title=Words(vi=row.title, en=row.title_en),
                role=Role(row.role),
                order=row.order,
            )
            for row in rows.select_related("agency")
        )
        return {key: item for item in found if (key := self.key(item)) in keys}

    def write_many(
        self, pack: PackInfo, items: Sequence[PositionItem], act: Act, *, illustrative: bool
    ) -> None:
        """All positions."""
        loading.put_positions(pack.code, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[PositionItem]], everything: Catalogue) -> Iterable[Finding]:
        """Agencies exist."""
        yield from unknown_codes(items, "agency", everything.keys("agencies"))


class Persons(BatchSection[PersonItem]):
    """The section `persons`."""

    name = "persons"
    schema = PersonItem
    files = ("persons.yaml",)

    def key(self, item: PersonItem) -> str:
        """The person's code."""
        return item.code

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, PersonItem]:
        """The stored persons with their posts."""
        del pack
        rows = Person.objects.filter(code__in=keys).prefetch_related("posts__position__agency")
        return {row.code: _person(row) for row in rows}

    def write_many(
        self, pack: PackInfo, items: Sequence[PersonItem], act: Act, *, illustrative: bool
    ) -> None:
        """All persons."""
        loading.put_persons(pack.code, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[PersonItem]], everything: Catalogue) -> Iterable[Finding]:
        """Posts are in positions that exist."""
        known = everything.keys("positions")
        for item in items:
            for index, post in enumerate(item.value.posts):
                if f"{post.agency}|{post.title}" not in known:
                    yield item.error(
                        f"posts.{index}.title", _("một chức vụ có trong gói"), f"{post.agency}|{post.title}"
                    )


def _person(row: Person) -> PersonItem:
    posts = sorted(row.posts.all(), key=lambda post: post.pk)
    return PersonItem(
        code=row.code,
        full_name=row.full_name,
        email=row.email,
        phone=row.phone,
        posts=tuple(
            PostItem(
                agency=post.position.agency.code,
                title=post.position.title,
                since=post.valid_from,
                until=post.valid_to,
            )
            for post in posts
        ),
    )


class Accounts(BatchSection[AccountItem]):
    """The section `accounts`."""

    name = "accounts"
    schema = AccountItem
    files = ("accounts.yaml",)

    def key(self, item: AccountItem) -> str:
        """The user name."""
        return item.username

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, AccountItem]:
        """The stored accounts."""
        del pack
        rows = Account.objects.filter(username__in=keys).select_related("person")
        return {
            row.username: AccountItem(
                username=row.username, person=row.person.code if row.person else "", email=row.email
            )
            for row in rows
        }

    def write_many(
        self, pack: PackInfo, items: Sequence[AccountItem], act: Act, *, illustrative: bool
    ) -> None:
        """All accounts."""
        loading.put_accounts(pack.code, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[AccountItem]], everything: Catalogue) -> Iterable[Finding]:
        """Persons exist."""
        yield from unknown_codes(items, "person", everything.keys("persons"))


SECTIONS = (Agencies(), Successions(), Positions(), Persons(), Accounts())
