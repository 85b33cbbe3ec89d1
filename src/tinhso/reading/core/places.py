"""Which place a text, a paragraph or a figure speaks of."""

from __future__ import annotations

from collections import Counter
from typing import Final

from tinhso.reading.core.scan import Scan
from tinhso.reading.core.tokens import Sort

_LONGEST: Final = 5
_WINDOW: Final = 40


def main_place(scan: Scan) -> str:
    """The province (where none is named, the unit) that the text names most, the first of equals."""
    named = Counter(name for _, name in scan.lexicon["provinces"].within(scan.tokens, range(len(scan))))
    if named:
        return str(max(named, key=lambda name: named[name]))
    found = Counter(name for place in range(len(scan)) for name in names_at(scan, place)[1])
    return max(found, key=lambda name: found[name]) if found else ""


_HEAD: Final = 6
_BELOW: Final = ("xã", "phường", "huyện", "quận")


def issuing_unit(scan: Scan) -> str:
    """The commune or district whose committee signs the text at its head, or empty."""
    for paragraph in scan.paragraphs[:_HEAD]:
        words = [token.low for token in scan.tokens[paragraph.start : paragraph.stop]]
        if not (words[:4] == ["ủy", "ban", "nhân", "dân"] or words[:1] == ["ubnd"]):
            continue
        at = paragraph.start + (4 if words[0] == "ủy" else 1)
        if scan.is_word(at, *_BELOW) and scan.tokens[at].text.isupper():
            return scan.slice(range(at + 1, paragraph.stop)).title()
    return ""


def names_at(scan: Scan, place: int) -> tuple[int, tuple[str, ...]]:
    """`tỉnh Lạng Sơn`, `huyện Văn Bàn`, `các huyện Văn Bàn, Bảo Yên, Bát Xát`: the end and the names."""
    found = scan.said("place_kinds", place)
    if found is None or scan.says(found[0], "hội"):
        return place, ()
    last, names = found[0], []
    several = scan.is_word(place - 1, "các", "những", "hai", "ba", "bốn") or scan.is_number(place - 1)
    while True:
        if scan.is_mark(last, ".") and scan.is_word(last - 1, "tp", "tx"):
            last += 1
        name = _name(scan, last)
        if name == last or _is_person(scan, place, range(last, name)):
            break
        names.append(scan.slice(range(last, name)))
        last = name
        joined = scan.is_mark(last, ",") or scan.is_word(last, "và")
        following = scan.token(last + 1)
        if several and joined and following is not None and following.is_title:
            last += 1
            continue
        break
    return last, tuple(names)


def _is_person(scan: Scan, kind: int, name: range) -> bool:
    """`Chủ tịch UBND tỉnh Nguyễn Văn …`: a name behind an office; a province is one of the country's."""
    if scan.is_word(kind, "tỉnh"):
        return scan.said("provinces", name.start, name.stop) is None
    words = {token.low for token in scan.tokens[max(0, kind - 5) : kind]}
    return bool(words & {"tịch", "thư", "đốc"})


def _name(scan: Scan, place: int) -> int:
    """The end of a run of capitalised words."""
    last = place
    while last - place < _LONGEST and (token := scan.token(last)) is not None:
        if token.sort is Sort.WORD and token.is_title and not (token.text.isupper() and len(token.text) > 3):
            last += 1
            continue
        if (
            last > place
            and scan.is_mark(last, "-'")
            and (further := scan.token(last + 1)) is not None
            and further.is_title
        ):
            last += 1
            continue
        break
    return last


def places_of(scan: Scan, clause: range) -> tuple[str, ...]:
    """The places named in a clause, in order; provinces by name alone too."""
    found: list[str] = []
    place = clause.start
    while place < clause.stop:
        last, names = names_at(scan, place)
        if not names:
            province = scan.said("provinces", place, clause.stop)
            if province is not None and scan.tokens[place].is_title and not _is_in_name(scan, place):
                last, names = province[0], (province[1],)
        found.extend(name for name in names if name not in found)
        place = max(last, place + 1) if names else place + 1
    return tuple(found)


def _is_in_name(scan: Scan, place: int) -> bool:
    """`Viettel Lạng Sơn`, `Nền tảng Trợ lý ảo Isee Lạng Sơn`: a name that holds a place's."""
    before = scan.token(place - 1)
    if before is None or before.sort is not Sort.WORD or not before.is_title:
        return False
    return not scan.starts_line(place - 1) and before.low not in ("tỉnh", "thành", "phố")
