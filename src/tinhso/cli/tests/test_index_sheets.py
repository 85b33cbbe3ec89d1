"""`tinhso index export` and `import`: away, tried, brought in, refused cell by cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tinhso.cli.verbs.index_sheets import bring, take
from tinhso.indices.models import Edition
from tinhso.indices.tests import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    """The small edition, with an owner that is there."""
    scene.agency("so-chu-tri")
    return scene.edition("so-chu-tri")


def test_the_verbs_take_away_and_bring_in(edition: Edition, tmp_path: Path) -> None:
    code, path = edition.index.code, tmp_path / "cay.csv"
    run = CliRunner().invoke
    assert run(take, [code, edition.code, str(path)], standalone_mode=False).return_value == 0
    said = run(bring, [code, "2026-2", str(path), "--base", edition.code, "--dry-run"], standalone_mode=False)
    assert "7 create" in said.stdout
    assert not Edition.objects.filter(code="2026-2").exists()
    said = run(bring, [code, "2026-2", str(path), "--base", edition.code], standalone_mode=False)
    assert said.return_value == 0
    assert Edition.objects.filter(code="2026-2").exists()
    path.write_text(path.read_text(encoding="utf-8").replace(",60,", ",61,"), encoding="utf-8")
    said = run(bring, [code, "2026-3", str(path)], standalone_mode=False)
    assert said.return_value == 1
    assert "G2" in said.stderr
