"""Ký hiệu: what stands behind the number of a report, the same on its draft and when it is issued."""

from __future__ import annotations

from tinhso.documents import numbering
from tinhso.documents.models import DocumentType
from tinhso.people.models import Agency
from tinhso.reports.schemas import FormDraft


def suffix_of(form: FormDraft, issuer: Agency | None) -> str:
    """`BC-SKHCN`; empty when nobody knows.

    The sign of a template that names no issuer of its own is an example: the issuer's own goes before it, as
    its number book has it, else from the letters of its name.
    """
    if form.issuer and form.symbol:
        return form.symbol
    if issuer is None:
        return form.symbol
    own = numbering.suffix_for(issuer, DocumentType.REPORT)
    letters = numbering.letters_of(issuer)
    return own or (f"{DocumentType.REPORT}-{letters}" if letters else form.symbol)
