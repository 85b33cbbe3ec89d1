"""Loading: all of it, twice the same, and nothing of a person's lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from tinhso.base.audit.context import SystemActor
from tinhso.base.audit.models import AuditEntry, History
from tinhso.places import actions, national, queries
from tinhso.places.models import Basis, Level, Lineage, Place

pytestmark = pytest.mark.django_db


def test_counts_before_and_after_the_reform(nation: national.Loaded) -> None:
    def counts(day: date) -> list[int]:
        rows = queries.places().valid_on(day)
        return [rows.at_level(level).count() for level in (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)]

    assert counts(date(2025, 6, 30)) == [63, 696, 10_035]
    assert counts(date(2025, 7, 1)) == [34, 0, 3_321]
    assert counts(date(2026, 4, 29)) == [34, 0, 3_321]
    assert counts(date(2026, 4, 30)) == [34, 0, 3_321]
    assert nation.total == 14_235
    today = queries.places().today().at_level(Level.COMMUNE)
    assert {kind: today.filter(type=kind).count() for kind in ("Xã", "Phường", "Đặc khu")} == {
        "Xã": 2_611,
        "Phường": 697,
        "Đặc khu": 13,
    }


def test_twice_changes_nothing(nation: national.Loaded, robot: SystemActor) -> None:
    entries = AuditEntry.objects.count()
    again = actions.load_national(robot)
    assert not again.anything
    assert (again.created, again.changed, again.removed, again.left) == (0, 0, 0, 0)
    assert AuditEntry.objects.count() == entries
    assert not History.objects.filter(table_name="places_place").exists()


def test_a_changed_row_is_brought_back_and_leaves_its_history(
    nation: national.Loaded, robot: SystemActor
) -> None:
    Place.objects.filter(code="06187").update(name="Khác")
    assert actions.load_national(robot).changed == Place.objects.filter(code="06187").count()
    assert queries.by_code("06187").name == "Kỳ Lừa"
    assert History.objects.filter(table_name="places_place", operation="U").count() >= 2


def test_what_people_added_stays(nation: national.Loaded, robot: SystemActor) -> None:
    actions.set_population(robot, queries.by_code("06187").pk, 20_000, source="Niên giám")
    edge = Lineage.objects.filter(share=None, predecessor__path__startswith="VN/20/").earliest("id")
    actions.set_share(robot, edge.pk, Decimal("0.4"), Basis.AREA, "Đo trên bản đồ")
    assert not actions.load_national(robot).anything
    edge.refresh_from_db()
    assert edge.share == Decimal("0.4")
    assert queries.by_code("06187").population == 20_000


def _copy(place: Place, **changes: object) -> Place:
    names = (field.attname for field in Place._meta.concrete_fields if field.attname != "id")
    return Place(**{**{name: getattr(place, name) for name in names}, **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_from": date(2026, 1, 1), "valid_to": date(2026, 12, 31)},
        {"valid_from": date(2030, 1, 2), "valid_to": date(2030, 1, 1)},
        {"code": "99999", "parent_id": None},
        {"code": "99999", "area_km2": Decimal(0)},
        {"code": "99999", "lat": None},
    ],
    ids=["two rows a day", "ends before it begins", "no parent", "no area", "half a point"],
)
def test_the_database_refuses(nation: national.Loaded, changes: dict[str, object]) -> None:
    _refused(_copy(queries.by_code("06187"), **changes))


@pytest.mark.parametrize(
    ("share", "basis"),
    [
        (Decimal("1.2"), "area"),
        (Decimal(0), "area"),
        (None, "area"),
        (Decimal("0.5"), "none"),
        (Decimal("0.5"), "whole"),
    ],
)
def test_the_database_refuses_shares_without_a_basis(
    nation: national.Loaded, share: Decimal | None, basis: str
) -> None:
    old = queries.by_code("06079", date(2025, 1, 1))
    new = queries.by_code("06184")
    _refused(Lineage(predecessor=old, successor=new, share=share, basis=basis, on=date(2025, 7, 1)))


def _refused(row: Model) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
        connection.check_constraints()
