"""Fixed words of this room: channels, states, rhythms of digests."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Route(models.TextChoices):
    """Ways to somebody (kênh)."""

    INAPP = "inapp", _("Hộp thông báo")
    EMAIL = "email", _("Thư điện tử")
    SMS = "sms", _("Tin nhắn SMS")
    ZALO = "zalo", _("Zalo")


OUTSIDE: Final = (Route.EMAIL, Route.SMS, Route.ZALO)
"""Ways that leave the house."""


class DeliveryState(models.TextChoices):
    """Where a delivery stands (trạng thái gửi)."""

    WAITING = "waiting", _("Chờ gửi")
    HELD = "held", _("Giữ đến hết giờ yên lặng")
    DIGEST = "digest", _("Chờ bản tổng hợp")
    SENDING = "sending", _("Đang gửi")
    SENT = "sent", _("Đã gửi")
    FAILED = "failed", _("Lỗi, sẽ gửi lại")
    GIVEN_UP = "given_up", _("Thôi gửi")
    NO_ADDRESS = "no_address", _("Không có địa chỉ")


DUE: Final = (DeliveryState.WAITING, DeliveryState.HELD, DeliveryState.DIGEST, DeliveryState.FAILED)
"""States out of which a delivery goes by itself when its moment comes."""


class Rhythm(models.TextChoices):
    """How often digests come (bản tổng hợp)."""

    OFF = "off", _("Gửi ngay từng thông báo")
    DAILY = "daily", _("Mỗi ngày làm việc")
    WEEKLY = "weekly", _("Mỗi tuần")
