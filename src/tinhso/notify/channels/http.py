"""Channels behind a gateway of a provider, told by one small contract over HTTPS.

    POST <URL>            Authorization: Bearer <secret>      Idempotency-Key: <id of the parcel>
    {"id", "to", "text", "link", "language"}      as JSON, UTF-8

* 2xx: taken. 409: taken before (a repetition): as good as taken.
* 400, 404, 410, 422: this address or text will never do. 401, 403: the secret is wrong.
* 429, 5xx, silence: later.

Redirects are not followed. The host must be among `TINHSO_NOTICE_HOSTS`; plain HTTP only to this machine.
"""

from __future__ import annotations

import json
import re
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from tinhso.notify.channels.base import Channel, Failed, HandOver, Parcel
from tinhso.people.holders import Contact

_AT_HOME: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_NEVER: Final = frozenset({400, 404, 410, 422})
_REFUSED: Final = frozenset({401, 403})
_REPEATED: Final = 409
_PHONE: Final = re.compile(r"(?:\+?84|0)(\d{9,10})")


@dataclass(frozen=True)
class Options:
    """Where the gateway is. `hosts` are the only ones that may be spoken to."""

    url: str
    secret: str = field(repr=False)
    hosts: frozenset[str]
    timeout: float


def international(phone: str) -> str:
    """`0912 345 678` → `84912345678`; empty for what is no Vietnamese number."""
    found = _PHONE.fullmatch(re.sub(r"[\s.()-]", "", phone))
    return f"84{found[1]}" if found else ""


class Gateway(Channel[Options]):
    """What SMS and Zalo share."""

    url_setting: str
    secret_setting: str
    longest: int

    @staticmethod
    def options_of(given: Mapping[str, str]) -> Options:
        """With what all gateways of this deployment share."""
        return Options(**given, hosts=settings.NOTICE_HOSTS, timeout=settings.NOTICE_TIMEOUT)

    def missing(self) -> tuple[str, ...]:
        """Address and secret are needed, and a host that may be spoken to in a way nobody can listen to."""
        lacking = []
        if not self.options.url:
            lacking.append(self.url_setting)
        elif not self._may_be_spoken_to(urlsplit(self.options.url)):
            lacking.append("TINHSO_NOTICE_HOSTS")
        if not self.options.secret:
            lacking.append(self.secret_setting)
        return tuple(lacking)

    def _may_be_spoken_to(self, parts: SplitResult) -> bool:
        host = parts.hostname or ""
        private = parts.scheme == "https" or (parts.scheme == "http" and host in _AT_HOME)
        return private and host in self.options.hosts

    def address(self, contact: Contact) -> str:
        """The telephone number in the person's record."""
        return international(contact.phone)

    def described(self) -> str:
        """The gateway's host."""
        return urlsplit(self.options.url).netloc.rpartition("@")[2]

    @contextmanager
    def open(self) -> Iterator[HandOver]:
        """Each parcel is a request of its own."""
        yield self._send

    @abstractmethod
    def content(self, parcel: Parcel) -> dict[str, str]:
        """What the gateway is told besides the address."""

    def _send(self, parcel: Parcel) -> None:
        parts = urlsplit(self.options.url)
        secure = parts.scheme == "https"
        connection = (HTTPSConnection if secure else HTTPConnection)(
            parts.hostname or "", parts.port, timeout=self.options.timeout
        )
        told = {
            "id": str(parcel.id),
            "to": parcel.address,
            "language": parcel.language,
            **self.content(parcel),
        }
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Authorization": f"Bearer {self.options.secret}",
            "Idempotency-Key": str(parcel.id),
        }
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            connection.request("POST", path, json.dumps(told, ensure_ascii=False).encode(), headers)
            status = connection.getresponse().status
        except TimeoutError:
            raise Failed("timeout", channel_wide=True) from None
        except (OSError, HTTPException):
            raise Failed("server_away", channel_wide=True) from None
        finally:
            connection.close()
        _judge(status)


def _judge(status: int) -> None:
    """Raises Failed for everything but a parcel taken, now or before."""
    if status // 100 == 2 or status == _REPEATED:
        return
    if status in _REFUSED:
        raise Failed(f"http_{status}", channel_wide=True)
    raise Failed(f"http_{status}", lasting=status in _NEVER)
