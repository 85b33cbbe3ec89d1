"""What lines of packs name is found all at once; the first unknown one is refused, with near ones."""

from __future__ import annotations

from typing import Any

import pytest

from tinhso.base.errors import NotFound
from tinhso.base.packs.naming import rows_by
from tinhso.people.loading import account_labels, agency_ids
from tinhso.people.models import Agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def agencies() -> dict[str, Agency]:
    codes = ("so-noi-vu", "so-xay-dung", "so-tu-phap")
    made = Agency.objects.bulk_create(Agency(code=code, name=code, kind="department") for code in codes)
    return {agency.code: agency for agency in made}


def test_ids_and_rows_of_those_named(agencies: dict[str, Agency], django_assert_num_queries: Any) -> None:
    asked = ["so-xay-dung", "", "so-noi-vu", "so-xay-dung"]
    with django_assert_num_queries(1):
        found = agency_ids(asked)
    assert found == {code: agencies[code].pk for code in ("so-noi-vu", "so-xay-dung")}
    rows = rows_by(Agency.objects.all(), "code", asked, missing="%(code)s", field="agency")
    assert {code: row.pk for code, row in rows.items()} == found


def test_the_first_unknown_one_is_refused_with_near_ones(agencies: dict[str, Agency]) -> None:
    with pytest.raises(NotFound, match="so-noi-vuu") as told:
        agency_ids(["so-tu-phap", "so-noi-vuu", "xyz"])
    assert told.value.field == "agency"
    assert "so-noi-vu" in told.value.near


def test_an_unknown_account_is_named() -> None:
    with pytest.raises(NotFound, match="khong-co"):
        account_labels(["khong-co"])
