"""Filters that somebody keeps for themselves; nobody else sees or changes them."""

from __future__ import annotations

from uuid import UUID

from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from tinhso.base.actions import Act, acting
from tinhso.base.errors import Conflict, Invalid, NotFound, NotSignedIn
from tinhso.base.text import nfc
from tinhso.base.web.saved import essence
from tinhso.people import policies
from tinhso.people.models import SavedFilter
from tinhso.people.principals import Principal

MOST = 20
"""Filters of one list: more would hide the list."""
LONGEST_NAME = 60


def save(by: Principal, *, path: str, query: str, name: str, opens: bool = False) -> SavedFilter:
    """Keep the address of a list under a name (lưu bộ lọc).

    Raises NotSignedIn, NotAllowed, Invalid, Conflict.
    """
    owner = _require_person(by)
    kept = essence(QueryDict(query))
    if not _is_list(path) or not kept or len(kept) > 2000:
        raise Invalid(_("Không có bộ lọc nào để lưu."), field="query", hint=_("Đặt bộ lọc rồi lưu lại."))
    words = _name(name)
    with acting(by, "filter.save") as act:
        mine = SavedFilter.objects.select_for_update().filter(account=owner, path=path)
        _require_free(words, list(mine))
        if opens:
            mine.filter(opens=True).update(opens=False)
        made = SavedFilter.objects.create(
            account_id=owner,
            path=path,
            query=kept,
            name=words,
            opens=opens,
            illustrative=by.illustrative,
        )
        _record(act, made, name=words, url=made.url, opens=opens)
    return made


def rename(by: Principal, saved: UUID, name: str) -> SavedFilter:
    """Give it another name (đổi tên). Raises NotSignedIn, NotAllowed, NotFound, Invalid, Conflict."""
    with acting(by, "filter.rename") as act:
        found = _own(by, saved)
        words = _name(name)
        others = SavedFilter.objects.filter(account=by.account_id, path=found.path).exclude(pk=found.pk)
        _require_free(words, list(others))
        found.name = words
        found.save(update_fields=["name"])
        _record(act, found, name=words)
    return found


def open_with(by: Principal, saved: UUID, *, opens: bool) -> SavedFilter:
    """Let its list open with it, or no longer (đặt làm mở đầu). Raises NotSignedIn, NotAllowed, NotFound."""
    with acting(by, "filter.open") as act:
        found = _own(by, saved)
        SavedFilter.objects.filter(account=by.account_id, path=found.path, opens=True).update(opens=False)
        found.opens = opens
        found.save(update_fields=["opens"])
        _record(act, found, opens=opens)
    return found


def delete(by: Principal, saved: UUID) -> SavedFilter:
    """Forget it (xoá bộ lọc). Raises NotSignedIn, NotAllowed, NotFound."""
    with acting(by, "filter.delete") as act:
        found = _own(by, saved)
        _record(act, found, name=found.name)
        SavedFilter.objects.filter(pk=found.pk).delete()
    return found


def _require_person(by: Principal) -> UUID:
    """The account of a person at the keyboard. Raises NotSignedIn, NotAllowed."""
    if by.account_id is None:
        raise NotSignedIn(_("Cần đăng nhập để tiếp tục."), hint=_("Đăng nhập rồi thử lại."))
    policies.require_keyboard(by)
    return by.account_id


def _own(by: Principal, saved: UUID) -> SavedFilter:
    """One's own, locked. Somebody else's does not exist."""
    owner = _require_person(by)
    found = SavedFilter.objects.select_for_update().filter(pk=saved, account=owner).first()
    if found is None:
        raise NotFound(_("Không có bộ lọc này."))
    return found


def _is_list(path: str) -> bool:
    """Whether it is an address of this product."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return len(path) <= 300 and not path.startswith("//")


def _name(name: str) -> str:
    words = " ".join(nfc(name).split())
    if not words:
        raise Invalid(_("Chưa đặt tên cho bộ lọc."), field="name", hint=_("Ví dụ: Chỉ tiêu chậm của Sở"))
    if len(words) > LONGEST_NAME:
        raise Invalid(_("Tên dài quá %(most)d chữ.") % {"most": LONGEST_NAME}, field="name")
    return words


def _require_free(name: str, others: list[SavedFilter]) -> None:
    if any(other.name.lower() == name.lower() for other in others):
        raise Conflict(
            _("Danh sách này đã có bộ lọc tên “%(name)s”.") % {"name": name},
            field="name",
            hint=_("Đặt tên khác, hoặc đổi tên bộ lọc cũ."),
        )
    if len(others) >= MOST:
        raise Conflict(
            _("Mỗi danh sách lưu được %(most)d bộ lọc.") % {"most": MOST},
            field="name",
            hint=_("Xoá bớt bộ lọc không dùng nữa."),
        )


def _record(act: Act, saved: SavedFilter, **data: object) -> None:
    act.record(f"account:{saved.account_id}", subject=saved, data={"path": saved.path, **data})
