"""The words of notices: templates of a kind, those a manager chose instead, values filled in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid, Problem
from tinhso.base.text import near_matches
from tinhso.notify.kinds import NoticeKind, kinds
from tinhso.notify.models import Message, TemplateText
from tinhso.notify.placeholders import fill, flaws, names

LANGUAGES: Final = ("vi", "en")
_OURS: Final = re.compile(r"/(?![/\\])[^\s\\\x00-\x1f\x7f]*")
_KEY_MOST: Final = 200
_HREF_MOST: Final = 500


@dataclass(frozen=True)
class Wording:
    """Subject and body: a template, or what came out of it."""

    subject: str
    body: str


def shipped(kind: NoticeKind, language: str) -> Wording:
    """The product's own templates of a kind."""
    with translation.override(language):
        return Wording(str(kind.subject), str(kind.body))


def places(kind: NoticeKind) -> tuple[str, ...]:
    """The places that templates of a kind may have."""
    own = shipped(kind, "vi")
    return tuple(dict.fromkeys((*names(own.subject), *names(own.body), *kind.more)))


class Check:
    """What a notice of a kind must hold; its places are read once, however many notices are checked."""

    def __init__(self, kind: NoticeKind) -> None:
        self.kind = kind
        self._places = frozenset(places(kind))

    def __call__(self, values: Mapping[str, str], href: str, key: str) -> None:
        """Every place has a value, the address is one of ours, nothing is too long. Raises Invalid."""
        if not self._places <= values.keys():
            lacking = ", ".join(sorted(self._places - values.keys()))
            raise Invalid(f"A notice {self.kind.code!r} lacks values: {lacking}.", field="values")
        if href and not _is_ours(href):
            raise Invalid(f"A notice {self.kind.code!r} leads out of the house: {href!r}.", field="href")
        if not 0 < len(key) <= _KEY_MOST or len(href) > _HREF_MOST:
            raise Invalid(f"A notice {self.kind.code!r} has no key, or one too long.", field="key")


def _is_ours(href: str) -> bool:
    """A path of this site: no host, no backslash that browsers take for a stroke, no control sign."""
    return _OURS.fullmatch(href) is not None


def check_template(kind: NoticeKind, subject: str, body: str) -> None:
    """Raises Invalid with every unknown place, named with near matches, and every lone brace."""
    known = places(kind)
    problems = [
        _problem(field, flaw.name, known)
        for field, text in (("subject", subject), ("body", body))
        for flaw in flaws(text, known)
    ]
    if not subject.strip():
        problems.append(Problem("empty", _("Tiêu đề còn trống."), "subject"))
    if "\n" in subject.strip() or "\r" in subject.strip():
        problems.append(Problem("lines", _("Tiêu đề chỉ có một dòng."), "subject"))
    if not body.strip():
        problems.append(Problem("empty", _("Nội dung còn trống."), "body"))
    if problems:
        first = problems[0]
        raise Invalid(first.message, code=first.code, field=first.field, hint=first.hint, problems=problems)


def _problem(field: str, name: str, known: Collection[str]) -> Problem:
    all_known = ", ".join(f"{{{each}}}" for each in known)
    if not name:
        hint = _("Chỗ điền viết dạng {ten}. Có thể dùng: %(known)s.") % {"known": all_known}
        return Problem("brace", _("Có dấu ngoặc nhọn đứng lẻ."), field, hint)
    near = ", ".join(f"{{{each}}}" for each in near_matches(name, known))
    message = _("Không có chỗ điền “%(name)s”.") % {"name": f"{{{name}}}"}
    hint = _("Có thể dùng: %(known)s.") % {"known": all_known}
    if near:
        hint = _("Ý bạn là %(near)s?") % {"near": near}
    return Problem("unknown_place", message, field, hint)


class Wordings:
    """All templates that managers chose, read once; then any number of messages is put into words."""

    @cached_property
    def _chosen(self) -> dict[tuple[str, str], list[TemplateText]]:
        found: dict[tuple[str, str], list[TemplateText]] = defaultdict(list)
        for row in TemplateText.objects.order_by("recorded_at", "id"):
            found[row.kind, row.language].append(row)
        return found

    def template(self, kind: NoticeKind, language: str, at: datetime | None = None) -> Wording:
        """In force at that moment; now by default."""
        rows = self._chosen.get((kind.code, language), [])
        row = next((row for row in reversed(rows) if at is None or row.recorded_at <= at), None)
        if row is None or row.shipped:
            return shipped(kind, language)
        return Wording(row.subject, row.body)

    def chosen(self, kind: NoticeKind, language: str) -> TemplateText | None:
        """What a manager chose and stands; None where the product's own is in force."""
        rows = self._chosen.get((kind.code, language), [])
        return rows[-1] if rows and not rows[-1].shipped else None

    def of(self, message: Message, language: str) -> Wording:
        """What a message says. A kind that this version no longer knows is told by its values."""
        kind = kinds().get(message.kind)
        if kind is None:
            return Wording(
                message.kind, "\n".join(f"{name}: {told}" for name, told in message.values.items())
            )
        template = self.template(kind, language, message.recorded_at)
        return Wording(
            fill(template.subject, message.values, language), fill(template.body, message.values, language)
        )
