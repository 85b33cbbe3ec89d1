"""What cannot stand in a definition: every problem at its field, nothing guessed. Pure: asks no database."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from decimal import Decimal
from math import prod
from typing import Final

from django.utils.translation import gettext as _

from tinhso.base.errors import Problem
from tinhso.base.text import fold, near_matches
from tinhso.indicators.definitions.readable import Known, require_readable
from tinhso.indicators.definitions.shapes import (
    APPROVALS,
    CODE,
    TONES,
    DefinitionDraft,
    Group,
    LaidDown,
    LegendStep,
)
from tinhso.indicators.formula import parse
from tinhso.indicators.formula.checking import check
from tinhso.indicators.formula.dependencies import Cycle, references, require_acyclic
from tinhso.indicators.formula.errors import FormulaError
from tinhso.indicators.formula.functions import Type
from tinhso.indicators.formula.nodes import Kind as Reads
from tinhso.indicators.formula.nodes import Node
from tinhso.indicators.models import Adding, Frequency, Kind
from tinhso.people.models import AgencyKind
from tinhso.places.models import Level

MOST_CELLS: Final = 200
LONGEST_CODE: Final = 80
_RESERVED: Final = frozenset({"new"})
"""Addresses of pages."""
_SUMMED: Final = frozenset({Kind.COUNT, Kind.MONEY})
_NOT_CALCULATED: Final = frozenset({Kind.CHOICE, Kind.DATE, Kind.PERIOD, Kind.DEADLINE})


def is_code(text: str) -> bool:
    """Whether that may be the code of an indicator, a group or an option."""
    return len(text) <= LONGEST_CODE and text not in _RESERVED and re.fullmatch(CODE, text) is not None


def code_problem(text: str, field: str) -> Problem:
    """A code that is none."""
    return Problem(
        "invalid_code",
        _("Mã “%(code)s” không dùng được.") % {"code": text},
        field,
        _("Chỉ dùng chữ thường không dấu, chữ số và dấu gạch nối; ví dụ ty-le-ho-so."),
    )


def problems(draft: LaidDown, agencies: Collection[str]) -> list[Problem]:
    """What is wrong with the draft by itself, in the order of a form's fields; `agencies` are known codes."""
    return [
        *_names(draft),
        *_numbers(draft),
        *_options(draft),
        *_adding(draft),
        *_groups(draft),
        *_reporting(draft, agencies),
        *_legend(draft.legend),
        *formula_problems(draft),
    ]


def _names(draft: LaidDown) -> Iterator[Problem]:
    if isinstance(draft, DefinitionDraft) and not draft.name:
        yield Problem("missing", _("Nhập tên chỉ số."), "name")


def _numbers(draft: LaidDown) -> Iterator[Problem]:
    if draft.factor <= 0:
        yield Problem(
            "factor",
            _("Hệ số phải lớn hơn 0."),
            "factor",
            _("100 là phần trăm, 1000 là phần nghìn, 100000 là trên 100.000 dân."),
        )
    if draft.cut_off and draft.frequency in {"", Frequency.DAY}:
        yield Problem(
            "cut_off",
            _("Kỳ chốt số liệu theo chế độ báo cáo chỉ có ở kỳ tháng, quý, 6 tháng, năm."),
            "cut_off",
        )


def _options(draft: LaidDown) -> Iterator[Problem]:
    if draft.kind != Kind.CHOICE:
        if draft.options:
            yield Problem("options", _("Chỉ số dạng này không có lựa chọn."), "options")
        return
    if len(draft.options) < 2:
        yield Problem("missing", _("Chỉ số lựa chọn cần ít nhất hai lựa chọn."), "options")
    yield from _empty((one.vi for one in draft.options), "options.%d.vi", _("Nhập tên của lựa chọn."))
    yield from _twice((one.value for one in draft.options), "options.%d.value")
    yield from _twice((fold(one.vi) for one in draft.options), "options.%d.vi")


