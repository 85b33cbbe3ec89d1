"""A report of 40 targets, 120 tasks and 15 charts as DOCX and PDF. `python -m benchmarks.papers`."""

from __future__ import annotations

import random
import time
from datetime import UTC, date, datetime
from decimal import Decimal

from tinhso.papers import docx, pdf, xlsx
from tinhso.papers.content import (
    Annex,
    Block,
    Chart,
    ChartKind,
    Column,
    Heading,
    OfficialForm,
    Paper,
    Series,
    Table,
    text,
)

TARGETS, TASKS, CHARTS, ROUNDS = 40, 120, 15, 5
LIMITS = {"docx": 3.0, "pdf": 5.0, "xlsx": 3.0}
RENDERERS = {"docx": docx.render, "pdf": pdf.render, "xlsx": xlsx.render}
SENTENCE = "Tỷ lệ hồ sơ thủ tục hành chính được tiếp nhận, giải quyết trực tuyến toàn trình tại tỉnh "


def table(chosen: random.Random, rows: int, noun: str) -> Table:
    """A table of so many rows."""
    columns = (
        *(Column("STT", 0.6, "center"), Column(noun, 4), Column("Cơ quan chủ trì", 2)),
        *(Column("Kế hoạch", 1.1, "right"), Column("Thực hiện", 1.1, "right"), Column("Đánh giá", 1.4)),
    )
    return Table(
        columns,
        tuple(
            (
                *(str(number), f"{noun} {number}. {SENTENCE}", "Sở Khoa học và Công nghệ"),
                *(
                    str(chosen.randint(50, 100)),
                    f"{chosen.randint(300, 999) / 10:.1f}".replace(".", ","),
                    "Đạt",
                ),
            )
            for number in range(1, rows + 1)
        ),
        caption=f"{noun} giao trong Kế hoạch",
    )


def chart(chosen: random.Random, number: int) -> Chart:
    """One chart; every kind in turn."""
    kinds: tuple[ChartKind, ...] = ("bar", "hbar", "line", "stacked")
    names = tuple(f"T{month}/2022" for month in range(1, 13))
    series = tuple(
        Series(f"Nhóm {one}", tuple(Decimal(chosen.randint(0, 900)) / 10 for _month in names))
        for one in range(1, 4)
    )
    return Chart(kinds[number % 4], f"Biểu đồ {number}", names, series, unit="%", target=Decimal(80))


def paper() -> Paper:
    """The report."""
    chosen = random.Random(247)
    blocks: list[Block] = [Heading("I. KẾT QUẢ THỰC HIỆN"), *(text(SENTENCE * 4) for _ in range(20))]
    blocks += [table(chosen, TARGETS, "Chỉ tiêu"), table(chosen, TASKS, "Nhiệm vụ")]
    blocks += [chart(chosen, number) for number in range(CHARTS)]
    form = OfficialForm(
        "", "Ủy ban nhân dân tỉnh Mẫu", "12/BC-UBND", "Mẫu", date(2022, 12, 31), "Báo cáo", "Kết quả",
        (), ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Nguyễn Văn Mẫu", ("Lưu: VT",),
    )  # fmt: skip
    annexes = (Annex("Nhiệm vụ", (table(chosen, TASKS, "Nhiệm vụ"),), landscape=True),)
    return Paper("Báo cáo", form, tuple(blocks), annexes, made_at=datetime(2022, 12, 31, tzinfo=UTC))


def main() -> None:
    """Print a row a kind of file: the first time in a process, then the best and the worst of the rounds."""
    told = paper()
    for kind, render in RENDERERS.items():
        taken = []
        for _round in range(ROUNDS + 1):
            started = time.perf_counter()
            content = render(told)
            taken.append(time.perf_counter() - started)
        first, *more = taken
        verdict = "yes" if max(taken) <= LIMITS[kind] else "NO"
        print(
            f"{kind:<5} {len(content) / 1000:7.0f} kB  first {first:5.2f} s,"
            f" then {min(more):5.2f} to {max(more):5.2f} s  aim {LIMITS[kind]:.0f} s: {verdict}"
        )


if __name__ == "__main__":
    main()
