"""Playing the demo's round: the same actions as people take, each at its own moment."""

from __future__ import annotations

from tinhso.base import clock
from tinhso.base.audit.context import SystemActor
from tinhso.indices.pack_items import RoundItem
from tinhso.indices.rounds import moving, opening
from tinhso.indices.rounds.schemas import RoundDraft, StepDraft
from tinhso.people.loading import account_labels


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
