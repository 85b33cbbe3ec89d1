"""Who may change the register of documents. Reading it is open to everybody."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor, SystemActor
from tinhso.base.errors import NotAllowed
from tinhso.base.files.models import StoredFile
from tinhso.documents.models import Attachment
from tinhso.people import policies as people
from tinhso.people.capabilities import Capability
from tinhso.people.principals import Principal


def may_edit(by: Actor) -> bool:
    """Whether somebody able to edit documents asks (`people.capabilities`), or the product itself."""
    if isinstance(by, SystemActor):
        return True
    return isinstance(by, Principal) and by.may(Capability.EDIT_DOCUMENTS)


def require_edit(by: Actor) -> None:
    """Raises NotSignedIn, NotAllowed unless `by` may change the register."""
    if may_edit(by):
        return
    message = _("Chỉ cơ quan thường trực được sửa sổ văn bản.")
    if isinstance(by, Principal):
        people.require_may(by, Capability.EDIT_DOCUMENTS, message=message)
    raise NotAllowed(message)


def may_see_file(_who: object, file: StoredFile) -> bool:
    """Files of registered documents are public, as the register is."""
    return Attachment.objects.filter(file=file).exists()
