"""What the ministry published, reproduced by arithmetic."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tinhso.indices.core.errors import Unscorable
from tinhso.indices.core.ranking import ranks
from tinhso.indices.core.scoring import Entry, decimal, merged, score
from tinhso.indices.tests.editions import MAIN, PUBLISHED, edition, entries


def test_the_five_provinces_of_2022_come_out_as_published() -> None:
    scored = score(edition("2022"), entries())
    for row, (value, _shares) in zip(scored, PUBLISHED.values(), strict=True):
        assert abs(decimal(row.value) - Decimal(value)) <= Decimal("0.0001")
    assert [row.rank for row in scored] == [1, 2, 3, 4, 5]


def test_values_are_not_rounded() -> None:
    first = score(edition("2022"), entries())[0]
    weights = (100, 100, 100, 100, 100, 200, 150, 150)
    shares = map(Decimal, PUBLISHED["Đà Nẵng"][1].split())
    points = sum(share * weight for share, weight in zip(shares, weights, strict=True))
    assert decimal(first.value) == points / 1000 == Decimal("0.800175")


def test_bac_ninh_2020_from_its_pillars() -> None:
    shares = {
        "chinh-quyen-so": Decimal("0.4449"),
        "kinh-te-so": Decimal("0.3668"),
        "xa-hoi-so": Decimal("0.4052"),
    }
    row = score(edition("2020"), [Entry("27", shares)])[0]
    assert decimal(row.value) == Decimal("0.40956")


def test_a_merged_unit_is_the_unweighted_mean_of_its_members() -> None:
    dti = edition("2022")
    one, other = entries()[0], entries()[1]
    both = merged(dti, "gộp", [one, other])
    assert both.shares["nhan-thuc-so"] == (Decimal("1") + Decimal("0.8917")) / 2
    apart = score(dti, [one, other])
    assert score(dti, [both])[0].value == (apart[0].value + apart[1].value) / 2
    assert "do-thi-thong-minh" not in both.shares


def test_ties_share_a_rank_and_skip_the_next() -> None:
    values = [Fraction(100 - place) for place in range(1, 15)] + [Fraction(50), Fraction(50), Fraction(49)]
    assert ranks(values)[-3:] == [15, 15, 17]
    dti = edition("2022")
    same = entries()[0].shares
    scored = score(dti, [Entry("a", same), Entry("b", same), Entry("c", entries()[4].shares)])
    assert [row.rank for row in scored] == [1, 1, 3]


def test_what_does_not_count_may_be_missing_and_is_shown_when_given() -> None:
    dti = edition("2022")
    without = score(dti, entries()[:1])[0]
    assert without.by_node["do-thi-thong-minh"].share is None
    shares = {**entries()[0].shares, "do-thi-thong-minh": Decimal("0.3")}
    given = score(dti, [Entry("48", shares)])[0]
    assert given.value == without.value
    assert given.by_node["do-thi-thong-minh"].share == Fraction(3, 10)


def test_what_counts_and_is_missing_is_named() -> None:
    shares = {code: share for code, share in entries()[0].shares.items() if code != "the-che-so"}
    with pytest.raises(Unscorable) as refused:
        score(edition("2022"), [*entries(), Entry("48", shares)])
    (fault,) = refused.value.faults
    assert (fault.code, fault.place, fault.node) == ("missing_node", 5, "the-che-so")
    assert "Thể chế số" in str(fault)


def test_unknown_nodes_get_near_names_and_shares_stay_between_0_and_1() -> None:
    shares = {**entries()[0].shares, "the-che": Decimal(1), "kinh-te-so": Decimal("1.01")}
    with pytest.raises(Unscorable) as refused:
        score(edition("2022"), [Entry("48", shares)])
    outside, unknown = refused.value.faults
    assert unknown.near[0] == "the-che-so"
    assert (outside.code, outside.node) == ("outside", "kinh-te-so")


def test_an_edition_without_points_says_why() -> None:
    with pytest.raises(Unscorable, match="405"):
        score(edition("2024"), [Entry("20", dict.fromkeys(MAIN, Decimal(1)))])
