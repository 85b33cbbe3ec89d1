"""Translation catalogues: reading `.po`, writing `.mo`, naming what is missing. Needs no tool."""

from __future__ import annotations

import ast
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Message:
    """One entry of a catalogue: what stands in the source, and its translation (one text a plural form)."""

    id: str = ""
    context: str | None = None
    plural: str | None = None
    texts: dict[int, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    line: int = 0

    @property
    def translated(self) -> bool:
        """Whether every form has a text that a person has confirmed."""
        forms = 2 if self.plural is not None else 1
        return "fuzzy" not in self.flags and all(self.texts.get(form) for form in range(forms))


def read(path: Path) -> list[Message]:
    """The messages of a `.po` file, header (empty id) included; obsolete ones (`#~`) left out."""
    return list(_messages(path.read_text(encoding="utf-8").split("\n")))


def _messages(lines: list[str]) -> Iterator[Message]:
    current, keyword = Message(), ""
    for number, line in enumerate((*lines, "", 'msgid ""'), start=1):
        text = line.strip()
        if text.startswith("#,"):
            if current.texts:
                yield current
                current = Message()
            current.flags |= {flag.strip() for flag in text[2:].split(",")}
        elif not text or text.startswith("#"):
            continue
        elif text.startswith('"'):
            _append(current, keyword, text)
        else:
            keyword, _, quoted = text.partition(" ")
            if keyword in {"msgid", "msgctxt"} and current.texts:
                yield current
                current = Message()
            current.line = current.line or number
            _append(current, keyword, quoted)


def _append(message: Message, keyword: str, quoted: str) -> None:
    text = ast.literal_eval(quoted.strip())
    if keyword == "msgid":
        message.id += text
    elif keyword == "msgctxt":
        message.context = (message.context or "") + text
    elif keyword == "msgid_plural":
        message.plural = (message.plural or "") + text
    else:
        form = int(keyword[len("msgstr[") : -1]) if "[" in keyword else 0
        message.texts[form] = message.texts.get(form, "") + text


def compile_all(source: Path, target: Path) -> list[Path]:
    """Compile every catalogue below the locale folder `source` into the same place below `target`."""
    return [
        compile_file(path, (target / path.relative_to(source)).with_suffix(".mo"))
        for path in sorted(source.glob("*/LC_MESSAGES/*.po"))
    ]


def compile_file(path: Path, target: Path) -> Path:
    """Write the `.mo` of a `.po` (GNU's format: two tables of lengths and offsets)."""
    pairs = sorted(
        (_key(message), b"\0".join(message.texts[form].encode() for form in sorted(message.texts)))
        for message in read(path)
        if message.translated
    )
    count = len(pairs)
    offset = 28 + 16 * count
    tables, blob = ([], []), b""  # type: tuple[list[int], list[int]], bytes
    for column in (0, 1):
        for pair in pairs:
            tables[column].extend((len(pair[column]), offset + len(blob)))
            blob += pair[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, offset)
    body = struct.pack(f"<{4 * count}I", *tables[0], *tables[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    making = target.with_suffix(".mo.new")
    making.write_bytes(head + body + blob)
    making.replace(target)
    return target


def _key(message: Message) -> bytes:
    key = message.id if message.plural is None else f"{message.id}\0{message.plural}"
    return (key if message.context is None else f"{message.context}\x04{key}").encode()


def missing(path: Path) -> list[Message]:
    """The messages of a catalogue that lack a translation."""
    return [message for message in read(path) if message.id and not message.translated]
