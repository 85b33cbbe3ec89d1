"""Whom one may ask and invite: agencies of the home pack, shared ones, and those laid down by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from tinhso.people import queries
from tinhso.people.models import Agency

KINDS = {"chung": "shared", "nha": "home", "xem": "reference"}


@pytest.fixture
def _packs(settings: Settings, tmp_path: Path) -> None:
    for code, kind in KINDS.items():
        (tmp_path / code).mkdir()
        (tmp_path / code / "pack.yaml").write_text(f"code: {code}\nname: {{vi: {code}}}\nkind: {kind}\n")
    settings.PACKS = tmp_path


@pytest.mark.django_db
@pytest.mark.usefixtures("_packs")
@pytest.mark.parametrize(("home", "seen"), [("nha", {"", "chung", "nha"}), ("xem", {"", "chung", "xem"})])
def test_agencies_of_packs_that_are_only_read_are_no_choice(
    settings: Settings, home: str, seen: set[str]
) -> None:
    settings.HOME_PACK = home
    for pack in ("", *KINDS):
        Agency.objects.create(code=f"so-{pack}", name="Sở Nội vụ", kind="department", pack=pack)
    assert {row.pack for row in queries.agencies().at_home()} == seen
