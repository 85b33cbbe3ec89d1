"""The contract that every channel keeps, and what goes wrong on each."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import pytest
from pytest_django import Settings

from tinhso.notify.channels import service
from tinhso.notify.channels.base import Channel, Failed, Parcel
from tinhso.notify.channels.contrib.demo.channel import Demo
from tinhso.notify.channels.contrib.email.channel import Email
from tinhso.notify.channels.contrib.inapp.channel import InApp
from tinhso.notify.channels.contrib.sms.channel import Sms
from tinhso.notify.channels.contrib.zalo.channel import Zalo
from tinhso.notify.channels.http import international
from tinhso.notify.choices import Route
from tinhso.notify.models import Shown
from tinhso.notify.tests.mail_server import MailServer
from tinhso.people.holders import Contact

pytestmark = pytest.mark.django_db
PERSON = uuid4()
CONTACT = Contact(PERSON, PERSON, "Người Nhận", "nhan@example.vn", "0912 345 678")


def parcel(channel: Channel[Any], **more: Any) -> Parcel:
    told = {
        "subject": "Báo cáo bị trả lại",
        "body": "Lý do: thiếu số",
        "href": "https://tinh.example/notices/",
    }
    return Parcel(uuid4(), PERSON, channel.address(CONTACT), **(told | more))


@dataclass
class Gateway:
    """A provider's gateway on this machine: answers with `status`, keeps what it was told."""

    url: str
    status: int = 200
    silent: float = 0.0
    told: list[tuple[dict[str, Any], dict[str, str]]] = field(default_factory=list)
    wake: threading.Event = field(default_factory=threading.Event)


