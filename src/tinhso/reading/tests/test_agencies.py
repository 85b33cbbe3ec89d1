"""Which agency a name means, and whose figure a sentence tells."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.ids import new_id
from tinhso.base.text import fold
from tinhso.people.models import Agency, AgencyKind
from tinhso.places.models import Level, Place
from tinhso.reading import core
from tinhso.reading.core.model import Figure, Kind
from tinhso.reading.core.reader import read
from tinhso.reading.core.tests.marked import load
from tinhso.reading.matching.about import Subjects
from tinhso.reading.matching.agencies import Names, is_group

TEXTS = [(gold["name"], text) for text, gold in load(Path(core.__file__).parent / "tests/gold/texts")]
PROVINCE = Place(id=new_id(), level=Level.PROVINCE, code="20", name="Lạng Sơn", type="Tỉnh", path="VN/20")
COMMUNES = tuple(
    Place(id=new_id(), level=Level.COMMUNE, code=code, name="Tân Tiến", type="Xã", path=f"VN/20/{code}")
    for code in ("06001", "06002")
)


def _agency(
    code: str, name: str, short: str = "", kind: str = AgencyKind.DEPARTMENT, **more: Place
) -> Agency:
    place = more.get("place", PROVINCE)
    return Agency(id=new_id(), code=code, name=name, short_name=short, kind=kind, place=place)


ROWS = (
    _agency("y-te", "Sở Y tế"),
    _agency("noi-vu", "Sở Nội vụ"),
    _agency("khcn", "Sở Khoa học và Công nghệ", "Sở KH&CN"),
    _agency("vhttdl", "Sở Văn hóa, Thể thao và Du lịch", "Sở VHTT&DL"),
    _agency("cong-an", "Công an tỉnh Lạng Sơn"),
    _agency("vnpt", "Viễn thông Lạng Sơn", "VNPT Lạng Sơn", AgencyKind.ENTERPRISE),
    _agency("ubnd", "Ủy ban nhân dân tỉnh Lạng Sơn", "UBND tỉnh", AgencyKind.COMMITTEE),
    _agency("vp", "Văn phòng Ủy ban nhân dân tỉnh Lạng Sơn", "", AgencyKind.OFFICE),
    _agency("to-cns", "Tổ công nghệ số cộng đồng", "", AgencyKind.OTHER),
    *(
        _agency(f"ubnd-{one.code}", "Ủy ban nhân dân xã Tân Tiến", "", AgencyKind.COMMITTEE, place=one)
        for one in COMMUNES
    ),
)
KNOWN = Names(ROWS, {"nganh y te cua ta": "y-te"}, "lang son", "20")
UNIQUE = [row for row in ROWS if not row.code.startswith("ubnd-")]


def _code(name: str, known: Names = KNOWN) -> str:
    found = known.meant(name)
    return found.code if found else ""


@given(row=st.sampled_from(UNIQUE), change=st.sampled_from([str, str.upper, str.lower, fold]))
def test_an_agency_is_known_by_its_names_however_written(row: Agency, change: type[str]) -> None:
    for name in filter(None, (row.name, row.short_name)):
        assert _code(change(name)) == row.code
        bare = KNOWN.bare(fold(name))
        assert {_code(bare), _code(f"{bare} tỉnh"), _code(f"{bare} tỉnh Lạng Sơn")} == {row.code}


@given(st.text(max_size=40))
def test_any_name_whatever_means_one_agency_or_none(name: str) -> None:
    found = KNOWN.meant(name)
    assert found is None or found in ROWS
    assert KNOWN.meant(fold(name)) == found


@given(row=st.sampled_from(ROWS), other=st.sampled_from(ROWS))
def test_what_was_taught_counts_before_a_name(row: Agency, other: Agency) -> None:
    taught = Names(ROWS, {fold(row.name): other.code}, "lang son", "20")
    assert taught.meant(row.name) == other
    assert taught.named(row.name) == KNOWN.named(row.name)
    gone = Names([one for one in ROWS if one != other], {"co quan nay": other.code}, "lang son", "20")
    assert gone.meant("cơ quan này") is None


def test_one_name_of_several_means_that_of_the_documents_unit() -> None:
    assert _code("UBND xã Tân Tiến") == ""
    here = Names(ROWS, {}, "lang son", "06002")
    assert _code("UBND xã Tân Tiến", here) == "ubnd-06002"


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("các sở, ban, ngành", True),
        ("UBND các xã, phường", True),
        ("địa phương", True),
        ("Sở Du lịch", False),
        ("UBND xã Tân Tiến", False),
    ],
)
def test_many_at_once_are_no_agency(name: str, *, group: bool) -> None:
    assert is_group(name) is group


def _told(text: str) -> dict[str, str]:
    """Of every figure, as printed, the agency it is said to be of."""
    told = read(text, dated=date(2026, 11, 5), place="Lạng Sơn")
    subjects = Subjects(told.text, KNOWN, PROVINCE)

    def whose(figure: Figure) -> str:
        found = subjects.of(figure, PROVINCE if figure.place in {"", "Lạng Sơn"} else COMMUNES[0])
        return found.agency.code if found.agency else f"? {found.said}".strip("? ")

    return {one.text: whose(one) for one in told.figures if one.kind not in {Kind.PERIOD, Kind.DEADLINE}}


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("Sở Y tế tiếp nhận 1.200 hồ sơ, đạt 95%.", {"1.200": "y-te", "95%": "y-te"}),
        ("Trong quý III năm 2026, Sở Y tế đã tiếp nhận 1.200 hồ sơ.", {"1.200": "y-te"}),
        ("- Sở KH&CN: 1.200 hồ sơ.", {"1.200": "khcn"}),
        ("2. Công an tỉnh Lạng Sơn đã giải quyết 1.200 hồ sơ.", {"1.200": "cong-an"}),
        ("Sở Nội vụ tỉnh Lạng Sơn xử lý 1.200 hồ sơ.", {"1.200": "noi-vu"}),
        ("Sở Y tế đạt 95%; Sở Nội vụ đạt 90%.", {"95%": "y-te", "90%": "noi-vu"}),
        ("Sở Y tế đạt 95%, Sở Nội vụ đạt 90%.", {"95%": "y-te", "90%": "noi-vu"}),
        ("Đến nay, Sở Y tế hoàn thành 12/15 nhiệm vụ được giao.", {"12/15": "y-te"}),
        ("1 | Sở Y tế | 1.200 | 95%", {"1.200": "y-te", "95%": "y-te"}),
        ("Sở Du lịch tiếp nhận 1.200 hồ sơ.", {"1.200": "Sở Du lịch"}),
        ("Sở Y tế tỉnh Cao Bằng tiếp nhận 1.200 hồ sơ.", {"1.200": "Sở Y tế tỉnh Cao Bằng"}),
    ],
)
def test_the_agency_that_a_sentence_is_about(text: str, whose: dict[str, str]) -> None:
    told = _told(text)
    assert {printed: told[printed] for printed in whose} == whose


@pytest.mark.parametrize(
    "text",
    [
        "Theo báo cáo của Sở Y tế, toàn tỉnh tiếp nhận 1.200 hồ sơ.",
        "Theo Sở Y tế, đã tiếp nhận 1.200 hồ sơ.",
        "Sở Y tế báo cáo đã tiếp nhận 1.200 hồ sơ.",
        "Sở Y tế cho biết toàn tỉnh có 1.200 hồ sơ.",
        "Giao Sở Y tế chủ trì tiếp nhận 1.200 hồ sơ.",
        "Giao Sở Y tế tiếp nhận 1.200 hồ sơ.",
        "Sở Y tế chủ trì, phối hợp với Sở Nội vụ xử lý 1.200 hồ sơ.",
        "Sở Y tế, Sở Nội vụ tiếp nhận 1.200 hồ sơ.",
        "Sở Y tế và Sở Nội vụ tiếp nhận 1.200 hồ sơ.",
        "Sở Y tế đã tham mưu UBND tỉnh ban hành 1.200 văn bản.",
        "Sở Y tế đã hướng dẫn 1.200 thôn.",
        "Toàn tỉnh có 1.200 hồ sơ do Sở Y tế tiếp nhận.",
        "Giám đốc Sở Y tế có 1.200 hồ sơ.",
        "UBND tỉnh ban hành 1.200 văn bản.",
        "UBND xã Tân Tiến tiếp nhận 1.200 hồ sơ.",
        "Các sở, ngành tiếp nhận 1.200 hồ sơ.",
        "Tổ công nghệ số cộng đồng đạt 1.200 lượt.",
        "Sở Y tế phấn đấu tiếp nhận 1.200 hồ sơ.",
        "1 | Tiếp nhận hồ sơ | Sở Y tế | 1.200",
        "Sở Y tế | Tiếp nhận 1.200 hồ sơ",
        "Sở Y tế tiếp nhận hồ sơ. Toàn tỉnh có 1.200 hồ sơ.",
    ],
)
def test_where_that_is_not_plain_nobody_is_proposed(text: str) -> None:
    assert _told(text)["1.200"] == ""


def test_what_follows_of_the_whole_province_is_not_the_agencys() -> None:
    assert _told("Sở Y tế tiếp nhận 1.200 hồ sơ, toàn tỉnh đạt 95%.") == {"1.200": "y-te", "95%": ""}


@pytest.mark.parametrize("text", [text for _name, text in TEXTS], ids=[name for name, _text in TEXTS])
def test_reports_on_whole_units_give_no_agency_a_figure(text: str) -> None:
    told = read(text, place=PROVINCE.name)
    subjects = Subjects(told.text, KNOWN, PROVINCE)
    assert [one.text for one in told.figures if subjects.of(one, PROVINCE).agency] == []


@given(
    st.lists(
        st.sampled_from(["Sở Y tế", "Sở Nội vụ", "tiếp nhận", "1.200", "hồ sơ", ",", ";", "theo", "và", "|"])
    )
)
def test_whatever_is_said_an_agency_proposed_stands_before_its_figure(words: list[str]) -> None:
    told = read(" ".join(words), dated=date(2026, 11, 5), place="Lạng Sơn")
    subjects = Subjects(told.text, KNOWN, PROVINCE)
    for figure in told.figures:
        found = subjects.of(figure, PROVINCE)
        if found.said:
            before = told.text[figure.sentence.start : figure.span.start]
            assert found.said in before
            assert found.agency is None or found.agency == KNOWN.meant(found.said)
