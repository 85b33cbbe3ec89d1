"""A paper as an answer: its file with the right headers."""

from __future__ import annotations

from typing import Final, Literal

from django.http import HttpResponse

from tinhso.base.text import slugify
from tinhso.papers import docx, pdf, xlsx
from tinhso.papers.content import Paper

Format = Literal["docx", "pdf", "xlsx"]

TYPES: Final[dict[str, str]] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_RENDERERS: Final = {"docx": docx.render, "pdf": pdf.render, "xlsx": xlsx.render}
_LONGEST: Final = 80


def rendered(paper: Paper, kind: Format) -> bytes:
    """The paper's file of this kind."""
    return _RENDERERS[kind](paper)


def respond(paper: Paper, kind: Format, filename: str = "") -> HttpResponse:
    """The file to be kept under this name; a PDF opens in the browser. Without a name it gets the title's."""
    name = slugify(filename.removesuffix(f".{kind}") or paper.title)[:_LONGEST] or "van-ban"
    response = HttpResponse(rendered(paper, kind), content_type=TYPES[kind])
    manner = "inline" if kind == "pdf" else "attachment"
    response.headers["Content-Disposition"] = f'{manner}; filename="{name}.{kind}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
