"""A report from the first request to the issued paper; numbers that never move once frozen."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tinhso.base import clock
from tinhso.base.errors import Conflict, Invalid, NotAllowed, NotFound
from tinhso.base.files import content
from tinhso.people.models import Role
from tinhso.people.principals import ANONYMOUS
from tinhso.reports import printing, queries
from tinhso.reports.actions import contributing, freezing, issuing, templates, writing
from tinhso.reports.actions.beginning import begin
from tinhso.reports.models import Contribution, PeriodicReport, State
from tinhso.reports.schemas import (
    Confirmation,
    ContributionDraft,
    IssueDraft,
    ReportDraft,
    ReportEdit,
    TemplateDraft,
)
from tinhso.reports.tests import world
from tinhso.steering.tests import factories as make

pytestmark = pytest.mark.django_db
SIGNED = IssueDraft(date=date(2026, 11, 21), signer="Trần Thị Ví Dụ")


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(world.TODAY):
        yield


def _begun(built: world.World, period: str = "2026-Q4") -> PeriodicReport:
    return begin(built.office, ReportDraft(template="bao-cao-thu", period=period))


def _text(row: PeriodicReport) -> str:
    document = docx.Document(io.BytesIO(printing.file_of(printing.paper(row), "docx")))
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def _filled(built: world.World) -> PeriodicReport:
    row = _begun(built)
    for part in queries.contributions(row):
        by = make.officer(part.agency)
        contributing.send_in(by, part.pk, ContributionDraft(text=f"Khó khăn của {part.agency}."))
    return writing.assemble(built.office, row.pk)


def test_agencies_are_asked_and_only_they_answer() -> None:
    built = world.built()
    row = _begun(built)
    parts = queries.contributions(row)
    assert {part.agency for part in parts} == {built.first, built.second}
    assert (row.state, row.as_of, row.due_on) == (State.COLLECTING, date(2026, 12, 14), date(2026, 12, 21))
    mine = next(part for part in parts if part.agency == built.first)
    with pytest.raises(NotAllowed):
        contributing.save(make.officer(built.second), mine.pk, ContributionDraft(text="của người khác"))
    by = make.officer(built.first)
    saved = contributing.save(by, mine.pk, ContributionDraft(text="đang viết"), version=1)
    assert (saved.state, saved.text, saved.version) == (Contribution.State.WAITING, "đang viết", 2)
    with pytest.raises(Conflict) as stale:
        contributing.save(by, mine.pk, ContributionDraft(text="cửa sổ khác"), version=1)
    assert stale.value.code == "stale"
    with pytest.raises(Invalid):
        contributing.send_in(by, mine.pk, ContributionDraft(text="  "))
    wrong = {built.target.code: Confirmation(right=False, shown="85%/80%")}
    with pytest.raises(Invalid):
        contributing.send_in(by, mine.pk, ContributionDraft(text="xong", confirmed=wrong))
    sent = contributing.send_in(by, mine.pk, ContributionDraft(text="xong"))
    assert sent.state == Contribution.State.SENT
    back = contributing.return_(built.office, mine.pk, reason="nêu số liệu")
    assert (back.state, back.returned_reason) == (Contribution.State.RETURNED, "nêu số liệu")
    assert queries.asked_of(by).count() == 1


def test_figures_stay_live_until_frozen_and_never_move_after() -> None:
    built = world.built()
    row = _filled(built)
    assert "85%/80%" in _text(row)
    freezing.freeze(built.office, row.pk, knowingly=True)
    row.refresh_from_db()
    before = {kind: printing.file_of(printing.paper(row), kind) for kind in issuing.FORMATS}
    make.figure(built.indicator, built.target.place, "2026-11", "99")
    assert {kind: printing.file_of(printing.paper(row), kind) for kind in issuing.FORMATS} == before
    last = queries.frozen(row)
    assert last is not None
    assert printing.is_whole(last)
    pinned = next(one for one in last.figures if one["key"].startswith("chi-tieu"))
    assert (pinned["text"], pinned["value"]) == ("85%/80%", "85")
    assert pinned["sources"][0].startswith("figure:")
    freezing.thaw(built.office, row.pk, reason="bổ sung")
    row.refresh_from_db()
    assert "99%/80%" in _text(row)
    assert printing.of_frozen(last).made_at == last.known_at


def test_what_misses_is_listed_with_who_owes_it_before_freezing() -> None:
    built = world.built()
    other = make.target(built.plan, lead=built.second, due="50")
    row = _begun(built)
    body = f"{row.body}\nChỉ tiêu kia {{chi-tieu {other.code}}}."
    row = writing.edit(built.office, row.pk, ReportEdit(body=body), version=row.version)
    with pytest.raises(Conflict) as refused:
        freezing.freeze(built.office, row.pk)
    told = {(problem.code, str(problem.field)) for problem in refused.value.problems}
    assert {code for code, _field in told} == {"missing", "waiting", "proposal"}
    owed = next(one for one in refused.value.problems if one.code == "missing")
    assert "Sở Hai" in str(owed.hint)
    freezing.freeze(built.office, row.pk, knowingly=True)
    row.refresh_from_db()
    assert "chưa có số liệu" in _text(row)


def test_a_proposal_is_marked_until_somebody_accepts_it() -> None:
    built = world.built()
    row = _filled(built)
    found = printing.composition(row)
    block = next(one for one in found.blocks if one.kind == "proposal")
    assert "Sở Hai (1 nhiệm vụ)" in "".join(piece.text for piece in block.paragraphs[0])
    assert "Sở Hai (1 nhiệm vụ)" not in _text(row)
    row = writing.take_proposal(built.office, row.pk, block.number, version=row.version)
    assert "Sở Hai (1 nhiệm vụ)" in _text(row)
    make.task(built.plan, lead=built.second, deadline=date(2026, 11, 1), state="in_progress")
    assert "Sở Hai (2 nhiệm vụ)" in _text(row)


def test_words_of_agencies_are_never_read_as_figures() -> None:
    built = world.built()
    row = _begun(built)
    part = queries.contributions(row)[0]
    words = "# {chi-tieu bịa}\n@bang chi-tieu *\n- 100% {{x}}"
    contributing.send_in(make.officer(part.agency), part.pk, ContributionDraft(text=words))
    slot = next(one for one in printing.composition(row).blocks if one.kind == "slot")
    row = writing.take_part(built.office, row.pk, slot.number)
    assert "{chi-tieu bịa}" in _text(row)
    assert not any(figure.key.startswith("chi-tieu bịa") for figure in printing.composition(row).missing)


def test_issued_reports_enter_the_register_with_their_files(monkeypatch: pytest.MonkeyPatch) -> None:
    built = world.built()
    row = _filled(built)
    with pytest.raises(Conflict):
        issuing.issue(built.office, row.pk, SIGNED)
    freezing.freeze(built.office, row.pk, knowingly=True)
    issued = issuing.issue(built.office, row.pk, SIGNED)
    row.refresh_from_db()
    assert (row.state, issued.document.notation) == (State.ISSUED, "01/BC-SKHCN")
    kept = {one.file.name.rpartition(".")[2]: one.file for one in issued.document.attachments.all()}
    assert set(kept) == {"docx", "pdf", "xlsx"}
    for kind in issuing.FORMATS:
        told = printing.file_of(printing.paper(row), kind)
        assert hashlib.sha256(told).hexdigest() == issued.files[kind] == kept[kind].digest
        assert content.path_of(kept[kind].digest).read_bytes() == told
        assert printing.file(row, kind) == told
    monkeypatch.setattr(printing, "file_of", lambda *_any: b"what another renderer would make")
    assert hashlib.sha256(printing.file(row, "docx")).hexdigest() == issued.files["docx"]
    monkeypatch.undo()
    text = _text(row)
    assert "01/BC-SKHCN" in text
    assert "Trần Thị Ví Dụ" in text
    following = begin(built.office, ReportDraft(template="bao-cao-thu", period="2026-Q3"))
    freezing.freeze(built.office, following.pk, knowingly=True)
    assert issuing.issue(built.office, following.pk, SIGNED).document.notation == "02/BC-SKHCN"


def test_the_last_report_is_what_the_next_compares_with() -> None:
    built = world.built()
    last = _begun(built, "2026-Q3")
    freezing.freeze(built.office, last.pk, knowingly=True)
    pinned = queries.pinned_before(built.template, last.span.parse("2026-Q4"), illustrative=False)
    assert pinned[f"chi-tieu {built.target.code} cap"].text == "70%/80%"
    row = _begun(built)
    make.figure(built.indicator, built.target.place, "2026-08", "75")
    assert "tăng 1" in _text(row)
    pieces = [
        piece for block in printing.composition(row).blocks for line in block.paragraphs for piece in line
    ]
    pair = next(piece for piece in pieces if piece.answer and piece.answer.key.endswith("cap"))
    assert (pair.before, pair.text) == ("70%/80%", "85%/80%")


def test_withdrawn_with_a_reason_and_superseded_by_a_corrected_one() -> None:
    built = world.built()
    row = _filled(built)
    freezing.freeze(built.office, row.pk, knowingly=True)
    issuing.issue(built.office, row.pk, SIGNED)
    with pytest.raises(Conflict):
        _begun(built)
    with pytest.raises(Invalid):
        issuing.withdraw(built.office, row.pk, reason=" ")
    issuing.withdraw(built.office, row.pk, reason="sai số liệu bảng 2")
    new = issuing.correct(built.office, row.pk)
    assert (new.supersedes_id, new.state, new.body) == (row.pk, State.ASSEMBLING, row.body)
    assert [part.text for part in queries.contributions(new)] == [
        part.text for part in queries.contributions(row)
    ]
    with pytest.raises(Conflict):
        issuing.correct(built.office, row.pk)
    assert "01/BC-SKHCN" in _text(PeriodicReport.objects.get(pk=row.pk))


def test_only_the_standing_office_composes() -> None:
    built = world.built()
    row = _begun(built)
    by = make.officer(built.first)
    for refused in (
        lambda: begin(by, ReportDraft(template="bao-cao-thu", period="2026-Q1")),
        lambda: writing.edit_block(by, row.pk, 0, "khác"),
        lambda: freezing.freeze(by, row.pk, knowingly=True),
        lambda: issuing.issue(by, row.pk, SIGNED),
        lambda: issuing.withdraw(by, row.pk, reason="không thích"),
        lambda: templates.retire(by, "bao-cao-thu"),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_who_reads_what() -> None:
    built = world.built()
    row = _begun(built)
    outsider, leader = make.officer(make.agency()), make.principal(Role.LEADER)
    assert queries.report(make.officer(built.first), row.pk) == row
    assert queries.report(leader, row.pk) == row
    with pytest.raises(NotFound):
        queries.report(outsider, row.pk)
    freezing.freeze(built.office, row.pk, knowingly=True)
    issuing.issue(built.office, row.pk, SIGNED)
    assert queries.report(outsider, row.pk) == row
    anybody = ANONYMOUS
    with pytest.raises(NotFound):
        queries.report(anybody, row.pk)
    built.template.public = True
    built.template.save()
    assert queries.report(anybody, row.pk) == row


def test_periods_of_another_kind_are_refused_with_an_example() -> None:
    built = world.built()
    with pytest.raises(Invalid) as refused:
        _begun(built, "2026-11")
    assert refused.value.field == "period"
    assert "2026-Q1" in str(refused.value.hint)


def test_statements_do_not_grow_with_targets_and_tasks() -> None:
    built = world.built()
    row = _begun(built)

    def counted() -> int:
        with CaptureQueriesContext(
            connection,
        ) as told:
            printing.composition(
                PeriodicReport.objects.select_related("template__place", "issuer").get(pk=row.pk)
            )
        return len(told)

    few = counted()
    for _at in range(12):
        made = make.target(built.plan, lead=built.second, pillar=built.pillar)
        assert made.indicator is not None
        make.figure(made.indicator, made.place, "2026-10", "60")
        make.task(built.plan, lead=built.first, deadline=date(2026, 9, 1), state="in_progress")
    assert counted() == few
    assert few <= 45


def test_a_new_day_is_a_new_version_and_old_reports_keep_theirs() -> None:
    built = world.built()
    row = _begun(built)
    draft = TemplateDraft(
        kind="quarter",
        name="Báo cáo quý",
        place="20",
        title="Khác {ky}",
        body="Khác.",
        valid_from=world.TODAY,
    )
    templates.lay_down(built.office, "bao-cao-thu", draft)
    row.refresh_from_db()
    assert row.title == "Kết quả {ky}"
    assert _begun(built, "2026-Q3").title == "Khác {ky}"
    assert len(queries.versions(built.template)) == 2
    bad = draft.model_copy(update={"body": "{chi-tieu khong-co}"})
    with pytest.raises(Invalid) as refused:
        templates.lay_down(built.office, "bao-cao-thu", bad)
    assert refused.value.field == "body"


PROGRAM = """
import django; django.setup()
import hashlib, sys
from tinhso.reports import printing
from tinhso.reports.models import PeriodicReport
row = PeriodicReport.objects.select_related("template", "issuer").get(pk=sys.argv[1])
for kind in ("docx", "pdf", "xlsx"):
    print(hashlib.sha256(printing.file_of(printing.paper(row), kind)).hexdigest())
"""


@pytest.mark.django_db(transaction=True)
def test_another_process_makes_the_same_bytes_after_figures_changed(settings: Any) -> None:
    built = world.built()
    row = _filled(built)
    freezing.freeze(built.office, row.pk, knowingly=True)
    issued = issuing.issue(built.office, row.pk, SIGNED)
    make.figure(built.indicator, built.target.place, "2026-11", "12")
    told = connection.settings_dict
    address = f"postgresql://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(row.pk)],
        env={
            "DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "tinhso.site.settings",
            "PYTHONPATH": str(settings.SOURCE.parent),
            "PYTHONHASHSEED": "7",
            "LANG": "en_US.UTF-8",
            "TZ": "America/New_York",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [issued.files[kind] for kind in issuing.FORMATS]
