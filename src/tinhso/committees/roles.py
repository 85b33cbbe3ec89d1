"""Levels of committees and the roles in them."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Tier(models.TextChoices):
    """Where a committee stands (cấp)."""

    NATIONAL = "national", pgettext_lazy("committee", "Trung ương")
    PROVINCE = "province", pgettext_lazy("committee", "Cấp tỉnh")
    COMMUNE = "commune", pgettext_lazy("committee", "Cấp xã")


class MemberRole(models.TextChoices):
    """What somebody is in a committee (vai trò trong ban)."""

    CHAIR = "chair", _("Trưởng ban")
    STANDING_DEPUTY = "standing_deputy", _("Phó Trưởng ban Thường trực")
    DEPUTY = "deputy", _("Phó Trưởng ban")
    STANDING_MEMBER = "standing_member", _("Ủy viên thường trực")
    MEMBER = "member", _("Ủy viên")
    SECRETARY = "secretary", _("Thư ký")
    GROUP = "group", _("Tổ giúp việc")


VOTING: Final = frozenset(
    {
        MemberRole.CHAIR,
        MemberRole.STANDING_DEPUTY,
        MemberRole.DEPUTY,
        MemberRole.STANDING_MEMBER,
        MemberRole.MEMBER,
    }
)
"""Who counts for a quorum and has a vote; a secretary and the assisting group (tổ giúp việc) do not."""

RANK: Final = {role: number for number, role in enumerate(MemberRole)}
"""The order in which members are named."""
