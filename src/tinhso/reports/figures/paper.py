"""A composed report as an official paper (NĐ 30/2020/NĐ-CP)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from tinhso.papers.content import Annex, Block, OfficialForm, Paper, text
from tinhso.people.models import Agency
from tinhso.reports.figures.composing import Composed, Composition
from tinhso.reports.schemas import FormDraft
from tinhso.reports.template import nodes

_ROMAN: Final = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
ILLUSTRATIVE: Final = "Tài liệu có số liệu minh hoạ, không phải số liệu của tỉnh."


def roman(number: int) -> str:
    """`I`, `II` … of annexes and sections."""
    told = ""
    for value, sign in _ROMAN:
        while number >= value:
            told, number = told + sign, number - value
    return told


def parts(blocks: Sequence[Composed]) -> tuple[tuple[Block, ...], tuple[Annex, ...]]:
    """The text, and the annexes after it; one that has nothing to show is left out."""
    main: list[Block] = []
    annexes: list[tuple[nodes.AnnexStart, list[Block]]] = []
    for block in blocks:
        if isinstance(block.node, nodes.AnnexStart):
            annexes.append((block.node, []))
            continue
        (annexes[-1][1] if annexes else main).extend(block.content)
    annexes = [(start, inner) for start, inner in annexes if inner]
    several = len(annexes) > 1
    made = tuple(
        Annex(start.title, tuple(inner), start.landscape, roman(at) if several else "")
        for at, (start, inner) in enumerate(annexes, 1)
    )
    return tuple(main), made


def official(
    form: FormDraft,
    abstract: str,
    issuer: Agency | None,
    *,
    notation: str,
    on: date | None = None,
    draft: bool = True,
) -> OfficialForm:
    """The parts around the text; what the form leaves empty follows from the issuer."""
    above = issuer.parent.name if issuer and issuer.parent else ""
    return OfficialForm(
        parent=form.parent or above,
        issuer=form.issuer or (issuer.name if issuer else ""),
        notation=notation,
        place=form.place or (issuer.place.name if issuer and issuer.place else ""),
        date=on,
        type_name=form.type_name,
        abstract=abstract,
        addressees=form.addressees,
        signing=form.signing,
        signer=form.signer,
        recipients=form.recipients,
        draft=draft,
    )


def paper_of(
    found: Composition,
    form: FormDraft,
    issuer: Agency | None,
    made_at: datetime,
    *,
    sign: str = "",
    draft: bool = True,
) -> Paper:
    """The whole paper. `made_at` is every timestamp of its files; `sign` stands behind a number to come."""
    main, annexes = parts(found.blocks)
    if found.illustrative:
        main = (text(ILLUSTRATIVE, italic=True), *main)
    return Paper(
        title=found.title,
        form=official(form, found.title, issuer, notation=f"/{sign or 'BC'}", draft=draft),
        blocks=main,
        annexes=annexes,
        author=form.issuer or (issuer.name if issuer else ""),
        made_at=made_at,
    )
