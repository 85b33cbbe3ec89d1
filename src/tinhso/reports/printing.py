"""A report as a paper: live while it is written, pinned once frozen, numbered once issued."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import translation

from tinhso.base import clock
from tinhso.base.files import content as stored
from tinhso.papers import frozen as trees
from tinhso.papers.content import OfficialForm, Paper
from tinhso.papers.serving import Format, rendered
from tinhso.reports import queries
from tinhso.reports.figures.composing import LANGUAGE, Composition, compose
from tinhso.reports.figures.paper import paper_of
from tinhso.reports.models import Frozen, Issued, PeriodicReport, Template
from tinhso.reports.periods import span_for
from tinhso.reports.schemas import FormDraft, TemplateDraft, form_of
from tinhso.reports.signs import suffix_of
from tinhso.reports.spans import Span
from tinhso.reports.template.problems import BadTemplate


def composition(row: PeriodicReport, known_at: datetime | None = None) -> Composition:
    """The report as its text and the figures of this moment make it. Raises Invalid."""
    pinned = queries.pinned_before(row.template, row.span, illustrative=row.illustrative)
    try:
        return compose(
            row.title, row.body, queries.setting(row, known_at), given=queries.given(row), pinned=pinned
        )
    except BadTemplate as bad:
        raise bad.refusal() from bad


def live(row: PeriodicReport, found: Composition | None = None, *, draft: bool = True) -> Paper:
    """The paper of a report on its way, or about to be frozen."""
    told = found or composition(row)
    with translation.override(LANGUAGE):
        form = form_of(row.form)
        sign = suffix_of(form, row.issuer)
        return paper_of(told, form, row.issuer, told.setting.known_at, sign=sign, draft=draft)


def paper(row: PeriodicReport) -> Paper:
    """The paper as the report stands: issued, frozen, or live."""
    last = queries.frozen(row)
    if last is None or row.state in queries.ON_THE_WAY:
        return live(row)
    return of_frozen(last, queries.issued(row))


def of_frozen(last: Frozen, issued: Issued | None = None) -> Paper:
    """The pinned paper; with number, day and signer once issued."""
    pinned = trees.paper_from(last.paper)
    if issued is None or issued.frozen_id != last.pk:
        return pinned
    form = trees.from_data(issued.form["form"])
    if not isinstance(form, OfficialForm):
        raise TypeError("an issued report without its form")
    return replace(pinned, form=form, made_at=datetime.fromisoformat(issued.form["made_at"]))


def file_of(told: Paper, kind: Format) -> bytes:
    """The file: the same bytes for the same paper, whoever asks and in whatever language."""
    with translation.override(LANGUAGE):
        return rendered(told, kind)


def file(row: PeriodicReport, kind: Format) -> bytes:
    """The file as the report stands: of an issued one what the register keeps, whatever renders it today."""
    told = queries.issued(row)
    if told and row.state not in queries.ON_THE_WAY:
        kept = told.files.get(kind, "")
        if kept and stored.intact(kept):
            return stored.path_of(kept).read_bytes()
    return file_of(paper(row), kind)


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of what is pinned."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_whole(last: Frozen) -> bool:
    """Whether what is stored is still what was pinned."""
    return digest({"paper": last.paper, "figures": last.figures}) == last.digest


def made(
    template: str, period: str, *, as_of: date | None = None, illustrative: bool = False
) -> tuple[Paper, Composition]:
    """A report of a template for a period that is not kept: what the command line writes to a file.

    Raises NotFound, Invalid.
    """
    row = queries.template(template)
    span = span_for(row, period)
    version = queries.version_on(row, clock.today())
    return _tried(
        row,
        span,
        version.title,
        version.body,
        form_of(version.form),
        as_of=as_of,
        illustrative=illustrative or row.illustrative,
    )


def tried(row: Template, draft: TemplateDraft, span: Span) -> tuple[Paper, Composition]:
    """A template as it is being written, on real figures. Raises Invalid."""
    return _tried(row, span, draft.title, draft.body, draft.form, illustrative=settings.DEMO)


def _tried(
    row: Template,
    span: Span,
    title: str,
    body: str,
    form: FormDraft,
    *,
    as_of: date | None = None,
    illustrative: bool = False,
) -> tuple[Paper, Composition]:
    told = queries.setting_of(row, span, as_of or span.end, clock.now(), illustrative=illustrative)
    pinned = queries.pinned_before(row, span, illustrative=illustrative) if row.code else {}
    try:
        found = compose(title, body, told, pinned=pinned)
    except BadTemplate as bad:
        raise bad.refusal() from bad
    with translation.override(LANGUAGE):
        sign = suffix_of(form, row.issuer)
        return paper_of(found, form, row.issuer, told.known_at, sign=sign), found