def _empty(texts: Iterable[str], field: str, message: str) -> Iterator[Problem]:
    for number, text in enumerate(texts):
        if not text:
            yield Problem("missing", message, field % number)


def _twice(values: Iterable[Hashable], field: str) -> Iterator[Problem]:
    seen: Counter[Hashable] = Counter()
    for number, value in enumerate(values):
        seen[value] += 1
        if seen[value] > 1 and value != "":
            yield Problem("twice", _("“%(value)s” đã có ở trên.") % {"value": value}, field % number)


def _adding(draft: LaidDown) -> Iterator[Problem]:
    for field in ("adding", "over_time"):
        rule = str(getattr(draft, field))
        if rule == Adding.RATIO_OF_SUMS and draft.kind != Kind.RATIO:
            yield Problem("adding", _("Chỉ cộng tử số, mẫu số được với chỉ số dạng tử số/mẫu số."), field)
        elif rule == Adding.SUM and draft.kind not in _SUMMED:
            yield Problem("adding", _("Chỉ cộng được số đếm và số tiền."), field)


def _groups(draft: LaidDown) -> Iterator[Problem]:
    groups = draft.disaggregations
    yield from _twice((group.code for group in groups), "disaggregations.%d.code")
    for number, group in enumerate(groups):
        yield from _group(group, f"disaggregations.{number}")
    if groups and draft.formula:
        yield Problem(
            "formula",
            _("Chỉ số tính theo công thức không phân tổ."),
            "disaggregations",
            _("Khai mỗi phần thành một chỉ số có công thức riêng."),
        )
    cells = prod(len(group.options) for group in groups) if groups else 0
    if cells > MOST_CELLS:
        said = _("Phân tổ thành %(cells)d ô; tối đa %(most)d.")
        yield Problem("too_many_cells", said % {"cells": cells, "most": MOST_CELLS}, "disaggregations")


def _group(group: Group, field: str) -> Iterator[Problem]:
    if not is_code(group.code):
        yield code_problem(group.code, f"{field}.code")
    if not group.vi:
        yield Problem("missing", _("Nhập tên của phân tổ."), f"{field}.vi")
    if not group.options:
        yield Problem("missing", _("Phân tổ cần ít nhất một phần."), f"{field}.options")
    for number, option in enumerate(group.options):
        if not is_code(option.code):
            yield code_problem(option.code, f"{field}.options.{number}.code")
        if not option.vi:
            yield Problem("missing", _("Nhập tên của phần."), f"{field}.options.{number}.vi")
    yield from _twice((option.code for option in group.options), f"{field}.options.%d.code")


def _reporting(draft: LaidDown, agencies: Collection[str]) -> Iterator[Problem]:
    told = draft.reporters
    for field, given, known in (
        ("agencies", told.agencies, agencies),
        ("kinds", told.kinds, AgencyKind.values),
        ("level", (told.level,) if told.level else (), Level.values),
    ):
        for code in given:
            if code not in known:
                near = ", ".join(near_matches(code, known))
                said = _("Không có cơ quan, loại hoặc cấp mang mã “%(code)s”.") % {"code": code}
                yield Problem("unknown_code", said, f"reporters.{field}", near or None)
    if draft.due_days is not None and not draft.frequency:
        yield Problem("frequency", _("Chọn kỳ báo cáo để có hạn gửi."), "frequency")
    steps = [step for step in APPROVALS if step in draft.approvals]
    if list(draft.approvals) != steps:
        yield Problem(
            "approvals",
            _("Các bước duyệt trước cơ quan thường trực là: thủ trưởng đơn vị, rồi đơn vị cấp trên."),
            "approvals",
        )


