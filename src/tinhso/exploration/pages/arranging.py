"""Making a dashboard and arranging its cards: plain forms, undo instead of asking twice."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.base.errors import NotFound, Refusal
from tinhso.base.web import forms, wording
from tinhso.base.web.drafting import drafted
from tinhso.exploration import boards, parts, policies, queries
from tinhso.exploration.actions import cards
from tinhso.exploration.actions import dashboards as actions
from tinhso.exploration.models import Card, Dashboard, Sharing, Width
from tinhso.exploration.pages.sent import sharings
from tinhso.exploration.schemas import CardDraft, DashboardDraft
from tinhso.people.models import Role
from tinhso.people.principals import Principal, principal_of

MOST_OFFERED = 200
"""Views that the form for a new card lists."""


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """A new dashboard: its name and who may open it; then its cards."""
    by = principal_of(request)
    policies.require_keep(by)
    typed = forms.start({"sharing": Sharing.OWN, "order": 100})
    if request.method == "POST":
        try:
            made = actions.create_dashboard(by, _draft(request.POST))
            return redirect(_edit(made.code))
        except Refusal as refusal:
            typed = forms.again(request.POST, refusal)
    context = {"title": _("Bảng theo dõi mới"), **_choices(by, typed, request.POST.getlist("roles"))}
    return render(request, "exploration/new_dashboard.html", context, status=_status(typed))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponseBase:
    """Cards in order, each with its buttons; name, sharing, roles; taking the dashboard back."""
    by = principal_of(request)
    row = queries.dashboard(by, code)
    policies.require_change(by, row)
    typed = None
    if request.method == "POST":
        try:
            return _done(request, by, row)
        except NotFound:
            raise
        except Refusal as refusal:
            typed = forms.again(request.POST, refusal)
    return _page(request, by, row, typed)


def _done(request: HttpRequest, by: Principal, row: Dashboard) -> HttpResponse:
    """What the pressed button asks for; back to the page, to the card that moved. Raises Refusal."""
    sent = request.POST
    wanted = sent.get("do", "details")
    if wanted == "details":
        actions.change_dashboard(by, row.code, _draft(sent))
        messages.success(request, _("Đã lưu."))
        return redirect(_edit(row.code))
    if wanted in _WHOLE:
        _WHOLE[wanted](by, row.code)
        return redirect(_edit(row.code))
    if wanted in {"add", "back"}:
        return redirect(f"{_edit(row.code)}#card-{_added(by, row, sent).pk}")
    if wanted == "remove":
        gone = cards.remove_card(by, row.code, _key(sent))
        request.session[_GONE] = {"board": row.code, "position": gone.position, **gone.draft.model_dump()}
        return redirect(_edit(row.code))
    if wanted == "card":
        width = Width(sent["width"]) if sent.get("width") in Width.values else Width.HALF
        cards.change_card(by, row.code, _key(sent), title=sent.get("title", "")[:120], width=width)
    else:
        cards.move_card(by, row.code, _key(sent), to=_position(sent, wanted))
    return redirect(f"{_edit(row.code)}#card-{_key(sent)}")


_WHOLE: dict[str, Callable[[Principal, str], Dashboard]] = {
    "retire": actions.retire_dashboard,
    "restore": actions.restore_dashboard,
}
_GONE = "tinhso.card_gone"
"""Where a session keeps the card that was taken off last, to be put back."""


def _added(by: Principal, row: Dashboard, sent: QueryDict) -> Card:
    what = sent.get("what", "")
    kind, _colon, name = what.partition(":")
    told = {"width": sent.get("width") or Width.HALF, "title": sent.get("title", "")}
    draft = drafted(CardDraft, {"part" if kind == "part" else "view": name, **told})
    return cards.add_card(by, row.code, draft, position=_whole(sent.get("position", "")))


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _position(sent: QueryDict, wanted: str) -> int:
    """Where a card goes: one up, one down, or to the position typed."""
    now = _whole(sent.get("position", "")) or 1
    to = _whole(sent.get("to", "")) or now
    return {"up": now - 1, "down": now + 1}.get(wanted, to)


def _key(sent: QueryDict) -> UUID:
    try:
        return UUID(sent.get("card", ""))
    except ValueError as error:
        raise NotFound(_("Thẻ này không còn trên bảng.")) from error


def _draft(sent: QueryDict) -> DashboardDraft:
    order = _whole(sent.get("order", ""))
    told = {name: sent.get(name, "") for name in ("name", "name_en", "description")}
    return drafted(
        DashboardDraft,
        {
            **told,
            "sharing": sent.get("sharing") or Sharing.OWN,
            "roles": sent.getlist("roles"),
            "order": 100 if order is None else order,
            "on_wall": sent.get("on_wall") == "1",
        },
    )


def _choices(by: Principal, typed: forms.Typed, roles: list[str]) -> dict[str, object]:
    return {
        "typed": typed,
        "sharings": sharings(by, typed.value("sharing")),
        "may_share": policies.may_share(by),
        "role_choices": [(value, label, value in roles) for value, label in Role.choices],
        "chosen": roles,
    }


def _page(request: HttpRequest, by: Principal, row: Dashboard, typed: forms.Typed | None) -> HttpResponse:
    stored = {name: getattr(row, name) for name in ("name", "name_en", "description", "sharing", "order")}
    start = forms.start({**stored, "on_wall": "1" if row.on_wall else ""})
    details = typed if typed and typed.value("do") in {"", "details"} else start
    gone = request.session.pop(_GONE, None)
    context = {
        "title": _("Sửa bảng: %(name)s") % {"name": wording.named(row)},
        "dashboard": row,
        "cards": [(card, boards.title_of(card)) for card in queries.cards_of(row)],
        "widths": Width.choices,
        "views": queries.views(by).values_list("code", "name")[:MOST_OFFERED],
        "parts": [(part.name, part.title) for part in parts.offered().values() if part.permission(request)],
        "gone": gone if gone and gone.get("board") == row.code else None,
        "refused": typed.refusal if typed and typed is not details else None,
        **_choices(by, details, request.POST.getlist("roles") if typed else row.roles),
    }
    return render(request, "exploration/edit_dashboard.html", context, status=_status(typed))


def _edit(code: str) -> str:
    return reverse("exploration:edit_dashboard", args=[code])


def _status(typed: forms.Typed | None) -> int:
    return typed.refusal.status if typed and typed.refusal else 200
