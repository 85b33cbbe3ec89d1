"""Texts that carry their own gold: figures in ⟦…⟧ with what a careful person reads in them.

`⟦18/30|ratio|v=18|n=18|d=30|s=chỉ tiêu của Nghị quyết|p=2022⟧`: the words of the text, the kind, then
fields: v value, u upper end of a range, n/d numerator and denominator, pp printed percentage, a/t actual
and target, r/o rank and of how many, b bound (comparison), c change, s subject (words of the text near it),
w place where it is not the document's (several parted by “;”), p period, due deadline, aim (no value) where
it is a target or laid down. `⟦…|doc|no=|type=|on=|by=⟧` is a document that is named. Head lines `dated:`,
`place:` and `check: kind @ words, words` stand before a line of dashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from tinhso.reading.core.scoring import digest
from tinhso.reading.core.tokens import canonical

_MARK: Final = re.compile(r"⟦([^⟦⟧]*)⟧")
_NAMES: Final = {
    "v": "value",
    "u": "upper",
    "n": "numerator",
    "d": "denominator",
    "pp": "percent_printed",
    "a": "actual",
    "t": "target",
    "r": "rank",
    "o": "of",
    "b": "comparison",
    "c": "change",
    "p": "period",
    "due": "deadline",
}


def load(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every text of a folder with its gold."""
    for path in sorted(folder.glob("*.txt")):
        yield read_marked(path.stem, path.read_text(encoding="utf-8"))


def read_marked(name: str, source: str) -> tuple[str, dict[str, Any]]:
    """The plain text, and what is to be read in it. Raises ValueError for a mark that cannot be right."""
    head, _, body = canonical(source).partition("\n-----\n")
    told = dict(
        line.split(":", 1) for line in head.splitlines() if ":" in line and not line.startswith("check:")
    )
    text, marks = _plain(body.strip() + "\n")
    place = told.get("place", "").strip()
    figures = [_figure(text, at, words, fields, place) for at, words, fields in marks if fields[0] != "doc"]
    documents = [_document(at, words, fields) for at, words, fields in marks if fields[0] == "doc"]
    checks = [_check(line, marks) for line in head.splitlines() if line.startswith("check:")]
    return text, {
        "name": name,
        "sha256": digest(text),
        "dated": told.get("dated", "").strip() or None,
        "place": place,
        "figures": figures,
        "documents": documents,
        "checks": checks,
    }


def _plain(body: str) -> tuple[str, list[tuple[int, str, list[str]]]]:
    text, marks, last = "", [], 0
    for found in _MARK.finditer(body):
        text += body[last : found.start()]
        words, *fields = found[1].split("|")
        marks.append((len(text), words, fields))
        text += words
        last = found.end()
    return text + body[last:], marks


def _fields(parts: list[str]) -> Mapping[str, str]:
    told = (part.partition("=") for part in parts)
    return {name: value for name, _, value in told}


def _figure(text: str, at: int, words: str, parts: list[str], place: str) -> dict[str, Any]:
    fields = _fields(parts[1:])
    told: dict[str, Any] = {"start": at, "end": at + len(words), "kind": parts[0]}
    unknown = set(fields) - set(_NAMES) - {"s", "w", "aim"}
    if unknown:
        raise ValueError(f"{words}: {unknown}")
    told.update({_NAMES[name]: value for name, value in fields.items() if name in _NAMES})
    told.setdefault("period", "")
    if "w" in fields and ";" in fields["w"]:
        told["places"] = [one.strip() for one in fields["w"].split(";")]
    told["place"] = fields.get("w", place) if "places" not in told else place
    if "s" in fields:
        told["subject"] = _near(text, fields["s"], at)
    if "aim" in fields:
        told["is_target"] = True
    return told


def _near(text: str, words: str, at: int) -> list[int]:
    """Where those words stand nearest to the figure."""
    found = [one.start() for one in re.finditer(re.escape(words), text)]
    if not found:
        raise ValueError(f"“{words}” is not in the text")
    start = min(found, key=lambda one: abs(one - at))
    return [start, start + len(words)]


def _document(at: int, words: str, parts: list[str]) -> dict[str, Any]:
    fields = _fields(parts[1:])
    return {
        "start": at,
        "end": at + len(words),
        "number": fields.get("no", ""),
        "type": fields.get("type", ""),
        "date": fields.get("on") or None,
        "issuer": fields.get("by", ""),
    }


def _check(line: str, marks: list[tuple[int, str, list[str]]]) -> dict[str, Any]:
    kind, _, words = line.removeprefix("check:").partition("@")
    at = []
    for word in words.split(";"):
        found = [start for start, text, _ in marks if text == word.strip()]
        if not found:
            raise ValueError(f"check names “{word}”, which is no figure")
        at.append(found[0])
    return {"kind": kind.strip(), "at": at}
