"""Verbs: writing a rule, ending it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Invalid, NotAllowed, NotFound
from tinhso.base.text import near_matches, search_key, sort_key
from tinhso.documents import queries as documents
from tinhso.documents.models import Document
from tinhso.indicators import policies
from tinhso.indicators.checks.events import CheckChanged
from tinhso.indicators.checks.items import NEAR, CheckItem, require_sound, touched
from tinhso.indicators.models import Adding, Check, Indicator

STREAM = "checks"


def may_rule(by: Actor) -> bool:
    """Who writes rules: the standing office."""
    return policies.may_define(by)


def require_rule(by: Actor) -> None:
    """Raises NotAllowed unless `by` may write rules."""
    if not may_rule(by):
        raise NotAllowed(_("Chỉ cơ quan thường trực được đặt quy tắc kiểm tra số liệu."))


def code_words() -> str:
    """How a rule's code is written."""
    return _("Mã quy tắc chỉ gồm chữ thường không dấu, chữ số và gạch nối, ví dụ ho-so-dot-bien.")


def by_code(code: str) -> Check:
    """The rule of that code. Raises NotFound with near codes."""
    row = Check.objects.select_related("document").filter(code=code).first()
    if row is None:
        known = Check.objects.values_list("code", flat=True)
        raise NotFound(
            _("Không có quy tắc mang mã “%(code)s”.") % {"code": code},
            near=near_matches(code, known, NEAR),
            field="code",
        )
    return row


def known_codes() -> tuple[frozenset[str], frozenset[str]]:
    """The codes of all indicators, and of those whose places add up."""
    rows = list(Indicator.objects.values_list("code", "adding"))
    return (
        frozenset(code for code, _adding in rows),
        frozenset(code for code, adding in rows if adding == Adding.SUM),
    )


def put_check(by: Actor, item: CheckItem, *, reason: str = "") -> Check:
    """Write a rule, or change the one of that code (đặt quy tắc).

    Raises NotAllowed; Invalid with near codes or the place in the formula, and for an unknown document.
    """
    require_rule(by)
    require_sound(item.rule, *known_codes())
    with acting(by, "indicators.put_check", reason=reason) as act:
        row = Check.objects.select_for_update().filter(code=item.code).first() or Check(code=item.code)
        fill(row, item)
        row.document = _document(item.document)
        row.save()
        told = item.model_dump(mode="json", exclude={"code"})
        act.record(STREAM, subject=row, data={"code": row.code, **told})
        act.emit(CheckChanged(check_of=row.pk, code=row.code))
    return row


def _document(slug: str) -> Document | None:
    """Raises Invalid with near ones."""
    try:
        return documents.by_slug(slug) if slug else None
    except NotFound as missing:
        raise Invalid(missing.message, field="document", hint=", ".join(missing.near) or None) from missing


def fill(row: Check, item: CheckItem) -> None:
    """Lay what `item` says into the row; its document is left alone."""
    row.name, row.name_en = item.name.vi, item.name.en
    row.kind, row.severity = item.rule.kind, item.severity
    row.rule = item.rule.model_dump(mode="json", exclude_defaults=False)
    row.touched = touched(item.rule)
    row.level = item.level or ""
    row.valid_from, row.valid_to = item.valid_from, item.valid_to
    row.clause, row.note = item.clause, item.note
    row.sort_key = sort_key(item.name.vi)
    row.search_key = search_key(item.name.vi, item.name.en, item.code, *row.touched)


def retire_check(by: Actor, code: str, last: date, reason: str) -> Check:
    """End a rule (ngừng áp dụng): it speaks of no period that ends after `last`. Its findings stay.

    Raises NotAllowed, NotFound, Invalid without a reason or before the rule began.
    """
    require_rule(by)
    if not reason.strip():
        raise Invalid(_("Nêu lý do ngừng áp dụng quy tắc."), field="reason")
    with acting(by, "indicators.retire_check", reason=reason) as act:
        row = Check.objects.select_for_update(of=("self",)).get(pk=by_code(code).pk)
        if row.valid_from and last < row.valid_from:
            raise Invalid(_("Quy tắc chưa bắt đầu áp dụng vào ngày này."), field="valid_to")
        row.valid_to = last
        row.save()
        act.record(STREAM, subject=row, data={"code": row.code, "valid_to": last})
        act.emit(CheckChanged(check_of=row.pk, code=row.code))
    return row
