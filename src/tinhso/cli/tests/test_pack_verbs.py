"""`pack load`, `pack check`, `demo clear`: what they say and how they end."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from pytest_django import Settings

from tinhso.base.calendar.models import CalendarCorrection
from tinhso.cli.exits import Exit
from tinhso.cli.verbs.demo_clear import clear
from tinhso.cli.verbs.pack import check, load

RIGHT = "- {date: 2026-12-01, kind: day_off, reason: Lễ, active: false}\n"


@pytest.fixture(autouse=True)
def _packs(settings: Settings, tmp_path: Path) -> Path:
    settings.PACKS = tmp_path
    settings.TINHSO_PACK_SECTIONS = ["tinhso.base.packs.calendar.SECTIONS"]
    folder = tmp_path / "thu"
    folder.mkdir()
    (folder / "pack.yaml").write_text("code: thu\nname: {vi: Thử}\nkind: home\n", encoding="utf-8")
    (folder / "calendar.yaml").write_text(RIGHT, encoding="utf-8")
    return folder


def _run(command: object, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, words, standalone_mode=False)  # type: ignore[arg-type]  # click types
    if result.exception:
        raise result.exception
    return int(result.return_value or 0), result.output


@pytest.mark.django_db
def test_plan_then_load_then_nothing_to_do() -> None:
    code, said = _run(load, "--plan")
    assert (code, said.splitlines()[1]) == (Exit.DONE, "  create: calendar 2026-12-01 (thu/calendar.yaml:1)")
    assert not CalendarCorrection.objects.exists()
    assert _run(load, "packs/thu")[1].startswith("thu: 1 created, 0 changed, 0 kept, 0 in conflict")
    assert _run(load)[1].startswith("thu: 0 created, 0 changed, 1 kept, 0 in conflict")


@pytest.mark.django_db
def test_a_wrong_line_ends_with_1_and_is_named(_packs: Path) -> None:
    (_packs / "calendar.yaml").write_text(RIGHT + "- {date: 2026-12-02, kind: lễ}\n", encoding="utf-8")
    code, said = _run(load)
    assert code == Exit.FOUND
    assert "thu/calendar.yaml, dòng 2, trường “kind”: một trong các giá trị 'day_off', 'working_day'" in said
    assert not CalendarCorrection.objects.exists()


@pytest.mark.django_db
def test_a_conflict_ends_with_1_and_is_listed(_packs: Path) -> None:
    _run(load)
    CalendarCorrection.objects.update(reason="Một người đã sửa")
    (_packs / "calendar.yaml").write_text(RIGHT.replace("Lễ", "Hội"), encoding="utf-8")
    code, said = _run(load)
    assert code == Exit.FOUND
    assert "  conflict: changed by a person since, left as it is: calendar 2026-12-01" in said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("demo", "home", "words", "created"),
    [(True, "thu", (), 2), (True, "khac", (), 1), (False, "thu", (), 1), (True, "khac", ("--demo",), 2)],
)
def test_demo_mode_brings_the_illustrative_part_of_the_home_pack_only(
    settings: Settings, _packs: Path, demo: bool, home: str, words: tuple[str, ...], created: int
) -> None:
    settings.DEMO, settings.HOME_PACK = demo, home
    (_packs / "demo").mkdir()
    (_packs / "demo" / "calendar.yaml").write_text(RIGHT.replace("12-01", "12-03"), encoding="utf-8")
    assert _run(load, *words)[1].startswith(f"thu: {created} created")


def test_check_needs_no_database(_packs: Path) -> None:
    assert _run(check) == (Exit.DONE, "thu: 0 errors, 0 warnings\n")
    (_packs / "calendar.yaml").write_text("- {date: 2026-12-02}\n", encoding="utf-8")
    code, said = _run(check, "thu")
    assert (code, said.splitlines()[-1]) == (Exit.FOUND, "thu: 2 errors, 0 warnings")


@pytest.mark.django_db
def test_demo_clear_says_what_went() -> None:
    CalendarCorrection.objects.create(
        date=date(2026, 1, 1), kind="day_off", reason="Lễ", active=False, illustrative=True
    )
    assert _run(clear)[1].splitlines() == ["base.calendarcorrection: 1", "1 illustrative rows removed"]
