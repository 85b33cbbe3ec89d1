"""Handing over in one action, and taking it back (bàn giao, hoàn tác)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.audit.models import Fact
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.people import queries as agencies
from tinhso.people.models import Agency
from tinhso.people.principals import Principal
from tinhso.steering import policies
from tinhso.steering.actions import naming
from tinhso.steering.depth import telling
from tinhso.steering.depth.drafts import HandOverDraft
from tinhso.steering.depth.handover import moving
from tinhso.steering.depth.handover.pieces import open_work
from tinhso.steering.depth.handover.planning import Plan, planned, require_whole
from tinhso.steering.depth.holding import ENDED
from tinhso.steering.models import Handover, HandoverItem, Task


def dry_run(by: Principal, predecessor: Agency, draft: HandOverDraft) -> Plan:
    """What a hand-over would do (chạy thử); changes nothing. Raises NotAllowed, Invalid, Conflict."""
    policies.require_decide(by)
    return planned(predecessor, open_work(predecessor), draft)


def hand_over(by: Principal, predecessor: Agency, draft: HandOverDraft) -> Handover:
    """Give all open work of an agency to its successors in one action (bàn giao hàng loạt).

    Every task keeps its history: a fact names the paper and who led it. Raises NotAllowed; Invalid naming
    what has no taker; Conflict when there is nothing left.
    """
    with acting(by, "handover.make", reason=draft.note) as act:
        policies.require_decide(by)
        if draft.dated > clock.today():
            raise Invalid(_("Ngày bàn giao chưa tới."), code="future", field="dated")
        pieces = open_work(predecessor)
        _lock(piece.subject for piece in pieces)
        plan = planned(predecessor, open_work(predecessor), draft)
        require_whole(plan)
        paper = naming.document(draft.document)
        done = Handover.objects.create(
            predecessor=predecessor,
            document=paper,
            dated=draft.dated,
            note=draft.note,
            made_at=act.now,
            made_label=by.actor_label,
            illustrative=by.illustrative or all(move.piece.illustrative for move in plan.moves),
        )
        facts: list[Fact] = []
        items = []
        for one in plan.moves:
            if one.successor is None:
                continue
            piece = one.piece
            item = HandoverItem(
                handover=done,
                kind=piece.kind,
                subject=piece.subject,
                code=piece.code,
                title=piece.title,
                successor=one.successor,
                illustrative=done.illustrative,
            )
            facts += moving.move(act, predecessor, one, item, paper)
            items.append(item)
        HandoverItem.objects.bulk_create(items)
        _told(act, done, {"to": {row.code: count for row, count in plan.counts.items()}}, facts)
        cited = paper.cited if paper else ""
        shown = done.illustrative
        telling.handed_over(act, predecessor, plan.counts, cited, done.pk, illustrative=shown)
    return done


def _lock(tasks: Iterable[UUID]) -> None:
    """Lock what is going to move, always in the same order."""
    list(Task.objects.select_for_update(of=("self",)).filter(pk__in=list(tasks)).order_by("pk"))


def _told(act: Act, done: Handover, data: Mapping[str, object], facts: Iterable[Model]) -> None:
    chain = f"handover:{settings.HOME_PACK}"
    told = {"from": done.predecessor.code, "document": done.document.slug if done.document else "", **data}
    chain = f"demo:{chain}" if done.illustrative else chain
    act.record(chain, subject=done, data=told, facts=facts)


def leading() -> list[Agency]:
    """Agencies that ended and still lead open tasks, so that none is forgotten."""
    today = clock.today()
    open_tasks = Task.objects.filter(plan__pack=settings.HOME_PACK, retired_on=None).exclude(state__in=ENDED)
    leads = open_tasks.filter(lead__valid_to__lt=today).order_by().values("lead")
    return list(agencies.agencies().filter(pk__in=leads))


def find(key: UUID) -> Handover:
    """That hand-over. Raises NotFound."""
    rows = Handover.objects.select_related("predecessor", "document")
    found = rows.filter(pk=key).first()
    if found is None:
        raise NotFound(_("Không có lần bàn giao này."), field="handover")
    return found


def undo(by: Principal, key: UUID, *, note: str) -> Handover:
    """Take a hand-over back as a whole (hoàn tác), while every piece still stands where it was put.

    Raises NotAllowed; Invalid (`undone_note`); Conflict naming what has moved on.
    """
    with acting(by, "handover.undo", reason=note.strip()) as act:
        policies.require_decide(by)
        Handover.objects.select_for_update().filter(pk=key).first()
        done = find(key)
        if done.undone_at is not None:
            raise Conflict(_("Lần bàn giao này đã được hoàn tác."))
        if not note.strip():
            raise Invalid(_("Nêu lý do hoàn tác."), code="missing", field="undone_note")
        items = list(done.items.select_related("successor").order_by("pk"))
        moved = [item.code for item in items if not moving.stands(item)]
        if moved:
            raise Conflict(
                _("Có việc đã thay đổi sau khi bàn giao: %(codes)s.") % {"codes": ", ".join(moved[:10])},
                hint=_("Bàn giao lại từng việc này từ đơn vị đang giữ, thay vì hoàn tác."),
            )
        facts: list[Fact] = []
        for item in _backwards(items):
            facts += moving.take_back(act, done.predecessor, item)
        done.undone_at, done.undone_label, done.undone_note = act.now, by.actor_label, note.strip()
        done.save()
        _told(act, done, {"undone": True}, facts)
    return done


def _backwards(items: Iterable[HandoverItem]) -> list[HandoverItem]:
    """Links come back before leads are, as they went after them."""
    order: dict[str, list[HandoverItem]] = defaultdict(list)
    for item in items:
        order[item.kind].append(item)
    return [item for kind in reversed(HandoverItem.Kind.values) for item in order[kind]]
