"""Who may see a file: the rooms that link files answer; what no room claims stays closed."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from tinhso.base.errors import NotFound
from tinhso.base.files.models import StoredFile

Policy = Callable[[object, StoredFile], bool]
"""Told who asks (as the face knows them) and the file; True when a link of its room lets them see it."""


def may_see(who: object, file: StoredFile) -> bool:
    """Whether one of the policies in `settings.TINHSO_FILE_POLICIES` says yes. Without one: no."""
    policies: list[Policy] = [import_string(path) for path in settings.TINHSO_FILE_POLICIES]
    return any(policy(who, file) for policy in policies)


def require_see(who: object, file: StoredFile) -> None:
    """Raise NotFound unless `who` may see the file: what may not be seen is not admitted to exist."""
    if not may_see(who, file):
        raise NotFound(_("Không có tệp này."), field="file")
