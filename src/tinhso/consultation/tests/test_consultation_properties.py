"""What holds whatever is typed and in whatever order things happen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tinhso.consultation.core import anchoring, differences, matching, pieces, states
from tinhso.consultation.core.differences import Change, Side
from tinhso.consultation.core.states import Move, State

WORDS = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxy .,%0123456789\n", min_size=1, max_size=80)
LABELS = st.sampled_from(["Điều 1", "Điều 2", "Điều 3, khoản 1", "Điều 3, khoản 2", ""])
KNOWN = st.builds(matching.Known, LABELS, WORDS)
TEXTS = st.lists(
    st.one_of(WORDS, WORDS.map(lambda text: f"1. {text}"), WORDS.map(lambda text: f"Điều 2. {text}")),
    max_size=20,
)


@given(st.lists(KNOWN, max_size=12), st.lists(KNOWN, max_size=12))
def test_matching_keeps_every_clause_and_continues_none_twice(
    old: list[matching.Known], new: list[matching.Known]
) -> None:
    found = matching.match(old, new)
    assert len(found) == len(new)
    continued = [one.old for one in found if one.old is not None]
    assert len(continued) == len(set(continued))
    assert all((one.old is None) == (one.how == "new") for one in found)


@given(st.lists(WORDS.filter(str.strip), max_size=12, unique=True))
def test_a_text_that_did_not_change_is_matched_with_itself(texts: list[str]) -> None:
    clauses = [matching.Known(f"Điều {number}", text) for number, text in enumerate(texts)]
    assert [one.old for one in matching.match(clauses, clauses)] == list(range(len(texts))) or any(
        not matching._plain(text) for text in texts
    )


@given(TEXTS)
def test_reading_loses_no_word(lines: list[str]) -> None:
    found, _numbered = pieces.read("\n".join(lines))
    kept = "".join(f"{piece.label}{piece.text}" for piece in found)
    for line in lines:
        for word in line.split():
            bare = word.strip(".):-–+•")
            assert bare in kept, word
    assert len(pieces.names(found)) == len(found)
    assert all(piece.text for piece in found)


@given(WORDS, WORDS)
def test_differences_spell_both_texts(old: str, new: str) -> None:
    told = differences.words(old, new)
    assert "".join(one.text for one in told if one.op != "new") == old
    assert "".join(one.text for one in told if one.op != "gone") == new


@given(st.permutations(range(8)), st.sets(st.integers(0, 7)), st.sets(st.integers(8, 12)))
def test_a_comparison_holds_every_clause_of_both_once(
    order: list[int], gone: set[int], added: set[int]
) -> None:
    old = [Side(str(number), f"Điều {number}", f"nội dung {number}") for number in range(8)]
    new = [
        Side(str(number), f"Điều {number}", f"nội dung {number}") for number in order if number not in gone
    ]
    new += [Side(str(number), f"Điều {number}", f"nội dung {number}") for number in sorted(added)]
    rows = differences.clauses(old, new)
    assert [row.new for row in rows if row.new] == new
    assert sorted(row.old.anchor for row in rows if row.old) == sorted(side.anchor for side in old)
    told = differences.counted(rows)
    assert (told[Change.ADDED], told[Change.DELETED]) == (len(added), len(gone))
    assert sum(told.values()) == len(rows)


def test_one_clause_that_went_elsewhere_is_told_as_moved() -> None:
    old = [Side(name, name, name) for name in "abcde"]
    new = [Side(name, name, name) for name in "bcdea"]
    assert [row.change for row in differences.clauses(old, new)] == [Change.SAME] * 4 + [Change.MOVED]


@given(WORDS, st.integers(0, 60), st.integers(1, 20), WORDS)
def test_a_selection_is_found_again_where_its_words_still_stand(
    text: str, start: int, length: int, before: str
) -> None:
    quote = text[start : start + length]
    if not quote:
        return
    standing, span = anchoring.standing(before + text, quote, start)
    assert standing in {"same", "moved"} and span
    assert (before + text)[span.start : span.end] == quote
    assert anchoring.standing(None, quote, start) == ("gone", None)


@given(st.lists(st.sampled_from(list(Move)), max_size=30))
def test_nothing_leads_out_of_the_end_and_only_answers_lead_to_it(moves: list[Move]) -> None:
    state, trail = State.PREPARING, [State.PREPARING]
    for move in moves:
        reached = states.after(state, move)
        if reached is not None:
            assert state not in states.ENDED
            assert reached is not State.FINALISED or state is State.ANSWERED
            assert reached is not State.ANSWERED or state is State.CLOSED
            state = reached
            trail.append(state)
    assert trail.count(State.FINALISED) <= 1


def test_clauses_are_cut_by_their_numbers() -> None:
    found, numbered = pieces.read(
        "Căn cứ Luật\nĐiều 1. Phạm vi\n1. Một\na) Chữ a\nđ) Chữ đ\ntiếp theo\nĐiều 2. Hiệu lực"
    )
    assert numbered
    assert pieces.names(found) == (
        "Đoạn 1",
        "Điều 1",
        "Điều 1, khoản 1",
        "Điều 1, khoản 1, điểm a",
        "Điều 1, khoản 1, điểm đ",
        "Điều 2",
    )
    assert found[4].text == "Chữ đ\ntiếp theo"
