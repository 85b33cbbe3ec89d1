"""The form around the papers of a committee: issuer, notation, signing lines by the regulation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid
from tinhso.committees import queries as committees
from tinhso.committees.models import Committee, Membership
from tinhso.committees.roles import MemberRole
from tinhso.papers.content import OfficialForm

_SHORT = "BCĐ"


@dataclass(frozen=True)
class Signing:
    """Who signs, and the lines above the name."""

    lines: tuple[str, ...]
    name: str
    seat: Membership | None


def signers(committee: Committee, on: date) -> list[Membership]:
    """Members who sign by the regulation of that day, the chair first."""
    regulation = committees.regulation(committee, on)
    roles = regulation.signs if regulation else [MemberRole.CHAIR.value]
    return [seat for seat in committees.members(committee, on) if seat.role in roles]


def signing(committee: Committee, on: date, code: str = "") -> Signing:
    """The signing lines of who is chosen by `code` of a person, else of the first who may sign.

    Raises Invalid for somebody who may not sign by the regulation.
    """
    able = signers(committee, on)
    if code and all(seat.person.code != code for seat in able):
        raise Invalid(
            _("Người này không có quyền ký theo quy chế."),
            field="signer",
            hint=", ".join(str(seat.person) for seat in able) or None,
        )
    seat = next((one for one in able if not code or one.person.code == code), None)
    if seat is None:
        return Signing(("TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN"), "", None)
    return Signing(_lines(seat), seat.person.full_name, seat)


def _lines(seat: Membership) -> tuple[str, ...]:
    """`TM. BAN CHỈ ĐẠO / TRƯỞNG BAN`, or `KT. TRƯỞNG BAN / PHÓ TRƯỞNG BAN` (NĐ 30/2020/NĐ-CP, phụ lục I)."""
    role = MemberRole(seat.role)
    own = str(role.label).upper()
    first = "TM. BAN CHỈ ĐẠO" if role is MemberRole.CHAIR else "KT. TRƯỞNG BAN"
    title = seat.title.upper()
    return (first, own) if title.startswith(own) or not title else (first, own, title)


def issuer_name(committee: Committee) -> tuple[str, str]:
    """The body above, and the committee, as the head of a paper prints them."""
    above = committee.agency.parent if committee.agency else None
    place = committee.place
    parent = above.name if above else (f"ỦY BAN NHÂN DÂN {place.full_name}" if place else "")
    return parent.upper(), committee.name.upper()


def suffix(sign: str) -> str:
    """`TB-BCĐ`: what stands behind the number where the number book does not say (NĐ 30/2020/NĐ-CP)."""
    return f"{sign}-{_SHORT}"


def notation_tail(sign: str) -> str:
    """`/TB-BCĐ`: a notation that has no number yet."""
    return f"/{suffix(sign)}"


def official(
    committee: Committee,
    *,
    type_name: str,
    abstract: str,
    notation: str,
    on: date | None,
    lines: Signing,
    recipients: tuple[str, ...] = (),
    draft: bool = False,
    beside: Signing | None = None,
) -> OfficialForm:
    """The form of a committee's paper; `beside` signs at the left of `lines`."""
    parent, issuer = issuer_name(committee)
    return OfficialForm(
        parent=parent,
        issuer=issuer,
        notation=notation,
        place=committee.place.name if committee.place else "",
        date=on,
        type_name=type_name,
        abstract=abstract,
        signing=lines.lines,
        signer=lines.name,
        recipients=recipients,
        draft=draft,
        co_signing=beside.lines if beside else (),
        co_signer=beside.name if beside else "",
    )
