"""What a phrase may mean: likeness, its reasons, abbreviations, places of one name, packs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.packs.info import PackInfo, Words
from tinhso.base.text import fold
from tinhso.reading.actions.teaching import teach
from tinhso.reading.matching.known import abbreviations, taught
from tinhso.reading.matching.likeness import Asked, Known, Vocabulary
from tinhso.reading.matching.names import Names, bare
from tinhso.reading.models import Abbreviation, Concerns, Synonym
from tinhso.reading.pack import SECTIONS, AbbreviationItem, SynonymItem
from tinhso.reading.tests.conftest import Scene

SHORT = {"TTHC": "thủ tục hành chính", "DVCTT": "dịch vụ công trực tuyến", "CĐS": "chuyển đổi số"}
KNOWN = (
    Known("indicator", "dvctt", ("Tỷ lệ thủ tục hành chính cung cấp dịch vụ công trực tuyến",), "ratio", "%"),
    Known("indicator", "to", ("Tổ công nghệ số cộng đồng",), "count", "tổ"),
    Known("indicator", "thanh-vien", ("Thành viên tổ công nghệ số cộng đồng",), "count", "người"),
    Known("indicator", "xep-hang", ("Xếp hạng chuyển đổi số cấp tỉnh",), "rank", ""),
    Known("target", "ct-1", ("Thành lập tổ công nghệ số cộng đồng",), "count", "tổ"),
)
VOCABULARY = Vocabulary(KNOWN, SHORT)


def _first(subject: str, kind: str = "", unit: str = "") -> str:
    found = VOCABULARY.matches(Asked(subject, kind, unit))
    return found[0].known.code if found else ""


@pytest.mark.parametrize(
    ("subject", "kind", "expected"),
    [
        ("tổ công nghệ số cộng đồng", "count", "to"),
        ("to cong nghe so cong dong", "count", "to"),
        ("thành viên tổ công nghệ số cộng đồng", "count", "thanh-vien"),
        ("TTHC được cung cấp DVCTT", "ratio", "dvctt"),
        ("thủ tục hành chính được cung cấp dịch vụ công trực tuyến", "percent", "dvctt"),
        ("xếp hạng CĐS cấp tỉnh", "rank", "xep-hang"),
        ("trạm y tế có bác sĩ", "count", ""),
        ("", "count", ""),
    ],
)
def test_phrases_find_what_they_mean(subject: str, kind: str, expected: str) -> None:
    assert _first(subject, kind) == expected


def test_reasons_name_what_met() -> None:
    found = VOCABULARY.matches(Asked("tổ công nghệ số cộng đồng", "count", "tổ"))[0]
    assert found.score == 1
    assert set(found.why.words) == {"to", "cong", "nghe", "so", "dong"}
    assert found.why.kind and found.why.unit


def test_another_kind_is_less_likely() -> None:
    same = VOCABULARY.matches(Asked("tổ công nghệ số cộng đồng", "count"))[0]
    other = VOCABULARY.matches(Asked("tổ công nghệ số cộng đồng", "deadline"))[0]
    assert other.score < same.score * Decimal("0.7")
    assert not other.why.kind


@pytest.mark.parametrize("kind", ["rank", "rank_change"])
def test_the_own_kind_comes_before_one_like_it(kind: str) -> None:
    known = (
        Known("indicator", "rank", ("Xếp hạng chuyển đổi số cấp tỉnh",), "rank"),
        Known("indicator", "rank_change", ("Thay đổi thứ hạng chuyển đổi số",), "rank_change"),
    )
    found = Vocabulary(known).matches(Asked("thứ hạng chuyển đổi số năm 2021 của tỉnh", kind))
    assert found[0].known.code == kind


@given(st.text(max_size=60), st.sampled_from(["", "count", "ratio", "rank", "change"]))
def test_scores_lie_between_nought_and_one_and_fall(subject: str, kind: str) -> None:
    found = VOCABULARY.matches(Asked(subject, kind))
    scores = [one.score for one in found]
    assert all(0 < score <= 1 for score in scores)
    assert scores == sorted(scores, reverse=True)
    assert len({one.known.code for one in found}) == len(found)


@given(st.sampled_from([name for one in KNOWN for name in one.names]))
def test_a_name_finds_itself_first(name: str) -> None:
    assert name in VOCABULARY.matches(Asked(name))[0].known.names


def test_what_was_learned_is_sure(scene: Scene) -> None:
    by = scene.who["can-bo"]
    first = teach(by, Concerns.INDICATOR, "tổ số cộng đồng", "to-cnscd")
    assert first is not None
    assert teach(by, Concerns.INDICATOR, "Tổ số  cộng đồng", "to-cnscd") is None
    teach(by, Concerns.INDICATOR, "tổ số cộng đồng", "dvctt")
    assert taught(Concerns.INDICATOR) == {("indicator", "dvctt"): frozenset({fold("tổ số cộng đồng")})}
    teach(by, Concerns.INDICATOR, "tổ số cộng đồng", "")
    assert taught(Concerns.INDICATOR) == {}
    assert Synonym.objects.count() == 3


def test_a_name_without_its_type_and_marks_is_found(scene: Scene) -> None:
    names = Names(["xã Tân Tiến", "tan tien", "Lạng Sơn", "tỉnh Lạng Sơn", "Cao Bằng"], date(2026, 1, 1))
    assert [row.code for row in names.of("xã Tân Tiến")] == ["06001", "06002"]
    assert [row.code for row in names.of("tan tien")] == ["06001", "06002"]
    assert names.of("Lạng Sơn") == names.of("tỉnh Lạng Sơn") == [scene.province]
    assert names.of("Cao Bằng") == []


def test_units_of_the_documents_own_come_first(scene: Scene) -> None:
    one = scene.namesakes[0]
    assert Names(["Tân Tiến"], within=one).of("Tân Tiến") == [one]


def test_types_are_taken_off() -> None:
    assert bare("huyện Văn Bàn") == (fold("Văn Bàn"), "district")
    assert bare("UBND tỉnh Lào Cai") == (fold("Lào Cai"), "province")
    assert bare("Xã") == (fold("Xã"), "")


def test_packs_bring_words(scene: Scene) -> None:
    short, meant = SECTIONS
    pack = PackInfo(code="thu", name=Words(vi="Thử"), kind="shared")
    item = AbbreviationItem(short="TTHC", words="thủ tục hành chính")
    phrase = SynonymItem(phrase="thủ tục lên mạng", concerns=Concerns.INDICATOR, code="dvctt")
    Abbreviation.objects.create(short=item.short, words=item.words, pack="thu")
    assert short.current(pack, ["TTHC", "DVC"]) == {"TTHC": item}
    assert abbreviations() == {"TTHC": "thủ tục hành chính"}
    Synonym.objects.create(
        concerns=phrase.concerns, phrase=fold(phrase.phrase), said=phrase.phrase, code="dvctt", pack="thu"
    )
    assert meant.current(pack, [meant.key(phrase)]) == {meant.key(phrase): phrase}
