"""Looking after what goes out: wording, channels, deliveries that failed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tinhso.base.actions import Act, acting
from tinhso.base.errors import Conflict, Invalid
from tinhso.base.ids import new_id
from tinhso.base.text import nfc
from tinhso.notify import policies, queries
from tinhso.notify.channels import service
from tinhso.notify.channels.base import Failed, Parcel
from tinhso.notify.choices import OUTSIDE, DeliveryState, Route
from tinhso.notify.jobs import deliver
from tinhso.notify.kinds import kind
from tinhso.notify.models import Delivery, Switch, TemplateText
from tinhso.notify.schemas import BODY_MOST, SUBJECT_MOST
from tinhso.notify.wording import LANGUAGES, check_template, shipped
from tinhso.people.holders import of_recipients
from tinhso.people.principals import Principal

AGAIN: Final = (
    DeliveryState.FAILED,
    DeliveryState.GIVEN_UP,
    DeliveryState.HELD,
    DeliveryState.DIGEST,
    DeliveryState.WAITING,
)
"""States out of which a manager may have something sent now."""


def word(by: Principal, code: str, language: str, subject: str, body: str) -> TemplateText:
    """Word a kind otherwise, from now on (sửa mẫu). Raises NotAllowed, NotFound, Invalid."""
    policies.require_manage(by)
    its_kind = kind(code)
    _require_language(language)
    subject, body = nfc(subject).strip(), nfc(body).replace("\r\n", "\n").strip()
    check_template(its_kind, subject, body)
    for field, text, most in (("subject", subject, SUBJECT_MOST), ("body", body, BODY_MOST)):
        if len(text) > most:
            raise Invalid(_("Dài quá %(most)s chữ.") % {"most": most}, field=field)
    with acting(by, "notify.word") as act:
        own = shipped(its_kind, language)
        row = TemplateText.objects.create(
            recorded_at=act.now,
            kind=code,
            language=language,
            subject=subject,
            body=body,
            shipped=(subject, body) == (own.subject, own.body),
        )
        act.record("notify:templates", subject=code, data={"language": language}, facts=[row])
    return row


def word_as_shipped(by: Principal, code: str, language: str) -> TemplateText:
    """Back to the product's own wording (khôi phục mẫu gốc). Raises NotAllowed, NotFound."""
    policies.require_manage(by)
    its_kind = kind(code)
    _require_language(language)
    with acting(by, "notify.word_as_shipped") as act:
        row = TemplateText.objects.create(
            recorded_at=act.now, kind=its_kind.code, language=language, shipped=True
        )
        act.record("notify:templates", subject=code, data={"language": language}, facts=[row])
    return row


def _require_language(language: str) -> None:
    if language not in LANGUAGES:
        raise Invalid(_("Chọn tiếng Việt hoặc tiếng Anh."), field="language")


def turn(by: Principal, route: Route, *, on: bool) -> Switch:
    """Open or close a channel (bật, tắt kênh): closed, nothing is queued for it, what waits stays.

    Raises NotAllowed; Conflict for the inbox, which is always there.
    """
    policies.require_manage(by)
    if route not in OUTSIDE:
        raise Conflict(_("Hộp thông báo luôn mở."), hint=_("Chỉ tắt được kênh gửi ra ngoài."))
    if on:
        with acting(by, "notify.open_channel") as act:
            return _turned(act, route, on=True)
    with acting(by, "notify.close_channel") as act:
        return _turned(act, route, on=False)


def _turned(act: Act, route: Route, *, on: bool) -> Switch:
    row, _made = Switch.objects.update_or_create(route=route, defaults={"on": on})
    act.record("notify:channels", subject=str(route), data={"on": on})
    return row


def try_channel(by: Principal, route: Route) -> str:
    """Send a test to oneself (gửi thử); the answer is empty, or a word for what went wrong.

    Raises NotAllowed; Conflict where the channel is not set up, or the caller has no address on it.
    """
    policies.require_manage(by)
    channel = service.configured(route)
    if channel is None:
        raise Conflict(_("Kênh này chưa được thiết lập."), hint=_("Xem các biến môi trường còn thiếu."))
    keys = policies.recipients(by)
    contact = next(iter(of_recipients(keys[:1]).values()), None)
    address = channel.address(contact) if contact else ""
    if contact is None or not address:
        raise Conflict(
            _("Hồ sơ của bạn chưa có địa chỉ trên kênh này."),
            hint=_("Thêm thư điện tử hoặc số điện thoại vào hồ sơ cá nhân rồi thử lại."),
        )
    subject = _("Thử kênh gửi thông báo")
    body = _("Nhận được dòng này nghĩa là kênh gửi đang hoạt động.")
    failure = ""
    try:
        with channel.open() as hand_over:
            hand_over(Parcel(new_id(), contact.key, address, subject, body, settings.NOTICE_SITE))
    except Failed as failed:
        failure = failed.code
    with acting(by, "notify.try_channel") as act:
        act.record("notify:channels", subject=str(route), data={"failure": failure})
    return failure


def retry(by: Principal, keys: Collection[UUID]) -> int:
    """Send those now that wait or failed (gửi lại ngay); how many. Raises NotAllowed."""
    policies.require_manage(by)
    with acting(by, "notify.retry") as act:
        return _again(act, Delivery.objects.filter(pk__in=keys, state__in=AGAIN))


def retry_failed(by: Principal, route: Route) -> int:
    """Send everything now that failed on one way, given up or not; how many. Raises NotAllowed."""
    policies.require_manage(by)
    failed = Delivery.objects.filter(route=route, state__in=[DeliveryState.FAILED, DeliveryState.GIVEN_UP])
    with acting(by, "notify.retry") as act:
        return _again(act, failed)


def _again(act: Act, rows: QuerySet[Delivery]) -> int:
    outside = rows.filter(route__in=OUTSIDE)
    count = outside.update(state=DeliveryState.WAITING, due_at=act.now, attempts=0)
    if count:
        act.record("notify:deliveries", subject="retry", data={"deliveries": count})
        transaction.on_commit(_hurry)
    return count


def _hurry() -> None:
    deliver.enqueue()


def read_delivery(by: Principal, key: UUID) -> Delivery:
    """One delivery, for managers. Raises NotAllowed, NotFound."""
    policies.require_manage(by)
    return queries.delivery(key)
