"""Writing what packs say of committees, and finding them by code for other rooms' sections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import Act
from tinhso.base.packs.naming import ids_by
from tinhso.base.text import search_key, sort_key
from tinhso.committees.models import Committee, Membership, Regulation
from tinhso.committees.pack_items import CommitteeItem, MembershipItem, RegulationItem
from tinhso.documents.loading import document_ids
from tinhso.people.loading import agency_ids, person_ids
from tinhso.places.resolving import PlaceRows


def committee_ids(codes: Iterable[str]) -> dict[str, UUID]:
    """Ids of committees by code. Raises NotFound for the first that is not there, with near ones."""
    missing = _("Không có ban chỉ đạo mang mã “%(code)s”.")
    return ids_by(Committee.objects.all(), "code", codes, missing=missing, field="committee")


def put_committees(
    pack: str, items: Sequence[CommitteeItem], act: Act, *, illustrative: bool = False
) -> None:
    """Write committees: first the rows, then who is above whom."""
    places = PlaceRows(item.place for item in items)
    agencies = agency_ids(code for item in items for code in (item.agency, item.standing_agency))
    documents = document_ids(item.document for item in items)
    rows: dict[str, Committee] = {}
    for item in items:
        rows[item.code], _created = Committee.objects.update_or_create(
            code=item.code,
            defaults={
                "name": item.name.vi,
                "name_en": item.name.en,
                "level": item.level,
                "agency_id": agencies.get(item.agency),
                "standing_agency_id": agencies.get(item.standing_agency),
                "place": places.last_or_none(item.place),
                "document_id": documents.get(item.document),
                "note": item.note,
                "sort_key": sort_key(item.name.vi),
                "search_key": search_key(item.name.vi, item.name.en, item.code),
                "pack": pack,
                "illustrative": illustrative,
            },
        )
    parents = committee_ids(item.parent for item in items)
    for item in items:
        row, parent = rows[item.code], parents.get(item.parent)
        if row.parent_id != parent:
            row.parent_id = parent
            row.save(update_fields=["parent"])
    act.record(f"pack:{pack}", subject="committees", data={"written": len(items)})


def put_memberships(
    pack: str, items: Sequence[MembershipItem], act: Act, *, illustrative: bool = False
) -> None:
    """Write who sits in committees."""
    committees = committee_ids(item.committee for item in items)
    persons = person_ids(item.person for item in items)
    agencies = agency_ids(item.agency for item in items)
    documents = document_ids(item.document for item in items)
    for item in items:
        Membership.objects.update_or_create(
            committee_id=committees[item.committee],
            person_id=persons[item.person],
            role=item.role,
            valid_from=item.since,
            defaults={
                "title": item.title,
                "agency_id": agencies.get(item.agency),
                "order": item.order,
                "valid_to": item.until,
                "document_id": documents.get(item.document),
                "pack": pack,
                "illustrative": illustrative,
            },
        )
    act.record(f"pack:{pack}", subject="memberships", data={"written": len(items)})


def put_regulations(
    pack: str, items: Sequence[RegulationItem], act: Act, *, illustrative: bool = False
) -> None:
    """Write the rules committees work by."""
    committees = committee_ids(item.committee for item in items)
    documents = document_ids(item.document for item in items)
    for item in items:
        values = item.model_dump(exclude={"committee", "valid_from", "document", "convenes", "signs"})
        Regulation.objects.update_or_create(
            committee_id=committees[item.committee],
            valid_from=item.valid_from,
            defaults={
                **values,
                "convenes": [str(role) for role in item.convenes],
                "signs": [str(role) for role in item.signs],
                "document_id": documents.get(item.document),
                "pack": pack,
                "illustrative": illustrative,
            },
        )
    act.record(f"pack:{pack}", subject="regulations", data={"written": len(items)})
