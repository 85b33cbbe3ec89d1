"""Reading a report of ten pages: the text alone, and out of DOCX and PDF. `python -m benchmarks.reading`."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Final

from tinhso.papers import docx, pdf
from tinhso.papers.content import OfficialForm, Paper, text
from tinhso.reading.core.reader import read
from tinhso.reading.core.tests import marked
from tinhso.reading.sources import extract

TEXTS: Final = Path(__file__).parents[1] / "src/tinhso/reading/core/tests/gold/texts"
PAGE, PAGES, ROUNDS = 2200, 10, 5
"""Characters of a printed page."""
LIMIT = 1.0


def lines() -> list[str]:
    """The paragraphs of a report that long."""
    found: list[str] = []
    for whole, _gold in marked.load(TEXTS):
        found += [line for line in whole.splitlines() if line.strip()]
    kept: list[str] = []
    for line in found:
        if sum(map(len, kept)) >= PAGE * PAGES:
            break
        kept.append(line)
    return kept


def paper(paragraphs: list[str]) -> Paper:
    """The same as an official report."""
    form = OfficialForm(
        "", "Ủy ban nhân dân tỉnh Mẫu", "12/BC-UBND", "Mẫu", date(2024, 12, 31), "Báo cáo", "Kết quả",
        (), ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Nguyễn Văn Mẫu", ("Lưu: VT",),
    )  # fmt: skip
    made = datetime(2024, 12, 31, tzinfo=UTC)
    return Paper("Báo cáo", form, tuple(text(line) for line in paragraphs), (), made_at=made)


def read_file(content: bytes, name: str) -> object:
    """From bytes to figures and contradictions."""
    return read(extract(content, name).text)


def best(do: Callable[[], object]) -> tuple[float, float, float]:
    """The first round, the best and the worst of those after it, in seconds."""
    taken = []
    for _round in range(ROUNDS + 1):
        started = time.perf_counter()
        do()
        taken.append(time.perf_counter() - started)
    return taken[0], min(taken[1:]), max(taken[1:])


def main() -> None:
    """Print a row a kind of file; the aim is for all of it, from bytes to contradictions."""
    paragraphs = lines()
    whole = "\n".join(paragraphs)
    made = paper(paragraphs)
    files = {"bao-cao.docx": docx.render(made), "bao-cao.pdf": pdf.render(made)}
    print(f"{len(whole):,} characters, {len(read(whole).figures)} figures; aim {LIMIT:.0f} s")
    print(f"{'':12} {'first':>8} {'best':>8} {'worst':>8}")
    rows: dict[str, Callable[[], object]] = {"text": lambda: read(whole)}
    for name, content in files.items():
        rows[name] = partial(read_file, content, name)
    for name, do in rows.items():
        first, least, most = best(do)
        print(f"{name:12} {first:7.3f}s {least:7.3f}s {most:7.3f}s {'' if least <= LIMIT else 'too slow'}")
    most_used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory {most_used:.0f} MB, all that was loaded for it")


if __name__ == "__main__":
    main()
