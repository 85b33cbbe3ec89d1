"""A mail server of a few lines on this machine, for tests: takes everything, or refuses as it is told."""

from __future__ import annotations

import socketserver
import threading
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Self


@dataclass
class Mail:
    """What was taken."""

    sender: str
    to: list[str]
    message: EmailMessage


class MailServer:
    """Listens on a port of its own; `refuse` is what recipients are answered with."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.refuse = ""
        self.connections = 0
        kept = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                kept.connections += 1
                _Talk(kept, self).run()

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Be away."""
        self._server.shutdown()
        self._server.server_close()


class _Talk:
    """One connection."""

    def __init__(self, server: MailServer, handler: socketserver.StreamRequestHandler) -> None:
        self._server, self._handler = server, handler
        self._sender, self._to = "", list[str]()

    def run(self) -> None:
        self._say("220 ready")
        while line := self._handler.rfile.readline().decode().strip():
            if line.upper() == "QUIT":
                self._say("221 bye")
                return
            self._answer(line)

    def _say(self, text: str) -> None:
        self._handler.wfile.write(f"{text}\r\n".encode())

    def _answer(self, line: str) -> None:
        word = line.split(":", maxsplit=1)[0].split(" ", maxsplit=1)[0].upper()
        if word == "MAIL":
            self._sender, self._to = line.partition("<")[2].partition(">")[0], []
            self._say("250 ok")
        elif word == "RCPT" and self._server.refuse:
            self._say(self._server.refuse)
        elif word == "RCPT":
            self._to.append(line.partition("<")[2].partition(">")[0])
            self._say("250 ok")
        elif word == "DATA":
            self._take()
        else:
            self._say("250 ok")

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self._handler.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b"..") else line)
        message = message_from_bytes(b"".join(lines), policy=policy.default)
        self._server.mails.append(Mail(self._sender, self._to, message))
        self._say("250 taken")
