"""The steps of a component: scored by its owner, accepted or adjusted, appealed, decided. Each is a fact."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.core.files.base import File
from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid, Problem
from tinhso.base.files import actions as files_actions
from tinhso.base.files.models import StoredFile
from tinhso.base.web import wording
from tinhso.indices import trees
from tinhso.indices.core.errors import Unscorable
from tinhso.indices.core.moves import Move, Standing, State, advance
from tinhso.indices.core.rules import Manual
from tinhso.indices.models import Component, ComponentStep, Round, StepFile
from tinhso.indices.rounds import inputs, policies, queries
from tinhso.indices.rounds.events import ComponentMoved
from tinhso.indices.rounds.opening import require_open
from tinhso.indices.rounds.schemas import StepDraft
from tinhso.indices.rounds.streams import stream

_FIELDS = {
    "missing_points": "points",
    "outside_points": "points",
    "same_points": "points",
    "missing_reason": "note",
}


def make_step(
    by: Actor,
    round_id: UUID,
    node: str,
    draft: StepDraft,
    *,
    files: Sequence[File[Any]] = (),
    form: bool = False,
) -> ComponentStep:
    """Take the next step of a component (tự chấm, thẩm định, kiến nghị, giải quyết).

    `form` names the fields of problems as the page does. Raises NotAllowed; Invalid with every problem at its
    field; Conflict where the component or the round has moved on, or a term is over.
    """
    reason = "" if draft.move is Move.SCORE else draft.note
    with acting(by, f"indices.component_{draft.move.value}", reason=reason) as act:
        row = queries.lock_round(round_id)
        one = queries.component(row, node)
        policies.require_move(by, one, draft.move)
        require_open(row)
        before = _fresh(one, draft)
        _require_in_time(row, one, draft.move, clock.today())
        if before is not None and draft.move in {Move.ACCEPT, Move.ADJUST, Move.DECIDE}:
            policies.require_other_eyes(by, before.actor if before.move in {"score", "appeal"} else None)
        kept = _evidence(by, one, draft, files)
        answers, points = _answers(one, draft, kept, form=form)
        after = _advance(one, draft, points)
        step = _write(act, by, one, draft, after, answers, before)
        StepFile.objects.bulk_create(
            StepFile(step=step, file=file, illustrative=step.illustrative) for file in kept
        )
        _keep(one, step, act)
    return step


def _fresh(one: Component, draft: StepDraft) -> ComponentStep | None:
    """The step before this one. Raises Conflict when it is not the one that was looked at."""
    if draft.last is not None and draft.last != one.last:
        raise Conflict(
            _("Chỉ số này vừa có bước mới."),
            code="stale",
            hint=_("Tải lại trang để xem bước mới nhất rồi làm tiếp."),
        )
    return queries.last_step(one)


def _require_in_time(row: Round, one: Component, move: Move, today: date) -> None:
    if move is Move.APPEAL and today > row.appeal_by:
        raise Conflict(
            _("Đã hết hạn kiến nghị (%(day)s).") % {"day": wording.day(row.appeal_by)},
            code="too_late",
            hint=_("Cơ quan thường trực đổi được thời hạn của đợt, nêu lý do."),
        )
    if move is Move.ADJUST and one.state == State.WAITING and today <= row.score_by:
        raise Conflict(
            _("Đơn vị chủ trì còn được tự chấm đến hết %(day)s.") % {"day": wording.day(row.score_by)},
            code="too_early",
        )


def _evidence(by: Actor, one: Component, draft: StepDraft, files: Sequence[File[Any]]) -> list[StoredFile]:
    """The files sent along, and those named: the sender's own, or proof of this component already."""
    known = StepFile.objects.filter(step__component=one).values("file")
    own = Q(actor=by.actor_id, actor__isnull=False) | Q(pk__in=known)
    kept = list(StoredFile.objects.filter(own, pk__in=draft.evidence))
    if len(kept) != len(set(draft.evidence)):
        raise Invalid(
            _("Không có tệp minh chứng này."),
            field="evidence",
            hint=_("Chỉ đính kèm được tệp do chính tài khoản này gửi."),
        )
    for upload in files:
        if upload.file is not None:
            kept.append(
                files_actions.store(
                    by, cast(BinaryIO, upload.file), name=upload.name or "", illustrative=one.illustrative
                )
            )
    return kept


def _answers(
    one: Component, draft: StepDraft, kept: Sequence[StoredFile], *, form: bool
) -> tuple[dict[str, Any], Decimal | None]:
    """What a score answered, and the points that earns; other steps tell their points themselves."""
    if draft.move is not Move.SCORE:
        return {}, draft.points
    node = trees.node_of(one.node)
    answers = inputs.from_json(node, draft.inputs)
    proof = [*(file.name for file in kept), *draft.links]
    if isinstance(node.rule, Manual) and not str(answers.get(node.rule.evidence, "")).strip() and proof:
        answers[node.rule.evidence] = "; ".join(proof)
    points = inputs.points(node, answers, form=form)
    if points > 0 and not proof:
        raise Invalid(
            _("Đính kèm ít nhất một tài liệu kiểm chứng hoặc đường dẫn."),
            code="no_evidence",
            field="evidence",
        )
    return inputs.stored(answers), points


def _advance(one: Component, draft: StepDraft, points: Decimal | None) -> Standing:
    try:
        return advance(one.standing, draft.move, most=one.most, points=points, reason=draft.note)
    except Unscorable as error:
        fault = error.faults[0]
        message = _(fault.message) % fault.params
        if fault.code == "wrong_step":
            raise Conflict(message, code=fault.code, hint=_("Tải lại trang để xem bước mới nhất.")) from error
        problem = Problem(fault.code, message, _FIELDS[fault.code])
        raise Invalid(message, code=fault.code, field=problem.field, problems=[problem]) from error


def _write(
    act: Act,
    by: Actor,
    one: Component,
    draft: StepDraft,
    after: Standing,
    answers: dict[str, Any],
    before: ComponentStep | None,
) -> ComponentStep:
    step = ComponentStep(
        component=one,
        move=draft.move,
        state=after.state,
        points=after.points,
        own=after.own,
        asked=after.asked,
        inputs=answers,
        note=draft.note,
        links=list(draft.links),
        agency=one.owner if draft.move in {Move.SCORE, Move.APPEAL} else one.verifier,
        label=by.actor_label,
        supersedes=before,
        illustrative=one.illustrative,
    )
    step.save(force_insert=True)
    told = {"node": one.node.code, "move": step.move, "state": step.state, "points": _plain(after.points)}
    act.record(stream(one.round), subject=step, data={**told, "asked": _plain(after.asked)}, facts=[step])
    act.emit(
        ComponentMoved(
            round=one.round_id,
            component=one.pk,
            step=step.pk,
            move=step.move,
            owner=one.owner_id,
            verifier=one.verifier_id,
        )
    )
    return step


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else format(value.normalize(), "f")


def _keep(one: Component, step: ComponentStep, act: Act) -> None:
    """What stands now, in the same transaction."""
    for name in ("state", "points", "own", "asked"):
        setattr(one, name, getattr(step, name))
    one.last, one.moved_at = step.pk, act.now
    one.save(update_fields=["state", "points", "own", "asked", "last", "moved_at"])
