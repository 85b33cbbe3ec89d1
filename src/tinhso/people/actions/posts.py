"""Posts: ending, handing over, lending for some days."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.errors import Conflict, Invalid, NotAllowed, NotFound
from tinhso.people import policies
from tinhso.people.actions.accounts import Manager, require_manager
from tinhso.people.capabilities import Capability
from tinhso.people.events import PostHandedOver
from tinhso.people.models import Delegation, Person, Post
from tinhso.people.principals import Principal


def stream(post: Post) -> str:
    """The audit stream of the agency whose post it is."""
    return f"agency:{post.position.agency_id}"


def _locked(post: UUID) -> Post:
    found = (
        Post.objects.select_for_update(of=("self",))
        .select_related("position__agency", "person")
        .filter(pk=post)
        .first()
    )
    if found is None:
        raise NotFound(_("Không có chức vụ này."), field="post")
    return found


def _person(person: UUID | str) -> Person:
    found = Person.objects.filter(pk=person).first()
    if found is None:
        raise NotFound(_("Không có người này."), field="person")
    return found


def end(by: Manager, post: UUID, last_day: date) -> Post:
    """End a post (thôi giữ chức vụ) after `last_day`; what was lent from it ends too.

    Raises NotAllowed, NotFound, Invalid, Conflict.
    """
    require_manager(by)
    with acting(by, "post.end") as act:
        found = _locked(post)
        _finish(found, last_day)
        act.record(stream(found), subject=found, data={"last_day": last_day})
    return found


def _finish(post: Post, last_day: date) -> None:
    if post.valid_from and last_day < post.valid_from:
        raise Invalid(_("Ngày cuối sớm hơn ngày bắt đầu giữ chức vụ."), field="last_day")
    if post.valid_to and post.valid_to < last_day:
        raise Conflict(
            _("Chức vụ này đã kết thúc ngày %(day)s.") % {"day": f"{post.valid_to:%d/%m/%Y}"},
            field="last_day",
        )
    post.valid_to = last_day
    post.save(update_fields=["valid_to"])


def hand_over(by: Manager, post: UUID, to_person: UUID, *, last_day: date, note: str = "") -> Post:
    """Pass a position on (bàn giao): the old post ends with `last_day`, the new one starts the day after.

    Open work follows through the event. Raises NotAllowed, NotFound, Invalid, Conflict.
    """
    require_manager(by)
    with acting(by, "post.hand_over", reason=note) as act:
        old = _locked(post)
        person = _person(to_person)
        if person.pk == old.person_id:
            raise Invalid(_("Người nhận phải khác người bàn giao."), field="person")
        _finish(old, last_day)
        new = Post.objects.create(
            person=person,
            position=old.position,
            valid_from=last_day + timedelta(days=1),
            illustrative=old.illustrative or person.illustrative,
        )
        act.record(
            stream(old),
            subject=new,
            data={"position": old.position_id, "from": old.person_id, "to": person.pk, "last_day": last_day},
        )
        act.emit(
            PostHandedOver(
                position=old.position_id,
                agency=old.position.agency_id,
                from_person=old.person_id,
                to_person=person.pk,
                last_day=last_day,
                old_post=old.pk,
                new_post=new.pk,
            )
        )
    return new


def delegate(
    by: Principal, post: UUID, to_person: UUID, *, first_day: date, last_day: date, note: str = ""
) -> Delegation:
    """Lend one's own post (ủy quyền) to another person for some days; administrators lend anybody's.

    A post that was lent cannot be lent on. Raises NotAllowed, NotFound, Invalid, Conflict.
    """
    policies.require_keyboard(by)
    with acting(by, "post.delegate", reason=note) as act:
        found = _locked(post)
        _require_own(by, found)
        person = _person(to_person)
        _require_days(found, person, first_day, last_day)
        lent = Delegation.objects.create(
            post=found,
            delegate=person,
            valid_from=first_day,
            valid_to=last_day,
            note=note,
            illustrative=found.illustrative or person.illustrative,
        )
        act.record(
            stream(found),
            subject=lent,
            data={"post": found.pk, "to": person.pk, "from_day": first_day, "to_day": last_day},
        )
    return lent


def _require_own(by: Principal, post: Post) -> None:
    if post.person_id != by.person_id and not by.may(Capability.MANAGE_ACCOUNTS):
        raise NotAllowed(_("Chỉ ủy quyền được chức vụ của chính mình."))


def _require_days(post: Post, person: Person, first_day: date, last_day: date) -> None:
    if person.pk == post.person_id:
        raise Invalid(_("Người được ủy quyền phải khác người giữ chức vụ."), field="person")
    if last_day < first_day:
        raise Invalid(_("Ngày cuối sớm hơn ngày đầu."), field="last_day")
    if last_day < clock.today():
        raise Invalid(_("Ngày cuối đã qua."), field="last_day")
    if (post.valid_from and first_day < post.valid_from) or (post.valid_to and last_day > post.valid_to):
        raise Invalid(
            _("Chức vụ không được giữ trong suốt thời gian này."),
            field="first_day",
            hint=_("Chọn các ngày nằm trong thời gian giữ chức vụ."),
        )
    overlapping = post.delegations.filter(
        delegate=person, revoked_at__isnull=True, valid_from__lte=last_day, valid_to__gte=first_day
    )
    if overlapping.exists():
        raise Conflict(_("Đã ủy quyền cho người này trong thời gian trùng."), field="first_day")


def revoke(by: Principal, delegation: UUID) -> Delegation:
    """Take a lent post back at once (thu hồi ủy quyền). Raises NotAllowed, NotFound, Conflict."""
    policies.require_keyboard(by)
    with acting(by, "post.revoke_delegation") as act:
        lent = Delegation.objects.select_for_update().filter(pk=delegation).first()
        if lent is None:
            raise NotFound(_("Không có ủy quyền này."))
        post = _locked(lent.post_id)
        _require_own(by, post)
        if lent.revoked_at is not None:
            raise Conflict(_("Ủy quyền này đã được thu hồi."))
        lent.revoked_at = act.now
        lent.save(update_fields=["revoked_at"])
        act.record(stream(post), subject=lent)
    return lent
