"""The end of reading, at once or in the background: what was understood is kept."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from tinhso.base.actions import Act
from tinhso.base.audit.context import Actor
from tinhso.base.files import actions as store
from tinhso.base.files import names
from tinhso.base.files.models import StoredFile
from tinhso.reading.actions import filling
from tinhso.reading.events import TextRead
from tinhso.reading.models import Reading

_TEXT: Final = "txt"


def same(row: Reading) -> Reading | None:
    """The reading of the same text by the same agency."""
    return Reading.objects.filter(agency=row.agency_id, sha256=row.sha256).exclude(pk=row.pk).first()


def kept(by: Actor, name: str, content: bytes, *, illustrative: bool) -> StoredFile | None:
    """The original in the store; None where it is not kept there: a page of the web, or a text in an
    encoding that nobody's viewer opens any more."""
    extension = names.extension(names.bare_name(name))
    if extension not in store.accepted_extensions() or (extension == _TEXT and not _is_unicode(content)):
        return None
    return store.store(by, BytesIO(content), name=name, illustrative=illustrative)


def _is_unicode(content: bytes) -> bool:
    try:
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False


def finish(act: Act, row: Reading) -> None:
    """Understand the text, keep what is proposed, write the trail."""
    proposed = filling.understand(row)
    row.read_at = act.now
    row.save()
    count = filling.write(row, proposed)
    data = {"sha256": row.sha256, "figures": count, "checks": len(row.checks), "documents": len(row.named)}
    act.record(f"reading:{row.pk}", subject=row, data=data)
    act.emit(TextRead(reading=row.pk, figures=count))
