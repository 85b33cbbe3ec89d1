"""Managing accounts: making, closing, resetting. Administrators only; the command line acts as the system."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.audit.context import SystemActor
from tinhso.base.errors import Conflict, Invalid, NotFound, Problem
from tinhso.base.text import name_sort_key, nfc, search_key
from tinhso.people import policies, queries
from tinhso.people.actions.sign_in import remove_second_factor, stream
from tinhso.people.capabilities import Capability
from tinhso.people.events import AccountClosed
from tinhso.people.models import Account, Agency, Person, Position, Post, Role
from tinhso.people.principals import Principal

Manager = Principal | SystemActor
_USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,148}[a-z0-9]")
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_PHONE: Final = re.compile(r"[+0-9][0-9 .]{5,18}")


def require_manager(by: Manager) -> None:
    """Pass for administrators at the keyboard, and for the machine's own administrator."""
    if isinstance(by, SystemActor):
        return
    policies.require_may(by, Capability.MANAGE_ACCOUNTS)
    policies.require_keyboard(by)


def one_time_password() -> str:
    """Fifteen signs without look-alikes, in threes of five: easy to read off paper, 74 bits."""
    signs = "".join(secrets.choice(_ALPHABET) for _sign in range(15))
    return f"{signs[:5]}-{signs[5:10]}-{signs[10:]}"


@dataclass(frozen=True)
class Appointment:
    """A person, how they sign in, and the chair they sit in (cấp tài khoản)."""

    username: str
    full_name: str
    agency: str
    title: str
    role: str
    email: str = ""
    phone: str = ""
    since: date | None = None


def checked(asked: Appointment) -> Appointment:
    """The appointment in one form. Raises Invalid with a problem beside every wrong field."""
    clean = replace(
        asked,
        username=asked.username.strip().lower(),
        full_name=" ".join(nfc(asked.full_name).split()),
        agency=asked.agency.strip(),
        title=" ".join(nfc(asked.title).split()),
        email=asked.email.strip(),
        phone=asked.phone.strip(),
    )
    problems = list(_problems(clean))
    if problems:
        raise Invalid(problems[0].message, field=problems[0].field, problems=problems)
    return clean


def _problems(asked: Appointment) -> Iterator[Problem]:
    if not asked.full_name:
        yield Problem("missing", _("Chưa nhập họ và tên."), "full_name")
    if not _USERNAME.fullmatch(asked.username):
        yield Problem(
            "username",
            _("Tên đăng nhập không hợp lệ."),
            "username",
            _("Từ 3 ký tự: chữ thường không dấu, chữ số, dấu chấm, gạch ngang, gạch dưới."),
        )
    if not asked.agency:
        yield Problem("missing", _("Chưa chọn đơn vị."), "agency")
    if not asked.title:
        yield Problem("missing", _("Chưa nhập chức vụ."), "title")
    if asked.role not in set(Role.values) - {Role.PUBLIC}:
        yield Problem("role", _("Chưa chọn vai trò."), "role")
    if asked.email and not _is_email(asked.email):
        yield Problem("email", _("Địa chỉ thư điện tử không hợp lệ."), "email", "ten@langson.gov.vn")
    if asked.phone and not _PHONE.fullmatch(asked.phone):
        yield Problem("phone", _("Số điện thoại không hợp lệ."), "phone")


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def position_of(asked: Appointment) -> Position:
    """The position of that title, made when it is new. Raises NotFound, Conflict (another role)."""
    agency = Agency.objects.filter(code=asked.agency).first()
    if agency is None:
        raise NotFound(_("Không có đơn vị mang mã “%(code)s”.") % {"code": asked.agency}, field="agency")
    position, _made = Position.objects.get_or_create(
        agency=agency, title=asked.title, defaults={"role": asked.role}
    )
    if position.role != asked.role:
        raise Conflict(
            _("Chức vụ này đã có với vai trò “%(role)s”.") % {"role": Role(position.role).label},
            field="role",
            hint=_("Chọn đúng vai trò đó, hoặc ghi chức vụ khác."),
        )
    return position


def seat(person: Person, asked: Appointment) -> Post:
    """Put a person in the chair. What sits in an illustrative chair goes with it when the demo is cleared."""
    position = position_of(asked)
    return Post.objects.create(
        person=person, position=position, valid_from=asked.since, illustrative=position.illustrative
    )


