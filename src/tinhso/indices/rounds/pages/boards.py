"""The list of rounds, and the board of one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from tinhso.base import clock
from tinhso.base.web import listing, wording
from tinhso.base.web.filters import ChoiceFilter, Filters, FlagFilter
from tinhso.indices import queries as indices
from tinhso.indices.models import Component, Round
from tinhso.indices.rounds import board, policies, queries, tables, words
from tinhso.indices.rounds.totals import parts
from tinhso.people.principals import principal_of

FILTERS = (
    ChoiceFilter(
        "state", gettext_lazy("Trạng thái"), tuple((s.value, w) for s, (_t, w) in words.STATES.items())
    ),
    FlagFilter("late", gettext_lazy("Quá hạn")),
)


@require_safe
def rounds(request: HttpRequest) -> HttpResponseBase:
    """Every round, the newest year first."""
    by = principal_of(request)
    found = listing.build(request, tables.ROUNDS, board.counted(queries.rounds(by)))
    context = {
        "title": _("Đợt đánh giá bộ chỉ số"),
        "may_manage": policies.may_manage(by),
        "own": bool(policies.own_agencies(by)),
    }
    return found.respond("indices/rounds.html", context)


def _narrow(rows: list[Component], filters: Filters) -> list[Component]:
    state, late = filters.get("state"), filters.get("late")
    today = clock.today()
    return [one for one in rows if (not state or one.state == state) and (not late or one.days_late(today))]


def _terms(row: Round) -> list[tuple[str, Any]]:
    return [
        (_("Tự chấm"), row.score_by),
        (_("Thẩm định"), row.verify_by),
        (_("Kiến nghị"), row.appeal_by),
        (pgettext("round", "Công bố"), row.publish_by),
    ]


@require_safe
def one_round(request: HttpRequest, found: UUID) -> HttpResponseBase:
    """The board: terms, what is in force and at stake, who owes what, every component."""
    by = principal_of(request)
    row = queries.round_by_id(by, found)
    shown = board.seen(by, row)
    tree = indices.tree(row.edition)
    by_main = parts(tree, shown)
    today = clock.today()
    rows = listing.build(request, tables.COMPONENTS, shown, declared=FILTERS, narrow=_narrow)
    context = {
        "title": f"{wording.named(row.edition.index)} {row.year}",
        "round": row,
        "terms": _terms(row),
        "today": today,
        "whole": board.whole(shown),
        "late": sum(bool(one.days_late(today)) for one in shown),
        "parts": by_main,
        "named": [(one, wording.named(one.node)) for one in by_main],
        "chart": board.picture(by_main, row),
        "debts": board.debts(shown, today),
        "unscored": board.unscored(tree),
        "steps": queries.round_steps(row),
        "shown": shown,
        "partly": len(shown) < row.components.count(),
        "may_manage": policies.may_manage(by),
        "signed_in": by.is_signed_in,
        "own": bool(policies.own_agencies(by)),
    }
    return rows.respond("indices/round.html", context)
