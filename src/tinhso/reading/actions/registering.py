"""Documents that a text names, entered in the register."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tinhso.base.errors import Conflict, NotFound
from tinhso.documents import actions as documents
from tinhso.documents import policies
from tinhso.documents.models import Document, DocumentType
from tinhso.documents.schemas import NewDocument
from tinhso.people.principals import Principal
from tinhso.reading import queries
from tinhso.reading.models import Reading


def register(by: Principal, reading: Reading, order: int, issuer: str = "") -> Document:
    """Enter the document named there in the register (vào sổ), `issuer` in the place of what the text says.

    Raises NotAllowed, NotFound, Conflict; Invalid where nobody says who issued it.
    """
    policies.require_edit(by)
    named = next((one for one in queries.named(reading) if one.order == order), None)
    if named is None:
        raise NotFound(_("Văn bản đọc không nhắc tới văn bản này."), field="order")
    if named.entry is not None:
        raise Conflict(_("Văn bản này đã có trong sổ."), hint=named.entry.get_absolute_url())
    told = named.told
    draft = NewDocument(
        notation=str(told["number"]),
        type=_type(str(told["type"])),
        title=str(told.get("title") or named.words),
        issuer_name=issuer.strip() or str(told.get("issuer") or ""),
        date=named.day,
        note=_("Được nhắc tới trong “%(title)s”.") % {"title": reading},
    )
    return documents.register_document(by, draft, illustrative=reading.illustrative)


def _type(words: str) -> DocumentType | None:
    """The type of that code or name."""
    for one in DocumentType:
        if words == one.value or words.casefold() == str(one.label).casefold():
            return one
    return None
