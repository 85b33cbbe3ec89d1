"""The language of templates: what reads, what is refused, every flaw named with what may be meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.reports.template import nodes
from tinhso.reports.template.checking import Known, check
from tinhso.reports.template.describing import describe
from tinhso.reports.template.parsing import parse
from tinhso.reports.template.problems import BadTemplate
from tinhso.reports.template.walking import figures
from tinhso.reports.template.words import FIGURES, RULES

KNOWN = Known(
    targets={"langson-246-01", "langson-246-02"},
    indicators={"tthc-dvctt", "ocop-tren-san"},
    plans={"langson-2024-246-kh-ubnd"},
    pillars={"chinh-quyen"},
    agencies={"langson-so-khcn"},
    indices={"dti"},
    places={"20"},
)


def test_a_template_becomes_a_tree_that_knows_its_lines() -> None:
    tree = parse("# I. KẾT QUẢ\n\nĐạt **{chi-tieu langson-246-01 cap}**.\n- một\n- hai\n\n- ba\n@ngat-trang")
    assert [type(block) for block in tree.blocks] == [
        nodes.Title,
        nodes.Prose,
        nodes.Items,
        nodes.Items,
        nodes.NewPage,
    ]
    assert tree.spans == ((1, 1), (3, 3), (4, 5), (7, 7), (8, 8))
    told = figures(tree)[0]
    assert (told.line, told.column) == (3, 8)
    assert isinstance(told, nodes.TargetFigure)
    assert told.aspect == "cap"


def test_tones_and_capitals_do_not_matter() -> None:
    assert parse("{Chỉ-Tiêu x Trạng-Thái}") == parse("{chi-tieu x trang-thai}")
    assert parse("@Bảng Chỉ-Tiêu * : A") == parse("@bang chi-tieu *: A")


@pytest.mark.parametrize(
    ("text", "message", "near"),
    [
        ("a {chi-tiu x}", "Không có loại số liệu “chi-tiu”", "chi-tieu"),
        ("a {chi-tieu x trang-tha}", "không có “trang-tha”", "trang-thai"),
        ("a {chi-so x tia=20}", "không có tham số “tia”", "tai"),
        ("@bang chitieu x", "Không có “@bang chitieu”", "bang chi-tieu"),
        ("@de-xuat trucot *", "Không có cách đề xuất “trucot”", "tru-cot"),
    ],
)
def test_what_nobody_knows_is_named_with_what_may_be_meant(text: str, message: str, near: str) -> None:
    with pytest.raises(BadTemplate) as refused:
        parse(f"đoạn đầu\n{text}")
    flaw = refused.value.flaws[0]
    assert flaw.line == 2
    assert message in flaw.message
    assert near in flaw.near


@pytest.mark.parametrize(
    "text",
    [
        "{chi-so",
        "{}",
        "{chi-so}",
        "{chi-so a ky=2022-Q9}",
        "{= #{a} + }",
        "{= #{a}; chu-so=9}",
        "@",
        "@gop-y a",
        "@phu-luc",
        "@bieu-do chi-so a so-ky=1",
        "@gop-y a don-vi=x\n@gop-y a don-vi=y",
    ],
)
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(BadTemplate):
        parse(text)


def test_every_flaw_is_told_not_the_first_alone() -> None:
    with pytest.raises(BadTemplate) as refused:
        parse("{a} và {b}\n@bang x\nđúng {ky}")
    assert [(flaw.line, flaw.column) for flaw in refused.value.flaws] == [(1, 2), (1, 9), (2, 2)]


def test_unknown_codes_are_named_with_line_and_near_ones() -> None:
    text = "{chi-tieu langson-246-0}\n{chi-so tthc-dvct so}\n@bang don-vi langson-2024-246\n{xep-hang dtii}"
    told = check(parse(text), KNOWN)
    assert [flaw.line for flaw in told] == [1, 2, 3, 4]
    assert [flaw.near[0] for flaw in told] == [
        "langson-246-01",
        "tthc-dvctt",
        "langson-2024-246-kh-ubnd",
        "dti",
    ]


def test_formulas_are_checked_by_their_own_language() -> None:
    assert not check(parse("{= #{tthc-dvctt} - #{ocop-tren-san}; don-vi=%}"), KNOWN)
    assert [flaw.found for flaw in check(parse("{= #{tthc} + 1}"), KNOWN)] == ["tthc"]


def test_figures_that_may_tell_of_single_persons_stay_out() -> None:
    known = Known(indicators={"ho-so"}, closed={"ho-so"})
    assert "dữ liệu cá nhân" in check(parse("{chi-so ho-so}"), known)[0].message


CODES = st.from_regex(r"[a-z][a-z0-9]{1,8}(-[a-z0-9]{1,4})?", fullmatch=True)


@given(st.sampled_from(sorted(FIGURES)), CODES, st.data())
def test_every_reference_either_resolves_or_is_named(kind: str, code: str, data: st.DataObject) -> None:
    """Whatever code stands in braces: known ones pass, unknown ones are named at their place."""
    spec = FIGURES[kind]
    aspect = data.draw(st.sampled_from(sorted(spec.aspects)))
    text = f"Đoạn {{{' '.join(filter(None, (kind, code if spec.names else '', aspect)))}}} cuối"
    tree = parse(text)
    found = {
        "chi-tieu": "targets",
        "chi-so": "indicators",
        "so-chi-tieu": "plans",
        "so-nhiem-vu": "plans",
        "xep-hang": "indices",
    }.get(kind)
    assert not check(tree, Known(**({found: {code}} if found else {})))
    unknown = check(tree, Known())
    assert [flaw.found for flaw in unknown] == ([code] if found else [])
    assert describe(tree)


@given(st.text(alphabet="abc {}#@-*_=:\n", max_size=60))
def test_any_text_reads_or_is_refused_with_a_place(text: str) -> None:
    try:
        tree = parse(text)
    except BadTemplate as bad:
        assert all(1 <= flaw.line <= text.count("\n") + 1 and flaw.column >= 1 for flaw in bad.flaws)
        assert bad.flaws
    else:
        assert len(tree.blocks) == len(tree.spans)


def test_every_rule_can_be_written() -> None:
    for rule in RULES:
        block = parse(f"@de-xuat {rule} *").blocks[0]
        assert isinstance(block, nodes.Proposal)
        assert describe(parse(f"@de-xuat {rule} *"))