def _person(asked: Appointment) -> Person:
    """The person of that code when nobody signs in as them yet, or a new one. Raises Conflict."""
    person, made = Person.objects.get_or_create(
        code=asked.username,
        defaults={
            "full_name": asked.full_name,
            "sort_name": name_sort_key(asked.full_name),
            "search_key": search_key(asked.full_name, asked.username),
            "email": asked.email,
            "phone": asked.phone,
        },
    )
    if not made and (person.full_name != asked.full_name or person.accounts.exists()):
        raise Conflict(
            _("Mã “%(code)s” đã là của %(name)s.") % {"code": person.code, "name": person.full_name},
            field="username",
        )
    return person


def create(by: Manager, appointment: Appointment, *, hashed: bool = True) -> tuple[Account, str]:
    """Make an account with its person and post; the one-time password is told this once.

    `hashed=False` leaves the slow hash out, for a try that is undone.
    Raises NotAllowed, Invalid, NotFound, Conflict (field `username`).
    """
    require_manager(by)
    asked = checked(appointment)
    with acting(by, "account.create") as act:
        if Account.objects.filter(username__iexact=asked.username).exists():
            raise Conflict(_("Tên đăng nhập này đã có người dùng."), field="username")
        person = _person(asked)
        seat(person, asked)
        password = one_time_password()
        account = Account.objects.create(
            username=asked.username,
            email=asked.email,
            person=person,
            password=make_password(password if hashed else None),
            must_change_password=True,
        )
        act.record(
            stream(account),
            subject=account,
            data={"username": asked.username, "agency": asked.agency, "role": asked.role},
        )
    return account, password


def locked(account: UUID) -> Account:
    """That account, kept from others until the transaction ends. Raises NotFound."""
    found = Account.objects.select_for_update().filter(pk=account).first()
    if found is None:
        raise NotFound(_("Không có tài khoản này."), field="account")
    return found


def reset(by: Manager, account: UUID, *, second_factor: bool = False) -> tuple[Account, str]:
    """A new one-time password (đặt lại mật khẩu), told this once; sessions end.

    `second_factor`: take the second factor away too, for a lost telephone. Raises NotAllowed, NotFound.
    """
    require_manager(by)
    with acting(by, "account.reset") as act:
        found = locked(account)
        password = one_time_password()
        found.password, found.must_change_password = make_password(password), True
        found.save(update_fields=["password", "must_change_password"])
        if second_factor:
            remove_second_factor(by, found)
        act.record(stream(found), subject=found, data={"second_factor": second_factor})
    return found, password


def close(by: Manager, account: UUID, *, reason: str) -> Account:
    """Keep an account from signing in (khoá tài khoản); its keys stop too.

    Raises NotAllowed, NotFound, Invalid (`reason`), Conflict (one's own, or closed already).
    """
    require_manager(by)
    if not reason.strip():
        raise Invalid(_("Chưa ghi lý do khoá tài khoản."), field="reason")
    with acting(by, "account.close", reason=reason.strip()) as act:
        found = locked(account)
        if found.pk == by.actor_id:
            raise Conflict(_("Không tự khoá tài khoản của mình được."))
        if not found.is_active:
            raise Conflict(_("Tài khoản này đã khoá rồi."))
        found.is_active = False
        found.save(update_fields=["is_active"])
        act.record(stream(found), subject=found)
        act.emit(AccountClosed(account=found.pk))
    return found


def reopen(by: Manager, account: UUID) -> Account:
    """Let an account sign in again (mở lại tài khoản). Raises NotAllowed, NotFound, Conflict."""
    require_manager(by)
    with acting(by, "account.reopen") as act:
        found = locked(account)
        if found.is_active:
            raise Conflict(_("Tài khoản này đang mở."))
        found.is_active = True
        found.save(update_fields=["is_active"])
        act.record(stream(found), subject=found)
    return found


@dataclass(frozen=True)
class Contact:
    """How to reach a person."""

    email: str
    phone: str


def read_contact(by: Manager, account: UUID) -> Contact:
    """Look up how to reach a person (xem liên hệ): personal data, so the look is written down.

    Raises NotAllowed, NotFound.
    """
    require_manager(by)
    with acting(by, "person.read_contact") as act:
        found = queries.account_by_id(account)
        person = found.person
        act.record(stream(found), subject=person or found, data={"fields": ["email", "phone"]})
    return Contact(person.email if person else found.email, person.phone if person else "")
