"""What a file really is, told by its content and never by its name."""

from __future__ import annotations

import zipfile
from pathlib import Path

import filetype

PLAIN_ZIP = "application/zip"
TEXT = "text/plain"
UNKNOWN = "application/octet-stream"
_OPENXML = "application/vnd.openxmlformats-officedocument."
_OFFICE = {
    "word/": _OPENXML + "wordprocessingml.document",
    "xl/": _OPENXML + "spreadsheetml.sheet",
    "ppt/": _OPENXML + "presentationml.presentation",
}
_MARKUP = (
    (b"<!doctype html", "text/html"),
    (b"<html", "text/html"),
    (b"<script", "text/html"),
    (b"<svg", "image/svg+xml"),
    (b"<?xml", "application/xml"),
)


def media_type(path: Path) -> str:
    """The media type of the content at `path`; `application/octet-stream` when nothing is recognised."""
    guess = filetype.guess(str(path))
    if (guess is None or "zip" in guess.mime or "officedocument" in guess.mime) and zipfile.is_zipfile(path):
        return _inside_zip(path)
    if guess is not None:
        return str(guess.mime)
    return _text(path)


def _inside_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if names[:1] == ["mimetype"]:
                declared = archive.open("mimetype").read(100).decode("ascii", "replace").strip()
                if declared.startswith("application/vnd.oasis.opendocument."):
                    return declared
    except (zipfile.BadZipFile, OSError, RuntimeError):
        return UNKNOWN
    if "[Content_Types].xml" in names:
        for folder, office in _OFFICE.items():
            if any(name.startswith(folder) for name in names):
                return office if not any(name.endswith("vbaProject.bin") for name in names) else UNKNOWN
    return PLAIN_ZIP


def _text(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(1 << 16)
    if b"\0" in start:
        return UNKNOWN
    lowered = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for mark, markup in _MARKUP:
        if lowered.startswith(mark):
            return markup
    try:
        start[:-4].decode("utf-8") if len(start) == 1 << 16 else start.decode("utf-8")
    except UnicodeDecodeError as error:
        return TEXT if len(start) == 1 << 16 and error.start >= len(start) - 8 else UNKNOWN
    return TEXT
