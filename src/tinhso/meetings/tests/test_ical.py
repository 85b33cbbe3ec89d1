"""What is written is read back by a strict reader of RFC 5545: folding, escaping, UTC, SEQUENCE, STATUS."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tinhso.committees.tests.scene import Scene
from tinhso.meetings import ical
from tinhso.meetings.actions import calendars, planning
from tinhso.meetings.schemas import TimeDraft, VenueDraft
from tinhso.meetings.tests.scene import STARTS, invited
from tinhso.people.steps import BACKEND

NAME = re.compile(r"^[A-Z][A-Z-]*$")
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY"}


def read(content: bytes) -> list[dict[str, str]]:
    """The events. Raises AssertionError for anything that the standard does not allow."""
    assert content.endswith(b"\r\n") and b"\n" not in content.replace(b"\r\n", b"")
    lines: list[str] = []
    for raw in content.split(b"\r\n")[:-1]:
        assert 0 < len(raw) <= 75, "a line is at most 75 octets"
        line = raw.decode()  # no letter is cut in two
        if line.startswith(" "):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"] and lines[-1] == "END:VCALENDAR"
    events: list[dict[str, str]] = []
    inside: dict[str, str] | None = None
    for line in lines[1:-1]:
        name, colon, value = line.partition(":")
        assert colon and NAME.match(name), line
        if line == "BEGIN:VEVENT":
            assert inside is None
            inside = {}
        elif line == "END:VEVENT":
            assert inside is not None and inside.keys() >= ONCE
            events.append(inside)
            inside = None
        elif inside is not None:
            assert name not in inside, f"{name} twice"
            inside[name] = value
    assert inside is None
    return events


def text(value: str) -> str:
    """A TEXT value unescaped. Raises AssertionError for a bare comma, semicolon or stroke."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value.replace("\\,", "").replace("\\;", "")), value
    found = re.sub(r"\\(.)", lambda hit: {"n": "\n", "N": "\n"}.get(hit[1], hit[1]), value)
    assert re.fullmatch(r"(?:[^\\]|\\[\\;,nN])*", value), value
    return found


def moment(value: str) -> datetime:
    """A moment in UTC."""
    return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


PRINTABLE = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\x7f"), max_size=200
)


def _event(**more: Any) -> ical.Event:
    told = {"uid": "1@x", "summary": "Họp", "starts_at": STARTS, "ends_at": STARTS + timedelta(hours=2)}
    return ical.Event(**{**told, "stamp": STARTS, **more})


@given(PRINTABLE, PRINTABLE, st.lists(PRINTABLE, max_size=3))
def test_any_text_comes_back_as_it_was(summary: str, location: str, lines: list[str]) -> None:
    event = _event(summary=summary, location=location, description="\n".join(lines))
    (found,) = read(ical.write([event], name="Lịch, họp; của tôi").encode())
    assert text(found["SUMMARY"]) == summary
    assert text(found.get("LOCATION", "")) == location
    assert text(found.get("DESCRIPTION", "")) == "\n".join(lines)


def test_moments_are_utc_and_a_cancelled_one_says_so() -> None:
    (found,) = read(ical.write([_event(cancelled=True, sequence=3)], name="x").encode())
    assert moment(found["DTSTART"]) == STARTS and found["DTSTART"] == "20261208T010000Z"
    assert (found["STATUS"], found["SEQUENCE"]) == ("CANCELLED", "3")


def test_controls_are_left_out() -> None:
    (found,) = read(ical.write([_event(summary="a\x00b\x07c\r\nd")], name="x").encode())
    assert text(found["SUMMARY"]) == "abc\nd"


@pytest.mark.django_db
def test_the_feed_tells_ones_meetings_and_follows_their_changes(scene: Scene, client: Client) -> None:
    meeting, office = invited(scene), scene.who("office")
    remote = VenueDraft(name="Điểm cầu xã", join_url="https://hop.langson.gov.vn/p1")
    planning.add_venue(office, meeting.code, remote)
    token = calendars.new_address(scene.who("an"))
    address = f"/meetings/calendar/{token}.ics"
    answer = client.get(address)
    (first,) = read(answer.content)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "https://hop.langson.gov.vn/p1" in text(first["DESCRIPTION"])
    moved = TimeDraft(starts_at=STARTS + timedelta(days=1), ends_at=STARTS + timedelta(days=1, hours=3))
    planning.reschedule(office, meeting.code, moved)
    (second,) = read(client.get(address).content)
    assert second["UID"] == first["UID"] and int(second["SEQUENCE"]) > int(first["SEQUENCE"])
    assert moment(second["DTSTART"]) == STARTS + timedelta(days=1)
    planning.cancel(office, meeting.code, reason="Bão")
    (third,) = read(client.get(address).content)
    assert third["STATUS"] == "CANCELLED" and int(third["SEQUENCE"]) > int(second["SEQUENCE"])


@pytest.mark.django_db
def test_a_new_address_closes_the_old_and_revoking_closes_all(scene: Scene, client: Client) -> None:
    invited(scene)
    old, new = calendars.new_address(scene.who("an")), calendars.new_address(scene.who("an"))
    assert client.get(f"/meetings/calendar/{old}.ics").status_code == 404
    assert client.get(f"/meetings/calendar/{new}.ics").status_code == 200
    calendars.revoke(scene.who("an"))
    assert client.get(f"/meetings/calendar/{new}.ics").status_code == 404


@pytest.mark.django_db
def test_who_left_reads_nothing_any_more(scene: Scene, client: Client) -> None:
    invited(scene)
    token = calendars.new_address(scene.who("an"))
    account = scene.accounts["an"]
    account.is_active = False
    account.save()
    assert client.get(f"/meetings/calendar/{token}.ics").status_code == 404


@pytest.mark.django_db
def test_one_meeting_as_a_file_keeps_links_from_who_is_not_invited(scene: Scene, client: Client) -> None:
    meeting = invited(scene)
    remote = VenueDraft(name="Điểm cầu xã", join_url="https://hop.langson.gov.vn/p1")
    planning.add_venue(scene.who("office"), meeting.code, remote)
    for name, told in (("an", True), ("auditor", False)):
        client.force_login(scene.accounts[name], BACKEND)
        (found,) = read(client.get(f"/meetings/{meeting.code}/meeting.ics").content)
        assert ("https://hop" in text(found.get("DESCRIPTION", ""))) is told
