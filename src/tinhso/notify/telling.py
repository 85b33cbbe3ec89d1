"""Words for the pages of this room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tinhso.notify.channels import service
from tinhso.notify.choices import DeliveryState, Route
from tinhso.notify.kinds import GROUPS, kinds
from tinhso.notify.wording import Wordings
from tinhso.people.holders import agency_names, names_of, of_recipients
from tinhso.people.personal_data import masked

TONES: Final = {
    DeliveryState.WAITING: "in_progress",
    DeliveryState.HELD: "paused",
    DeliveryState.DIGEST: "in_progress",
    DeliveryState.SENDING: "in_progress",
    DeliveryState.SENT: "done",
    DeliveryState.FAILED: "needs_push",
    DeliveryState.GIVEN_UP: "overdue",
    DeliveryState.NO_ADDRESS: "unknown",
}

FAILURES: Final[dict[str, Promise]] = {
    "server_away": gettext_lazy("không nối được máy chủ"),
    "timeout": gettext_lazy("máy chủ không trả lời kịp"),
    "sign_in_refused": gettext_lazy("máy chủ thư từ chối đăng nhập"),
    "sender_refused": gettext_lazy("máy chủ thư từ chối địa chỉ gửi"),
    "recipient_refused": gettext_lazy("máy chủ thư từ chối địa chỉ nhận"),
    "worker_lost": gettext_lazy("tiến trình gửi bị ngắt giữa chừng"),
    "no_address": gettext_lazy("không có địa chỉ"),
}


def failure(code: str) -> str:
    """What went wrong, in words."""
    if code in FAILURES:
        return str(FAILURES[code])
    kind, _sign, number = code.partition("_")
    if kind in {"http", "smtp"} and number:
        return _("máy chủ trả lời mã %(number)s") % {"number": number}
    return code


def group(code: str) -> str:
    """The name of a group."""
    return str(GROUPS.get(code, code))


def kind_label(code: str) -> str:
    """The name of a kind."""
    found = kinds().get(code)
    return str(found.label) if found else code


def prepare_notices(rows: Sequence[Any]) -> None:
    """Give rows of the inbox their words (`said`), in the reader's language."""
    wordings, language = Wordings(), "en" if (get_language() or "vi").startswith("en") else "vi"
    for row in rows:
        row.said = wordings.of(row.message, language)


def prepare_deliveries(rows: Sequence[Any]) -> None:
    """Give rows of deliveries the recipient's name, the agency and the masked address."""
    keys = {row.recipient for row in rows}
    names, contacts = names_of(keys), of_recipients(keys)
    agencies = agency_names({row.message.agency for row in rows if row.message.agency})
    prepare_notices(rows)
    for row in rows:
        row.who = names.get(row.recipient, "")
        row.agency = agencies.get(row.message.agency, "")
        contact = contacts.get(row.recipient)
        mail = row.route == Route.EMAIL
        address = (contact.email if mail else contact.phone) if contact else ""
        row.address = masked("people.Person", "email" if mail else "phone", address)


def channels() -> list[dict[str, Any]]:
    """Every way out as its page shows it; one query."""
    off = service.switched_off()
    return [_channel(route, route not in off) for route in Route]


def _channel(route: Route, on: bool) -> dict[str, Any]:
    real = service.declared(route)
    used = service.configured(route)
    lacking = real.missing() if real else ()
    return {
        "route": route,
        "label": route.label,
        "on": on,
        "lacking": lacking,
        "demo": used is not None and bool(lacking),
        "works": used is not None,
        "where": used.described() if used else "",
        "always": route is Route.INAPP,
    }
