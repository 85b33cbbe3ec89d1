"""What people and packs may change, and what is refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from tinhso.base.audit import chain
from tinhso.base.audit.context import SystemActor
from tinhso.base.audit.models import AuditEntry, History
from tinhso.base.errors import Conflict, Invalid, NotAllowed
from tinhso.base.events.models import OutboxEvent
from tinhso.places import actions, queries
from tinhso.places.models import Basis, Lineage, Place
from tinhso.places.schemas import NewPlace, Succession
from tinhso.places.tests.conftest import OLD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nation")]

NA_UAN = NewPlace(code="06184-01", type="Thôn", name="Nà Uẩn", parent="06184", valid_from=date(2025, 7, 1))


@dataclass(frozen=True)
class Officer:
    """Somebody who may do what `verbs` name."""

    verbs: tuple[str, ...] = ()
    actor_id: UUID | None = None
    actor_label: str = "cán bộ"

    def may(self, verb: str) -> bool:
        return verb in self.verbs


def test_a_village_is_added_found_and_told(robot: SystemActor) -> None:
    village = actions.add_place(robot, NA_UAN)
    assert queries.by_code("06184-01") == village
    assert queries.search("thon na uan dong dang").get() == village
    assert [row.name for row in queries.ancestors(queries.by_code("06184-01"))][-1] == "Đồng Đăng"
    assert queries.descendants(queries.by_code("20")).filter(pk=village.pk).exists()
    entry = AuditEntry.objects.get(verb="places.add")
    assert entry.subject == f"places.place:{village.pk}"
    assert chain.verify().broken is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"parent": "00000"}, "parent"),
        ({"parent": "06184", "level": "commune"}, "parent"),
        ({"valid_from": date(2025, 6, 30)}, "valid_to"),
        ({"valid_from": None}, "valid_from"),
    ],
)
def test_a_village_lies_in_its_parent_by_place_and_time(
    robot: SystemActor, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.add_place(robot, NA_UAN.model_copy(update=changes))
    assert refused.value.field == field
    assert not Place.objects.filter(code="06184-01").exists()
    assert not AuditEntry.objects.filter(verb="places.add").exists()


def test_a_code_names_one_unit_a_day(robot: SystemActor) -> None:
    actions.add_place(robot, NA_UAN)
    with pytest.raises(Invalid) as refused:
        actions.add_place(robot, NA_UAN.model_copy(update={"valid_from": date(2026, 1, 1)}))
    assert refused.value.field == "code"


def test_revising_leaves_history(robot: SystemActor) -> None:
    village = actions.add_place(robot, NA_UAN)
    actions.revise_place(robot, village.pk, NA_UAN.model_copy(update={"name": "Nà Uân", "population": 300}))
    assert queries.search("na uan").get().population == 300
    changed = History.objects.get(table_name="places_place", row_id=str(village.pk))
    assert changed.old is not None
    assert changed.old["name"] == "Nà Uẩn"
    with pytest.raises(Invalid):
        actions.revise_place(robot, village.pk, NA_UAN.model_copy(update={"code": "06184-02"}))


def test_a_village_ends_and_names_its_followers(robot: SystemActor) -> None:
    village = actions.add_place(robot, NA_UAN)
    for number in (2, 3):
        actions.add_place(
            robot,
            NA_UAN.model_copy(update={"code": f"06184-0{number}", "valid_from": date(2026, 2, 1)}),
        )
    parts = [
        Succession(code="06184-02", share=Decimal("0.6"), basis=Basis.COUNTED, is_default=True),
        Succession(code="06184-03", share=Decimal("0.4"), basis=Basis.COUNTED),
    ]
    actions.end_place(robot, village.pk, date(2026, 1, 31), parts)
    found = queries.equivalents(queries.by_code("06184-01", date(2026, 1, 31)))
    assert {one.place.code: one.share for one in found} == {
        "06184-02": Decimal("0.6"),
        "06184-03": Decimal("0.4"),
    }
    assert OutboxEvent.objects.get(name="places.ended").payload["last_day"] == "2026-01-31"


def test_parts_do_not_exceed_the_whole(robot: SystemActor) -> None:
    village = actions.add_place(robot, NA_UAN)
    part = Succession(code="06184", share=Decimal("0.6"), basis=Basis.AREA)
    with pytest.raises(Invalid):
        actions.end_place(robot, village.pk, date(2026, 1, 31), [part, part])
    assert queries.by_code("06184-01").valid_to is None


def test_national_rows_are_not_a_persons_to_change(robot: SystemActor) -> None:
    with pytest.raises(Conflict):
        actions.end_place(robot, queries.by_code("06184").pk, date(2026, 12, 31))


def test_a_share_names_basis_and_source(robot: SystemActor) -> None:
    binh_xa = queries.search("xa binh xa huyen dinh lap", OLD)[0]
    first, second = Lineage.objects.filter(predecessor=binh_xa).order_by("id")
    actions.set_share(robot, first.pk, Decimal("0.7"), Basis.POPULATION, "Công an xã, 30/06/2025")
    with pytest.raises(Invalid) as refused:
        actions.set_share(robot, second.pk, Decimal("0.4"), Basis.POPULATION, "như trên")
    assert refused.value.field == "share"
    with pytest.raises(Invalid):
        actions.set_share(robot, second.pk, Decimal("0.3"), Basis.POPULATION, " ")
    with pytest.raises(Invalid):
        actions.set_share(robot, second.pk, None, Basis.AREA, "bản đồ")
    shares = {one.place.pk: one.share for one in queries.equivalents(binh_xa)}
    assert shares == {first.successor_id: Decimal("0.7"), second.successor_id: None}


def test_only_those_who_may_edit_do(robot: SystemActor) -> None:
    with pytest.raises(NotAllowed):
        actions.add_place(Officer(), NA_UAN)
    assert actions.add_place(Officer(("places.edit",)), NA_UAN).pk
