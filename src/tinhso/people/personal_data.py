"""Which fields hold personal data, why, and for how long (dữ liệu cá nhân, NĐ 13/2023/NĐ-CP); their masks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DataClass(StrEnum):
    """How much care a field needs."""

    BASIC = "basic"
    SECRET = "secret"  # noqa: S105 - a name of a class, no secret


def mask_email(value: str) -> str:
    """`nguyen.van.an@langson.gov.vn` → `n…@langson.gov.vn`."""
    name, at, house = value.partition("@")
    return f"{name[:1]}…{at}{house}" if at else mask_all(value)


def mask_phone(value: str) -> str:
    """`0912 345 678` → `…678`."""
    digits = "".join(sign for sign in value if sign.isdigit())
    return f"…{digits[-3:]}" if len(digits) > 6 else mask_all(value)


def mask_all(value: str) -> str:
    """Nothing of it."""
    return "…" if value else ""


def as_is(value: str) -> str:
    """Names of officials in their posts are public."""
    return value


@dataclass(frozen=True)
class PersonalField:
    """One field: `model.field`, its class, why it is kept, how long, and how exports show it."""

    model: str
    field: str
    kind: DataClass
    purpose: str | Promise
    retention: str | Promise
    mask: Callable[[str], str] = mask_all


_SIGN_IN: Final = _("đăng nhập")
_WITH_ACCOUNT: Final = _("đến khi xoá tài khoản")
_WITH_PERSON: Final = _("đến khi người đó không còn trong hồ sơ nào")

FIELDS: Final = (
    PersonalField("people.Person", "full_name", DataClass.BASIC, _("biết ai làm gì"), _WITH_PERSON, as_is),
    PersonalField("people.Person", "sort_name", DataClass.BASIC, _("sắp xếp theo tên"), _WITH_PERSON),
    PersonalField("people.Person", "search_key", DataClass.BASIC, _("tìm theo tên"), _WITH_PERSON),
    PersonalField("people.Person", "email", DataClass.BASIC, _("liên hệ"), _WITH_PERSON, mask_email),
    PersonalField("people.Person", "phone", DataClass.BASIC, _("liên hệ"), _WITH_PERSON, mask_phone),
    PersonalField("people.Account", "username", DataClass.BASIC, _SIGN_IN, _WITH_ACCOUNT, as_is),
    PersonalField("people.Account", "email", DataClass.BASIC, _SIGN_IN, _WITH_ACCOUNT, mask_email),
    PersonalField("people.Account", "password", DataClass.SECRET, _SIGN_IN, _WITH_ACCOUNT),
    PersonalField("people.ApiToken", "digest", DataClass.SECRET, _SIGN_IN, _WITH_ACCOUNT),
    PersonalField("people.SecondFactor", "secret", DataClass.SECRET, _SIGN_IN, _WITH_ACCOUNT),
    PersonalField("people.RecoveryCode", "digest", DataClass.SECRET, _SIGN_IN, _WITH_ACCOUNT),
    PersonalField("people.ExternalIdentity", "subject", DataClass.BASIC, _SIGN_IN, _WITH_ACCOUNT),
    PersonalField("people.SavedFilter", "path", DataClass.BASIC, _("mở lại danh sách"), _WITH_ACCOUNT),
    PersonalField("people.SavedFilter", "query", DataClass.BASIC, _("mở lại danh sách"), _WITH_ACCOUNT),
    PersonalField("people.SignInAttempt", "username", DataClass.BASIC, _("chặn dò mật khẩu"), _("30 ngày")),
    PersonalField("people.SignInAttempt", "address", DataClass.BASIC, _("chặn dò mật khẩu"), _("30 ngày")),
)

_MASKS: Final = {(each.model, each.field): each.mask for each in FIELDS}


def masked(model: str, field: str, value: str) -> str:
    """The value as exports show it. Raises KeyError for a field that is not declared."""
    return _MASKS[model, field](value)
