"""Loading packs: everything or nothing, in one transaction; twice changes nothing."""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from tinhso.base import clock
from tinhso.base.actions import Act, acting
from tinhso.base.audit.context import SystemActor
from tinhso.base.packs.compare import Verdicts, compare, plain
from tinhso.base.packs.english import untold
from tinhso.base.packs.info import MANIFEST, pack_folder
from tinhso.base.packs.models import PackRecord, PackState
from tinhso.base.packs.problems import Finding, PackError
from tinhso.base.packs.reading import Pack, read_info, read_pack, section_files
from tinhso.base.packs.report import Entry, LoadReport, Progress
from tinhso.base.packs.section import Located, Section

_BATCH = 2000


def sections() -> tuple[Section[Any], ...]:
    """All sections the rooms offer, lower storeys first: `settings.TINHSO_PACK_SECTIONS`."""
    return tuple(section for path in settings.TINHSO_PACK_SECTIONS for section in import_string(path))


def _silent(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def read(code: str, *, demo: bool) -> Pack:
    """Read a pack and what it requires, and lint it. Raises NotFound, PackError (for the head only)."""
    required: dict[str, Pack] = {}
    offered = sections()

    def gather(needed: Sequence[str]) -> None:
        for name in needed:
            if name not in required and name != code:
                folder = pack_folder(name)
                required[name] = Pack(read_info(folder), folder)
                gather(required[name].info.requires)
                required[name] = read_pack(folder, offered, demo=False, required=required)

    folder = pack_folder(code)
    gather(read_info(folder).requires)
    return read_pack(folder, offered, demo=demo, required=required)


def check(code: str, *, demo: bool = True) -> list[Finding]:
    """Everything to mend in a pack, errors and warnings; needs no database. Raises NotFound."""
    try:
        pack = read(code, demo=demo)
    except PackError as error:
        return list(error.findings)
    items = (item for section in pack.items.values() for item in section.values())
    return sorted([*pack.findings, *(finding for item in items for finding in untold(item))])


def stamp(folder: Path, offered: Sequence[Section[Any]], *, demo: bool) -> str:
    """SHA-256 over the names and contents of all files a load would read, and over the sections' names."""
    total = hashlib.sha256(f"2 {demo} {[section.name for section in offered]}".encode())
    paths = {path for section in offered for path, _demo in section_files(folder, section, demo=demo)}
    for path in sorted({*paths, folder / MANIFEST}):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return total.hexdigest()


def load(
    code: str, *, plan_only: bool = False, demo: bool = False, progress: Progress = _silent
) -> LoadReport:
    """Load a pack (nạp gói dữ liệu): create, change what it wrote itself, leave what people changed.

    `plan_only` says what would happen. `demo` loads the illustrative part as well. Packs it requires must
    have been loaded before. Raises PackError, with every wrong line, having written nothing; NotFound.
    """
    started = time.perf_counter()
    report = LoadReport(code, planned=plan_only)
    folder = pack_folder(code)
    mark = stamp(folder, sections(), demo=demo)
    state = PackState.objects.filter(pack=code, stamp=mark).first()
    if state is not None:
        report.kept = state.items
    else:
        progress("đọc", 0, 1)
        pack = read(code, demo=demo)
        if pack.errors:
            raise PackError(code, pack.errors)
        report.warnings = [str(finding) for finding in pack.findings]
        if plan_only:
            _plan(pack, report, demo=demo)
        else:
            _load(pack, report, mark, demo=demo, progress=progress)
    report.seconds = time.perf_counter() - started
    return report


def _records(code: str) -> Mapping[str, Mapping[str, PackRecord]]:
    by_section: dict[str, dict[str, PackRecord]] = defaultdict(dict)
    for record in PackRecord.objects.filter(pack=code).iterator(chunk_size=_BATCH):
        by_section[record.section][record.key] = record
    return by_section


def _verdicts(
    pack: Pack, section: Section[Any], records: Mapping[str, Mapping[str, PackRecord]], *, demo: bool
) -> Verdicts:
    return compare(pack.info, section, pack.located(section.name), records.get(section.name, {}), demo=demo)


def _tell(report: LoadReport, verdicts: Verdicts) -> None:
    def entries(items: Sequence[Located[Any]]) -> list[Entry]:
        return [Entry(item.section, item.key, item.file, item.line) for item in items]

    report.created += entries(verdicts.create)
    report.changed += entries(verdicts.change)
    report.conflicts += entries(verdicts.conflict)
    report.gone += [Entry(record.section, record.key) for record in verdicts.gone]
    report.kept += verdicts.keep + len(verdicts.adopt)


def _plan(pack: Pack, report: LoadReport, *, demo: bool) -> None:
    records = _records(pack.info.code)
    for section in sections():
        _tell(report, _verdicts(pack, section, records, demo=demo))


def _load(pack: Pack, report: LoadReport, mark: str, *, demo: bool, progress: Progress) -> None:
    actor = SystemActor(f"pack {pack.info.code}")
    with transaction.atomic(), acting(actor, "pack.load") as act:
        _one_at_a_time(pack.info.code)
        records = _records(pack.info.code)
        written: list[Section[Any]] = []
        for section in sections():
            verdicts = _verdicts(pack, section, records, demo=demo)
            _tell(report, verdicts)
            if _write(pack, section, verdicts, act, progress):
                written.append(section)
            _remember(pack, verdicts)
        names = {section.name for section in written}
        for section in sections():
            if names & {section.name, *section.follows}:
                section.finish(pack.info, act)
        if report.touched:
            counts = {"created": len(report.created), "changed": len(report.changed), "kept": report.kept}
            act.record(f"pack:{pack.info.code}", data={**counts, "conflicts": len(report.conflicts)})
        if not report.conflicts and not report.gone:
            items = sum(len(items) for items in pack.items.values())
            PackState.objects.update_or_create(
                pack=pack.info.code, defaults={"stamp": mark, "items": items, "loaded_at": clock.now()}
            )


def _one_at_a_time(code: str) -> None:
    """Wait until nobody else loads this pack; held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"pack:{code}"])


def _write(pack: Pack, section: Section[Any], verdicts: Verdicts, act: Act, progress: Progress) -> bool:
    todo = verdicts.create + verdicts.change
    done = 0
    for illustrative in (False, True):
        part = [item for item in todo if item.illustrative is illustrative]
        for start in range(0, len(part), _BATCH):
            progress(section.name, done, len(todo))
            batch = part[start : start + _BATCH]
            section.write_many(pack.info, [item.value for item in batch], act, illustrative=illustrative)
            done += len(batch)
    if todo:
        progress(section.name, done, len(todo))
    return bool(todo)


def _remember(pack: Pack, verdicts: Verdicts) -> None:
    PackRecord.objects.bulk_create(
        [
            PackRecord(
                pack=pack.info.code,
                section=item.section,
                key=item.key,
                digest=item.digest,
                loaded=plain(item.value),
                illustrative=item.illustrative,
            )
            for item in verdicts.create + verdicts.change + verdicts.adopt
        ],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["pack", "section", "key"],
        update_fields=["digest", "loaded", "illustrative", "loaded_at"],
    )
