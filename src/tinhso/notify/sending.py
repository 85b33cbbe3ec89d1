"""Telling people (gửi thông báo): the one door for all rooms. Inside the caller's transaction; jobs deliver.

Nothing is sent here: rows are written, and `notify.deliver` is asked for at the commit. Rolled back, nobody
was told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tinhso.base.actions import Act
from tinhso.base.calendar.queries import current_calendar
from tinhso.notify import wishes
from tinhso.notify.channels import service
from tinhso.notify.channels.base import Channel
from tinhso.notify.choices import DeliveryState, Route
from tinhso.notify.jobs import deliver
from tinhso.notify.kinds import NoticeKind, kind
from tinhso.notify.planning import IsWorking, Plan, Wishes, plan
from tinhso.notify.recipients import CLOSED, NO_ADDRESS, Missing, Recipient, Resolver, To
from tinhso.notify.storing import NewDelivery, NewMessage, identifiers, write_deliveries, write_messages
from tinhso.notify.wishes import routes_for
from tinhso.notify.wording import Check
from tinhso.people.holders import Contact

__all__ = ["Missing", "Notice", "Sent", "To", "send"]


@dataclass(frozen=True)
class Notice:
    """Something to tell. The same (`kind`, `key`) is told each recipient once, whoever calls again.

    `values` are for the placeholders of the kind's templates; `name_en` is taken for `name` in English where
    it is there. `href` is an address of ours. `at`: the moment it is told from, now by default.
    `but`: accounts and persons who are not told, whichever way they are meant: whoever did it knows.
    `once`: of notices of one call that say the same here, everybody hears the first that is meant for them.
    """

    kind: str
    to: To
    values: Mapping[str, str]
    href: str
    key: str
    illustrative: bool = False
    at: datetime | None = None
    but: frozenset[UUID] = frozenset()
    once: str = ""


@dataclass(frozen=True)
class Sent:
    """How many messages are new, and who could not be reached, or not on every way."""

    told: int
    without_address: tuple[Missing, ...] = ()


@dataclass
class _Batch:
    """What one call writes."""

    now: datetime
    open: Mapping[Route, Channel[Any]]
    wishes: Mapping[UUID, Wishes]
    is_working: IsWorking
    ids: Iterator[UUID] = field(default_factory=identifiers)
    messages: list[NewMessage] = field(default_factory=list)
    deliveries: list[NewDelivery] = field(default_factory=list)
    missing: dict[Missing, None] = field(default_factory=dict)
    _reached: dict[tuple[Route, UUID], bool] = field(default_factory=dict)
    _plans: dict[tuple[int, datetime, bool], Plan] = field(default_factory=dict)

    def add(self, notice: Notice, its_kind: NoticeKind, to: Recipient) -> None:
        """One message with its deliveries."""
        contact = to.contact
        message = NewMessage(
            id=next(self.ids),
            kind=notice.kind,
            key=notice.key,
            recipient=contact.key,
            agency=to.agency,
            group=its_kind.group,
            urgent=its_kind.urgent,
            values=dict(notice.values),
            href=notice.href,
            illustrative=notice.illustrative or contact.illustrative,
        )
        self.messages.append(message)
        if not contact.accounts:
            self.missing[Missing(CLOSED, agency=to.agency, person=contact.person, route=Route.INAPP)] = None
        wish = self.wishes[contact.key]
        for route in routes_for(wish, its_kind.group, its_kind.channels):
            if route not in self.open:
                continue
            planned = self._plan(wish, notice.at or self.now, urgent=its_kind.urgent)
            state = planned.state
            if not self._reaches(route, contact):
                state = DeliveryState.NO_ADDRESS
                self.missing[Missing(NO_ADDRESS, agency=to.agency, person=contact.person, route=route)] = None
            self._deliver(message, route, state, planned.due_at)

    def _reaches(self, route: Route, contact: Contact) -> bool:
        key = (route, contact.key)
        if key not in self._reached:
            self._reached[key] = bool(self.open[route].address(contact))
        return self._reached[key]

    def _plan(self, wish: Wishes, moment: datetime, *, urgent: bool) -> Plan:
        key = (id(wish), moment, urgent)
        if key not in self._plans:
            self._plans[key] = plan(wish, moment, self.is_working, urgent=urgent)
        return self._plans[key]

    def _deliver(self, message: NewMessage, route: Route, state: DeliveryState, due: datetime) -> None:
        self.deliveries.append(
            NewDelivery(
                id=next(self.ids),
                message=message.id,
                recipient=message.recipient,
                route=route,
                group=message.group,
                state=state,
                due_at=due,
                illustrative=message.illustrative,
            )
        )


def send(act: Act, notices: Iterable[Notice]) -> Sent:
    """Tell everybody meant, once each. Raises NotFound for an unknown kind, Invalid for missing values.

    Whoever has no address on a way is listed, has the message in the inbox, and is tried again when an
    address appears. Ten queries at most, however many notices there are.
    """
    checks: dict[str, Check] = {}
    given: list[tuple[Notice, NoticeKind]] = []
    for notice in notices:
        check = checks.get(notice.kind) or checks.setdefault(notice.kind, Check(kind(notice.kind)))
        check(notice.values, notice.href, notice.key)
        given.append((notice, check.kind))
    if not given:
        return Sent(0)
    resolver = Resolver([notice.to for notice, _kind in given], act.now.date())
    batch = _Batch(
        act.now, service.open_routes(), wishes.of_contacts(resolver.contacts()), current_calendar().is_working
    )
    _gather(batch, given, resolver)
    new = write_messages(batch.messages, act.now)
    write_deliveries([row for row in batch.deliveries if row.message in new])
    if any(row.state is DeliveryState.WAITING and row.message in new for row in batch.deliveries):
        transaction.on_commit(_hurry)
    return Sent(len(new), tuple(batch.missing))


def _hurry() -> None:
    """Have what is due sent at once; every minute it is looked for besides.

    After the commit: asked for inside, one long action would hold up every other that tells somebody.
    """
    deliver.enqueue()


def _gather(batch: _Batch, given: Iterable[tuple[Notice, NoticeKind]], resolver: Resolver) -> None:
    seen: set[tuple[str, str, UUID]] = set()
    heard: set[tuple[str, UUID]] = set()
    for notice, its_kind in given:
        recipients, missing = resolver.resolve(notice.to)
        batch.missing |= dict.fromkeys(missing)
        for one in recipients:
            key = (notice.kind, notice.key, one.contact.key)
            told = (notice.once, one.contact.key)
            knows = notice.but.intersection((one.contact.key, *one.contact.accounts))
            if knows or key in seen or told in heard:
                continue
            seen.add(key)
            if notice.once:
                heard.add(told)
            batch.add(notice, its_kind, one)
