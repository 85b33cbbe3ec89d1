"""Verbs in the audit trail, in words. A verb that is recorded without a word here fails a test."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise

VERBS: Final[dict[str, Promise]] = {}
