"""Reading files' rows."""

from __future__ import annotations

from collections.abc import Iterator

from tinhso.base.files import content
from tinhso.base.files.models import StoredFile


def damaged() -> Iterator[str]:
    """The digests whose content is missing from the store, or altered there."""
    digests = StoredFile.objects.order_by("digest").values_list("digest", flat=True).distinct()
    for digest in digests.iterator(chunk_size=1000):
        if not content.intact(digest):
            yield digest
