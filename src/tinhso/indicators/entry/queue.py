"""Where a browser's queue of typed cells arrives, and the worker that keeps the grid open without a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tinhso.base.errors import Conflict, Invalid, NotFound
from tinhso.indicators import policies
from tinhso.indicators.entry import drafts as entry_drafts
from tinhso.indicators.entry import pages as entry_pages
from tinhso.indicators.entry import standing as entry_standing
from tinhso.indicators.entry.cells import Cell
from tinhso.indicators.entry.grid import Grid
from tinhso.people.principals import Principal, principal_of

MOST_BYTES: Final = 1 << 20
_WORKER: Final = "indicators/entry-worker.js"


@dataclass(frozen=True)
class Packet:
    """What a browser sends of its queue (gói ô chờ): texts by cell, what was seen, whether to send them in.

    `account` is whose queue it is; `key` names the packet, so that it counts once however often it comes.
    """

    cells: dict[str, str]
    seen: dict[str, str]
    account: str
    send: bool
    reason: str
    key: str
    body: str

    @classmethod
    def read(cls, body: bytes) -> Packet:
        """Raises Invalid."""
        try:
            told = json.loads(body)
            return cls(
                cells={str(name): str(text) for name, text in told["cells"].items()},
                seen={str(name): str(token) for name, token in told.get("seen", {}).items()},
                account=str(told.get("account", "")),
                send=bool(told.get("send", False)),
                reason=str(told.get("reason", "")).strip()[:1000],
                key=str(told.get("key", ""))[:100],
                body=body.decode(),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Invalid(_("Không đọc được nội dung gửi lên."), field="cells") from error


def _require_own(by: Principal, packet: Packet) -> None:
    """A queue is sent by its own account only, whoever sits at the machine now."""
    if packet.account and packet.account != str(by.actor_id):
        raise Conflict(
            _("Các ô chờ gửi trên máy này là của tài khoản khác."),
            code="other_account",
            field="account",
            hint=_("Chúng được giữ lại, và gửi khi tài khoản đó đăng nhập."),
        )


@require_POST
def cells(request: HttpRequest) -> HttpResponseBase:
    """Keep cells as they are typed, pasted or brought later, and send them in when asked.

    The answer says of each cell what stands and what is wrong; 409 when some changed elsewhere: those are
    left as they are and told under `moved`, the others are kept.
    """
    by = principal_of(request)
    policies.require_enter(by)
    packet = Packet.read(request.read(MOST_BYTES))
    _require_own(by, packet)
    found = entry_pages.asked(by, request.GET)
    touched = entry_drafts.save(by, found, packet.cells, packet.seen)
    told = None
    if packet.send:
        told = entry_drafts.send(by, found, reason=packet.reason, key=packet.key, body=packet.body)
        touched = [*touched, *told.entries]
    names = {cell.name for one in touched for cell in one.cells.values()} | packet.cells.keys()
    after = entry_pages.asked(by, request.GET) if told else found
    entry_standing.tell(after)
    answer = _answer(found, after, names & found.cells.keys())
    asked_about = found.cells.keys() if told else packet.cells.keys()
    disputed = {cell.name: cell for cell in [*after.disputed, *found.disputed] if cell.name in asked_about}
    answer["moved"] = {name: _moved(cell) for name, cell in disputed.items()}
    if told:
        answer |= {"said": entry_pages.sent_words(told), "wrong": told.wrong}
    return JsonResponse(
        answer,
        status=409 if answer["moved"] else 200,
        json_dumps_params={"ensure_ascii": False},
    )


def _answer(found: Grid, after: Grid, names: Iterable[str]) -> dict[str, Any]:
    """What a page must know of those cells; `after` is the grid once everything is done."""
    names = list(names)
    judged, standing = found.cells, after.cells
    return {
        "cells": {name: _told(judged[name], standing[name]) for name in sorted(names)},
        "notices": _notices(found, names),
        "sums": entry_pages.sums(after),
        "missing": entry_pages.missing_words(after.missing),
    }


def _notices(found: Grid, names: Iterable[str]) -> dict[str, list[dict[str, str]]]:
    """What rules say of the rows of those cells: one cell may be judged by another."""
    wanted = set(names)
    rows = (row for row in found.rows if any(cell.name in wanted for cell in row.cells))
    return {
        cell.name: [{"severity": one.severity, "words": str(one)} for one in cell.notices]
        for row in rows
        for cell in row.cells
    }


def _told(judged: Cell, standing: Cell) -> dict[str, str]:
    return {
        "text": standing.text,
        "seen": standing.now,
        "problem": "" if judged.dispute else judged.problem,
        "words": standing.words,
    }


def _moved(cell: Cell) -> dict[str, Any]:
    return {
        "mine": cell.shown,
        "text": cell.text,
        "words": cell.theirs,
        "seen": cell.now,
        "locked": cell.locked,
    }


@require_GET
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """The service worker, at an address below which it may work: `/entry/` and nothing else."""
    path = finders.find(_WORKER)
    if not isinstance(path, str):
        raise NotFound(_("Không có trang này."))
    response = HttpResponse(Path(path).read_bytes(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response
