"""`tinhso report make`, `report check`, `meeting briefing`: the files they write, and how they end."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document as Word
from openpyxl import load_workbook
from pytest_django import Settings

from tinhso.base import clock
from tinhso.base.errors import Invalid, NotFound
from tinhso.cli.exits import Exit
from tinhso.cli.verbs import meeting, report
from tinhso.committees.tests.scene import new_scene
from tinhso.meetings.actions import agenda, papers
from tinhso.meetings.schemas import ItemDraft
from tinhso.meetings.tests.scene import invited
from tinhso.reports.models import PeriodicReport
from tinhso.reports.tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.FILES = tmp_path / "files"
    with clock.standing_at(world.TODAY):
        yield


def _run(command: object, *words: object) -> Result:
    told = [str(word) for word in words]
    result = CliRunner().invoke(command, told, standalone_mode=False)  # type: ignore[arg-type]  # click types
    if result.exception:
        raise result.exception
    return result


def _said(path: Path) -> str:
    word = Word(str(path))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in word.paragraphs), *cells])


def test_a_report_is_written_in_each_form_and_none_is_kept(tmp_path: Path) -> None:
    built = world.built()
    out = tmp_path / "bao-cao.docx"
    result = _run(report.make, "bao-cao-thu", "--period", "2026-Q4", "--out", out)
    assert (result.return_value, result.stdout.strip()) == (Exit.DONE, str(out))
    assert "Chỉ tiêu thứ nhất: 85%/80%" in _said(out)
    pdf, book = tmp_path / "bao-cao.pdf", tmp_path / "bao-cao.xlsx"
    for path in (pdf, book):
        _run(report.make, built.template.code, "--period", "2026-Q4", "--out", path)
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert load_workbook(book).sheetnames
    assert not PeriodicReport.objects.exists()


def test_the_day_asked_for_decides_the_figures(tmp_path: Path) -> None:
    world.built()
    out = tmp_path / "quy-3.docx"
    _run(report.make, "bao-cao-thu", "--period", "2026-Q3", "--as-of", "2026-09-14", "--out", out)
    assert "Chỉ tiêu thứ nhất: 70%/80%" in _said(out)


def test_what_misses_is_said_beside_the_file(tmp_path: Path) -> None:
    world.built()
    out = tmp_path / "quy-1.docx"
    result = _run(report.make, "bao-cao-thu", "--period", "2026-Q1", "--as-of", "2026-03-14", "--out", out)
    assert result.return_value == Exit.DONE
    assert "Sở Một" in result.stderr
    assert "chưa có số liệu" in _said(out)


def test_another_ending_period_or_template_is_refused_and_writes_nothing(tmp_path: Path) -> None:
    world.built()
    out = tmp_path / "bao-cao.docx"
    wrong = CliRunner().invoke(
        report.make, ["bao-cao-thu", "--period", "2026-Q4", "--out", str(tmp_path / "a.odt")]
    )
    assert wrong.exit_code == 2 and ".docx, .pdf or .xlsx" in wrong.output
    with pytest.raises(Invalid):
        _run(report.make, "bao-cao-thu", "--period", "2026-13", "--out", out)
    with pytest.raises(NotFound):
        _run(report.make, "khong-co", "--period", "2026-Q4", "--out", out)
    assert not list(tmp_path.glob("*.*"))


def test_a_template_is_checked_by_file_or_code(tmp_path: Path) -> None:
    built = world.built()
    told = _run(report.check, built.template.code)
    assert told.return_value == Exit.DONE and told.stdout
    bad = tmp_path / "mau.txt"
    bad.write_text(f"# I.\nĐạt {{chi-tieu {built.target.code}x cap}}.\n", encoding="utf-8")
    result = _run(report.check, bad)
    assert result.return_value == Exit.FOUND
    assert built.target.code in result.stderr and "2" in result.stderr


def test_the_briefing_pack_holds_the_paper_and_the_papers_of_the_agenda(tmp_path: Path) -> None:
    scene = new_scene()
    held = invited(scene)
    office = scene.who("office")
    item = agenda.add_item(office, held.code, ItemDraft(title="Dự thảo kế hoạch năm 2027"))
    for _number in range(2):
        papers.add_file(office, held.code, item.pk, BytesIO(b"Noi dung"), "a.txt", title="Dự thảo")
    out = tmp_path / "tai-lieu" / "phien-1"
    result = _run(meeting.briefing, held.code, "--out", out)
    named = [Path(line).name for line in result.stdout.splitlines()]
    assert named == [f"{held.code}.docx", f"{held.code}.pdf", "01-du-thao.txt", "01-du-thao-2.txt"]
    assert sorted(named) == sorted(path.name for path in out.iterdir())
    assert (out / "01-du-thao-2.txt").read_bytes() == b"Noi dung"
    assert "Dự thảo kế hoạch năm 2027" in _said(out / f"{held.code}.docx")
    with pytest.raises(NotFound):
        _run(meeting.briefing, "khong-co", "--out", tmp_path / "khac")
    assert not (tmp_path / "khac").exists()
