"""Who may change the register of documents. Reading it is open to everybody."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tinhso.base.audit.context import Actor, SystemActor
from tinhso.base.errors import NotAllowed
from tinhso.base.files.models import StoredFile
from tinhso.documents.models import Attachment
from tinhso.people.models import Role
from tinhso.people.principals import Principal

SCOPE = "documents.write"


def may_edit(by: Actor) -> bool:
    """Whether the standing office, an administrator or the product itself asks."""
    if isinstance(by, SystemActor):
        return True
    return (
        isinstance(by, Principal) and by.has(Role.STANDING_OFFICE, Role.ADMINISTRATOR) and by.may_use(SCOPE)
    )


def require_edit(by: Actor) -> None:
    """Raises NotAllowed unless `by` may change the register."""
    if not may_edit(by):
        raise NotAllowed(_("Chỉ cơ quan thường trực và quản trị viên được sửa sổ văn bản."))


def may_see_file(_who: object, file: StoredFile) -> bool:
    """Files of registered documents are public, as the register is."""
    return Attachment.objects.filter(file=file).exists()
