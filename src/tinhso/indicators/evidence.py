"""Figures that come with evidence (minh chứng) where the definition in force for their period asks for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid, NotFound, Problem
from tinhso.base.files.models import StoredFile
from tinhso.indicators.definitions.laying import definition_on
from tinhso.indicators.definitions.rows import standing
from tinhso.indicators.models import Definition, Indicator
from tinhso.indicators.querysets import IndicatorQuerySet
from tinhso.indicators.schemas import Draft


def problem() -> Problem:
    """What is said of a figure that comes without."""
    return Problem(
        "evidence_needed",
        _("Chưa gửi được: chỉ số này phải gửi kèm minh chứng."),
        "evidence",
        _("Đính kèm tệp minh chứng, hoặc nêu văn bản nguồn."),
    )


def refused() -> Invalid:
    """The same as a refusal."""
    told = problem()
    return Invalid(told.message, code=told.code, field=told.field, hint=told.hint)


def comes_with(draft: Draft) -> bool:
    """Whether there is a file or a document behind it; what a document sets out to reach needs none."""
    return bool(draft.evidence or draft.document or draft.is_target)


def require(indicator: Indicator, day: date, draft: Draft) -> None:
    """Raises Invalid (field `evidence`) for a result without, where the definition of `day` asks for it;
    NotFound for a file that there is not.
    """
    if draft.evidence and not StoredFile.objects.filter(pk=draft.evidence).exists():
        raise NotFound(_("Không có tệp minh chứng này."), field="evidence")
    if comes_with(draft):
        return
    definition = definition_on([indicator], day).get(indicator.pk)
    if definition.evidence_required if definition else indicator.evidence_required:
        raise refused()


def marked(rows: IndicatorQuerySet) -> IndicatorQuerySet:
    """With `asked_for_evidence`: whether any definition of theirs ever asks for it; no query more."""
    asking = Definition.objects.filter(indicator=OuterRef("pk"), evidence_required=True)
    return rows.annotate(asked_for_evidence=Exists(asking))


class Asking:
    """Which of some indicators, as `marked` gave them, ask for evidence on a day; one query at most."""

    def __init__(self, indicators: Iterable[Indicator]) -> None:
        self._keys = [row.pk for row in indicators if getattr(row, "asked_for_evidence", True)]
        self._rows: dict[UUID, list[Definition]] | None = None

    def __call__(self, indicator: UUID, day: date) -> bool:
        """Whether the definition of that day asks for it."""
        if not self._keys:
            return False
        if self._rows is None:
            self._rows = {}
            for row in Definition.objects.filter(indicator__in=self._keys):
                self._rows.setdefault(row.indicator_id, []).append(row)
        definition = standing(self._rows.get(indicator, ()), day)
        return definition is not None and definition.evidence_required
