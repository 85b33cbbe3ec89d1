"""Errors of the warehouse that speak to people."""

from __future__ import annotations

from tinhso.base.errors import Invalid, Problem
from tinhso.warehouse.answers import Answer
from tinhso.warehouse.outputs import refusal


class CannotAnswer(Invalid):
    """None of the measures can be answered so; `refused` says why, each with what can be asked instead."""

    code = "cannot_answer"

    def __init__(self, answer: Answer) -> None:
        problems = [
            Problem(self.code, one.reason, "m", "; ".join(offer.words for offer in one.offers) or None)
            for one in answer.refused
        ]
        first = problems[0]
        super().__init__(first.message, field="m", hint=first.hint, problems=problems)
        self.extra = {"refused": [refusal(one) for one in answer.refused]}
