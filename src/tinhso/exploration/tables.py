"""Lists of views and dashboards: one declaration for the page and its twins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.base.audit.context import Actor
from tinhso.base.text import fold
from tinhso.base.web import wording
from tinhso.base.web.filters import ChoiceFilter, Filters, TextFilter
from tinhso.base.web.tables import Column, Table
from tinhso.exploration import policies
from tinhso.exploration.models import Dashboard, Shared, Sharing, View
from tinhso.exploration.words import FORMS
from tinhso.people import queries as people
from tinhso.people.models import Role


def _form(row: View) -> str:
    """In what form a view shows."""
    return str(FORMS.get(row.spec.get("form", "pivot"), ""))


def _of(row: Shared) -> str:
    """Whose it is: an agency, else what brought it."""
    return row.whose


def name_agencies(rows: Sequence[Shared]) -> None:
    """The agencies' names beside the rows of a page; one query."""
    keys = {row.agency for row in rows if row.agency}
    named = {one.pk: one.short_name or wording.named(one) for one in people.agencies().filter(pk__in=keys)}
    for row in rows:
        words = named.get(row.agency, "") if row.agency else ""
        row.whose = words or (_("Gói dữ liệu") if row.origin else "")


def _roles(row: Dashboard) -> str:
    return ", ".join(str(Role(one).label) for one in row.roles if one in Role.values)


VIEWS: Final[Table[View]] = Table(
    "goc-nhin",
    gettext_lazy("Góc nhìn đã lưu"),
    (
        Column("name", gettext_lazy("Tên"), wording.named, sort="search_key"),
        Column("code", gettext_lazy("Mã"), lambda row: row.code, export_only=True),
        Column("form", gettext_lazy("Hình thức"), _form),
        Column("sharing", gettext_lazy("Chia sẻ"), lambda row: Sharing(row.sharing).label, sort="sharing"),
        Column("of", gettext_lazy("Của"), _of, essential=False),
        Column(
            "created",
            gettext_lazy("Lưu ngày"),
            lambda row: row.created_at,
            kind="date",
            sort="created_at",
            essential=False,
        ),
    ),
    href=lambda row: row.get_absolute_url(),
    prepare=name_agencies,
)
DASHBOARDS: Final[Table[Dashboard]] = Table(
    "bang-theo-doi",
    gettext_lazy("Bảng theo dõi"),
    (
        Column("name", gettext_lazy("Tên"), wording.named, sort="search_key"),
        Column("code", gettext_lazy("Mã"), lambda row: row.code, export_only=True),
        Column("roles", gettext_lazy("Dành cho"), _roles),
        Column("sharing", gettext_lazy("Chia sẻ"), lambda row: Sharing(row.sharing).label, sort="sharing"),
        Column("of", gettext_lazy("Của"), _of, essential=False),
        Column(
            "wall",
            gettext_lazy("Màn hình lớn"),
            lambda row: _("có") if row.on_wall else "",
            essential=False,
        ),
    ),
    href=lambda row: row.get_absolute_url(),
    prepare=name_agencies,
)
FILTERS: Final = (
    TextFilter("q", gettext_lazy("Tên")),
    ChoiceFilter(
        "whose",
        gettext_lazy("Của ai"),
        (
            ("mine", gettext_lazy("Của tôi")),
            ("agency", gettext_lazy("Cơ quan tôi")),
            ("officials", gettext_lazy("Chia sẻ chung")),
        ),
    ),
)


def narrowing(by: Actor, rows: QuerySet[View] | QuerySet[Dashboard], filters: Filters) -> object:
    """What the filters leave of the rows."""
    if words := filters.get("q"):
        rows = rows.filter(search_key__contains=fold(words))
    whose = filters.get("whose")
    if whose == "mine":
        return rows.filter(owner=by.actor_id) if by.actor_id else rows.none()
    if whose == "agency":
        return rows.filter(agency__in=policies.own_agencies(by), sharing=Sharing.AGENCY)
    return rows.filter(Q(sharing__in=policies.WIDE)) if whose == "officials" else rows
