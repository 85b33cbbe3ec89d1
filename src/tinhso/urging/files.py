"""Who may open the files of urging letters: named in `TINHSO_FILE_POLICIES`."""

from __future__ import annotations

from django.db.models import Q

from tinhso.base.files.models import StoredFile
from tinhso.people.principals import Principal
from tinhso.urging import policies
from tinhso.urging.models import Letter


def may_see_file(who: object, file: StoredFile) -> bool:
    """Whether a letter that the reader may see carries this file."""
    if not isinstance(who, Principal):
        return False
    rows = Letter.objects.filter(Q(signed=file) | Q(document__attachments__file=file)).distinct()
    return any(policies.may_see(who, row) for row in rows)
