"""Verbs: every write to committees, their members and their rules."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.base.text import search_key, sort_key
from tinhso.committees import policies, queries
from tinhso.committees.events import MembershipChanged, RegulationAdopted
from tinhso.committees.models import Committee, Membership, Regulation
from tinhso.committees.roles import MemberRole
from tinhso.committees.schemas import CommitteeDraft, NewCommittee, RegulationDraft, SeatDraft
from tinhso.documents import queries as documents
from tinhso.documents.models import Document
from tinhso.people import queries as people
from tinhso.people.models import Agency
from tinhso.places import queries as places


def stream(committee: Committee) -> str:
    """The audit stream of a committee."""
    return f"committee:{committee.code}"


def _illustrative(by: Actor, committee: Committee | None = None) -> bool:
    return bool(getattr(by, "illustrative", False)) or bool(committee and committee.illustrative)


def _document(slug: str) -> Document | None:
    if not slug:
        return None
    try:
        return documents.by_slug(slug)
    except NotFound as refusal:
        raise Invalid(refusal.message, field="document", hint=", ".join(refusal.near) or None) from refusal


def _agency(code: str, field: str) -> Agency | None:
    if not code:
        return None
    try:
        return people.agency_by_code(code)
    except NotFound as refusal:
        raise Invalid(refusal.message, field=field, hint=", ".join(refusal.near) or None) from refusal


def _fill(committee: Committee, draft: CommitteeDraft) -> None:
    committee.name, committee.name_en, committee.note = draft.name, draft.name_en, draft.note
    committee.level = draft.level
    committee.agency = _agency(draft.agency, "agency")
    committee.standing_agency = _agency(draft.standing_agency, "standing_agency")
    committee.document = _document(draft.document)
    committee.place = places.by_code(draft.place) if draft.place else None
    committee.parent = _parent(committee, draft.parent)
    committee.sort_key = sort_key(draft.name)
    committee.search_key = search_key(draft.name, draft.name_en, committee.code)


def _parent(committee: Committee, code: str) -> Committee | None:
    """The committee above; a circle is refused with the way out."""
    if not code:
        return None
    try:
        above = queries.find(code)
    except NotFound as refusal:
        raise Invalid(refusal.message, field="parent", hint=refusal.hint) from refusal
    seen: Committee | None = above
    while seen is not None:
        if seen.pk == committee.pk:
            raise Invalid(
                _("“%(name)s” đang ở dưới ban này nên không thể là ban cấp trên.") % {"name": above.name},
                field="parent",
                hint=_("Chọn một ban cấp trên khác, hoặc để trống."),
            )
        seen = seen.parent
    return above


def create_committee(by: Actor, draft: NewCommittee) -> Committee:
    """Register a committee (lập ban chỉ đạo). Raises NotAllowed, Invalid beside the field, Conflict."""
    policies.require_edit(by)
    with acting(by, "committees.create") as act:
        if queries.committees().filter(code=draft.code).exists():
            raise Conflict(_("Mã “%(code)s” đã có.") % {"code": draft.code}, field="code")
        committee = Committee(code=draft.code, pack=settings.HOME_PACK, illustrative=_illustrative(by))
        _fill(committee, draft)
        committee.save(force_insert=True)
        act.record(stream(committee), subject=committee, data=draft.model_dump(mode="json"))
    return committee


def revise_committee(by: Actor, code: str, draft: CommitteeDraft, *, reason: str = "") -> Committee:
    """Correct what is told of a committee (sửa thông tin); its code stays."""
    policies.require_edit(by)
    with acting(by, "committees.revise", reason=reason) as act:
        committee = queries.find(code)
        _fill(committee, draft)
        committee.save()
        act.record(stream(committee), subject=committee, data=draft.model_dump(mode="json"))
    return committee


def _overlapping(committee: Committee, person: UUID, role: str, since: date | None, until: date | None) -> Q:
    """Seats of one person in one role that share a day with those days."""
    found = Q(committee=committee, person=person, role=role)
    if since:
        found &= Q(valid_to=None) | Q(valid_to__gte=since)
    return found & (Q(valid_from=None) | Q(valid_from__lte=until)) if until else found


def _require_free(committee: Committee, seat: Membership) -> None:
    """One seat a role and person at a time; one chair at a time."""
    if seat.valid_from and seat.valid_to and seat.valid_to < seat.valid_from:
        raise Invalid(_("Ngày kết thúc trước ngày bắt đầu."), field="until")
    twins = Membership.objects.exclude(pk=seat.pk)
    days = (seat.valid_from, seat.valid_to)
    if twins.filter(_overlapping(committee, seat.person_id, seat.role, *days)).exists():
        raise Conflict(
            _("%(person)s đã giữ vai trò này trong thời gian đó.") % {"person": seat.person},
            field="person",
            hint=_("Kết thúc nhiệm kỳ cũ trước, hoặc chọn vai trò khác."),
        )
    if seat.role != MemberRole.CHAIR:
        return
    others = Q(committee=committee, role=MemberRole.CHAIR)
    if days[0]:
        others &= Q(valid_to=None) | Q(valid_to__gte=days[0])
    if days[1]:
        others &= Q(valid_from=None) | Q(valid_from__lte=days[1])
    sitting = twins.filter(others).select_related("person").first()
    if sitting:
        raise Conflict(
            _("Trong thời gian đó %(person)s đang là Trưởng ban.") % {"person": sitting.person},
            field="role",
            hint=_("Kết thúc nhiệm kỳ của Trưởng ban đương nhiệm trước."),
        )


def seat(by: Actor, code: str, draft: SeatDraft) -> Membership:
    """Give somebody a seat (bổ nhiệm thành viên). Raises NotAllowed, Invalid, Conflict."""
    policies.require_edit(by)
    with acting(by, "committees.seat") as act:
        committee = queries.for_update(queries.find(code).pk)
        made = Membership(
            committee=committee,
            person=people.person(draft.person),
            role=draft.role,
            title=draft.title,
            agency=_agency(draft.agency, "agency"),
            order=draft.order,
            valid_from=draft.since,
            valid_to=draft.until,
            document=_document(draft.document),
            pack=settings.HOME_PACK,
            illustrative=_illustrative(by, committee),
        )
        _require_free(committee, made)
        made.save(force_insert=True)
        _say(act, committee, made, draft.model_dump(mode="json"))
    return made


def _say(act: Act, committee: Committee, seat: Membership, data: dict[str, object]) -> None:
    act.record(stream(committee), subject=seat, data=data)
    act.emit(MembershipChanged(committee=committee.pk, person=seat.person_id))


def _seat_of(code: str, membership: UUID) -> tuple[Committee, Membership]:
    committee = queries.for_update(queries.find(code).pk)
    found = committee.memberships.select_related("person").filter(pk=membership).first()
    if found is None:
        raise NotFound(_("Không có thành viên này trong ban."), field="membership")
    return committee, found


def end_seat(
    by: Actor, code: str, membership: UUID, *, on: date | None = None, reason: str = ""
) -> Membership:
    """End a seat with that day, its last (today by default); nothing is deleted, `restore_seat` undoes it."""
    policies.require_edit(by)
    with acting(by, "committees.end_seat", reason=reason) as act:
        committee, found = _seat_of(code, membership)
        last = on or clock.today()
        if found.valid_from and last < found.valid_from:
            raise Invalid(_("Ngày kết thúc trước ngày bắt đầu."), field="until")
        if found.valid_to == last:
            return found
        found.valid_to = last
        found.save(update_fields=["valid_to"])
        _say(act, committee, found, {"until": last.isoformat()})
    return found


def restore_seat(by: Actor, code: str, membership: UUID) -> Membership:
    """Take the end of a seat back (hoàn tác). Raises Conflict where somebody sits there since."""
    policies.require_edit(by)
    with acting(by, "committees.restore_seat") as act:
        committee, found = _seat_of(code, membership)
        if found.valid_to is None:
            return found
        found.valid_to = None
        _require_free(committee, found)
        found.save(update_fields=["valid_to"])
        _say(act, committee, found, {"until": None})
    return found


def adopt_regulation(by: Actor, code: str, draft: RegulationDraft, *, reason: str = "") -> Regulation:
    """Work by a regulation from a day on (ban hành quy chế). The same day told again corrects it; the history
    keeps what stood there. Raises NotAllowed, Invalid.
    """
    policies.require_edit(by)
    with acting(by, "committees.adopt_regulation", reason=reason) as act:
        committee = queries.for_update(queries.find(code).pk)
        values = draft.model_dump(exclude={"valid_from", "document", "convenes", "signs"})
        made, _created = Regulation.objects.update_or_create(
            committee=committee,
            valid_from=draft.valid_from,
            defaults={
                **values,
                "convenes": [str(role) for role in draft.convenes],
                "signs": [str(role) for role in draft.signs],
                "document": _document(draft.document),
                "pack": settings.HOME_PACK,
                "illustrative": _illustrative(by, committee),
            },
        )
        act.record(stream(committee), subject=made, data=draft.model_dump(mode="json"))
        act.emit(RegulationAdopted(committee=committee.pk, regulation=made.pk))
    return made
