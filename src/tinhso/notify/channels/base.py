"""What a channel is (kênh gửi): typed options, an address of each recipient, a way to hand things over."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import ClassVar, Generic, Self, TypeVar
from uuid import UUID

from tinhso.notify.choices import Route
from tinhso.people.holders import Contact


@dataclass(frozen=True)
class Parcel:
    """What goes out at once: one message, or a digest of several.

    `id` stays the same when it is tried again, so that the other side can tell a repetition. `address` is
    personal data: it is handed over, and neither logged nor kept.
    """

    id: UUID
    recipient: UUID
    address: str = field(repr=False)
    subject: str
    body: str
    href: str = ""
    language: str = "vi"
    urgent: bool = False


class Failed(Exception):
    """It did not go out. `code` is a short word that may be kept; `lasting`: trying again changes nothing.

    `channel_wide`: nothing else will go out either just now, so the rest is not tried.
    """

    def __init__(self, code: str, *, lasting: bool = False, channel_wide: bool = False) -> None:
        super().__init__(code)
        self.code = code[:40]
        self.lasting = lasting
        self.channel_wide = channel_wide


O = TypeVar("O")  # noqa: E741 - the options
HandOver = Callable[[Parcel], None]
"""Hands one parcel over, or raises Failed."""


class Channel(ABC, Generic[O]):
    """One way out, with its options read once."""

    route: ClassVar[Route]

    def __init__(self, options: O) -> None:
        self.options = options

    @classmethod
    @abstractmethod
    def from_settings(cls) -> Self:
        """The channel as this deployment has set it up."""

    @abstractmethod
    def missing(self) -> tuple[str, ...]:
        """Names of the settings it lacks to work; empty when it is ready."""

    @abstractmethod
    def address(self, contact: Contact) -> str:
        """Where `contact` is reached on this way; empty when nowhere."""

    @abstractmethod
    def open(self) -> AbstractContextManager[HandOver]:
        """Make ready to hand over several parcels (one connection for all where there is one)."""

    @abstractmethod
    def described(self) -> str:
        """Where it leads, for managers: a host name, never a secret."""
