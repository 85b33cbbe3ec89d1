"""What single phrases are read as, and what any text whatever leaves standing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.text import nfc
from tinhso.reading.core.comparing import across
from tinhso.reading.core.model import CheckKind, Figure, Kind, Standing
from tinhso.reading.core.reader import read

DAY = date(2024, 12, 10)


def only(text: str, kind: Kind) -> Figure:
    found = [one for one in read(text, dated=DAY).figures if one.kind is kind]
    assert len(found) == 1, [(one.kind, one.text) for one in read(text, dated=DAY).figures]
    return found[0]


@pytest.mark.parametrize(
    ("text", "kind", "words", "fields"),
    [
        ("Toàn tỉnh có 1.680 tổ công nghệ số.", "count", "1.680", {"value": 1680}),
        ("Đã thành lập hai mươi mốt tổ công nghệ số.", "count", "hai mươi mốt", {"value": 21}),
        ("Có một trăm linh năm xã tham gia.", "count", "một trăm linh năm", {"value": 105}),
        ("Có 1,2 triệu lượt truy cập.", "count", "1,2 triệu", {"value": 1200000}),
        ("Hoàn thành 18/30 chỉ tiêu.", "ratio", "18/30", {"numerator": 18, "denominator": 30}),
        ("Là 01 trong 07 cơ quan được khen.", "ratio", "01 trong 07", {"numerator": 1, "denominator": 7}),
        ("Có 12 xã trên tổng số 30 xã.", "ratio", "12 xã trên tổng số 30", {"denominator": 30}),
        ("Có 137/139 sản phẩm (đạt 98,6%).", "ratio", "137/139", {"percent_printed": "98.6"}),
        ("Tỷ lệ đạt 98,6% (137/139 sản phẩm).", "ratio", "137/139", {"percent_printed": "98.6"}),
        ("Tỷ lệ hồ sơ là 89%/85%.", "actual_target", "89%/85%", {"actual": 89, "target": 85}),
        ("Tỷ lệ đạt 92,4% (mục tiêu 90%).", "actual_target", "92,4% (mục tiêu 90%", {"target": 90}),
        ("Tỷ lệ đạt 89,5 phần trăm.", "percent", "89,5 phần trăm", {"value": "89.5"}),
        ("Phấn đấu đạt 80-85% số xã.", "percent", "80-85%", {"value": 80, "upper": 85}),
        ("Tỉnh xếp thứ 5/63 tỉnh, thành phố.", "rank", "5/63", {"rank": 5, "of": 63}),
        ("Tỉnh đứng thứ 12 cả nước.", "rank", "12", {"rank": 12, "of": None}),
        ("Chỉ số tăng 11 bậc.", "rank_change", "tăng 11 bậc", {"value": 11, "change": "increase"}),
        ("Chỉ số giảm 03 hạng.", "rank_change", "giảm 03 hạng", {"change": "decrease"}),
        ("Kinh phí là 536,46 tỷ đồng.", "money", "536,46 tỷ đồng", {"value": 536460000000}),
        ("Kinh phí 2 nghìn tỷ đồng.", "money", "2 nghìn tỷ đồng", {"value": 2000000000000}),
        ("Đại hội lần thứ 13 của Đảng.", "ordinal", "lần thứ 13", {"value": 13}),
        ("Dịch vụ công mức độ 3, 4.", "ordinal", "mức độ 3, 4", {"value": 3, "upper": 4}),
        ("Số liệu quý I/2022.", "period", "quý I/2022", {"period": "2022-Q1"}),
        ("Trong 09 tháng cuối năm 2022.", "period", "09 tháng cuối năm 2022", {"period": "2022-04..2022-12"}),
        ("Kết quả 6 tháng đầu năm 2023.", "period", "6 tháng đầu năm 2023", {"period": "2023-H1"}),
        ("Của giai đoạn 2022-2025.", "period", "giai đoạn 2022-2025", {"period": "2022..2025"}),
        ("Tính đến ngày 31/10/2024.", "period", "Tính đến ngày 31/10/2024", {"period": "..2024-10-31"}),
        ("Từ năm 2021 đến nay.", "period", "Từ năm 2021 đến nay", {"period": "2021.."}),
        ("Báo cáo trước ngày 30/6.", "deadline", "trước ngày 30/6", {"deadline": date(2024, 6, 30)}),
        ("Trong tháng 4, các sở hoàn thành.", "deadline", "Trong tháng 4", {"deadline": date(2024, 4, 30)}),
    ],
)
def test_a_figure_is_read_as(text: str, kind: str, words: str, fields: dict[str, Any]) -> None:
    figure = only(text, Kind(kind))
    assert figure.text == words
    for name, value in fields.items():
        got = getattr(figure, name)
        assert got == (Decimal(value) if isinstance(value, str) and isinstance(got, Decimal) else value), name


@pytest.mark.parametrize(
    "text",
    [
        "Họp ngày 28/9/2021 tại trụ sở.",
        "Sáng 7/3, phiên họp khai mạc.",
        "Theo khoản 2 Điều 5 và Phụ lục I.",
        "Điện thoại: 0205.3812.345.",
        "Phủ sóng 3G, 4G, 5G tới các bản.",
        "Trong giai đoạn dịch COVID-19.",
        "1. Kết quả chung",
        "2.1. Hạ tầng số",
        "Cuộc cách mạng công nghiệp 4.0.",
        "Bộ phận một cửa nhận một số hồ sơ.",
        "Hỗ trợ 24/7 qua tổng đài 1022.",
        "Bắt đầu lúc 14 giờ 30 phút.",
    ],
)
def test_what_is_no_figure_is_none(text: str) -> None:
    assert [(one.kind, one.text) for one in read(text, dated=DAY).figures] == []


def test_a_scaled_number_keeps_no_decimals_of_its_print() -> None:
    assert str(only("Kinh phí là 96,4 tỷ đồng.", Kind.MONEY).value) == "96400000000"


def test_the_name_of_the_state_is_no_commune() -> None:
    text = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nToàn tỉnh có 1.680 tổ công nghệ số."
    )
    assert read(text).place == ""


def test_a_document_is_named_with_its_number_day_and_issuer() -> None:
    text = "Thực hiện Nghị quyết số 49-NQ/TU ngày 28/9/2021 của Ban Thường vụ Tỉnh ủy; theo Nghị quyết số 49."
    full, short = read(text).documents
    assert (full.number, full.type, full.dated) == ("49-NQ/TU", "NQ", date(2021, 9, 28))
    assert full.issuer == "Ban Thường vụ Tỉnh ủy"
    assert (short.text, short.number, short.dated) == ("Nghị quyết số 49", "49-NQ/TU", full.dated)
    assert read(text).figures == ()


def test_a_percentage_that_was_cut_off_is_pointed_out() -> None:
    found = read("Có 1.761/1.966 thủ tục hành chính, đạt 89,5%.").checks
    assert [one.kind for one in found] == [CheckKind.PERCENT_OF_RATIO]
    assert "89,6%" in str(found[0])
    assert read("Có 1.761/1.966 thủ tục hành chính, đạt 89,6%.").checks == ()


def test_parts_that_do_not_add_up_are_pointed_out() -> None:
    text = "Trong 14 mục tiêu có 1 mục tiêu về hạ tầng, 6 mục tiêu về chính quyền và 6 mục tiêu về xã hội."
    assert [one.kind for one in read(text).checks] == [CheckKind.PARTS_AND_TOTAL]
    assert read(text.replace("14", "13")).checks == ()


def test_two_texts_that_tell_one_thing_differently_are_pointed_out() -> None:
    first, second = (
        read(f"Đến hết năm 2023, toàn tỉnh có {count} trạm thu phát sóng di động.", place="Nam Định")
        for count in ("1.186", "1.168")
    )
    (found,) = across((first, second))
    assert found.kind is CheckKind.TWO_VALUES
    assert {text for text, _ in found.figures} == {0, 1}
    assert "1.186" in str(found) and "1.168" in str(found)
    assert across((first, first)) == ()


def test_a_sum_that_fell_between_two_texts_is_pointed_out() -> None:
    texts = (
        "Lũy kế đến hết năm 2023 có 421 sản phẩm OCOP.",
        "Lũy kế đến hết tháng 9/2024 có 398 sản phẩm OCOP.",
    )
    (found,) = across([read(text, place="Nam Định") for text in texts])
    assert found.kind is CheckKind.FALLING_TOTAL


def test_aims_are_told_from_results() -> None:
    aim = only("Phấn đấu 80% xã có đài truyền thanh.", Kind.PERCENT)
    result = only("Đã có 80% xã có đài truyền thanh.", Kind.PERCENT)
    assert (aim.standing, result.standing) == (Standing.TARGET, Standing.RESULT)


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    found = read(text)
    assert found.text == nfc(text.replace("\r\n", "\n").replace("\r", "\n"))
    for one in found.figures:
        assert one.span.of(found.text) == one.text
        assert 0 <= one.span.start < one.span.end <= len(found.text)


PIECES = st.sampled_from(
    (
        *(
            "18/30",
            "89,5%",
            "7/3",
            "thứ",
            "lần thứ",
            "năm 2022",
            "quý I",
            "tháng",
            "đến nay",
            "trước ngày 30/6",
        ),
        *(
            "tỷ đồng",
            "đạt",
            "(",
            ")",
            ",",
            ".",
            ";",
            ":",
            "\n",
            "số",
            "49-NQ/TU",
            "Kế hoạch",
            "của",
            "và",
            "5",
            "%",
        ),
    )
)


@given(st.lists(PIECES, max_size=40))
def test_any_row_of_pieces_is_read(pieces: list[str]) -> None:
    found = read(" ".join(pieces), dated=DAY)
    spans = sorted(one.span for one in found.figures)
    assert all(one.end <= other.start for one, other in pairwise(spans)), "none over another"
