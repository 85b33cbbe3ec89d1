"""What the search looks through: one finder a kind of thing, each a few rows in one query."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tinhso.base import clock
from tinhso.base.web.wording import named
from tinhso.documents import queries as documents
from tinhso.indicators import queries as indicators
from tinhso.people import queries as people
from tinhso.places import queries as places
from tinhso.steering.queries import finding

MOST: Final = 8


@dataclass(frozen=True)
class Hit:
    """One thing found."""

    title: object
    note: object
    href: str


@dataclass(frozen=True)
class Group:
    """Hits of one kind; `more` is the address of the whole list."""

    kind: str
    label: Promise
    icon: str
    hits: Sequence[Hit]
    more: str = ""


def _list(name: str, words: str) -> str:
    return f"{reverse(name)}?{urlencode({'q': words})}"


def find_plans(words: str) -> Group:
    """Plans by title, notation or slug."""
    hits = [
        Hit(
            named(plan, "title"), plan.document.cited if plan.document else plan.slug, plan.get_absolute_url()
        )
        for plan in finding.plans(words)[:MOST]
    ]
    return Group("plan", pgettext_lazy("list", "Kế hoạch"), "plan", hits, reverse("steering:plans"))


def find_targets(words: str) -> Group:
    """Targets by title or code."""
    hits = [
        Hit(named(one, "title"), f"{one.code} · {one.plan.short_title}", one.get_absolute_url())
        for one in finding.targets(words)[:MOST]
    ]
    return Group(
        "target", pgettext_lazy("list", "Chỉ tiêu"), "target", hits, _list("steering:targets", words)
    )


def find_tasks(words: str) -> Group:
    """Tasks by title or code."""
    hits = [
        Hit(named(one, "title"), f"{one.code} · {one.lead or ''}".rstrip(" ·"), one.get_absolute_url())
        for one in finding.tasks(words)[:MOST]
    ]
    return Group("task", pgettext_lazy("list", "Nhiệm vụ"), "tasks", hits, _list("steering:tasks", words))


def find_indicators(words: str) -> Group:
    """Indicators by name or code."""
    hits = [
        Hit(named(one), named(one, "unit"), one.get_absolute_url())
        for one in indicators.indicators().searched(words)[:MOST]
    ]
    return Group("indicator", _("Chỉ số thống kê"), "chart", hits)


def find_documents(words: str) -> Group:
    """Documents by notation or title."""
    found = documents.documents().with_issuer().searched(words)[:MOST]
    hits = [Hit(one.title, one.notation or one.issued_by, one.get_absolute_url()) for one in found]
    return Group(
        "document", pgettext_lazy("list", "Văn bản"), "document", hits, _list("documents:index", words)
    )


def find_agencies(words: str) -> Group:
    """Agencies by name or code."""
    hits = [
        Hit(named(one), one.get_kind_display(), one.get_absolute_url())
        for one in people.agencies().matching(words)[:MOST]
    ]
    return Group("agency", _("Cơ quan, đơn vị"), "agency", hits)


def find_places(words: str) -> Group:
    """Units of today by name or code."""
    found = places.search(words, clock.today())[:MOST]
    hits = [
        Hit(one.full_name, one.parent.full_name if one.parent else "", one.get_absolute_url())
        for one in found
    ]
    return Group("place", _("Địa bàn"), "place", hits, _list("places:index", words))


FINDERS: Final[tuple[Callable[[str], Group], ...]] = (
    find_plans,
    find_targets,
    find_tasks,
    find_indicators,
    find_documents,
    find_agencies,
    find_places,
)
