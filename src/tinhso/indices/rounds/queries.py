"""Reads over rounds: what stands, what moved, what is owed."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor
from tinhso.base.errors import NotFound
from tinhso.base.text import near_matches
from tinhso.indices.models import Component, ComponentStep, Edition, Round, RoundStep, StepFile
from tinhso.indices.rounds import policies


def rounds(by: Actor) -> QuerySet[Round]:
    """The rounds this reader may know of, the newest year first."""
    rows = Round.objects.select_related("edition__index", "place", "document")
    return rows if policies.shows_illustrative(by) else rows.filter(illustrative=False)


def round_by_id(by: Actor, found: UUID) -> Round:
    """One round. Raises NotFound."""
    row = rounds(by).filter(pk=found).first()
    if row is None:
        raise NotFound(_("Không có đợt đánh giá này."), field="round")
    return row


def lock_round(found: UUID) -> Round:
    """The round, locked: its steps come one after the other. Raises NotFound."""
    rows = Round.objects.select_for_update(of=("self",)).select_related("edition__index", "place", "document")
    row = rows.filter(pk=found).first()
    if row is None:
        raise NotFound(_("Không có đợt đánh giá này."), field="round")
    return row


def components(row: Round) -> QuerySet[Component]:
    """The components of a round in the order of the edition."""
    return (
        Component.objects.filter(round=row)
        .select_related("node", "owner", "verifier", "round__edition__index")
        .order_by("position")
    )


def component(row: Round, node: str) -> Component:
    """One component by its node's code. Raises NotFound with near codes."""
    found = components(row).filter(node__code=node).first()
    if found is None:
        known = list(Component.objects.filter(round=row).values_list("node__code", flat=True))
        raise NotFound(
            _("Đợt này không có chỉ số “%(code)s”.") % {"code": node},
            near=near_matches(node, known),
            field="node",
        )
    found.round = row
    return found


def steps(one: Component) -> list[ComponentStep]:
    """The steps of a component, the newest first, each with its files."""
    files = Prefetch("files", queryset=StepFile.objects.select_related("file"))
    rows = ComponentStep.objects.filter(component=one).select_related("agency").prefetch_related(files)
    return list(rows.order_by("-recorded_at", "-pk"))


def last_step(one: Component) -> ComponentStep | None:
    """The step in force."""
    return ComponentStep.objects.filter(pk=one.last).first() if one.last else None


def last_score(one: Component) -> ComponentStep | None:
    """What the owner said last when scoring, with its files."""
    files = Prefetch("files", queryset=StepFile.objects.select_related("file"))
    rows = ComponentStep.objects.filter(component=one, move="score").prefetch_related(files)
    return rows.order_by("-recorded_at", "-pk").first()


def round_steps(row: Round) -> list[RoundStep]:
    """What was done with the whole round, the newest first."""
    return list(
        RoundStep.objects.filter(round=row).select_related("document").order_by("-recorded_at", "-pk")
    )


def used(edition: Edition) -> str:
    """Why an edition may not be changed any more, in words; empty while it may."""
    if edition.rounds.exists():
        return str(_("đã có đợt đánh giá dùng phiên bản này"))
    if edition.scores.exists():
        return str(_("đã có kết quả công bố theo phiên bản này"))
    return ""
