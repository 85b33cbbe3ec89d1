"""What is wrong with a formula, and where: a sentence for people, code and position for machines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark `message` for translation; this folder knows no translator."""
    return message


MESSAGES: Final = {
    "too_long": gettext_noop("Công thức dài quá %(most)s ký tự."),
    "too_deep": gettext_noop("Công thức lồng nhau quá %(most)s tầng."),
    "empty": gettext_noop("Công thức còn trống."),
    "unfinished": gettext_noop("Công thức dừng giữa chừng."),
    "unexpected": gettext_noop("Không hiểu “%(found)s” ở chỗ này."),
    "missing_bracket": gettext_noop("Thiếu dấu đóng ngoặc “%(bracket)s”."),
    "trailing": gettext_noop("Sau công thức còn thừa “%(found)s”."),
    "bad_number": gettext_noop("“%(found)s” không phải là số."),
    "number_too_large": gettext_noop("Số “%(found)s” nằm ngoài phạm vi tính được."),
    "unterminated": gettext_noop("Chuỗi chữ không có dấu nháy đóng."),
    "bad_reference": gettext_noop("Mã tham chiếu “%(found)s” viết chưa đúng."),
    "bad_period": gettext_noop("Cách chọn kỳ “%(found)s” không dùng được ở đây."),
    "unknown_function": gettext_noop("Không có hàm “%(name)s”."),
    "unknown_code": gettext_noop("Không có mã “%(name)s”."),
    "arguments": gettext_noop("Hàm %(name)s nhận %(takes)s tham số, không phải %(given)s."),
    "type": gettext_noop("Cần %(expected)s, nhưng ở đây là %(found)s."),
    "unlike": gettext_noop("Hai vế phải cùng loại: một bên là %(expected)s, bên kia là %(found)s."),
    "vector": gettext_noop("Dãy kỳ chỉ dùng bên trong hàm như avg, sum, median."),
}
"""A sentence for each code; words of `WORDS` are filled in translated."""

WORDS: Final = {
    "value": gettext_noop("một giá trị"),
    "operator": gettext_noop("một phép tính hoặc hết công thức"),
    "number": gettext_noop("số"),
    "boolean": gettext_noop("đúng hoặc sai"),
    "text": gettext_noop("chữ"),
    "vector": gettext_noop("dãy số theo kỳ"),
    "number_or_vector": gettext_noop("số hoặc dãy số theo kỳ"),
    "number_or_text": gettext_noop("số hoặc chữ"),
    "any": gettext_noop("giá trị bất kỳ"),
    "digits": gettext_noop("chữ số, viết như 1, 1.5, .5 hoặc 1e3"),
    "quote": gettext_noop("dấu nháy đóng"),
    "code": gettext_noop("mã viết như #{ma} hoặc #{ma.nhom}"),
    "day": gettext_noop("ngày hoặc khoảng thời gian"),
    "choice": gettext_noop("lựa chọn trong danh sách"),
    "integer": gettext_noop("số nguyên"),
    "period": gettext_noop("periodOffset(n), yearToDate() hoặc periods(từ, đến)"),
    "function": gettext_noop("tên hàm"),
    "known_code": gettext_noop("một mã đã biết"),
    "shorter": gettext_noop("công thức ngắn hơn"),
    "range": gettext_noop("số dưới 10^1000"),
}
"""What may have been expected, in words."""


@dataclass(frozen=True)
class Expected:
    """A word of `WORDS`, or characters that stand for themselves."""

    word: str

    def told(self, translate: object = None) -> str:
        """In the reader's language; `translate` is gettext, nothing is Vietnamese."""
        text = WORDS.get(self.word, self.word)
        return str(translate(text)) if callable(translate) else text


class FormulaError(ValueError):
    """A formula that cannot stand. `position` counts characters from 0, `near` is what may be meant."""

    def __init__(
        self,
        code: str,
        position: int,
        *,
        expected: str | None = None,
        near: Iterable[str] = (),
        **params: str | int | Expected,
    ) -> None:
        self.code = code
        self.position = position
        self.expected = Expected(expected) if expected else None
        self.near = tuple(near)
        self.params = {**({"expected": self.expected} if self.expected else {}), **params}
        super().__init__(self.told())

    def told(self, translate: object = None) -> str:
        """The sentence in the reader's language; `translate` is gettext, nothing is Vietnamese."""
        sentence = MESSAGES[self.code]
        filled = {
            name: value.told(translate) if isinstance(value, Expected) else value
            for name, value in self.params.items()
        }
        return (str(translate(sentence)) if callable(translate) else sentence) % filled
