"""Opening a letter, and answering about its tasks."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.errors import Conflict, Invalid, Problem
from tinhso.notify.sending import Notice, To, send
from tinhso.people.models import Role
from tinhso.people.principals import Principal
from tinhso.steering.actions import submit_report
from tinhso.steering.queries import urgent
from tinhso.steering.schemas import ReportDraft
from tinhso.urging import policies, queries
from tinhso.urging.actions.letters import locked, stream
from tinhso.urging.events import LetterAnswered, LetterRead
from tinhso.urging.models import Answer, Letter, LetterLine, LetterState
from tinhso.urging.schemas import LineAnswer


def note_reading(by: Principal, letter: Letter) -> Letter:
    """Note who of the agency opened the letter first, and when (đơn vị đã xem). Idempotent."""
    if letter.state != LetterState.ISSUED or not policies.of_agency(by, letter.agency_id):
        return letter
    with acting(by, "urging.read_letter") as act:
        row = locked(by, letter.pk)
        if row.state == LetterState.ISSUED:
            row.state, row.read_at, row.read_label = LetterState.READ, act.now, by.actor_label
            row.version += 1
            row.save(update_fields=["state", "read_at", "read_label", "version"])
            act.record(stream(row), subject=row)
            act.emit(LetterRead(letter=row.pk, agency=row.agency_id))
    return queries.letter(by, letter.pk)


def answer_letter(
    by: Principal, key: UUID, given: Sequence[LineAnswer], *, as_reports: bool = False
) -> Letter:
    """Answer about every task of a letter (trả lời đôn đốc); again, where something is to be said anew.

    `as_reports`: what is answered is also sent as the report on each task. Raises NotSignedIn, NotAllowed,
    NotFound; Invalid naming each task without progress; Conflict for a letter that is not open.
    """
    with acting(by, "urging.answer_letter") as act:
        row = locked(by, key)
        policies.require_answer(by, row)
        if row.state in (LetterState.DRAFT, LetterState.WITHDRAWN):
            raise Conflict(_("Công văn này không còn chờ trả lời."))
        lines = queries.lines_of(row)
        told = _every_line(lines, given)
        made = _write(by, row, lines, told, as_reports=as_reports)
        row.state, row.answered_at, row.answered_label = LetterState.ANSWERED, act.now, by.actor_label
        row.version += 1
        row.save(update_fields=["state", "answered_at", "answered_label", "version"])
        act.record(stream(row), subject=row, data={"tasks": [line.code for line in lines]}, facts=made)
        act.emit(LetterAnswered(letter=row.pk, agency=row.agency_id))
        _tell(act, row, len(made))
    return row


def _every_line(lines: Sequence[LetterLine], given: Sequence[LineAnswer]) -> dict[str, LineAnswer]:
    told = {one.code: one for one in given}
    known = {line.code for line in lines}
    problems = [
        Problem("missing", _("Chưa ghi tiến độ của nhiệm vụ %(code)s.") % {"code": line.code}, _field(line))
        for line in lines
        if line.code not in told
    ]
    problems += [
        Problem("unknown", _("Công văn không nêu nhiệm vụ %(code)s.") % {"code": code}, "answers")
        for code in told
        if code not in known
    ]
    if problems:
        raise Invalid(problems[0].message, field=problems[0].field, problems=problems)
    return told


def _field(line: LetterLine) -> str:
    return f"progress-{line.order}"


def _write(
    by: Principal, row: Letter, lines: Sequence[LetterLine], told: dict[str, LineAnswer], *, as_reports: bool
) -> list[Answer]:
    before = queries.answers_of(row)
    tasks = urgent.tasks_by_id([line.task for line in lines]) if as_reports else {}
    made = []
    for line in lines:
        said = told[line.code]
        report = None
        task = tasks.get(line.task)
        if task is not None:
            report = submit_report(by, task, _report(row, task.state, said)).pk
        made.append(
            Answer(
                line=line,
                **said.model_dump(exclude={"code"}),
                label=by.actor_label,
                report=report,
                supersedes=before.get(line.pk),
                illustrative=row.illustrative or by.illustrative,
            )
        )
    Answer.objects.bulk_create(made)
    return made


def _report(row: Letter, state: str, said: LineAnswer) -> ReportDraft:
    return ReportDraft.model_validate(
        {
            "dated": clock.today(),
            "agency": row.agency.code,
            "task_state": "in_progress" if state == "not_started" else state,
            "done": said.progress,
            "difficulties": said.difficulties,
            "causes": said.causes,
            "proposals": said.solutions,
        }
    )


def _tell(act: Act, row: Letter, count: int) -> None:
    """The issuer's standing office hears of it."""
    notation = row.document.notation if row.document else ""
    values = {"agency": str(row.agency), "notation": notation, "count": str(count)}
    to = To(agencies=(row.issuer_id,), roles=(Role.STANDING_OFFICE,))
    key = f"{row.pk}:{row.version}"
    send(act, [Notice("urging.answered", to, values, row.get_absolute_url(), key, row.illustrative)])


def waiting_for(by: Principal) -> Q:
    """Letters that wait for the answer of an agency that `by` works for, as a condition on letters."""
    own = by.agencies_as(Role.REPORTING_OFFICER, Role.HEAD_OF_AGENCY)
    seen = Q() if by.illustrative else Q(illustrative=False)
    return seen & Q(agency__in=own, state__in=queries.UNANSWERED)