@contextmanager
def gateway() -> Iterator[Gateway]:
    """Open one."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            kept.told.append((body, dict(self.headers)))
            if kept.silent:
                kept.wake.wait(kept.silent)
            self.send_response(kept.status)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Be quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept = Gateway(f"http://127.0.0.1:{server.server_port}/send?x=1")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield kept
    kept.wake.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def outside(settings: Settings) -> Iterator[tuple[MailServer, Gateway]]:
    """A mail server and a gateway, and the settings that lead to them."""
    with MailServer() as mail, gateway() as gate:
        settings.NOTICE_SMTP = {
            "host": "127.0.0.1", "port": mail.port, "user": "", "password": "", "security": "none",
            "sender": "so-khcn@langson.example",
        }  # fmt: skip
        settings.NOTICE_HOSTS = frozenset({"127.0.0.1"})
        settings.NOTICE_SMS = settings.NOTICE_ZALO = {"url": gate.url, "secret": "bi-mat"}
        settings.NOTICE_TIMEOUT = 30.0
        yield mail, gate


@pytest.mark.parametrize("kind", [InApp, Email, Sms, Zalo, Demo])
def test_every_channel_keeps_the_contract(kind: type[Channel[Any]], outside: object) -> None:
    channel = kind.from_settings()
    assert channel.missing() == ()
    assert channel.address(CONTACT)
    assert kind is InApp or not channel.address(Contact(PERSON, PERSON, "Không địa chỉ"))
    assert "bi-mat" not in repr(channel.options) + channel.described()
    with channel.open() as hand_over:
        hand_over(parcel(channel))
        hand_over(parcel(channel, href="", urgent=True, language="en"))
    one = parcel(channel)
    if kind is not InApp:
        assert one.address not in repr(one), "addresses do not reach logs"


def test_nothing_is_open_by_itself(settings: Settings) -> None:
    settings.DEMO = False
    assert service.open_routes() == {}
    settings.DEMO = True
    assert {route: type(one) for route, one in service.open_routes().items()} == dict.fromkeys(
        (Route.EMAIL, Route.SMS, Route.ZALO), Demo
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/send",
        "http://gateway.example/send",
        "ftp://127.0.0.1/",
        "http://127.0.0.1@elsewhere.example/",
        "https://user@elsewhere.example/",
    ],
)
def test_gateways_are_on_the_list_and_spoken_to_in_private(settings: Settings, url: str) -> None:
    settings.NOTICE_HOSTS = frozenset({"127.0.0.1", "gateway.example"})
    settings.NOTICE_SMS = {"url": url, "secret": "x"}
    assert "TINHSO_NOTICE_HOSTS" in Sms.from_settings().missing()


def test_a_gateway_is_told_by_the_contract(outside: tuple[MailServer, Gateway]) -> None:
    channel = Sms.from_settings()
    sent = parcel(channel, subject="Dòng một\nDòng hai", language="en")
    with channel.open() as hand_over:
        hand_over(sent)
    body, headers = outside[1].told[0]
    assert body == {
        "id": str(sent.id), "to": "84912345678", "language": "en", "text": "Dòng một Dòng hai",
        "link": sent.href,
    }  # fmt: skip
    assert headers["Authorization"] == "Bearer bi-mat"
    assert headers["Idempotency-Key"] == str(sent.id)


@pytest.mark.parametrize(
    ("status", "lasting", "wide"),
    [(500, False, False), (503, False, False), (429, False, False), (400, True, False), (404, True, False),
     (401, False, True), (403, False, True), (302, False, False)],
)  # fmt: skip
def test_what_a_gateway_refuses(
    outside: tuple[MailServer, Gateway], status: int, lasting: bool, wide: bool
) -> None:
    outside[1].status = status
    channel = Zalo.from_settings()
    with channel.open() as hand_over, pytest.raises(Failed) as failed:
        hand_over(parcel(channel))
    assert (failed.value.lasting, failed.value.channel_wide) == (lasting, wide)
    assert failed.value.code == f"http_{status}"
    assert len(outside[1].told) == 1, "redirects are not followed"


def test_a_repetition_counts_as_taken(outside: tuple[MailServer, Gateway]) -> None:
    outside[1].status = 409
    channel = Zalo.from_settings()
    with channel.open() as hand_over:
        hand_over(parcel(channel))


def test_a_silent_gateway_is_not_waited_for_long(
    outside: tuple[MailServer, Gateway], settings: Settings
) -> None:
    settings.NOTICE_TIMEOUT = 0.5
    outside[1].silent = 30.0
    channel = Sms.from_settings()
    with channel.open() as hand_over, pytest.raises(Failed, match="timeout"):
        hand_over(parcel(channel))


def test_a_gateway_that_is_away(settings: Settings) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        settings.NOTICE_HOSTS = frozenset({"127.0.0.1"})
        settings.NOTICE_SMS = {"url": f"http://127.0.0.1:{unused.getsockname()[1]}/", "secret": "x"}
        channel = Sms.from_settings()
        with channel.open() as hand_over, pytest.raises(Failed, match="server_away"):
            hand_over(parcel(channel))


def test_mail_goes_out_with_one_connection(outside: tuple[MailServer, Gateway]) -> None:
    channel = Email.from_settings()
    with channel.open() as hand_over:
        for _ in range(3):
            hand_over(parcel(channel))
    assert outside[0].connections == 1
    mail = outside[0].mails[0]
    assert (mail.sender, mail.to) == ("so-khcn@langson.example", ["nhan@example.vn"])
    assert mail.message["Subject"] == "Báo cáo bị trả lại"
    assert mail.message["Auto-Submitted"] == "auto-generated"
    assert "Lý do: thiếu số" in mail.message.get_content()


def test_headers_cannot_be_injected(outside: tuple[MailServer, Gateway]) -> None:
    channel = Email.from_settings()
    evil = "Trả lại\r\nBcc: ke.gian@example.com\r\n\r\nThân giả"
    with channel.open() as hand_over:
        hand_over(parcel(channel, subject=evil))
    mail = outside[0].mails[0]
    assert mail.to == ["nhan@example.vn"]
    assert mail.message["Bcc"] is None
    assert "Bcc: ke.gian" in mail.message["Subject"]


def test_an_address_that_is_none_is_no_address() -> None:
    channel = Email.from_settings()
    for bad in ("x", "a@b\r\nBcc: c@d.vn", "a@example.vn, b@example.vn", "<a@example.vn>"):
        assert channel.address(Contact(PERSON, PERSON, "", bad)) == ""


def test_a_mail_server_that_is_away_or_refuses(outside: tuple[MailServer, Gateway]) -> None:
    channel = Email.from_settings()
    outside[0].refuse = "550 no such user"
    with channel.open() as hand_over:
        with pytest.raises(Failed) as refused:
            hand_over(parcel(channel))
        assert (refused.value.code, refused.value.lasting) == ("recipient_refused", True)
        outside[0].refuse = "450 mailbox busy"
        with pytest.raises(Failed) as busy:
            hand_over(parcel(channel))
        assert not busy.value.lasting
        outside[0].refuse = ""
        hand_over(parcel(channel))
    assert len(outside[0].mails) == 1
    outside[0].close()
    with channel.open() as hand_over, pytest.raises(Failed, match="server_away") as away:
        hand_over(parcel(channel))
    assert away.value.channel_wide


def test_the_demo_shows_masked_what_it_would_have_sent() -> None:
    channel = Demo.standing_in(Sms.from_settings())
    with channel.open() as hand_over:
        hand_over(parcel(channel))
    row = Shown.objects.get()
    assert (row.route, row.address, row.illustrative) == (Route.SMS, "…678", True)


@pytest.mark.parametrize(
    ("phone", "told"),
    [("0912 345 678", "84912345678"), ("+84 912.345.678", "84912345678"), ("02053812345", "842053812345"),
     ("113", ""), ("", ""), ("0912345678;0912345679", ""), ("+1 202 555 0100", "")],
)  # fmt: skip
def test_numbers_are_told_internationally(phone: str, told: str) -> None:
    assert international(phone) == told
