"""One's own keys for programs."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.base import clock
from tinhso.base.errors import Invalid, Refusal
from tinhso.base.web import forms
from tinhso.people import steps
from tinhso.people.actions import keys as actions
from tinhso.people.capabilities import Scope
from tinhso.people.models import Account
from tinhso.people.pages.forms import posted
from tinhso.people.pages.sign_in import GET_POST, require_account
from tinhso.people.principals import principal_of

WORDS = {
    Scope.READ: gettext_lazy("đọc số liệu, kể cả số liệu chưa công bố mà tài khoản được xem"),
    Scope.REPORT: gettext_lazy("gửi báo cáo của đơn vị"),
    Scope.FIGURES: gettext_lazy("gửi nhiều số liệu một lần"),
    Scope.CONFIRM: gettext_lazy("xác nhận báo cáo"),
    Scope.PLAN: gettext_lazy("sửa kế hoạch, chỉ tiêu, nhiệm vụ, văn bản"),
    Scope.AUDIT: gettext_lazy("đọc nhật ký"),
    Scope.VIEWS: gettext_lazy("lưu góc nhìn, bảng theo dõi"),
    Scope.MEETINGS: gettext_lazy("tổ chức phiên họp, biểu quyết, kết luận"),
    Scope.DRAFTS: gettext_lazy("lấy ý kiến và góp ý dự thảo"),
    Scope.PAPERS: gettext_lazy("soạn báo cáo, văn bản đôn đốc"),
    Scope.GATES: gettext_lazy("khai báo, làm việc tại cửa khẩu"),
}
DAYS = [("30", gettext_lazy("30 ngày")), ("90", gettext_lazy("90 ngày")), ("366", gettext_lazy("1 năm"))]


def _page(request: HttpRequest, mine: Account, typed: forms.Typed, secret: str = "") -> HttpResponse:
    context = {
        "title": _("Mã truy cập API"),
        "keys": mine.tokens.order_by("-expires_at"),
        "now": clock.now(),
        "scopes": WORDS.items(),
        "chosen": request.POST.getlist("scopes"),
        "days": DAYS,
        "secret": secret,
        "typed": typed,
    }
    return render(request, "people/keys.html", context, status=typed.refusal.status if typed.refusal else 200)


@never_cache
@require_http_methods(GET_POST)
def keys(request: HttpRequest) -> HttpResponse:
    """The list, and a form for a new one; its secret is shown once."""
    mine = require_account(request)
    if request.method != "POST":
        return _page(request, mine, forms.start({"days": "90"}))
    try:
        days = posted(request, "days")
        if not days.isdigit():
            raise Invalid(_("Chưa chọn thời hạn."), field="days")
        _token, secret = actions.create(
            principal_of(request),
            mine,
            name=posted(request, "name"),
            scopes=request.POST.getlist("scopes"),
            days=int(days),
        )
    except Refusal as refusal:
        return _page(request, mine, forms.again(request.POST, refusal))
    return _page(request, mine, forms.start({"days": "90"}), secret)


@require_POST
def revoke(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Take a key back."""
    actions.revoke(principal_of(request), key)
    messages.success(request, _("Đã thu hồi mã truy cập."))
    return redirect(steps.safe_next(request, request.headers.get("Referer", "")))
