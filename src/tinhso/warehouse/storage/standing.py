"""Which publication is in force: the manifest that lies there, where it is this database's."""

from __future__ import annotations

import logging

from tinhso.warehouse.models import Standing
from tinhso.warehouse.storage import manifest
from tinhso.warehouse.storage.manifest import Manifest

log = logging.getLogger(__name__)


def standing() -> Standing | None:
    """What the database knows of the last publication; None: never published."""
    return Standing.objects.filter(pk=1).first()


def belongs(found: Manifest | None, known: Standing | None) -> bool:
    """Whether that manifest is this database's last publication, or the one it was about to know of."""
    return found is not None and known is not None and known.token in (found.token, found.after)


def in_force() -> Manifest | None:
    """The manifest, where it is readable and this database's."""
    try:
        found = manifest.read()
    except manifest.Unreadable as error:
        log.error("warehouse: the manifest cannot be read (%s); everything is published anew", error)
        return None
    return found if belongs(found, standing()) else None
