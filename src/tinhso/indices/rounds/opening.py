"""Opening a round, moving its terms, giving components to agencies: the standing office."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid, NotFound, Problem
from tinhso.base.text import near_matches
from tinhso.indices import queries as indices
from tinhso.indices.models import Component, Edition, Node, Round, RoundStepKind
from tinhso.indices.rounds import policies, queries
from tinhso.indices.rounds.events import RoundOpened
from tinhso.indices.rounds.schemas import AssignDraft, RoundDraft, Terms
from tinhso.indices.rounds.streams import add_step
from tinhso.people import queries as people
from tinhso.people.models import Agency
from tinhso.people.principals import Principal
from tinhso.places import queries as places

_TERMS = ("score_by", "verify_by", "appeal_by", "publish_by")


def open_round(by: Actor, draft: RoundDraft, *, illustrative: bool = False) -> Round:
    """Open a round (mở đợt đánh giá): every scored leaf of the edition becomes a component.

    Owners and verifiers named by the edition are taken over, or those that carry on for them today.
    Raises NotAllowed; NotFound for unknown codes; Invalid for an edition without points; Conflict for a
    second round of the same year.
    """
    policies.require_manage(by)
    edition = indices.edition(draft.index, draft.edition)
    leaves = list(_leaves(edition))
    if not leaves:
        raise Invalid(
            _("Phiên bản này chưa có chỉ số nào tính điểm."), field="edition", hint=indices.why_not(edition)
        )
    place = places.by_code(draft.place, date(draft.year, 12, 31))
    if Round.objects.filter(edition=edition, year=draft.year, place=place).exists():
        raise Conflict(
            _("Đã có đợt đánh giá năm %(year)d theo phiên bản này.") % {"year": draft.year}, field="year"
        )
    with acting(by, "indices.round_open") as act:
        row = Round.objects.create(
            edition=edition,
            year=draft.year,
            place=place,
            **{name: getattr(draft, name) for name in _TERMS},
            remind_days=list(draft.remind_days),
            illustrative=illustrative or edition.illustrative or _shown_only(by),
        )
        agencies = _named(code for node in leaves for code in (node.owner, node.verifier))
        Component.objects.bulk_create(
            Component(
                round=row,
                node=node,
                owner=agencies.get(node.owner),
                verifier=agencies.get(node.verifier),
                most=node.points,
                position=position,
                illustrative=row.illustrative,
            )
            for position, node in enumerate(leaves)
        )
        add_step(act, by, row, RoundStepKind.OPEN, {**_told(row), "components": len(leaves)})
        act.emit(RoundOpened(round=row.pk))
    return row


def _shown_only(by: Actor) -> bool:
    return isinstance(by, Principal) and by.illustrative


def _leaves(edition: Edition) -> Iterator[Node]:
    """The scored nodes with nothing scored under them, in the order of the decision."""
    nodes = list(edition.nodes.all())
    above = {node.parent_id for node in nodes if node.points}
    return (node for node in nodes if node.points and not node.group and node.pk not in above)


def _named(codes: Iterable[str]) -> dict[str, Agency]:
    """The agencies of those codes today; what carries on for one that ended. Unknown ones are left out."""
    wanted = set(codes) - {""}
    found = {row.code: row for row in people.agencies().filter(code__in=wanted)}
    current = {code: people.current_agency(row) for code, row in found.items()}
    return {code: row for code, row in current.items() if row is not None}


def _told(row: Round) -> dict[str, Any]:
    terms = {name: getattr(row, name).isoformat() for name in _TERMS}
    return {**terms, "remind_days": list(row.remind_days)}


def reschedule(by: Actor, round_id: UUID, terms: Terms, reason: str) -> Round:
    """Move the terms of an open round (đổi thời hạn). Raises NotAllowed, Invalid (no reason), Conflict."""
    policies.require_manage(by)
    require_reason(reason, _("Nêu lý do đổi thời hạn."))
    with acting(by, "indices.round_reschedule", reason=reason) as act:
        row = queries.lock_round(round_id)
        require_open(row)
        before = _told(row)
        for name in _TERMS:
            setattr(row, name, getattr(terms, name))
        row.remind_days = list(terms.remind_days)
        row.save()
        add_step(act, by, row, RoundStepKind.RESCHEDULE, {**_told(row), "before": before})
    return row


def assign(by: Actor, round_id: UUID, draft: AssignDraft) -> int:
    """Give components to an owner, a verifier (giao đơn vị); how many changed.

    `under` are codes of nodes: everything below them is meant. Raises NotAllowed, Invalid, Conflict.
    """
    policies.require_manage(by)
    given = {name: getattr(draft, name) for name in ("owner", "verifier") if getattr(draft, name) is not None}
    if not given:
        raise Invalid(_("Chọn đơn vị chủ trì hoặc nơi thẩm định."), field="owner")
    with acting(by, "indices.round_assign") as act:
        row = queries.lock_round(round_id)
        require_open(row)
        agencies = {name: _agency(name, code) for name, code in given.items()}
        changed = []
        for one in _under(row, draft.under):
            now = {name: getattr(one, f"{name}_id") for name in agencies}
            then = {name: agency.pk if agency else None for name, agency in agencies.items()}
            if now != then:
                for name, agency in agencies.items():
                    setattr(one, name, agency)
                changed.append(one)
        Component.objects.bulk_update(changed, [*agencies])
        if changed:
            codes = [one.node.code for one in changed]
            add_step(act, by, row, RoundStepKind.ASSIGN, {**given, "components": codes})
    return len(changed)


def _agency(name: str, code: str) -> Agency | None:
    if not code:
        return None
    try:
        return people.agency_by_code(code)
    except NotFound as error:
        hint = _("Có phải: %(near)s?") % {"near": "; ".join(error.near)} if error.near else None
        raise Invalid(str(error), field=name, hint=hint) from error


def _under(row: Round, codes: tuple[str, ...]) -> list[Component]:
    rows = list(queries.components(row))
    if not codes:
        return rows
    nodes = {node.pk: node for node in row.edition.nodes.all()}
    known = {node.code for node in nodes.values()}
    if wrong := [code for code in codes if code not in known]:
        near = ", ".join(near_matches(wrong[0], known))
        problem = Problem(
            "unknown", _("Không có chỉ số “%(code)s”.") % {"code": wrong[0]}, "under", near or None
        )
        raise Invalid(problem.message, problems=[problem], field="under", hint=near or None)

    def inside(node: Node | None) -> bool:
        while node is not None:
            if node.code in codes:
                return True
            node = nodes.get(node.parent_id) if node.parent_id else None
        return False

    return [one for one in rows if inside(nodes[one.node_id])]


def require_open(row: Round) -> None:
    """Raises Conflict for a round whose result is published."""
    if not row.is_open:
        raise Conflict(
            _("Kết quả đợt này đã công bố nên không sửa được."),
            code="published",
            hint=_("Cơ quan thường trực mở lại đợt, nêu lý do."),
        )


def require_reason(reason: str, message: str) -> None:
    """Raises Invalid (field `reason`) where none is given."""
    if not reason.strip():
        raise Invalid(message, code="missing", field="reason")
