"""Why something cannot be scored. Faces turn these into refusals at the field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


def gettext_noop(message: str) -> str:
    """Mark `message` for translation; the core knows no translator."""
    return message


@dataclass(frozen=True)
class Fault:
    """One thing that keeps a score from being made: at `place` (its position, None for all) and `node`."""

    code: str
    message: str
    place: int | None = None
    node: str = ""
    params: dict[str, str] = field(default_factory=dict)
    near: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.message % self.params


class Unscorable(ValueError):
    """No score can be made of what was given; `faults` say everything that stands in the way."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


NO_POINTS = gettext_noop("Bộ chỉ số %(edition)s chưa biết cách chia điểm nên không tính được: %(why)s")
UNKNOWN_NODE = gettext_noop("Bộ chỉ số không có chỉ số thành phần “%(node)s”.")
MISSING_NODE = gettext_noop("Thiếu điểm của chỉ số “%(node)s” (%(name)s).")
GIVEN_TWICE = gettext_noop("“%(node)s” có điểm riêng, và các chỉ số bên trong nó cũng có.")
OUTSIDE = gettext_noop("Điểm là tỷ lệ từ 0 đến 1; %(share)s nằm ngoài.")
MISSING_INPUT = gettext_noop("Thiếu số liệu đầu vào “%(input)s”.")
WRONG_INPUT = gettext_noop("Số liệu đầu vào “%(input)s” không dùng được cho quy tắc này: %(found)s.")
NO_EVIDENCE = gettext_noop("Điểm chấm tay cần ghi minh chứng ở “%(input)s”.")
NO_PLACE = gettext_noop("Chưa có địa bàn nào để tính.")
OUT_OF_REACH = gettext_noop("Không đạt được: mọi chỉ số đã nêu cộng lại chỉ thêm %(most)s điểm.")
UNKNOWN_INPUT = gettext_noop("Quy tắc của chỉ số “%(node)s” không có đầu vào “%(input)s”.")
NO_RULE = gettext_noop("Chỉ số “%(node)s” không có quy tắc chấm điểm nên không nhận số liệu đầu vào.")
WRONG_STEP = gettext_noop("Chỉ số này không còn ở bước đó.")
MISSING_POINTS = gettext_noop("Chưa nhập điểm.")
MISSING_REASON = gettext_noop("Chưa nêu lý do.")
SAME_POINTS = gettext_noop("Điểm này bằng điểm đang có.")
OUTSIDE_POINTS = gettext_noop("Điểm từ 0 đến %(most)s; %(points)s nằm ngoài.")
