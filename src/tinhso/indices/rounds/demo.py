"""The demo's round: played by the actions that people take, each at its own moment; and told again."""

from __future__ import annotations

from tinhso.base import clock
from tinhso.base.audit.context import SystemActor
from tinhso.indices.core.moves import Move
from tinhso.indices.models import ComponentStep, Round, RoundStepKind
from tinhso.indices.pack_items import RoundItem, StepItem
from tinhso.indices.rounds import moving, opening
from tinhso.indices.rounds.schemas import RoundDraft, StepDraft
from tinhso.people.loading import account_labels, usernames


def play(item: RoundItem, *, illustrative: bool) -> None:
    """Open the round and take its steps in the order they are told. Raises what the actions raise."""
    accounts = account_labels([item.opened_by, *(step.by for step in item.steps)])
    actors = {name: SystemActor(label, key) for name, (key, label) in accounts.items()}
    terms = {"score_by", "verify_by", "appeal_by", "publish_by", "remind_days", "index", "edition", "place"}
    with clock.standing_at(item.opened_at):
        draft = RoundDraft(**item.model_dump(include=terms), year=item.year or item.opened_at.year)
        row = opening.open_round(actors[item.opened_by], draft, illustrative=illustrative)
    for step in item.steps:
        with clock.standing_at(step.at):
            sent = StepDraft(**step.model_dump(exclude={"node", "by", "at"}))
            moving.make_step(actors[step.by], row.pk, step.node, sent)


def told(row: Round) -> RoundItem:
    """A stored round as a pack would tell it."""
    opened = row.steps.get(kind=RoundStepKind.OPEN)
    steps = list(
        ComponentStep.objects.filter(component__round=row)
        .select_related("component__node")
        .order_by("recorded_at", "pk")
    )
    names = usernames([opened.actor, *(step.actor for step in steps)])
    same = ("score_by", "verify_by", "appeal_by", "publish_by", "remind_days")
    return RoundItem(
        **{name: getattr(row, name) for name in same},
        index=row.edition.index.code,
        edition=row.edition.code,
        place=row.place.code,
        year=None if row.year == clock.local(opened.recorded_at).year else row.year,
        opened_by=names[opened.actor],
        opened_at=opened.recorded_at,
        steps=tuple(_told(step, names[step.actor]) for step in steps),
    )


def _told(step: ComponentStep, by: str) -> StepItem:
    awarded = {Move.ADJUST: step.points, Move.DECIDE: step.points, Move.APPEAL: step.asked}
    return StepItem(
        node=step.component.node.code,
        move=Move(step.move),
        by=by,
        at=step.recorded_at,
        inputs=step.inputs,
        points=awarded.get(Move(step.move)),
        note=step.note,
        links=tuple(step.links),
    )
