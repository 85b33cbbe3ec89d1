"""The end of a round: its result as a published score with its document; and reopening, with a trace."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base import clock
from tinhso.base.actions import acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Problem
from tinhso.base.numbers import round_half_up
from tinhso.base.web import wording
from tinhso.indices import papers
from tinhso.indices import queries as indices
from tinhso.indices.core.moves import State
from tinhso.indices.models import Certainty, Component, Round, RoundState, RoundStepKind, Score
from tinhso.indices.rounds import policies, queries
from tinhso.indices.rounds.events import RoundPublished, RoundReopened
from tinhso.indices.rounds.opening import require_open, require_reason
from tinhso.indices.rounds.streams import add_step
from tinhso.indices.rounds.totals import Part, parts, value_of

_DECIMALS: Final = 6


def publish(by: Actor, round_id: UUID, document: str) -> Round:
    """Publish a round's result by a document (công bố): a score of the whole and one of each main index.

    Raises NotAllowed; NotFound, Invalid (field `document`); Conflict naming what is not settled yet, or the
    day until which may still be appealed.
    """
    policies.require_manage(by)
    with acting(by, "indices.round_publish") as act:
        row = queries.lock_round(round_id)
        require_open(row)
        paper = papers.named(document)
        components = list(queries.components(row))
        _require_settled(row, components)
        value = value_of(components)
        row.state, row.document, row.value = RoundState.PUBLISHED, paper, round_half_up(value, _DECIMALS)
        row.published_on = paper.date or clock.today()
        row.save()
        scores = _scores(row, value, parts(indices.tree(row.edition), components))
        told = {"value": str(row.value), "scores": [str(score.pk) for score in scores]}
        add_step(act, by, row, RoundStepKind.PUBLISH, told, paper)
        act.record(f"index:{row.edition.index.code}", subject=row, data=told, facts=scores)
        act.emit(RoundPublished(round=row.pk))
    return row


def _require_settled(row: Round, components: Sequence[Component]) -> None:
    open_ones = [one for one in components if not one.settled]
    if open_ones:
        problems = [
            Problem(
                "not_settled", _("%(node)s: chưa xong.") % {"node": wording.named(one.node)}, one.node.code
            )
            for one in open_ones
        ]
        raise Conflict(
            _("Còn %(count)d chỉ số chưa thẩm định xong nên chưa công bố được.") % {"count": len(open_ones)},
            code="not_settled",
            problems=problems,
        )
    if any(one.state == State.ADJUSTED for one in components) and clock.today() <= row.appeal_by:
        raise Conflict(
            _("Đơn vị còn được kiến nghị đến hết %(day)s.") % {"day": wording.day(row.appeal_by)},
            code="appeals_open",
            hint=_("Công bố sau ngày đó."),
        )


def _scores(row: Round, value: Decimal, found: Sequence[Part]) -> list[Score]:
    """The result as published: shares of the whole and of the main indices; each supersedes what stood."""
    told = [("", value), *((part.node.code, part.share) for part in found if part.share is not None)]
    codes = {node: f"round-{row.pk}{'-' if node else ''}{node}" for node, _share in told}
    before = {one.code: one for one in Score.objects.filter(code__in=codes.values(), superseded_by=None)}
    decimals = row.edition.decimals
    scores = [
        Score(
            code=codes[node],
            edition=row.edition,
            year=row.year,
            place=row.place,
            node=node,
            value=round_half_up(share, decimals),
            decimals=decimals,
            published=row.published_on,
            source=row.document.notation if row.document else "",
            document=row.document,
            certainty=Certainty.OWN,
            supersedes=before.get(codes[node]),
            illustrative=row.illustrative,
        )
        for node, share in told
    ]
    return Score.objects.bulk_create(scores)


def reopen(by: Actor, round_id: UUID, reason: str) -> Round:
    """Open a published round again (mở lại): its result stands until it is published anew, the trace stays.

    Raises NotAllowed, Invalid without a reason, Conflict for a round that is open.
    """
    policies.require_manage(by)
    require_reason(reason, _("Nêu lý do mở lại đợt đã công bố."))
    with acting(by, "indices.round_reopen", reason=reason) as act:
        row = queries.lock_round(round_id)
        if row.is_open:
            raise Conflict(_("Đợt này đang mở."), code="open")
        told = {"value": str(row.value), "document": row.document.slug if row.document else ""}
        row.state = RoundState.OPEN
        row.save(update_fields=["state"])
        add_step(act, by, row, RoundStepKind.REOPEN, told)
        act.emit(RoundReopened(round=row.pk))
    return row
