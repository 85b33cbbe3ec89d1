"""One component on one screen: what its rule wants, inputs, points, evidence, the next step, its past."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from pydantic import ValidationError

from tinhso.base import clock
from tinhso.base.errors import Invalid, NotAllowed, NotSignedIn, Problem, Refusal
from tinhso.base.numbers import NumberError, parse_number
from tinhso.base.web import forms, wording
from tinhso.indices import describing, trees
from tinhso.indices.core.asking import Asked, asked_of
from tinhso.indices.core.moves import OWNERS, Move, State, allowed
from tinhso.indices.core.nodes import Node
from tinhso.indices.models import Component, ComponentStep, Round
from tinhso.indices.rounds import inputs, moving, policies, queries, words
from tinhso.indices.rounds.schemas import StepDraft
from tinhso.people.principals import Principal, principal_of

_YES_NO = "yes_no"


@require_http_methods(["GET", "HEAD", "POST"])
def component(request: HttpRequest, found: UUID, node: str) -> HttpResponseBase:
    """The component; sent as a form, its next step."""
    by = principal_of(request)
    row = queries.round_by_id(by, found)
    one = queries.component(row, node)
    if request.method != "POST":
        policies.require_see(by, one)
        return _page(request, by, row, one, forms.start(_start(one)))
    move = _move(request.POST.get("move", ""))
    policies.require_move(by, one, move)
    try:
        draft = _draft(request, trees.node_of(one.node), move)
        moving.make_step(by, row.pk, node, draft, files=request.FILES.getlist("file"), form=True)
    except (NotSignedIn, NotAllowed):
        raise
    except Refusal as refusal:
        return _page(request, by, row, queries.component(row, node), forms.again(request.POST, refusal))
    messages.success(request, _said(move))
    return redirect(one)


def _said(move: Move) -> str:
    return {
        Move.SCORE: _("Đã gửi điểm tự chấm; đang chờ thẩm định."),
        Move.ACCEPT: _("Đã chấp nhận điểm tự chấm."),
        Move.ADJUST: _("Đã ghi điểm thẩm định; đơn vị được kiến nghị trong hạn."),
        Move.APPEAL: _("Đã gửi kiến nghị."),
        Move.DECIDE: _("Đã giải quyết kiến nghị."),
    }[move]


def _move(text: str) -> Move:
    try:
        return Move(text)
    except ValueError as error:
        raise Invalid(_("Chọn một bước."), field="move") from error


def _draft(request: HttpRequest, node: Node, move: Move) -> StepDraft:
    """The step as typed. Raises Invalid with every problem at its field."""
    sent = {name: str(value) for name, value in request.POST.items()}
    last = sent.get("last", "")
    values: dict[str, Any] = {
        "move": move,
        "note": sent.get("note", ""),
        "links": tuple(line.strip() for line in sent.get("links", "").splitlines() if line.strip()),
        "evidence": tuple(request.POST.getlist("keep")),
        "last": last or None,
    }
    if move is Move.SCORE:
        values["inputs"] = inputs.from_form(node, sent)
    elif move is not Move.ACCEPT:
        values["points"] = _points(sent.get("points", ""))
    try:
        return StepDraft(**values)
    except ValidationError as error:
        problems = [
            Problem(one["type"], _wrong(str(one["loc"][0])), str(one["loc"][0])) for one in error.errors()
        ]
        raise Invalid(problems[0].message, field=problems[0].field, problems=problems) from error


def _wrong(field: str) -> str:
    known = {
        "links": _("Mỗi dòng một đường dẫn, bắt đầu bằng http:// hoặc https://, nhiều nhất 20 dòng."),
        "note": _("Dài quá 4.000 chữ."),
        "points": _("Điểm có nhiều nhất 6 chữ số thập phân."),
    }
    return known.get(field, _("Giá trị không dùng được."))


def _points(text: str) -> Decimal | None:
    if not text.strip():
        return None
    try:
        return parse_number(text, locale=wording.language(), expects="decimal")
    except NumberError as error:
        raise Invalid(_(error.message) % error.params, code=error.code, field="points") from error


def _start(one: Component) -> dict[str, Any]:
    """The form at its first visit: what the owner answered before, and its links."""
    before = queries.last_score(one)
    if before is None or one.state != State.SCORED:
        return {"last": one.last}
    node = trees.node_of(one.node)
    again = inputs.typed_again(node, before.inputs)
    return {**again, "links": "\n".join(before.links), "note": before.note, "last": one.last}


def _page(
    request: HttpRequest, by: Principal, row: Round, one: Component, typed: forms.Typed
) -> HttpResponse:
    one.round = row
    node, steps = trees.node_of(one.node), queries.steps(one)
    may = _moves(by, row, one, steps)
    moves = _side(request, by, one, may)
    score = next((step for step in steps if step.move == Move.SCORE), None)
    context = {
        "title": wording.named(one.node),
        "round": row,
        "one": one,
        "kind": describing.kind_of(node.rule),
        "rule": describing.described(node.rule),
        "fields": [_field(at, asked) for at, asked in enumerate(asked_of(node))]
        if Move.SCORE in moves
        else [],
        "moves": {move.value for move in moves},
        "rulings": [move for move in (Move.ADJUST, Move.DECIDE) if move in moves],
        "steps": [_told(node, step) for step in steps],
        "kept": list(score.files.all()) if score and one.state == State.SCORED else [],
        "kept_chosen": _chosen(request, score),
        "tone": words.tone(one, clock.today()),
        "word": words.word(one.state),
        "days": one.days_late(clock.today()),
        "typed": typed,
        "tried": _tried(node, typed),
        "other_side": _other_side(may, moves),
        "signed_in": by.is_signed_in,
    }
    status = typed.refusal.status if typed.refusal else 200
    return render(request, "indices/component.html", context, status=status)


def _chosen(request: HttpRequest, score: ComponentStep | None) -> set[str]:
    """The files of the score before that stay ticked: all at first, then those that were sent."""
    if request.method == "POST":
        return set(request.POST.getlist("keep"))
    return {str(link.file_id) for link in score.files.all()} if score else set()


def _moves(by: Principal, row: Round, one: Component, steps: Sequence[ComponentStep]) -> set[Move]:
    """The steps this person may take now."""
    if not row.is_open:
        return set()
    today = clock.today()
    found = {move for move in allowed(State(one.state)) if policies.may_move(by, one, move)}
    if today > row.appeal_by:
        found.discard(Move.APPEAL)
    if one.state == State.WAITING and today <= row.score_by:
        found.discard(Move.ADJUST)
    last = steps[0] if steps else None
    if last and last.move in {Move.SCORE, Move.APPEAL} and last.actor == by.account_id:
        found -= {Move.ACCEPT, Move.ADJUST, Move.DECIDE}
    return found


def _side(request: HttpRequest, by: Principal, one: Component, may: set[Move]) -> set[Move]:
    """The steps shown at once: the owner's or the verifier's, for somebody who may take both."""
    owners, verifiers = may & OWNERS, may - OWNERS
    if not owners or not verifiers:
        return may
    asked = request.GET.get("side", "")
    if request.method == "POST":
        asked = "owner" if request.POST.get("move") in OWNERS else "verifier"
    mine = one.owner_id in policies.own_agencies(by) and one.state != State.SCORED
    return owners if (asked or ("owner" if mine else "verifier")) == "owner" else verifiers


def _other_side(may: set[Move], moves: set[Move]) -> str:
    """Which side's steps could be shown instead; empty where there is no other."""
    hidden = may - moves
    return ("owner" if hidden & OWNERS else "verifier") if hidden else ""


