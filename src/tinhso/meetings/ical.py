"""Calendars as RFC 5545 writes them: folded at 75 octets, escaped, in UTC. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

_WIDTH: Final = 75
"""Octets a line may have before it is folded (RFC 5545, 3.1)."""


@dataclass(frozen=True)
class Event:
    """One appointment. `sequence` moves when time or place change: programs then replace what they hold."""

    uid: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    stamp: datetime
    sequence: int = 0
    location: str = ""
    description: str = ""
    url: str = ""
    cancelled: bool = False


def escaped(text: str) -> str:
    """A TEXT value: backslash, semicolon, comma and line breaks escaped; other controls left out."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, "\\" + sign)
    kept = "".join(sign for sign in plain if sign in "\n\t" or (ord(sign) >= 32 and sign != "\x7f"))
    return kept.replace("\n", "\\n")


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets, no letter cut in two."""
    pieces, piece, size = [], "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > _WIDTH:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + sign, size + width
    return "\r\n".join([*pieces, piece])


def _moment(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{_moment(event.stamp)}"
    yield f"LAST-MODIFIED:{_moment(event.stamp)}"
    yield f"DTSTART:{_moment(event.starts_at)}"
    yield f"DTEND:{_moment(event.ends_at)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.location:
        yield f"LOCATION:{escaped(event.location)}"
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    if event.url:
        yield f"URL:{event.url}"
    yield "END:VEVENT"


def write(events: Iterable[Event], *, name: str, product: str = "-//Tinh So//Meetings//VI") -> str:
    """A calendar of those events; lines end with CRLF as the standard asks."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{product}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{escaped(name)}")
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return "".join(folded(line) + "\r\n" for line in lines)
