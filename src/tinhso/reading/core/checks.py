"""Where a text does not agree with itself. Each check says what it compared; none changes a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from tinhso.base.numbers import compare_printed
from tinhso.base.numbers.errors import gettext_noop
from tinhso.base.text import fold
from tinhso.reading.core.comparing import falling, made, shown, two_values
from tinhso.reading.core.model import Change, Check, CheckKind, Figure, Kind

_NEAR: Final = 1500
"""Characters between figures that speak of one matter: a paragraph or two."""
_HUNDRED: Final = Decimal(100)
_BASES: Final = ("ke hoach", "du toan", "so voi", "cung ki", "chi tieu", "muc tieu")
_FEWEST_PARTS: Final = 2
_SHARED: Final = 0.6
_HEAD: Final = 2
_LACKING: Final = ("chua ", "trang ", "chua duoc", "khong co", "con thieu", "lom song", "“trang”", "trang” ")
_EMPTY: Final = frozenset(
    (
        *(
            "duoc",
            "co",
            "tai",
            "cac",
            "cua",
            "va",
            "da",
            "so",
            "tren",
            "dia",
            "ban",
            "tinh",
            "trong",
            "cho",
            "voi",
        ),
        *("theo", "nhung", "mot", "la", "o", "cap", "chua", "khu", "vuc", "huyen", "xa", "thon", "toan"),
    )
)
"""Folds of words that nearly every subject holds."""

_TRUNCATED: Final = gettext_noop(
    "%(ratio)s là %(computed)s%%, văn bản ghi %(printed)s%% (cắt bỏ phần lẻ, không làm tròn)."
)
_DIFFERENT: Final = gettext_noop("%(ratio)s là %(computed)s%%, văn bản ghi %(printed)s%%.")
_PARTS: Final = gettext_noop("Các phần %(parts)s cộng lại là %(sum)s, tổng ghi %(total)s.")
_REST: Final = gettext_noop(
    "%(ratio)s thì còn %(rest)s, văn bản ghi %(count)s cho “%(subject)s”;"
    " cần nói rõ hai số có cùng một nội dung không."
)
_RANGE: Final = gettext_noop("%(text)s nằm ngoài khoảng có thể có.")
_MORE: Final = gettext_noop("%(text)s: tử số lớn hơn mẫu số.")
_ALL: Final = gettext_noop(
    "%(all)s “%(subject)s” bên cạnh %(ratio)s “%(other)s”: không thể cùng đúng nếu nói về một việc."
)


def check(figures: Sequence[Figure]) -> tuple[Check, ...]:
    """Everything in one text that does not agree."""
    return (
        *_percentages(figures),
        *_parts(figures),
        *_rests(figures),
        *two_values(figures),
        *_ranges(figures),
        *falling(figures),
        *_all_and_not_all(figures),
    )


def _percentages(figures: Sequence[Figure]) -> Iterator[Check]:
    for number, one in enumerate(figures):
        if one.percent_printed is None or one.numerator is None or not one.denominator:
            continue
        compared = compare_printed(one.percent_printed, one.numerator, one.denominator)
        if compared.agrees or compared.computed is None:
            continue
        message = _TRUNCATED if compared.verdict == "truncated" else _DIFFERENT
        yield made(
            CheckKind.PERCENT_OF_RATIO,
            message,
            (number,),
            ratio=one.text,
            computed=shown(compared.computed),
            printed=shown(one.percent_printed),
        )


def _parts(figures: Sequence[Figure]) -> Iterator[Check]:
    """`Trong 13 mục tiêu … có 1 …, 6 … và 6 …`: counts of one unit in one sentence, the first the whole."""
    for number, whole in enumerate(figures):
        if not (whole.opens_parts or whole.opens_some) or whole.value is None:
            continue
        parts = [
            (place, one)
            for place, one in enumerate(figures)
            if place > number
            and one.sentence == whole.sentence
            and one.kind is Kind.COUNT
            and _one_kind(whole, one)
            and one.change is Change.NONE
        ]
        total = sum((one.value or Decimal(0) for _, one in parts), Decimal(0))
        if (
            len(parts) < _FEWEST_PARTS
            or total == whole.value
            or (not whole.opens_parts and total < whole.value)
        ):
            continue
        yield made(
            CheckKind.PARTS_AND_TOTAL,
            _PARTS,
            (number, *(place for place, _ in parts)),
            parts=" + ".join(shown(one.value) for _, one in parts),
            sum=shown(total),
            total=shown(whole.value),
        )


def _one_kind(whole: Figure, part: Figure) -> bool:
    """Whether the part is of what the whole counts: by the unit, or by the first word where none is known."""
    if part.unit and whole.unit:
        return whole.unit.startswith(part.unit)
    return bool(_head(whole)) and _head(whole) == _head(part)


def _rests(figures: Sequence[Figure]) -> Iterator[Check]:
    """`1.542/1.562 thôn được phủ sóng` beside `52 thôn “trắng” sóng`: what is left and what is said to be."""
    for number, ratio in enumerate(figures):
        if ratio.kind is not Kind.RATIO or ratio.numerator is None or ratio.denominator is None:
            continue
        rest = ratio.denominator - ratio.numerator
        topic = _topic(ratio)
        for place, one in enumerate(figures):
            if one.kind is not Kind.COUNT or one.value in (None, rest) or not _is_near(ratio, one):
                continue
            if not _head(ratio) or _head(ratio) != _head(one) or not _lacks(one) or not topic & _topic(one):
                continue
            agreeing = tuple(
                at
                for at, other in enumerate(figures)
                if other.kind is Kind.COUNT
                and other.value == rest
                and _is_near(ratio, other)
                and _lacks(other)
            )
            yield made(
                CheckKind.PARTS_AND_TOTAL,
                _REST,
                tuple(sorted({number, place, *agreeing})),
                ratio=ratio.text,
                rest=shown(rest),
                count=shown(one.value),
                subject=one.subject,
            )


def _is_near(one: Figure, other: Figure) -> bool:
    return abs(one.span.start - other.span.start) < _NEAR


def _lacks(one: Figure) -> bool:
    words = f"{fold(one.subject)} "
    return any(sign in words for sign in _LACKING)


def _head(one: Figure) -> str:
    return (fold(one.subject).split() or [""])[0]


def _topic(one: Figure) -> set[str]:
    """The telling words of a subject, its head and what every sentence says left out."""
    return {word for word in fold(one.subject).split()[1:] if word not in _EMPTY and not word.isdigit()}


def _ranges(figures: Sequence[Figure]) -> Iterator[Check]:
    for number, one in enumerate(figures):
        if one.kind is Kind.RATIO and one.numerator is not None and one.denominator is not None:
            if one.numerator > one.denominator and "vuot" not in fold(one.subject):
                yield made(CheckKind.OUT_OF_RANGE, _MORE, (number,), text=one.text)
        elif (one.rank is not None and one.of is not None and one.rank > one.of) or (
            one.kind is Kind.PERCENT and one.value is not None and one.value > _HUNDRED and _is_share(one)
        ):
            yield made(CheckKind.OUT_OF_RANGE, _RANGE, (number,), text=one.text)


def _is_share(one: Figure) -> bool:
    """Whether the percentage is of a whole: neither growth nor fulfilment of a plan."""
    words = fold(one.subject)
    return (
        one.change is Change.NONE
        and words.startswith(("ti le", "so "))
        and not any(of in words for of in _BASES)
    )


def _all_and_not_all(figures: Sequence[Figure]) -> Iterator[Check]:
    """`137/139 sản phẩm OCOP lên các sàn` beside `100% sản phẩm OCOP … trên sàn`."""
    for number, whole in enumerate(figures):
        if whole.kind is not Kind.PERCENT or whole.value != _HUNDRED or whole.is_target:
            continue
        for place, ratio in enumerate(figures):
            if ratio.is_target or not _says_not_all(ratio):
                continue
            if _one_matter(whole, ratio):
                yield made(
                    CheckKind.ALL_AND_NOT_ALL,
                    _ALL,
                    tuple(sorted((number, place))),
                    all=whole.text,
                    subject=whole.subject,
                    ratio=ratio.text,
                    other=ratio.subject,
                )


def _says_not_all(one: Figure) -> bool:
    """`137/139 sản phẩm …`; `14 xã chưa …`."""
    if one.kind is Kind.RATIO:
        return one.numerator != one.denominator
    return one.kind is Kind.COUNT and bool(one.value) and " chua " in f" {fold(one.subject)} "


def _one_matter(one: Figure, other: Figure) -> bool:
    """Whether both count the same things in the same respect."""
    first, second = fold(one.subject).split(), fold(other.subject).split()
    alike = (
        first[: _HEAD if other.kind is Kind.RATIO else 1]
        == second[: _HEAD if other.kind is Kind.RATIO else 1]
    )
    if not alike or one.scope != other.scope or (one.place, one.places) != (other.place, other.places):
        return False
    if one.period != other.period and other.kind is Kind.RATIO:
        return False
    mine, theirs = _topic(one), _topic(other)
    smaller = min(len(mine), len(theirs))
    return smaller > 0 and len(mine & theirs) / smaller >= _SHARED
