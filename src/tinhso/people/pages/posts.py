"""Handing a post over, ending it, lending it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.base.errors import NotAllowed, Refusal
from tinhso.base.web import forms
from tinhso.base.web.wording import day
from tinhso.people import choosing, managing, open_work, policies, steps
from tinhso.people.actions import posts as actions
from tinhso.people.actions.accounts import require_manager
from tinhso.people.capabilities import Capability
from tinhso.people.models import Post
from tinhso.people.pages.forms import day_of, id_of, posted
from tinhso.people.pages.sign_in import GET_POST
from tinhso.people.principals import principal_of


def _searching(request: HttpRequest) -> bool:
    """Whether the form was sent only to find a person."""
    return request.method != "POST" or "find" in request.POST


def _page(request: HttpRequest, template: str, post: Post, typed: forms.Typed, title: str) -> HttpResponse:
    words = (request.POST.get("q") or request.GET.get("q") or "").strip()[:200]
    found = choosing.persons(words, without=post.person, chosen=typed.value("person"))
    if found.only and typed.refusal is None:
        typed = forms.start({**typed.values, "person": found.only})
    context = {
        "title": title,
        "head_line": f"{post.person.full_name} · {post.position.title}, {post.position.agency.name}",
        "post": post,
        "found": found,
        "work": open_work.of(post),
        "typed": typed,
        "back": steps.safe_next(request, request.POST.get("next") or request.headers.get("Referer", "")),
    }
    return render(request, template, context, status=typed.refusal.status if typed.refusal else 200)


@require_http_methods(GET_POST)
def hand_over(request: HttpRequest, post: UUID) -> HttpResponseBase:
    """Somebody moves: who follows, from which day; open work is listed before and goes along."""
    by = principal_of(request)
    require_manager(by)
    found = managing.post_by_id(post)
    title = _("Bàn giao chức vụ")
    if _searching(request):
        return _page(request, "people/hand_over.html", found, forms.start(request.POST.dict()), title)
    try:
        last_day = day_of(request, "last_day")
        if posted(request, "person"):
            to = id_of(request, "person", _("Chưa chọn người nhận."))
            actions.hand_over(by, post, to, last_day=last_day, note=posted(request, "note"))
        else:
            actions.end(by, post, last_day)
    except Refusal as refusal:
        return _page(request, "people/hand_over.html", found, forms.again(request.POST, refusal), title)
    messages.success(request, _("Đã ghi nhận; hết ngày %(day)s thì có hiệu lực.") % {"day": day(last_day)})
    return redirect(found.position.agency)


@require_http_methods(GET_POST)
def delegate(request: HttpRequest, post: UUID) -> HttpResponseBase:
    """Lend a post for some days: one's own, or anybody's by an administrator."""
    by = principal_of(request)
    policies.require_keyboard(by)
    found = managing.post_by_id(post)
    if found.person_id != by.person_id and not by.may(Capability.MANAGE_ACCOUNTS):
        raise NotAllowed(_("Chỉ ủy quyền được chức vụ của chính mình."))
    title = _("Ủy quyền")
    if _searching(request):
        return _page(request, "people/delegate.html", found, forms.start(request.POST.dict()), title)
    try:
        lent = actions.delegate(
            by,
            post,
            id_of(request, "person", _("Chưa chọn người được ủy quyền.")),
            first_day=day_of(request, "first_day"),
            last_day=day_of(request, "last_day"),
            note=posted(request, "note"),
        )
    except Refusal as refusal:
        return _page(request, "people/delegate.html", found, forms.again(request.POST, refusal), title)
    said = _("Đã ủy quyền cho %(name)s từ %(first)s đến %(last)s.")
    messages.success(
        request,
        said % {"name": lent.delegate.full_name, "first": day(lent.valid_from), "last": day(lent.valid_to)},
    )
    return redirect("people:account")


@require_POST
def revoke_delegation(request: HttpRequest, delegation: UUID) -> HttpResponseBase:
    """Take a lent post back."""
    actions.revoke(principal_of(request), delegation)
    messages.success(request, _("Đã thu hồi ủy quyền."))
    return redirect(steps.safe_next(request, request.headers.get("Referer", "")))
