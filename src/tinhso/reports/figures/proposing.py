"""Rules that propose a paragraph from the figures, in the template's own language: its figures stay live."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from tinhso.reports.figures.answers import number, with_unit
from tinhso.reports.figures.counting import TARGETS
from tinhso.reports.figures.evaluating import Evaluator
from tinhso.reports.figures.facts import pillar_code
from tinhso.reports.figures.tables import pillar_name, tasks_by_agency
from tinhso.reports.figures.telling import unit_of_target
from tinhso.reports.template import nodes
from tinhso.steering.models import Outlook
from tinhso.steering.queries.boards import is_overdue
from tinhso.steering.queries.shapes import TargetRow

MOST: Final = 5
"""Things that one proposed paragraph names."""


def proposed(block: nodes.Proposal, evaluator: Evaluator) -> str:
    """The paragraph as template text; empty where the figures give no reason to say anything."""
    return _RULES[block.rule](block.plan, evaluator)


def escaped(words: str) -> str:
    """Words of others that must not be read as the language's own."""
    return words.replace("{", "{{").replace("}", "}}")


def _pillars(plan: str, evaluator: Evaluator) -> str:
    groups: dict[str, list[TargetRow]] = {}
    for row in evaluator.now.targets_of(plan):
        if pillar_code(row):
            groups.setdefault(pillar_code(row), []).append(row)
    if len(groups) < 2:
        return ""
    shares = {code: _share(rows) for code, rows in groups.items()}
    ordered = sorted(shares, key=lambda code: (-shares[code], -len(groups[code]), code))
    best, worst = ordered[0], ordered[-1]
    if shares[best] == shares[worst]:
        return ""
    told = {code: _pillar(plan, code, groups[code]) for code in (best, worst)}
    return (
        f"Trụ cột có tỷ lệ chỉ tiêu đạt hoặc vượt cao nhất là {told[best]}; "
        f"thấp nhất là {told[worst]}, cần tập trung chỉ đạo trong kỳ tới."
    )


def _share(rows: Sequence[TargetRow]) -> Decimal:
    return Decimal(sum(map(TARGETS["dat-vuot"], rows))) / len(rows)


def _pillar(plan: str, code: str, rows: Sequence[TargetRow]) -> str:
    met = f"{{so-chi-tieu {plan} dat-vuot tru-cot={code}}}"
    every = f"{{so-chi-tieu {plan} tong tru-cot={code}}}"
    return f"{escaped(pillar_name(rows[0]))} ({met}/{every} chỉ tiêu)"


def _moved(plan: str, evaluator: Evaluator) -> str:
    better: list[tuple[Decimal, str]] = []
    worse: list[tuple[Decimal, str]] = []
    for row in evaluator.now.targets_of(plan):
        before = evaluator.before.targets.get(row.target.code)
        if before is None or before.value is None or row.value is None or before.value == row.value:
            continue
        up = row.value - before.value
        good = (up > 0) == (row.target.direction != "down")
        unit = unit_of_target(row)
        words = f"“{escaped(row.target.title)}” từ {with_unit(number(before.value, 2), unit)} "
        words += f"lên {_live(row)}" if up > 0 else f"xuống {_live(row)}"
        (better if good else worse).append((abs(up), words))
    told = []
    if better:
        told.append("Các chỉ tiêu chuyển biến tốt so với kỳ trước: " + _named(better))
    if worse:
        told.append("Các chỉ tiêu giảm sút: " + _named(worse))
    return ". ".join(told) + "." if told else ""


def _live(row: TargetRow) -> str:
    return f"{{chi-tieu {row.target.code} gia-tri}}"


def _named(found: list[tuple[Decimal, str]]) -> str:
    ordered = [words for _size, words in sorted(found, key=lambda one: (-one[0], one[1]))]
    rest = len(ordered) - MOST
    more = f" và {rest} chỉ tiêu khác" if rest > 0 else ""
    return "; ".join(ordered[:MOST]) + more


def _late(plan: str, evaluator: Evaluator) -> str:
    groups = tasks_by_agency(evaluator.now.tasks_of(plan))
    late = {name: rows for name, rows in groups.items() if any(map(is_overdue, rows))}
    if not late:
        return ""
    told = []
    for name, rows in list(late.items())[:MOST]:
        lead = rows[0].task.lead
        count = str(sum(map(is_overdue, rows)))
        live = f"{{so-nhiem-vu {plan} tre don-vi={lead.code}}}" if lead else count
        told.append(f"{escaped(name)} ({live} nhiệm vụ)")
    rest = len(late) - MOST
    more = f" và {rest} cơ quan khác" if rest > 0 else ""
    return (
        f"Còn {{so-nhiem-vu {plan} tre}} nhiệm vụ quá hạn chưa hoàn thành, thuộc: {', '.join(told)}{more}. "
        "Đề nghị các cơ quan báo cáo nguyên nhân, cam kết thời hạn hoàn thành."
    )


def _unknown(plan: str, evaluator: Evaluator) -> str:
    rows = [row for row in evaluator.now.targets_of(plan) if TARGETS["chua-co"](row)]
    if not rows:
        return ""
    named = "; ".join(f"“{escaped(row.target.title)}”{_lead(row)}" for row in rows[:MOST])
    rest = len(rows) - MOST
    more = f" và {rest} chỉ tiêu khác" if rest > 0 else ""
    return f"Còn {len(rows)} chỉ tiêu chưa có số liệu: {named}{more}."


def _lead(row: TargetRow) -> str:
    return f" ({escaped(str(row.target.lead))})" if row.target.lead else ""


def _push(plan: str, evaluator: Evaluator) -> str:
    wanted = (Outlook.NEEDS_PUSH, Outlook.SLOW, Outlook.BACKWARD)
    rows = [
        row for row in evaluator.now.targets_of(plan) if row.outlook in wanted and TARGETS["chua-dat"](row)
    ]
    if not rows:
        return ""
    ordered = sorted(rows, key=lambda row: (row.pace is None, row.pace or Decimal(0), row.target.code))
    named = "; ".join(
        f"“{escaped(row.target.title)}” ({{chi-tieu {row.target.code} cap}}){_lead(row)}"
        for row in ordered[:MOST]
    )
    rest = len(rows) - MOST
    more = f" và {rest} chỉ tiêu khác" if rest > 0 else ""
    return f"Các chỉ tiêu cần đẩy nhanh tiến độ: {named}{more}."


_RULES: Final[Mapping[str, Callable[[str, Evaluator], str]]] = {
    "tru-cot": _pillars,
    "chuyen-bien": _moved,
    "don-vi-tre": _late,
    "chua-co-so-lieu": _unknown,
    "can-day-nhanh": _push,
}
