"""`tinhso indicators`: what it prints, how it ends, and who is written down as having done it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tinhso.base.ids import new_id
from tinhso.cli.exits import Exit
from tinhso.cli.main import call
from tinhso.cli.verbs import find
from tinhso.indicators.models import Batch, Indicator, Observation, State
from tinhso.people.models import Account, Agency, Person, Position, Post, Role
from tinhso.places.models import Level, Place

pytestmark = pytest.mark.django_db


def _indicators(*words: object) -> int:
    found = find(["indicators", *map(str, words)])
    assert found
    return call(*found)


@pytest.fixture
def office() -> Account:
    """An account of the standing office, a place and an indicator to write figures of."""
    agency = Agency.objects.create(code="so-a", name="Sở A", kind="department")
    person = Person.objects.create(code="an", full_name="Nguyễn Văn An")
    position = Position.objects.create(agency=agency, title="Chuyên viên", role=Role.STANDING_OFFICE)
    Post.objects.create(person=person, position=position)
    country = Place.objects.create(level=Level.COUNTRY, code="VN", name="Việt Nam", slug="vn", path="VN")
    Place.objects.create(
        level=Level.PROVINCE, code="20", name="Lạng Sơn", slug="20", path="VN/20", parent=country
    )
    Indicator.objects.create(code="to-cn", name="Tổ", kind="count", decimals=0)
    return Account.objects.create(id=new_id(), username="an", person=person)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """One good line."""
    path = tmp_path / "a.csv"
    path.write_text("indicator;place;period;value\nto-cn;20;2024;7\n", encoding="utf-8")
    return path


def test_in_out_and_in_again(office: Account, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _indicators("import", file, "--as", "an", "--confirm") == Exit.DONE
    assert capsys.readouterr().out == "1 lines: 1 created, 0 superseded, 0 unchanged, 0 refused\n"
    batch = Batch.objects.get()
    assert batch.actor == office.pk
    assert batch.actor_label.startswith("Nguyễn Văn An · Chuyên viên, Sở A, tinhso indicators: ")
    back = file.with_suffix(".jsonl")
    assert _indicators("export", "figures", "--output", back) == Exit.DONE
    assert '"indicator": "to-cn"' in back.read_text(encoding="utf-8")
    assert _indicators("import", back, "--as", "an", "--confirm") == Exit.DONE
    assert capsys.readouterr().out == "1 lines: 0 created, 0 superseded, 1 unchanged, 0 refused\n"


def test_bad_lines_are_told_and_the_code_says_so(
    office: Account, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with file.open("a", encoding="utf-8") as more:
        more.writelines(f"to-cnn;20;{year};1\n" for year in range(2000, 2023))
    report = tmp_path / "r.jsonl"
    assert _indicators("import", file, "--as", office.username, "--report", report) == Exit.FOUND
    out, err = capsys.readouterr()
    assert out == "24 lines: 1 created, 0 superseded, 0 unchanged, 23 refused\n"
    assert "3 indicator: " in err
    assert "to-cn)" in err
    assert "… and 3 more refused" in err
    assert len(report.read_text(encoding="utf-8").splitlines()) == 24
    assert Observation.objects.get().state == State.SUBMITTED


def test_a_file_that_is_none_is_refused_as_a_whole(
    office: Account, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes("indicator;place;period;value\nto-cn;20;2024;tổ\n".encode("utf-16-le"))
    assert _indicators("import", file, "--as", office.username) == Exit.REFUSED
    assert "a.csv: Dòng 1, ký tự thứ 2" in capsys.readouterr().err
    assert _indicators("import", file, "--as", "nobody") == Exit.REFUSED
    assert _indicators("export", "figures", "--indicator", "to-cnn") == Exit.REFUSED
    assert "to-cn" in capsys.readouterr().err
    assert _indicators("export", "figures", "--format", "xlsx") == Exit.USAGE


def test_a_rehearsal_writes_nothing(office: Account, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _indicators("import", file, "--as", office.username, "--dry-run") == Exit.DONE
    assert "would be 1 created" in capsys.readouterr().out
    assert not Observation.objects.exists()
