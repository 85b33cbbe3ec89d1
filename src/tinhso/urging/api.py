"""The API of this room: rules, runs, letters, answers, standings."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from tinhso.base import clock
from tinhso.base.web import envelope
from tinhso.people import policies as people
from tinhso.people.capabilities import Capability
from tinhso.people.principals import principal_of
from tinhso.urging import policies, queries, scoring
from tinhso.urging.actions import answering, issuing, letters, rules
from tinhso.urging.api_letters import (
    AnswerPage,
    AnswersIn,
    DraftsIn,
    IssueIn,
    LetterOut,
    LetterPage,
    WithdrawIn,
)
from tinhso.urging.api_schemas import PreviewOut, RuleEdit, RuleOut, RulesOut, RunOut, RunPage, StandingsOut
from tinhso.urging.models import LetterState
from tinhso.urging.pages.standing import chosen_period, chosen_scoring
from tinhso.urging.running.running import preview, run
from tinhso.urging.schemas import RuleDraft

router = Router(tags=["urging"])
Limit = Annotated[int, Query(ge=1, le=envelope.MOST)]


@router.get("/urging/rules", response=RulesOut, url_name="urging_rules", summary="Rules of urging")
def list_rules(request: HttpRequest) -> RulesOut:
    """Every version of every rule (quy tắc đôn đốc), by code, the newest first."""
    policies.require_read(principal_of(request))
    rows = list(queries.rules())
    return RulesOut(items=[RuleOut.of(row) for row in rows], total=len(rows))


@router.post("/urging/rules", response={201: RuleOut}, url_name="urging_rules", summary="Add a rule")
def add_rule(request: HttpRequest, payload: RuleDraft) -> tuple[int, RuleOut]:
    """A rule, or the next version of one; versions of one code never overlap. Scope `papers`."""
    return 201, RuleOut.of(rules.add_rule(principal_of(request), payload))


@router.put("/urging/rules/{key}", response=RuleOut, url_name="urging_rule", summary="Change a rule")
def edit_rule(request: HttpRequest, key: UUID, payload: RuleEdit) -> RuleOut:
    """All of it, with the `version` that was read; steps already told stay told. Scope `papers`."""
    return RuleOut.of(rules.edit_rule(principal_of(request), key, payload.rule, version=payload.version))


@router.get("/urging/runs", response=RunPage, url_name="urging_runs", summary="What was told")
def list_runs(request: HttpRequest, limit: Limit = envelope.USUAL, cursor: str | None = None) -> RunPage:
    """Runs (lượt đôn đốc), the newest first: how many steps for how many people, who could not be told."""
    by = principal_of(request)
    policies.require_read_all(by)
    page = envelope.page(queries.runs(with_illustrative=by.illustrative), request, limit, cursor)
    return RunPage(items=[RunOut.of(row) for row in page.items], next=page.next, total=page.total)


@router.post("/urging/runs", response={201: RunOut}, url_name="urging_runs", summary="Urge now")
def make_run(request: HttpRequest) -> tuple[int, RunOut]:
    """Tell everybody what is due to be told today; nobody twice. Working days only. Scope `papers`."""
    return 201, RunOut.of(run(principal_of(request)))


@router.get(
    "/urging/preview", response=PreviewOut, url_name="urging_preview", summary="What a run would tell now"
)
def show_preview(request: HttpRequest) -> PreviewOut:
    """To whom how much would be told today; nothing is written. For the standing office."""
    policies.require_urge(principal_of(request))
    return PreviewOut.of(preview(clock.today()))


@router.get("/urging/runs/{key}", response=RunOut, url_name="urging_run", summary="One run")
def one_run(request: HttpRequest, key: UUID) -> RunOut:
    """With a line a person, agency and track."""
    policies.require_read_all(principal_of(request))
    return RunOut.of(queries.run(key))


@router.get("/urging/letters", response=LetterPage, url_name="urging_letters", summary="Urging letters")
def list_letters(
    request: HttpRequest,
    state: LetterState | None = None,
    unanswered: bool = False,
    limit: Limit = envelope.USUAL,
    cursor: str | None = None,
) -> LetterPage:
    """Letters (công văn đôn đốc) that the caller may see, the newest first."""
    by = principal_of(request)
    policies.require_read(by)
    rows = queries.letters_for(by)
    if state is not None:
        rows = rows.filter(state=state)
    if unanswered:
        rows = rows.filter(state__in=queries.UNANSWERED)
    page = envelope.page(rows, request, limit, cursor)
    return LetterPage(items=[LetterOut.of(row) for row in page.items], next=page.next, total=page.total)


@router.post(
    "/urging/letters", response={201: LetterPage}, url_name="urging_letters", summary="Draft letters"
)
def draft_letters(request: HttpRequest, payload: DraftsIn) -> tuple[int, LetterPage]:
    """A draft to each agency with the tasks late today; a draft that is there is set anew. Scope `papers`."""
    by = principal_of(request)
    made = letters.draft_letters(by, payload.agencies, answer_by=payload.answer_by)
    items = [LetterOut.of(queries.letter(by, row.pk)) for row in made]
    return 201, LetterPage(items=items, next=None, total=len(items))


@router.get("/urging/letters/{key}", response=LetterOut, url_name="urging_letter", summary="One letter")
def one_letter(request: HttpRequest, key: UUID) -> LetterOut:
    """With its tasks and what was answered about each."""
    by = principal_of(request)
    policies.require_read(by)
    row = queries.letter(by, key)
    return LetterOut.of(row, queries.lines_of(row), queries.answers_of(row))


@router.put(
    "/urging/letters/{key}/issue", response=LetterOut, url_name="urging_issue", summary="Issue a letter"
)
def issue_urging_letter(request: HttpRequest, key: UUID, payload: IssueIn) -> LetterOut:
    """Number and send a draft; without `number` it gets the book's next one. Scope `papers`."""
    by = principal_of(request)
    issuing.issue_letter(by, key, version=payload.version, number=payload.number)
    return LetterOut.of(queries.letter(by, key))


