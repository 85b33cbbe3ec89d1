"""Editions as the national pack tells them, and the published table of 2022."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings

from tinhso.base.packs.info import pack_folder
from tinhso.base.packs.reading import read_pack
from tinhso.indices.core.nodes import Edition
from tinhso.indices.core.scoring import Entry
from tinhso.indices.pack import SECTIONS
from tinhso.indices.trees import of_item

MAIN = (
    "nhan-thuc-so",
    "the-che-so",
    "ha-tang-so",
    "nhan-luc-so",
    "an-toan-thong-tin-mang",
    "chinh-quyen-so",
    "kinh-te-so",
    "xa-hoi-so",
)
PUBLISHED = {
    "Đà Nẵng": ("0.8002", "1.0000 0.9000 0.8253 0.8487 0.7578 0.8575 0.7836 0.5197"),
    "TP.HCM": ("0.7163", "0.8917 0.9000 0.8258 0.6267 0.5580 0.8406 0.7611 0.3590"),
    "Quảng Ninh": ("0.7024", "0.9581 0.9000 0.7648 0.6250 0.5382 0.8385 0.5904 0.4505"),
    "Thừa Thiên Huế": ("0.6975", "0.9500 0.9000 0.6823 0.6794 0.6423 0.8262 0.6787 0.3001"),
    "Cần Thơ": ("0.6924", "0.9000 0.8000 0.7233 0.7376 0.7226 0.7325 0.7556 0.2947"),
}


def edition(code: str) -> Edition:
    """An edition of the DTI, read from the national pack."""
    assert settings.configured
    pack = read_pack(pack_folder("national"), SECTIONS, demo=False)
    return of_item(pack.items["index-editions"][f"dti/{code}"].value)


def entries() -> list[Entry]:
    """The five provinces of the published table."""
    return [
        Entry(name, dict(zip(MAIN, map(Decimal, shares.split()), strict=True)))
        for name, (_value, shares) in PUBLISHED.items()
    ]
