"""What the English interface would have to show in Vietnamese: words of a pack without their English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from tinhso.base.packs.info import Words
from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Located

_ENGLISH = "_en"


def untold(item: Located[Any]) -> Iterator[Finding]:
    """A warning for every `Words` without `en`, and every `x_en` that is empty though `x` is not.

    Signs without letters (%) are the same in every language.
    """
    for field, words in _missing(item.value):
        yield item.warning(field, _("có bản tiếng Anh, vì giao diện tiếng Anh hiện mục này"), words)


def _missing(value: BaseModel, above: str = "") -> Iterator[tuple[str, str]]:
    for name in type(value).model_fields:
        held = getattr(value, name)
        parts = held if isinstance(held, list | tuple) else [held]
        for number, part in enumerate(parts):
            place = f"{above}{name}.{number}" if part is not held else f"{above}{name}"
            if isinstance(part, Words):
                if _is_said(part.vi) and not part.en.strip():
                    yield f"{place}.en", part.vi
            elif isinstance(part, BaseModel):
                yield from _missing(part, f"{place}.")
        if name.endswith(_ENGLISH) and not held:
            original = getattr(value, name.removesuffix(_ENGLISH), "")
            if isinstance(original, str) and _is_said(original):
                yield f"{above}{name}", original


def _is_said(text: str) -> bool:
    return any(sign.isalpha() for sign in text)
