"""Proving who one is: password, second factor, recovery codes; what is proven is audited."""

from __future__ import annotations

import hashlib
import secrets

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Invalid, Problem
from tinhso.people import totp
from tinhso.people.attempts import address_of, counted
from tinhso.people.models import Account, RecoveryCode, SecondFactor
from tinhso.people.principals import Principal
from tinhso.people.secrets_box import open_sealed, seal

PURPOSE = "totp"
CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def stream(account: Account) -> str:
    """The audit stream of an account."""
    return f"account:{account.pk}"


def check_password(request: HttpRequest, username: str, password: str) -> Account:
    """The account of that name and password (kiểm tra mật khẩu). Raises Invalid, TooManyAttempts."""
    missing = [
        Problem("missing", message, field)
        for field, value, message in (
            ("username", username.strip(), _("Chưa nhập tên đăng nhập.")),
            ("password", password, _("Chưa nhập mật khẩu.")),
        )
        if not value
    ]
    if missing:
        raise Invalid(missing[0].message, field=missing[0].field, problems=missing)
    with counted("password", username, address_of(request)) as attempt:
        found = authenticate(request, username=username.strip(), password=password)
        if not isinstance(found, Account):
            raise Invalid(
                _("Tên đăng nhập hoặc mật khẩu không đúng."),
                code="bad_credentials",
                field="password",
                hint=_("Kiểm tra bộ gõ tiếng Việt và phím Caps Lock."),
            )
        attempt.succeeded = True
    return found


def record_sign_in(by: Principal, account: Account, method: str) -> None:
    """Write the sign-in to the account's audit stream (đăng nhập)."""
    with acting(by, "account.sign_in") as act:
        act.record(stream(account), subject=account, data={"method": method})


def record_sign_out(by: Principal, account: Account) -> None:
    """Write the sign-out to the account's audit stream (đăng xuất)."""
    with acting(by, "account.sign_out") as act:
        act.record(stream(account), subject=account)


def set_password(by: Principal, account: Account, *, old: str | None, new: str, again: str) -> None:
    """Set a new password (đổi mật khẩu); `old` is None right after it was proven. Raises Invalid."""
    if old is not None and not account.check_password(old):
        raise Invalid(_("Mật khẩu hiện tại không đúng."), field="old")
    if new != again:
        raise Invalid(_("Hai lần nhập mật khẩu mới không giống nhau."), field="again")
    if account.check_password(new):
        raise Invalid(_("Mật khẩu mới phải khác mật khẩu hiện tại."), field="new")
    _require_strong(new, account)
    with acting(by, "account.set_password") as act:
        account.set_password(new)
        account.must_change_password = False
        account.save(update_fields=["password", "must_change_password"])
        act.record(stream(account), subject=account)


def _require_strong(new: str, account: Account) -> None:
    said = {
        "password_too_short": _("Mật khẩu quá ngắn: cần ít nhất 10 ký tự."),
        "password_too_similar": _("Mật khẩu quá giống tên đăng nhập."),
        "password_too_common": _("Mật khẩu này nhiều người dùng, dễ bị đoán."),
        "password_entirely_numeric": _("Mật khẩu không được chỉ gồm chữ số."),
    }
    try:
        validate_password(new, account)
    except ValidationError as error:
        problems = [
            Problem("weak_password", said.get(each.code or "", each.messages[0]), "new")
            for each in error.error_list
        ]
        raise Invalid(problems[0].message, field="new", problems=problems) from error


def enrol(by: Principal, account: Account, key: bytes, code: str) -> list[str]:
    """Set up the second factor (bật xác thực hai lớp) once a first code proves the app; the recovery codes
    are told this once. Raises Invalid.
    """
    step = totp.matching_step(key, code, clock.now())
    if step is None:
        raise Invalid(
            _("Mã không đúng."),
            field="code",
            hint=_("Nhập mã 6 chữ số đang hiện trong ứng dụng; kiểm tra giờ của điện thoại."),
        )
    with acting(by, "account.enrol_second_factor") as act:
        SecondFactor.objects.filter(account=account).delete()
        SecondFactor.objects.create(
            account=account,
            secret=seal(PURPOSE, key),
            last_step=step,
            illustrative=account.illustrative,
        )
        codes = _new_codes(account)
        act.record(stream(account), subject=account)
    return codes


def renew_codes(by: Principal, account: Account) -> list[str]:
    """Replace the recovery codes (cấp lại mã khôi phục); told this once."""
    with acting(by, "account.renew_recovery_codes") as act:
        codes = _new_codes(account)
        act.record(stream(account), subject=account)
    return codes


def _new_codes(account: Account) -> list[str]:
    RecoveryCode.objects.filter(account=account).delete()
    codes = ["".join(secrets.choice(_ALPHABET) for _place in range(10)) for _code in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=account, digest=_digest(code), illustrative=account.illustrative)
        for code in codes
    )
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _digest(code: str) -> str:
    plain = "".join(sign for sign in code.lower() if sign.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def check_second_factor(request: HttpRequest, account: Account, code: str) -> str:
    """Judge a code of the app or a recovery code; the answer names which it was.

    Each is taken once. Raises Invalid, TooManyAttempts.
    """
    with counted("totp", account.username, address_of(request)) as attempt:
        used = "totp" if _take_totp(account, code) else "recovery" if _take_recovery(account, code) else ""
        if not used:
            raise Invalid(
                _("Mã không đúng hoặc đã dùng."),
                code="bad_code",
                field="code",
                hint=_("Chờ mã mới trong ứng dụng, hoặc dùng một mã khôi phục."),
            )
        attempt.succeeded = True
    return used


def _take_totp(account: Account, code: str) -> bool:
    factor = SecondFactor.objects.filter(account=account).first()
    key = open_sealed(PURPOSE, factor.secret) if factor else None
    if factor is None or key is None:
        return False
    step = totp.matching_step(key, code, clock.now(), after=factor.last_step)
    if step is None:
        return False
    taken = SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step).update(last_step=step)
    return taken == 1


def _take_recovery(account: Account, code: str) -> bool:
    mine = RecoveryCode.objects.filter(account=account, used_at__isnull=True, digest=_digest(code))
    return mine.update(used_at=clock.now()) == 1


def remove_second_factor(by: Actor, account: Account) -> None:
    """Take the second factor away (tắt xác thực hai lớp), by its owner or an administrator."""
    with acting(by, "account.remove_second_factor") as act:
        SecondFactor.objects.filter(account=account).delete()
        RecoveryCode.objects.filter(account=account).delete()
        act.record(stream(account), subject=account)


def has_second_factor(account: Account) -> bool:
    """Whether the account has set one up."""
    return SecondFactor.objects.filter(account=account).exists()


def codes_left(account: Account) -> int:
    """Recovery codes not used yet."""
    return RecoveryCode.objects.filter(account=account, used_at__isnull=True).count()