@router.put(
    "/urging/letters/{key}/withdraw", response=LetterOut, url_name="urging_withdraw", summary="Withdraw it"
)
def withdraw_urging_letter(request: HttpRequest, key: UUID, payload: WithdrawIn) -> LetterOut:
    """With a reason; its entry in the register stays. Scope `papers`."""
    by = principal_of(request)
    letters.withdraw_letter(by, key, reason=payload.reason)
    return LetterOut.of(queries.letter(by, key))


@router.put(
    "/urging/letters/{key}/answer", response=LetterOut, url_name="urging_answer", summary="Answer a letter"
)
def answer_urging_letter(request: HttpRequest, key: UUID, payload: AnswersIn) -> LetterOut:
    """About every task: progress, difficulties, causes, solutions. Scope `figures.write`."""
    by = principal_of(request)
    people.require_may(by, Capability.WRITE_FIGURES)
    told = [one.draft() for one in payload.answers]
    row = answering.answer_letter(by, key, told, as_reports=payload.as_reports)
    return LetterOut.of(row, queries.lines_of(row), queries.answers_of(row))


@router.get("/urging/answers", response=AnswerPage, url_name="urging_answers", summary="What was answered")
def list_answers(
    request: HttpRequest, limit: Limit = envelope.USUAL, cursor: str | None = None
) -> AnswerPage:
    """Answers in force, task by task, the newest first."""
    by = principal_of(request)
    policies.require_read_all(by)
    page = envelope.page(queries.answers(with_illustrative=by.illustrative), request, limit, cursor)
    return AnswerPage.of(page)


@router.get(
    "/urging/standings", response=StandingsOut, url_name="urging_standings", summary="Scores of agencies"
)
def list_standings(request: HttpRequest, period: str = "", scoring_code: str = "") -> StandingsOut:
    """Tasks by class and the rate of every agency (chấm điểm đơn vị) in a period, e.g. `2026-Q4`."""
    by = principal_of(request)
    policies.require_read_all(by)
    told = chosen_period(period)
    way = chosen_scoring(scoring_code, told)
    rows = scoring.standings(told, way, with_illustrative=by.illustrative)
    return StandingsOut.of(told, way, rows)