def _field(at: int, asked: Asked) -> dict[str, Any]:
    """How an input is asked for."""
    choices = [(option, option) for option in asked.options]
    if asked.kind == _YES_NO:
        choices = [("yes", _("Có")), ("no", _("Không"))]
    kinds = {"yes_no": "radio", "choice": "radio", "text": "text"}
    return {
        "name": f"in-{at}",
        "label": inputs.label_of(asked),
        "kind": kinds.get(asked.kind, "number"),
        "choices": choices,
        "required": asked.kind != "text",
    }


def _told(node: Node, step: ComponentStep) -> dict[str, Any]:
    labels = {asked.name: inputs.label_of(asked) for asked in asked_of(node)}
    return {
        "step": step,
        "move": words.MOVES[Move(step.move)],
        "inputs": [(labels.get(name, name), _shown(value)) for name, value in step.inputs.items()],
        "files": list(step.files.all()),
    }


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    try:
        return wording.number(Decimal(str(value)))
    except ArithmeticError:
        return str(value)


def _tried(node: Node, typed: forms.Typed) -> Decimal | None:
    """The points that what stands in the form earns; None while it does not suffice."""
    try:
        return inputs.points(node, inputs.from_form(node, typed.values), form=True)
    except Invalid:
        return None


@require_POST
def points(request: HttpRequest, found: UUID, node: str) -> JsonResponse:
    """The points that the answers typed would earn; nothing is kept."""
    by = principal_of(request)
    one = queries.component(queries.round_by_id(by, found), node)
    policies.require_move(by, one, Move.SCORE)
    tree = trees.node_of(one.node)
    sent: Mapping[str, str] = {name: str(value) for name, value in request.POST.items()}
    try:
        earned = inputs.points(tree, inputs.from_form(tree, sent), form=True)
    except Invalid as refusal:
        problems = {problem.field or "": str(problem.message) for problem in refusal.problems}
        return JsonResponse({"points": None, "text": wording.NOTHING, "problems": problems})
    return JsonResponse({"points": str(earned), "text": wording.rounded(earned, 4), "problems": {}})
