"""Verbs: every write to places, their lineage and outlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.base.events.outbox import Event
from tinhso.base.text import slugify, sort_key
from tinhso.places import national, policies, queries
from tinhso.places.errors import named
from tinhso.places.keys import lineage_id, place_id, place_search_key
from tinhso.places.models import Basis, Boundary, Level, Lineage, Origin, Place
from tinhso.places.outline import draw
from tinhso.places.schemas import NewPlace, Outline, Succession

STREAM = "places"
_STOREY = {level: number for number, level in enumerate(Level.values)}


class PlaceEnded(Event):
    """A place ended; those who hold something of it may want to hand it on."""

    name: ClassVar[str] = "places.ended"
    place: UUID
    last_day: date
    successors: tuple[UUID, ...]


def load_national(by: Actor) -> national.Loaded:
    """Load the shipped national tables by COPY (nạp danh mục đơn vị hành chính). Twice changes nothing."""
    policies.require_edit(by)
    with acting(by, "places.load_national") as act:
        loaded = national.merge()
        if loaded.anything:
            act.record(
                STREAM,
                data={
                    "created": loaded.created,
                    "changed": loaded.changed,
                    "removed": loaded.removed,
                    "files": national.digests(),
                },
            )
    return loaded


def _parent_of(data: NewPlace) -> Place:
    try:
        parent = queries.by_code(data.parent, data.valid_from or data.valid_to)
    except NotFound as refusal:
        raise Invalid(refusal.message, field="parent", hint=", ".join(refusal.near) or None) from refusal
    if _STOREY[parent.level] >= _STOREY[data.level]:
        raise Invalid(
            _("%(parent)s không thể là cấp trên của một địa bàn “%(level)s”.")
            % {"parent": named(parent), "level": Level(data.level).label},
            field="parent",
        )
    begins_early = parent.valid_from and (data.valid_from is None or data.valid_from < parent.valid_from)
    ends_late = parent.valid_to and (data.valid_to is None or data.valid_to > parent.valid_to)
    if begins_early or ends_late:
        raise Invalid(
            _("Thời gian hiệu lực phải nằm trong thời gian của %(parent)s.") % {"parent": named(parent)},
            field="valid_from" if begins_early else "valid_to",
        )
    return parent


def _refuse_overlap(data: NewPlace, except_for: Place | None = None) -> None:
    others = queries.places().at_level(data.level).with_code(data.code)
    for other in others.exclude(pk=except_for.pk) if except_for else others:
        starts_before_end = (
            data.valid_to is None or other.valid_from is None or other.valid_from <= data.valid_to
        )
        ends_after_start = (
            data.valid_from is None or other.valid_to is None or other.valid_to >= data.valid_from
        )
        if starts_before_end and ends_after_start:
            raise Invalid(
                _("Mã %(code)s đã thuộc về %(place)s trong thời gian đó.")
                % {"code": data.code, "place": other.full_name},
                field="code",
            )


def add_place(
    by: Actor, data: NewPlace, *, origin: Origin = Origin.PERSON, illustrative: bool = False
) -> Place:
    """Add a place, above all a village (thôn, khối phố). Raises Invalid beside the field, NotAllowed."""
    policies.require_edit(by)
    with acting(by, "places.add") as act:
        _refuse_overlap(data)
        place = Place(
            id=place_id(data.level, data.code, data.valid_from), origin=origin, illustrative=illustrative
        )
        _fill(place, data)
        place.save(force_insert=True)
        act.record(STREAM, subject=place, data=data.model_dump(mode="json"))
    return place


def _fill(place: Place, data: NewPlace) -> None:
    parent = _parent_of(data)
    above = [row.full_name for row in (parent, *reversed(queries.ancestors(parent)))]
    for name, value in data.model_dump(exclude={"parent"}).items():
        setattr(place, name, value)
    place.parent = parent
    place.path = f"{parent.path}/{data.code}"
    place.slug = slugify(data.name)
    place.sort_key = sort_key(data.name)
    place.search_key = place_search_key(data.name, data.type, data.code, *above[:-1])


def revise_place(by: Actor, row_id: UUID, data: NewPlace) -> Place:
    """Correct what is told of a place that a pack or a person added (sửa thông tin).

    Level, code and beginning name the row and stay; a real change is a new row. Raises Conflict, Invalid.
    """
    policies.require_edit(by)
    with acting(by, "places.revise") as act:
        place = _for_update(row_id)
        _refuse_national(place)
        if (place.level, place.code, place.valid_from) != (data.level, data.code, data.valid_from):
            raise Invalid(
                _("Cấp, mã và ngày bắt đầu không sửa được; hãy kết thúc đơn vị và thêm đơn vị mới."),
                field="code",
            )
        _refuse_overlap(data, except_for=place)
        _fill(place, data)
        place.save()
        act.record(STREAM, subject=place, data=data.model_dump(mode="json"))
    return place


def _refuse_national(place: Place) -> None:
    if place.origin == Origin.NATIONAL:
        raise Conflict(
            _("%(place)s thuộc danh mục quốc gia, không sửa ở đây.") % {"place": named(place)}, field="place"
        )


def _for_update(row_id: UUID) -> Place:
    place = Place.objects.select_for_update().filter(pk=row_id).first()
    if place is None:
        raise NotFound(_("Không có địa bàn này."), field="place")
    return place


def end_place(by: Actor, row_id: UUID, last_day: date, successors: Sequence[Succession] = ()) -> Place:
    """End a place that a pack or a person added, and name what follows it (kết thúc hiệu lực).

    National rows end with the national tables only. Raises Conflict, Invalid, NotAllowed.
    """
    policies.require_edit(by)
    with acting(by, "places.end") as act:
        place = _for_update(row_id)
        _refuse_national(place)
        if not place.is_valid_on(last_day):
            raise Invalid(_("Ngày cuối phải nằm trong thời gian hiệu lực."), field="last_day")
        if sum((s.share or Decimal(0) for s in successors), Decimal(0)) > 1:
            raise Invalid(_("Tổng các phần chia vượt quá 1."), field="successors")
        place.valid_to = last_day
        place.save(update_fields=["valid_to"])
        following = [_succeed(place, succession, last_day + timedelta(days=1)) for succession in successors]
        act.record(
            STREAM,
            subject=place,
            data={"last_day": last_day, "successors": [s.model_dump(mode="json") for s in successors]},
        )
        act.emit(PlaceEnded(place=place.pk, last_day=last_day, successors=tuple(following)))
    return place


def _succeed(place: Place, succession: Succession, on: date) -> UUID:
    successor = queries.by_code(succession.code, on)
    if successor.pk == place.pk or (successor.valid_from and successor.valid_from > on):
        raise Invalid(_("Đơn vị kế tiếp không hợp lệ."), field="successors")
    Lineage.objects.create(
        id=lineage_id(place.pk, successor.pk),
        predecessor=place,
        successor=successor,
        on=on,
        origin=Origin.PERSON,
        **succession.model_dump(exclude={"code"}),
    )
    return successor.pk


def set_share(by: Actor, edge_id: UUID, share: Decimal | None, basis: Basis, source: str) -> Lineage:
    """State what part of a split unit went to a successor, on which basis and by which source.

    From then on the edge is a person's: later national tables leave it alone. Raises Invalid.
    """
    policies.require_edit(by)
    with acting(by, "places.set_share", reason=source) as act:
        edge = Lineage.objects.select_for_update().filter(pk=edge_id).first()
        if edge is None:
            raise NotFound(_("Không có quan hệ kế tiếp này."), field="lineage")
        siblings = Lineage.objects.filter(predecessor=edge.predecessor_id).exclude(pk=edge.pk)
        others = sum((s or Decimal(0) for s in siblings.values_list("share", flat=True)), Decimal(0))
        if share is not None and not 0 < share <= 1 - others:
            raise Invalid(
                _("Phần chia phải lớn hơn 0 và cùng các phần khác không vượt quá 1."), field="share"
            )
        if (share is None) != (basis == Basis.NONE) or (basis == Basis.WHOLE and share != 1):
            raise Invalid(_("Tỷ lệ phải nêu căn cứ; không có tỷ lệ thì không có căn cứ."), field="basis")
        if share is not None and not source.strip():
            raise Invalid(_("Nêu nguồn của tỷ lệ."), field="source")
        edge.share, edge.basis, edge.source, edge.origin = share, basis, source, Origin.PERSON
        edge.save(update_fields=["share", "basis", "source", "origin"])
        act.record(STREAM, subject=edge, data={"share": share, "basis": basis, "source": source})
    return edge


def set_population(by: Actor, row_id: UUID, population: int | None, *, source: str) -> Place:
    """State a place's population (dân số) for apportioning; the source stands in the audit trail."""
    policies.require_edit(by)
    with acting(by, "places.set_population", reason=source) as act:
        place = _for_update(row_id)
        if population is not None and population < 0:
            raise Invalid(_("Dân số không âm."), field="population")
        place.population = population
        place.save(update_fields=["population"])
        act.record(STREAM, subject=place, data={"population": population, "source": source})
    return place


def put_boundaries(
    by: Actor, outlines: Sequence[Outline], attribution: str, as_of: date | None = None
) -> tuple[int, int]:
    """Store outlines of the units of `as_of` (None: today). Returns (written, unchanged). Raises NotFound."""
    policies.require_edit(by)
    with acting(by, "places.put_boundaries") as act:
        rows = queries.by_codes([outline.code for outline in outlines], as_of)
        for outline in outlines:
            if outline.code not in rows:
                queries.by_code(outline.code, as_of)
        stored = {b.place_id: b for b in Boundary.objects.filter(place__in=rows.values())}
        written = 0
        for outline in outlines:
            place = rows[outline.code]
            boundary = stored.get(place.pk) or Boundary(place=place)
            if (boundary.geojson, boundary.attribution) != (outline.geometry, attribution):
                boundary.geojson, boundary.attribution = outline.geometry, attribution
                for name, value in asdict(draw(outline.geometry)).items():
                    setattr(boundary, name, value)
                boundary.save()
                written += 1
        if written:
            act.record(STREAM, data={"boundaries": written, "attribution": attribution})
    return written, len(outlines) - written
