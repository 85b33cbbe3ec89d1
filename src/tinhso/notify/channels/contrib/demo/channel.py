"""The demo's channel: stands in for one that is not set up, and writes what it would have sent to a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from tinhso.base.actions import acting
from tinhso.base.audit.context import SystemActor
from tinhso.notify.channels.base import Channel, HandOver, Parcel
from tinhso.notify.choices import Route
from tinhso.notify.models import Shown
from tinhso.people.holders import Contact
from tinhso.people.personal_data import mask_email, mask_phone


@dataclass(frozen=True)
class Options:
    """In whose place it stands."""

    instead: Channel[Any] | None


class Demo(Channel[Options]):
    """Sends nothing anywhere. Addresses are shown masked; everything it writes is illustrative."""

    route: ClassVar[Route] = Route.EMAIL

    @classmethod
    def from_settings(cls) -> Self:
        """By itself it stands for e-mail."""
        return cls(Options(None))

    @classmethod
    def standing_in(cls, real: Channel[Any]) -> Self:
        """In the place of `real`, with its addresses."""
        return cls(Options(real))

    def missing(self) -> tuple[str, ...]:
        """Nothing."""
        return ()

    def address(self, contact: Contact) -> str:
        """As the channel it stands for has it."""
        return self.options.instead.address(contact) if self.options.instead else contact.email

    @contextmanager
    def open(self) -> Iterator[HandOver]:
        """Hand over to the page `/notices/shown/`."""
        yield self._show

    def described(self) -> str:
        """Where it leads."""
        return "/notices/shown/"

    def _show(self, parcel: Parcel) -> None:
        route = self.options.instead.route if self.options.instead else self.route
        masked = mask_email(parcel.address) if "@" in parcel.address else mask_phone(parcel.address)
        with acting(SystemActor("notify"), "notify.show"):
            Shown.objects.create(
                route=route,
                recipient=parcel.recipient,
                address=masked,
                subject=parcel.subject[:400],
                body=parcel.body,
                illustrative=True,
            )
