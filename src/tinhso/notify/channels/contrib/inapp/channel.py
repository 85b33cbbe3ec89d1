"""The inbox (hộp thông báo): a message is there as soon as it is written, so nothing is handed over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar, Self

from tinhso.notify.channels.base import Channel, HandOver, Parcel
from tinhso.notify.choices import Route
from tinhso.people.holders import Contact


class InApp(Channel[None]):
    """Always open. Its address is the recipient."""

    route: ClassVar[Route] = Route.INAPP

    @classmethod
    def from_settings(cls) -> Self:
        """There is nothing to set up."""
        return cls(None)

    def missing(self) -> tuple[str, ...]:
        """Nothing."""
        return ()

    def address(self, contact: Contact) -> str:
        """The recipient's id."""
        return str(contact.key)

    @contextmanager
    def open(self) -> Iterator[HandOver]:
        """Hand over by doing nothing: the row is the message."""
        yield _stay

    def described(self) -> str:
        """Where it leads."""
        return "/notices/"


def _stay(parcel: Parcel) -> None:
    del parcel
