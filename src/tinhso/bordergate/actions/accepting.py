"""Taking a place in the line: one a vehicle, one a chassis, one a container."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.base.errors import Conflict
from tinhso.bordergate.actions import lanes
from tinhso.bordergate.core.streams import Goods, classify
from tinhso.bordergate.models import Company, Declaration, Direction, Lane, LinePlace, Run, Step, Vehicle
from tinhso.bordergate.queries.gates import rule_of, stream_rule_of
from tinhso.bordergate.schemas import Content


class PlaceTaken(Conflict):
    """The vehicle, its chassis or its container stands in a line already; `extra` names the place."""

    def __init__(self, place: LinePlace) -> None:
        super().__init__(
            _("Xe, số khung hoặc công-te-nơ này đang có lượt %(place)s.") % {"place": place.code},
            code="ACTIVE_PLACE_EXISTS",
            field="tractor.plate",
            hint=_("Mỗi xe một lượt: huỷ lượt cũ nếu không đi nữa."),
        )
        self.extra = {"place": place.code}


def require_room(run: Run, company: Company) -> None:
    """Raises Conflict where the company holds as many places as it may: never more than its vehicles.

    The company's row is locked: two of its people at two gates do not both take the last one.
    """
    Company.objects.select_for_update().get(pk=company.pk)
    held = LinePlace.objects.filter(run=run, declaration__company=company, active=True).count()
    fleet = company.vehicles.filter(retired_at=None).exclude(verified_at=None).count()
    most = fleet if company.most_places is None else min(fleet, company.most_places)
    if held >= most:
        raise Conflict(
            _("Doanh nghiệp đang giữ %(held)d lượt, nhiều nhất được %(most)d.")
            % {"held": held, "most": most},
            code="TOO_MANY_PLACES",
        )


def require_none(run: Run, vehicle: Vehicle, container: str) -> None:
    """Raises Conflict `ACTIVE_PLACE_EXISTS` where vehicle, chassis or container stands in a line."""
    same = Q(vehicle_key=vehicle.key) | Q(vin=vehicle.vin)
    if container:
        same |= Q(container=container)
    found = LinePlace.objects.filter(same, run=run, active=True).first()
    if found is not None:
        raise PlaceTaken(found)


def accept(
    lane: Lane, declaration: Declaration, content: Content, vehicle: Vehicle, container: str
) -> LinePlace:
    """Give the next place of a locked lane. Raises Conflict `ACTIVE_PLACE_EXISTS`."""
    require_none(lane.run, vehicle, container)
    at = lanes.moment(lane)
    rule = rule_of(lane.gate, lane.direction, at.date())
    goods = [Goods(line.hs, line.net_kg, line.quarantine_certificate) for line in content.goods]
    placed = classify(stream_rule_of(rule), goods)
    lane.accepted_seq += 1
    place = LinePlace(
        lane=lane,
        run=lane.run,
        declaration=declaration,
        code=place_code(lane, lane.accepted_seq),
        stream=placed.stream,
        stream_why=placed.why,
        accepted_seq=lane.accepted_seq,
        accepted_at=at,
        vehicle_key=vehicle.key,
        vin=vehicle.vin,
        container=container,
    )
    try:
        with transaction.atomic():
            place.save()
    except IntegrityError:
        # Another lane gave the same vehicle a place since we looked: the database says so.
        require_none(lane.run, vehicle, container)
        raise
    data = {
        "stream": placed.stream.value,
        "why": placed.why,
        "asked": content.asked_stream,
        "rule": rule.version,
    }
    lanes.write(lane, at, Step.ACCEPTED, place, data)
    return place


def place_code(lane: Lane, number: int) -> str:
    """The public code of a place: gate, direction, number; it tells no plate."""
    return f"{lane.gate.code}{'X' if lane.direction == Direction.EXPORT else 'N'}-{number:06d}"
