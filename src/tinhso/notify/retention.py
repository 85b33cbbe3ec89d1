"""Which fields of this room may tell of persons, why they are kept and how long (NĐ 13/2023/NĐ-CP).

Messages are facts: they are kept and leave the inbox after `TINHSO_NOTICES_SHOWN_DAYS`. Addresses are in no
table here: they are read from the person's record when a parcel goes out.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tinhso.people.personal_data import DataClass, PersonalField, as_is

_TOLD: Final = _("chứng minh đã báo cho ai, khi nào")
_KEPT: Final = _("giữ cùng nhật ký; rời hộp thông báo sau số ngày đặt cho hệ thống")
_CHOICE: Final = _("báo theo lựa chọn của người nhận")
_ACCOUNT: Final = _("đến khi xoá tài khoản")
_DEMO: Final = _("đến khi xoá dữ liệu minh hoạ")

FIELDS: Final = (
    PersonalField("notify.Message", "recipient", DataClass.BASIC, _TOLD, _KEPT, as_is),
    PersonalField("notify.Message", "values", DataClass.BASIC, _TOLD, _KEPT),
    PersonalField("notify.Delivery", "recipient", DataClass.BASIC, _TOLD, _KEPT, as_is),
    PersonalField("notify.Preference", "account", DataClass.BASIC, _CHOICE, _ACCOUNT, as_is),
    PersonalField("notify.Shown", "recipient", DataClass.BASIC, _("xem thử kênh gửi"), _DEMO, as_is),
    PersonalField("notify.Shown", "address", DataClass.BASIC, _("xem thử kênh gửi"), _DEMO),
    PersonalField("notify.Shown", "subject", DataClass.BASIC, _("xem thử kênh gửi"), _DEMO),
    PersonalField("notify.Shown", "body", DataClass.BASIC, _("xem thử kênh gửi"), _DEMO),
)
