"""Who may see and change committees and their meetings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tests.meta.expectations import SIGNED_IN, STANDING, Line
from tests.meta.world import World
from tinhso.people.models import Role


def _committee(world: World) -> Mapping[str, Any]:
    return {"code": world.committee.code}


def _regulation(_world: World) -> Mapping[str, Any]:
    return {
        "valid_from": "2026-01-01", "legal_reference": "Quy chế", "convenes": ["chair"], "signs": ["chair"],
        "quorum_numerator": 2, "quorum_denominator": 3, "notice_days": 3, "ballot_numerator": 1,
        "ballot_denominator": 2, "ballot_days": 5, "sessions_per_year": 4,
    }  # fmt: skip


def _seat(world: World) -> Mapping[str, Any]:
    return {"person": str(world.accounts[Role.AUDITOR].person_id), "role": "member"}


COMMITTEES: Final = {
    "committees:index": Line(get=SIGNED_IN),
    "committees:create": Line(
        get=STANDING,
        post=STANDING,
        body=lambda _: {"code": "bcd-moi", "name": "Ban Chỉ đạo mới", "level": "commune"},
    ),
    "committees:detail": Line(get=SIGNED_IN, args=_committee),
    "committees:edit": Line(
        get=STANDING, post=STANDING, args=_committee, body=lambda _: {"name": "Ban", "level": "province"}
    ),
    "committees:seat": Line(get=STANDING, post=STANDING, args=_committee, body=_seat),
    "committees:change_seat": Line(
        post=STANDING, args=lambda world: {**_committee(world), "membership": world.membership.pk}
    ),
    "committees:regulation": Line(get=STANDING, post=STANDING, args=_committee, body=_regulation),
    "api:committees": Line(get=SIGNED_IN),
    "api:committee": Line(get=SIGNED_IN, args=_committee),
    "api:committee_members": Line(post=STANDING, args=_committee, body=_seat, scope="meetings"),
    "api:committee_regulation": Line(put=STANDING, args=_committee, body=_regulation, scope="meetings"),
}

MEETINGS: Final = {**COMMITTEES}
