"""The document that a result is published by, as a person names it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid, NotFound
from tinhso.documents import queries as documents
from tinhso.documents.models import Document


def named(name: str) -> Document:
    """The document of the register of that notation or slug. Raises Invalid (field `document`)."""
    wanted = name.strip()
    if not wanted:
        raise Invalid(_("Chọn văn bản công bố kết quả."), code="missing", field="document")
    found = documents.by_notation(wanted)
    if len(found) == 1:
        return found[0]
    try:
        return documents.by_slug(wanted)
    except NotFound as error:
        near = [document.slug for document in found] or list(error.near)
        hint = _("Có phải: %(near)s?") % {"near": "; ".join(near)} if near else None
        raise Invalid(str(error), code="unknown", field="document", hint=hint) from error
