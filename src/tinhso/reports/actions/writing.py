"""What the standing office does with a report before it is frozen: words, proposals, parts."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import Actor
from tinhso.base.errors import Conflict, Invalid
from tinhso.reports import knowing, policies, printing, queries
from tinhso.reports.actions.beginning import ask
from tinhso.reports.actions.common import locked, stream
from tinhso.reports.figures.proposing import escaped
from tinhso.reports.models import Contribution, PeriodicReport, State
from tinhso.reports.queries import ON_THE_WAY
from tinhso.reports.schemas import ReportEdit
from tinhso.reports.template import nodes
from tinhso.reports.template.parsing import parse

_NOT_OURS = ("#", "@", "- ")
"""How lines of the language begin: a word of an agency that begins so is moved in by a sign."""


def edit(by: Actor, key: UUID, change: ReportEdit, *, version: int | None = None) -> PeriodicReport:
    """Change title, text, form or the day of the figures. Raises NotAllowed, Conflict; Invalid at `body`."""
    policies.require_compose(by)
    with acting(by, "reports.edit") as act:
        row = locked(key, ON_THE_WAY, version)
        if change.as_of is not None:
            row.as_of = change.as_of
        if change.form is not None:
            row.form = change.form.model_dump(mode="json")
        if change.title is not None:
            row.title = change.title
        _write(act, row, change.body if change.body is not None else row.body)
    return row


def _write(act: Act, row: PeriodicReport, body: str) -> None:
    tree = knowing.require_good(body, title=row.title)
    row.body = body
    row.version += 1
    row.save()
    ask(row, tree)
    act.record(stream(row), subject=row, data={"version": row.version, "as_of": row.as_of.isoformat()})


def edit_block(by: Actor, key: UUID, number: int, text: str, *, version: int | None = None) -> PeriodicReport:
    """Write one block anew (sửa đoạn); an empty text takes it out. Raises as `edit` does."""
    policies.require_compose(by)
    with acting(by, "reports.edit") as act:
        row = locked(key, ON_THE_WAY, version)
        _write(act, row, replaced(row.body, number, text.strip("\r\n")))
    return row


def replaced(body: str, number: int, text: str) -> str:
    """The text with one block written anew. Raises Conflict where the block is gone."""
    lines = body.replace("\r\n", "\n").split("\n")
    spans = parse(body).spans
    if not 0 <= number < len(spans):
        raise Conflict(_("Đoạn này không còn trong báo cáo."), code="stale", field="version")
    first, last = spans[number]
    return "\n".join([*lines[: first - 1], *(text.split("\n") if text.strip() else []), *lines[last:]])


def add_block(by: Actor, key: UUID, after: int, text: str, *, version: int | None = None) -> PeriodicReport:
    """Put a new block after another (−1: first). Raises as `edit` does; Invalid for nothing."""
    policies.require_compose(by)
    if not text.strip():
        raise Invalid(_("Chưa nhập nội dung."), code="missing", field="text")
    with acting(by, "reports.edit") as act:
        row = locked(key, ON_THE_WAY, version)
        lines = row.body.split("\n")
        spans = parse(row.body).spans
        at = spans[after][1] if 0 <= after < len(spans) else 0
        _write(act, row, "\n".join([*lines[:at], text.strip("\r\n"), *lines[at:]]))
    return row


def take_proposal(by: Actor, key: UUID, number: int, *, version: int | None = None) -> PeriodicReport:
    """Accept a proposed paragraph (chấp nhận đề xuất): it becomes part of the text, its figures live.

    Raises as `edit` does; Conflict where it proposes nothing any more.
    """
    policies.require_compose(by)
    with acting(by, "reports.edit") as act:
        row = locked(key, ON_THE_WAY, version)
        found = printing.composition(row)
        block = found.blocks[number] if 0 <= number < len(found.blocks) else None
        if block is None or not isinstance(block.node, nodes.Proposal) or not block.source:
            raise Conflict(_("Số liệu không còn cho ra đề xuất này."), code="stale", field="version")
        _write(act, row, replaced(row.body, number, block.source))
    return row


def take_part(by: Actor, key: UUID, number: int, *, version: int | None = None) -> PeriodicReport:
    """Turn what agencies sent for a part into paragraphs, to be written on. Raises as `edit` does."""
    policies.require_compose(by)
    with acting(by, "reports.edit") as act:
        row = locked(key, ON_THE_WAY, version)
        tree = parse(row.body)
        block = tree.blocks[number] if 0 <= number < len(tree.blocks) else None
        if not isinstance(block, nodes.Slot):
            raise Conflict(_("Đoạn này không còn trong báo cáo."), code="stale", field="version")
        told = [one for one in queries.given(row).get(block.code, []) if one.counts and one.text.strip()]
        if not told:
            raise Conflict(_("Chưa đơn vị nào gửi phần này."), field="state")
        text = "\n".join(as_text(one.agency if len(told) > 1 else "", one.text) for one in told)
        waiting = row.contributions.filter(slot=block.code, state=Contribution.State.SENT)
        for one in waiting:
            one.state = Contribution.State.ACCEPTED
            one.save(update_fields=["state"])
        _write(act, row, replaced(row.body, number, text))
    return row


def as_text(agency: str, words: str) -> str:
    """An agency's words as text of the language: nothing in them is read as a figure or a block."""
    lines = [escaped(line.strip()) for line in words.split("\n") if line.strip()]
    lines = [f"– {line.lstrip('#@- ')}" if line.startswith(_NOT_OURS) else line for line in lines]
    if agency and lines:
        lines[0] = f"__{agency}:__ {lines[0]}"
    return "\n".join(lines)


def assemble(by: Actor, key: UUID) -> PeriodicReport:
    """Begin to assemble (chuyển sang tổng hợp); parts that come later are still taken. Raises Conflict."""
    policies.require_compose(by)
    with acting(by, "reports.assemble") as act:
        row = locked(key, (State.COLLECTING,))
        row.state = State.ASSEMBLING
        row.version += 1
        row.save(update_fields=["state", "version"])
        act.record(stream(row), subject=row, data={"state": row.state})
    return row
