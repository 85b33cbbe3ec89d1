"""Papers for the tests: a plan, a letter, one of the Party, and one full of hostile words. All invented."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from tinhso.papers.content import (
    Annex,
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    Heading,
    OfficialForm,
    Paper,
    Paragraph,
    Run,
    Series,
    Table,
    text,
)

MADE_AT = datetime(2023, 1, 5, 3, 4, 5, 678, tzinfo=UTC)

FORM = OfficialForm(
    parent="",
    issuer="Ủy ban nhân dân tỉnh Mẫu",
    notation="247/KH-UBND",
    place="Mẫu",
    date=date(2023, 1, 5),
    type_name="Kế hoạch",
    abstract="Chuyển đổi số tỉnh Mẫu năm 2023",
    signing=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    signer="Nguyễn Văn Mẫu",
    recipients=(
        "Thường trực Tỉnh ủy",
        "Các sở, ban, ngành",
        "UBND các huyện, thành phố",
        "Lưu: VT, KGVX (NVM)",
    ),
)

WORDS = (
    "Thực hiện Nghị quyết về chuyển đổi số đến năm 2025, định hướng đến năm 2030, Ủy ban nhân dân tỉnh "
    "ban hành Kế hoạch với các nội dung sau; các cơ quan, đơn vị có trách nhiệm tổ chức thực hiện và báo cáo "
    "kết quả định kỳ."
)

TABLE = Table(
    (
        Column("STT", 0.6, "center"),
        Column("Chỉ tiêu", 4),
        Column("Kết quả", 1.2, "right"),
        Column("Ghi chú", 2),
    ),
    tuple(
        (str(n), f"Chỉ tiêu số {n} về dịch vụ công trực tuyến toàn trình", f"{n * 7},5", "")
        for n in range(1, 61)
    ),
    caption="Biểu 1. Kết quả các chỉ tiêu",
)

GROUPED = Table(
    (Column("TT", 0.6, "center"), Column("Nhóm", 3), Column("KH", 1, "right"), Column("TH", 1, "right")),
    (
        (Cell("A", bold=True, align="center"), Cell("Hạ tầng số", bold=True, span=3)),
        ("1", Cell("Phủ sóng", rows=2), "85", "89"),
        ("2", "82", "88"),
    ),
    heads=(
        (Cell("TT", rows=2), Cell("Nhóm", rows=2), Cell("Năm 2022", span=2)),
        (Cell("Kế hoạch"), Cell("Thực hiện")),
    ),
)


def decimals(*values: str | None) -> tuple[Decimal | None, ...]:
    """Values; None stays."""
    return tuple(None if value is None else Decimal(value) for value in values)


CHARTS = (
    Chart(
        "bar",
        "Hồ sơ công việc xử lý trên mạng",
        ("Cấp tỉnh", "Cấp huyện", "Cấp xã"),
        (Series("Kế hoạch", decimals("85", "82", "82")), Series("Thực hiện", decimals("89", "88", "93"))),
        unit="%",
        target=Decimal(90),
        note="Nguồn: số liệu minh hoạ",
    ),
    Chart(
        "hbar",
        "Nhiệm vụ chậm theo cơ quan",
        ("Sở Công Thương", "Sở Tài chính", "Văn phòng UBND tỉnh"),
        (Series("Chậm", decimals("7", "3", None)),),
        unit="nhiệm vụ",
    ),
    Chart(
        "line",
        "Tỷ lệ hồ sơ trực tuyến",
        tuple(f"T{n}/2022" for n in range(1, 13)),
        (
            Series(
                "Tỷ lệ",
                decimals(
                    "30,5".replace(",", "."),
                    "31",
                    "35",
                    None,
                    "42",
                    "44",
                    "47",
                    "50",
                    "51",
                    "58",
                    "61",
                    "66.6",
                ),
            ),
        ),
        unit="%",
        target=Decimal(60),
    ),
    Chart(
        "stacked",
        "Chỉ tiêu theo trụ cột",
        ("Chính quyền số", "Kinh tế số", "Xã hội số"),
        (
            Series("Đạt", decimals("6", "4", "2")),
            Series("Chưa đạt", decimals("3", "2", "1")),
            Series("Chưa có số liệu", decimals("1", None, "1")),
        ),
        unit="chỉ tiêu",
    ),
)

BLOCKS: tuple[Block, ...] = (
    text(WORDS),
    Heading("I. MỤC ĐÍCH, YÊU CẦU", 1),
    Heading("1. Mục đích", 2),
    Paragraph(
        (
            Run("Bảo đảm "),
            Run("đúng, đủ, sạch, sống", bold=True),
            Run(" theo "),
            Run("quy định", italic=True),
            Run("."),
        )
    ),
    Heading("1.1. Nhận thức số", 3),
    Heading("a) Tuyên truyền", 4),
    Bullets(
        (text("Đẩy mạnh tuyên truyền trên các phương tiện thông tin đại chúng;"), text("Tổ chức tập huấn."))
    ),
    Bullets((text("Việc thứ nhất;"), text("Việc thứ hai.")), ordered=True),
    Heading("II. KẾT QUẢ", 1),
    TABLE,
    GROUPED,
    *CHARTS,
    text(WORDS),
)

PLAN = Paper(
    "Kế hoạch chuyển đổi số năm 2023",
    FORM,
    BLOCKS,
    (
        Annex("Danh mục nhiệm vụ", (TABLE,), landscape=True, number="I"),
        Annex("Biểu đồ", CHARTS[:1], number="II"),
    ),
    author="Sở Mẫu",
    made_at=MADE_AT,
)

LETTER = Paper(
    "Công văn đôn đốc",
    OfficialForm(
        parent="Ủy ban nhân dân tỉnh Mẫu",
        issuer="Văn phòng",
        notation="/VP-KGVX",
        place="Mẫu",
        date=None,
        abstract="đôn đốc thực hiện nhiệm vụ chậm tiến độ",
        addressees=("Sở Công Thương", "Sở Tài chính", "Ủy ban nhân dân thành phố Mẫu"),
        signing=("CHÁNH VĂN PHÒNG",),
        signer="Trần Thị Ví Dụ",
        recipients=("Như trên", "Lưu: VT"),
    ),
    (text(WORDS), text("Văn phòng đề nghị các cơ quan báo cáo trước ngày 15/6/2023./.")),
    made_at=MADE_AT,
)

PARTY = Paper(
    "Nghị quyết",
    OfficialForm(
        parent="Đảng bộ tỉnh Mẫu",
        issuer="Tỉnh ủy",
        notation="49-NQ/TU",
        place="Mẫu",
        date=date(2021, 9, 28),
        type_name="Nghị quyết",
        abstract="về chuyển đổi số tỉnh Mẫu đến năm 2025, định hướng đến năm 2030",
        signing=("T/M BAN THƯỜNG VỤ", "BÍ THƯ"),
        signer="Nguyễn Văn Mẫu",
        recipients=("Các huyện ủy, thành ủy", "Lưu: Văn phòng Tỉnh ủy"),
        party=True,
    ),
    (text(WORDS),),
    made_at=MADE_AT,
)

MINUTES = Paper(
    "Biên bản phiên họp",
    OfficialForm(
        parent="Ủy ban nhân dân tỉnh Mẫu",
        issuer="Ban Chỉ đạo chuyển đổi số",
        notation="/BB-BCĐ",
        place="Mẫu",
        date=date(2023, 3, 7),
        type_name="Biên bản",
        abstract="Phiên họp lần thứ nhất năm 2023",
        signing=("CHỦ TRÌ",),
        signer="Nguyễn Văn Mẫu",
        recipients=("Các thành viên Ban Chỉ đạo", "Lưu: VT"),
        co_signing=("THƯ KÝ",),
        co_signer="Trần Thị Ví Dụ",
    ),
    (text(WORDS),),
    made_at=MADE_AT,
)

HOSTILE_WORDS = (
    '#eval("1") #import "x.typ" *đậm* _nghiêng_ $x^2$ '
    "@nhãn <nhãn> `mã` = đề mục // chú thích /* */ ~ \\ \\u{41} \" ' ] [ { } "
    "& <script>alert(1)</script> "
    "-- --- ... \x00\x07\u202e\ufffe 'nháy' “kép” https://vidu.vn/a?b=c#d "
    "{{ x }} {% y %} =1+1 +1 -1 @SUM(A1)"
)
LONG_WORD = "khôngcókhoảngtrắng" * 40

HOSTILE = Paper(
    HOSTILE_WORDS,
    OfficialForm(
        *(HOSTILE_WORDS,) * 4,
        None,
        *(HOSTILE_WORDS,) * 2,
        (HOSTILE_WORDS,) * 2,
        (HOSTILE_WORDS,),
        HOSTILE_WORDS,
        (HOSTILE_WORDS,),
        draft=True,
        co_signing=(HOSTILE_WORDS,),
        co_signer=HOSTILE_WORDS,
    ),
    (
        text(HOSTILE_WORDS),
        text(LONG_WORD),
        Heading(HOSTILE_WORDS, 1),
        Bullets((text(HOSTILE_WORDS), text(LONG_WORD)), mark="#"),
        Table(
            (Column(HOSTILE_WORDS), Column(LONG_WORD)),
            ((HOSTILE_WORDS, LONG_WORD), ("x" * 9000, "dòng một\ndòng hai")),
            HOSTILE_WORDS,
        ),
        Chart(
            "bar",
            HOSTILE_WORDS,
            (HOSTILE_WORDS, LONG_WORD),
            (Series(HOSTILE_WORDS, decimals("-3", "5")), Series(LONG_WORD, decimals(None, "0"))),
            HOSTILE_WORDS,
            Decimal(4),
            HOSTILE_WORDS,
        ),
        text("tiếng Việt rời dấu: " + "Tiếng Việt"),
    ),
    (Annex(HOSTILE_WORDS, (text(HOSTILE_WORDS),), number=HOSTILE_WORDS),),
    HOSTILE_WORDS,
    made_at=MADE_AT,
)
