"""A pack's folder read and validated: every wrong line is found before anything is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from tinhso.base.packs import dates, wording
from tinhso.base.packs.info import MANIFEST, PackInfo
from tinhso.base.packs.problems import Finding, PackError
from tinhso.base.packs.section import Catalogue, Located, Section, nearest_line
from tinhso.base.packs.source import Raw, SourceError, read_items, read_yaml

DEMO = "demo"


@dataclass
class Pack:
    """A pack as read: its head, its items by section and key, and what is to mend."""

    info: PackInfo
    folder: Path
    items: dict[str, dict[str, Located[Any]]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def located(self, section: str) -> list[Located[Any]]:
        """The items of a section, in the order of the files."""
        return list(self.items.get(section, {}).values())

    @property
    def errors(self) -> list[Finding]:
        """The findings that stop a load."""
        return [finding for finding in self.findings if finding.severity == "error"]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models an annotation can hold: `tuple[Value, ...]` holds Value."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _names_at(schema: type[BaseModel], loc: Sequence[str | int]) -> tuple[str, ...]:
    """The fields usable at `loc`, told when an unknown one was written."""
    schemas = [schema]
    for part in loc:
        if isinstance(part, int):
            continue
        inner = [s.model_fields[part].annotation for s in schemas if part in s.model_fields]
        schemas = [model for annotation in inner for model in _models(annotation)] or schemas
    return tuple(
        dict.fromkeys(field.alias or name for model in schemas for name, field in model.model_fields.items())
    )


def _findings(raw: Raw, schema: type[BaseModel], errors: Iterable[ErrorDetails]) -> Iterator[Finding]:
    for error in errors:
        loc = error["loc"]
        name = ".".join(str(part) for part in loc)
        expected = wording.expectation(error, _names_at(schema, loc[:-1]))
        yield Finding(
            raw.file, nearest_line(raw.lines, tuple(loc), raw.line), name, expected, wording.found(error)
        )


def validate(raw: Raw, schema: type[BaseModel], data: object) -> tuple[BaseModel | None, list[Finding]]:
    """`data` in its schema, or what is wrong with it."""
    try:
        return schema.model_validate(data), []
    except ValidationError as error:
        return None, list(_findings(raw, schema, error.errors(include_url=False)))


def read_info(folder: Path) -> PackInfo:
    """The head of the pack in `folder`. Raises PackError."""
    file = f"{folder.name}/{MANIFEST}"
    try:
        raw = read_yaml(folder / MANIFEST, file)
    except SourceError as error:
        raise PackError(folder.name, [error.finding]) from error
    info, findings = validate(raw, PackInfo, raw.data or {})
    if isinstance(info, PackInfo) and info.code != folder.name:
        expected = _("tên thư mục của gói: %(name)s") % {"name": folder.name}
        findings.append(Finding(file, raw.lines.get(("code",), 1), "code", expected, info.code))
    if not isinstance(info, PackInfo) or findings:
        raise PackError(folder.name, findings)
    return info


def section_files(folder: Path, section: Section[Any], *, demo: bool) -> list[tuple[Path, bool]]:
    """The files of a section, and whether they are illustrative, in the order of their names."""
    roots = [(folder, False)] + ([(folder / DEMO, True)] if demo else [])
    found: list[tuple[Path, bool]] = []
    for root, illustrative in roots:
        paths = {path for pattern in section.files for path in root.glob(pattern) if path.is_file()}
        found += [(p, illustrative) for p in sorted(paths) if illustrative or folder / DEMO not in p.parents]
    return found


def _read_file(
    pack: Pack, section: Section[Any], path: Path, illustrative: bool
) -> Iterator[Located[Any] | Finding]:
    file = f"{pack.info.code}/{path.relative_to(pack.folder).as_posix()}"
    try:
        for raw in read_items(path, file, section.key_field):
            data = dates.resolve(raw.data) if illustrative else raw.data
            value, findings = validate(raw, section.schema, data)
            yield from findings
            if value is not None:
                key = section.key(value)
                yield Located(
                    section.name, key, value, file, raw.line, raw.digest(), illustrative, lines=raw.lines
                )
    except SourceError as error:
        yield error.finding


def _take(pack: Pack, section: Section[Any], read: Iterable[Located[Any] | Finding]) -> None:
    items = pack.items.setdefault(section.name, {})
    for item in read:
        if isinstance(item, Finding):
            pack.findings.append(item)
        elif (twin := items.get(item.key)) is not None:
            expected = _("mỗi mã một lần; mã này đã có ở %(file)s dòng %(line)d") % {
                "file": twin.file,
                "line": twin.line,
            }
            pack.findings.append(item.error("", expected, item.key))
        else:
            items[item.key] = item


def _stray_files(pack: Pack, sections: Sequence[Section[Any]], *, demo: bool) -> Iterator[Finding]:
    known = {pack.folder / MANIFEST}
    for section in sections:
        known.update(path for path, _illustrative in section_files(pack.folder, section, demo=demo))
    for path in sorted(pack.folder.rglob("*")):
        within = path.relative_to(pack.folder)
        read_later = within.parts[0] == DEMO and not demo
        if path.suffix in {".yaml", ".yml", ".csv"} and path not in known and not read_later:
            expected = _("tệp thuộc một phần của gói; không phần nào đọc tệp này")
            yield Finding(f"{pack.info.code}/{within.as_posix()}", 1, "", expected, severity="warning")


def read_pack(
    folder: Path, sections: Sequence[Section[Any]], *, demo: bool, required: Mapping[str, Pack] | None = None
) -> Pack:
    """Read, validate and lint a pack; findings hold what is wrong. PackError: for the head only."""
    pack = Pack(read_info(folder), folder)
    for section in sections:
        for path, illustrative in section_files(folder, section, demo=demo):
            _take(pack, section, _read_file(pack, section, path, illustrative))
    pack.findings += _stray_files(pack, sections, demo=demo)
    if not pack.errors:
        catalogue = _catalogue(pack, (required or {}).values())
        for section in sections:
            pack.findings += section.check(pack.located(section.name), catalogue)
    return pack


def _catalogue(pack: Pack, required: Iterable[Pack]) -> Catalogue:
    items: dict[str, dict[str, Located[Any]]] = {}
    for source in [*required, pack]:
        for name, located in source.items.items():
            items.setdefault(name, {}).update(located)
    return Catalogue(items)
