"""The visitor that answers every kind of figure from the facts of the report and of the period before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.reports.figures import counting, telling
from tinhso.reports.figures.answers import Answer, absent, change, day
from tinhso.reports.figures.calculating import calculated
from tinhso.reports.figures.facts import Facts
from tinhso.reports.template import nodes


@dataclass(frozen=True)
class Evaluator:
    """Answers figures. `pinned`: the last report's, by key; what was issued outranks reading anew."""

    now: Facts
    before: Facts
    pinned: Mapping[str, Answer]

    def answer(self, figure: nodes.Figure) -> Answer:
        """The figure at the moment it asks for."""
        plain = _plain(figure)
        if figure.when is nodes.When.BEFORE:
            return replace(self.earlier(plain), key=figure.key)
        told = _at(plain, self.now)
        if figure.when is nodes.When.CHANGE:
            return change(told, self.earlier(plain), figure.key)
        return told

    def earlier(self, figure: nodes.Figure) -> Answer:
        """The figure of the period before: as the last report pinned it, else read as of that day."""
        plain = _plain(figure)
        return self.pinned.get(plain.key) or _at(plain, self.before)

    def all(self, figures: Sequence[nodes.Figure]) -> dict[str, Answer]:
        """Every figure by its key."""
        return {figure.key: self.answer(figure) for figure in figures}


def _plain(figure: nodes.Figure) -> nodes.Figure:
    """The same figure without its moment."""
    if figure.when is nodes.When.NOW:
        return figure
    return replace(figure, key=figure.key.rpartition(" ")[0].rstrip(";"), when=nodes.When.NOW)


def _at(figure: nodes.Figure, facts: Facts) -> Answer:
    match figure:
        case nodes.PeriodFigure():
            return _period(figure, facts)
        case nodes.TargetFigure():
            return telling.target(figure, facts)
        case nodes.IndicatorFigure():
            return telling.indicator(figure, facts)
        case nodes.TargetCount():
            return counting.targets(figure, facts)
        case nodes.TaskCount():
            return counting.tasks(figure, facts)
        case nodes.RankFigure():
            return _rank(figure, facts)
        case nodes.Calculated():
            return calculated(figure, facts)
    raise TypeError(f"no such figure: {figure!r}")


def _period(figure: nodes.PeriodFigure, facts: Facts) -> Answer:
    span = facts.setting.span
    told = {
        "ten": span.label,
        "truoc": span.previous().label,
        "tu": day(span.start),
        "den": day(facts.setting.as_of),
        "nam": str(span.year),
    }
    return Answer(figure.key, told[figure.aspect])


def _rank(figure: nodes.RankFigure, facts: Facts) -> Answer:
    place = figure.place or facts.setting.place
    rows = [row for row in facts.scores.get(figure.index, ()) if row.place and row.place.code == place]
    if figure.year:
        rows = [row for row in rows if row.year == int(figure.year)]
    if not rows:
        href = reverse("indices:index")
        return absent(figure.key, _("chưa có kết quả được công bố đến ngày chốt"), href=href)
    row = rows[-1]
    told = {
        "hang": (row.rank, "bậc"),
        "tren": (row.of, ""),
        "gia-tri": (row.value, ""),
        "nam": (row.year, ""),
    }
    value, unit = told[figure.aspect]
    href = reverse("indices:index")
    if value is None:
        return absent(figure.key, _("kết quả công bố không nêu phần này"), href=href)
    text = str(value) if figure.aspect == "nam" else telling.exactly(value)
    return Answer(
        figure.key,
        text,
        None if figure.aspect == "nam" else telling.decimal(value),
        unit,
        lower_is_better=figure.aspect == "hang",
        dated=row.published,
        sources=(f"score:{row.pk}",),
        href=href,
        illustrative=row.illustrative,
    )
