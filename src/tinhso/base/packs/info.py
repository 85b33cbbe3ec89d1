"""What `pack.yaml` says of a pack, and the home pack of this deployment."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.utils import translation
from pydantic import BaseModel, ConfigDict, Field

from tinhso.base.errors import NotFound

MANIFEST = "pack.yaml"


class Words(BaseModel):
    """A text in Vietnamese, and in English where somebody wrote it."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    vi: str = Field(min_length=1)
    en: str = ""

    def __str__(self) -> str:
        language = translation.get_language() or "vi"
        return self.en if language.startswith("en") and self.en else self.vi


class Brand(BaseModel):
    """How a province presents itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    colour: str = Field(default="#9b1c1c", pattern=r"^#[0-9a-fA-F]{6}$")
    product: Words = Words(vi="Tỉnh Số", en="Tinh So")
    owner: Words | None = None


class PackInfo(BaseModel):
    """The head of a pack (gói dữ liệu): `pack.yaml`.

    `kind`: `home` may serve as a deployment's own province; `reference` is readable beside it and never
    counted in its totals; `shared` holds what all provinces share (national tables).
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Words
    kind: Literal["home", "reference", "shared"]
    place: str = ""
    """Code of the place the pack speaks for, as the place is today."""
    brand: Brand = Brand()
    texts: Mapping[str, Words] = {}
    order: int = 100
    """Packs are loaded by requirement first, then by this number."""
    requires: tuple[str, ...] = ()

    def text(self, key: str) -> str:
        """The pack's text of that key in the reader's language; empty when it has none."""
        words = self.texts.get(key)
        return str(words) if words else ""


def pack_folder(code: str) -> Path:
    """The folder of that pack. Raises NotFound, with the packs there are."""
    root = Path(settings.PACKS)
    folder = root / code
    if not code.isidentifier() or not (folder / MANIFEST).is_file():
        raise NotFound(
            translation.gettext("Không có gói dữ liệu “%(code)s” trong %(root)s.")
            % {"code": code, "root": root},
            near=pack_codes(),
            field="pack",
        )
    return folder


def pack_codes() -> list[str]:
    """The codes of all packs of this deployment, alphabetically."""
    return sorted(path.parent.name for path in Path(settings.PACKS).glob(f"*/{MANIFEST}"))