def _legend(steps: Iterable[LegendStep]) -> Iterator[Problem]:
    numbered = list(enumerate(steps))
    for number, step in numbered:
        if step.tone not in TONES:
            yield Problem(
                "tone", _("Không có mức “%(tone)s”.") % {"tone": step.tone}, f"legend.{number}.tone"
            )
        if not step.vi:
            yield Problem("missing", _("Nhập tên của mức."), f"legend.{number}.vi")
        if step.from_ is not None and step.to is not None and step.to <= step.from_:
            yield Problem("wrong_order", _("Mức này kết thúc trước khi bắt đầu."), f"legend.{number}.to")
    lowest = Decimal("-Infinity")
    ranged = sorted(numbered, key=lambda one: lowest if one[1].from_ is None else one[1].from_)
    for (_first, before), (number, step) in itertools.pairwise(ranged):
        if before.to is None or step.from_ is None or step.from_ < before.to:
            said = _("Mức “%(one)s” và mức “%(other)s” chồng lên nhau.")
            yield Problem("overlap", said % {"one": before.vi, "other": step.vi}, f"legend.{number}.from")


def formula_problems(draft: LaidDown) -> Iterator[Problem]:
    """What is wrong with the formula by itself."""
    if not draft.formula:
        return
    if draft.kind in _NOT_CALCULATED:
        yield Problem("kind", _("Chỉ số dạng này không tính được bằng công thức."), "kind")
    try:
        given = check(parse(draft.formula))
    except FormulaError as error:
        yield formula_problem(error)
        return
    wanted = Type.BOOLEAN if draft.kind == Kind.YES_NO else Type.NUMBER
    if given not in {wanted, Type.ANY}:
        said = _("Công thức cho kết quả đúng/sai; chỉ số cần một số.")
        if given is Type.TEXT:
            said = _("Công thức cho kết quả là chữ; chỉ số cần một số.")
        elif wanted is Type.BOOLEAN:
            said = _("Công thức cho kết quả là số; chỉ số có/không cần kết quả đúng/sai.")
        yield Problem("type", said, "formula")


def formula_problem(error: FormulaError) -> Problem:
    """A mistake of the formula: the character, what was expected, what may have been meant."""
    hints = []
    if error.expected:
        told = {"number": error.position + 1, "expected": error.expected.told(_)}
        hints.append(_("Ký tự thứ %(number)d: cần %(expected)s.") % told)
    if error.near:
        hints.append(_("Có phải: %(near)s?") % {"near": ", ".join(error.near)})
    return Problem(error.code, error.told(_), "formula", " ".join(hints) or None)


def standing_problems(draft: LaidDown, agencies: Collection[str], known: Known) -> Iterator[Problem]:
    """Everything that can be said of a draft without a database; `known` is all that formulas may name."""
    found = problems(draft, agencies)
    yield from found
    if draft.formula and not any(problem.field == "formula" for problem in found):
        tree = parse(draft.formula)
        unknown = unknown_references(tree, {*known.told, *known.derived}) or unreadable(tree, known)
        if unknown:
            yield unknown


def unknown_references(tree: Node, known: Collection[str]) -> Problem | None:
    """The first reference to an indicator, or to a cell of one, that there is not."""
    for reference in references(tree):
        if reference.kind is Reads.DATA and reference.name not in known:
            near = near_matches(reference.name, known)
            error = FormulaError(
                "unknown_code", reference.position, expected="known_code", near=near, name=reference.name
            )
            return formula_problem(error)
    return None


def unreadable(tree: Node, known: Known) -> Problem | None:
    """The first reference that stored figures cannot answer: a date, an unknown constant, a list too long."""
    try:
        require_readable(tree, known)
    except FormulaError as error:
        return formula_problem(error)
    return None


def circle(formulas: Mapping[str, Node]) -> Problem | None:
    """Indicators that need each other, with the path."""
    try:
        require_acyclic(formulas)
    except Cycle as error:
        said = _("Công thức đi vòng: %(path)s.") % {"path": " → ".join(error.path)}
        return Problem("cycle", said, "formula", _("Một chỉ số không được tính từ chính nó."))
    return None
