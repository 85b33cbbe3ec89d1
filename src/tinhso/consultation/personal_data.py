"""What this room keeps of people of the public (dữ liệu cá nhân): why, for how long, how it is shown."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tinhso.people.personal_data import DataClass, PersonalField, mask_all, mask_email, mask_phone

_PURPOSE: Final = _("liên hệ lại về ý kiến đã gửi")
_RETENTION: Final = _("TINHSO_DRAFT_CONTACT_DAYS ngày sau khi đợt lấy ý kiến kết thúc")


def mask_contact(value: str) -> str:
    """An address of e-mail or a telephone number, whichever it is."""
    return mask_email(value) if "@" in value else mask_phone(value)


FIELDS: Final = (
    PersonalField("consultation.Submission", "name", DataClass.BASIC, _PURPOSE, _RETENTION, mask_all),
    PersonalField("consultation.Submission", "contact", DataClass.BASIC, _PURPOSE, _RETENTION, mask_contact),
)
