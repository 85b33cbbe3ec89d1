"""The figures that an agency answers for in a report: shown beside its part, to be confirmed or disputed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import translation

from tinhso.reports import queries
from tinhso.reports.figures import telling
from tinhso.reports.figures.composing import LANGUAGE
from tinhso.reports.figures.facts import read
from tinhso.reports.figures.wants import wants
from tinhso.reports.models import Contribution
from tinhso.reports.template.parsing import parse


@dataclass(frozen=True)
class Line:
    """One figure: how it is called, what the report says, and what the agency said of it."""

    key: str
    name: str
    shown: str
    href: str
    said: str = ""
    note: str = ""


def lines(row: Contribution, typed: Mapping[str, str]) -> list[Line]:
    """Targets of the report's plans that the agency leads, as pairs; a dozen statements at most."""
    report = row.report
    tree = parse(report.body)
    with translation.override(LANGUAGE):
        setting = queries.setting(report)
        facts = read(wants([tree], setting.place), setting)
        told = [
            (target.target.code, target.target.title, target, target.target.get_absolute_url())
            for target in facts.targets.values()
            if target.target.lead_id == row.agency_id
        ]
        shown = {
            code: "chưa có số liệu" if target.value is None else telling.pair(target)
            for code, _title, target, _href in told
        }
    return [
        Line(code, title, shown[code], href, *_said(row, code, typed)) for code, title, _target, href in told
    ]


def _said(row: Contribution, code: str, typed: Mapping[str, str]) -> tuple[str, str]:
    """What was typed just now, else what is kept."""
    if f"fig:{code}" in typed:
        return typed[f"fig:{code}"], typed.get(f"note:{code}", "")
    kept = row.confirmed.get(code)
    if not kept:
        return "", ""
    return ("right" if kept.get("right") else "wrong"), str(kept.get("note", ""))
