"""Title, date and place of a document, recognised in its first lines (tên, ngày, nơi ban hành)."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import takewhile
from typing import Final

import yaml

from tinhso.papers.phrases import MOTTO, NATION, PARTY, RECIPIENTS
from tinhso.reading.sources.syllables import DATA
from tinhso.reading.sources.wrapping import begins_anew

_FIRST_LINES: Final = 45
_NEWS_LINES: Final = 8
_LONGEST_TITLE: Final = 300
_LONGEST_SUBJECT: Final = 220
_SHORT: Final = 160
_MOST_SUBJECT_LINES: Final = 4
_FEWEST_WORDS: Final = 4
_MOSTLY: Final = 0.6
_EARLIEST_YEAR, _LATEST_YEAR = 1945, 2100
_DAY: Final = r"ng[àa]y\s*(?P<day>\d{1,2})\s*th[áa]ng\s*(?P<month>\d{1,2})\s*n[ăa]m\s*(?P<year>\d{4})"
_PLACE_NAME: Final = r"[^\W\d_]+(?:[ .\-’'][^\W\d_]+){0,5}"
_DATELINE: Final = re.compile(rf"(?:(?P<place>{_PLACE_NAME})\s*,\s*)?{_DAY}\b", re.I)
_SHORT_DATELINE: Final = re.compile(
    rf"(?P<place>{_PLACE_NAME})\s*,\s*ng[àa]y\s*(?P<day>\d{{1,2}})[/.\-](?P<month>\d{{1,2}})[/.\-](?P<year>\d{{4}})",
    re.I,
)
_UNDATED: Final = re.compile(rf"(?P<place>{_PLACE_NAME})\s*,\s*ng[àa]y[\s.…_]*th[áa]ng[\s.…_\d]*n[ăa]m", re.I)
_SLASHED: Final = re.compile(r"\b(?P<day>\d{1,2})[/.\-](?P<month>\d{1,2})[/.\-](?P<year>\d{4})\b")
_HAPPENED: Final = re.compile(
    r"(?:(?:sáng|chiều|tối|trưa)\s+)?(?:ngày\s+)?(?P<day>\d{1,2})[/.\-](?P<month>\d{1,2})[/.\-](?P<year>\d{4})",
    re.I,
)
_WORDS: Final[dict[str, list[str]]] = yaml.safe_load((DATA / "heads.yaml").read_text(encoding="utf-8"))


def _any(key: str) -> str:
    return "|".join(map(re.escape, _WORDS[key]))


_DATE_LINE: Final = re.compile(rf"(?:(?:{_any('date_words')})\b|[\d\s/.,:;|+()\-–])+", re.I)
_TYPE: Final = re.compile(rf"(?:DỰ THẢO\s+)?(?:{_any('types')})\b")
_BODY: Final = re.compile(rf"(?:{_any('body')})\b")
_RULE: Final = re.compile(r"[\W_]*")
_CHROME: Final = re.compile(rf"(?:{_any('chrome')})\b", re.I)
_ISSUER: Final = re.compile(
    rf".{{0,90}}?\b(?P<level>{_any('levels')})\s+"
    r"(?P<name>\S.*)",
    re.I,
)
_PROVINCE: Final = re.compile(r"\b(?:tỉnh|Tỉnh)\s+(?P<name>[^\W\d_]+(?:[ \-][^\W\d_]+){0,3})")
_COMMITTEE: Final = re.compile(r"(?P<level>tỉnh|thành|huyện|thị|quận)\s+(?:ủy|uỷ)\s+(?P<name>\S.*)", re.I)
_FIXED: Final = re.compile("|".join(re.escape(words) for words in (NATION, MOTTO, PARTY)), re.I)
_PERSON_WORDS: Final = 3
_COMMITTEE_LEVELS: Final = {"thành": "thành phố", "thị": "thị xã"}


def is_frame(words: str) -> bool:
    """Whether a table only lays out the head or the end of an official paper."""
    plain = " ".join(words.casefold().split())
    return any(fixed.casefold() in plain for fixed in (NATION, MOTTO, PARTY, RECIPIENTS))


def recognised(text: str, stated: str = "") -> tuple[str, date | None, str]:
    """The title, the date and the place, empty or None where the text tells none.

    `stated` is the title that the file states beside its text: better than a first line, less than a type.
    """
    lines = _lines(text)
    dated, place = _dateline(lines)
    if dated is None:
        dated = _news_date(lines)
    return _title(lines, stated), dated, place or _issuing_place(lines) or _province(text)


def _lines(text: str) -> list[str]:
    """The first lines, cells of a title block each a line."""
    found: list[str] = []
    for line in text[: _FIRST_LINES * 1_000].split("\n"):
        found += [words for cell in line.split(" | ") for words in _without_motto(cell) if words]
        if len(found) >= _FIRST_LINES:
            break
    return found


def _without_motto(cell: str) -> list[str]:
    """The words of a cell; where the whole head of a paper stands in it, those around its fixed words."""
    return [" ".join(words.split()) for words in _FIXED.split(" ".join(cell.split()))]


def _day_of(found: re.Match[str]) -> date | None:
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
    return day if _EARLIEST_YEAR <= day.year <= _LATEST_YEAR else None


def _dateline(lines: list[str]) -> tuple[date | None, str]:
    """“Lào Cai, ngày 14 tháng 12 năm 2022”, the day blank in drafts, at the end of its line; or “…, ngày
    14/12/2022”, a line of its own."""
    for line in lines:
        found = _DATELINE.search(line)
        if (
            found
            and not line[found.end() :].strip(" ./")
            and (found["place"] or not line[: found.start()].strip())
        ):
            return _day_of(found), _name(found["place"] or "")
        if short := _SHORT_DATELINE.fullmatch(line.rstrip(" ./")):
            return _day_of(short), _name(short["place"])
        blank = _UNDATED.search(line)
        if blank and len(line) <= _SHORT:
            return None, _name(blank["place"])
    return None, ""


def _name(place: str) -> str:
    return place.strip().removeprefix("-").strip()


def _news_date(lines: list[str]) -> date | None:
    for line in lines[:_NEWS_LINES]:
        found = _SLASHED.search(line) or _DATELINE.search(line)
        if found and _DATE_LINE.fullmatch(line):
            return _day_of(found)
    for line in lines[:_NEWS_LINES]:
        happened = _HAPPENED.match(line)
        if happened:
            return _day_of(happened)
    return None


def _title(lines: list[str], stated: str) -> str:
    for index, line in enumerate(lines):
        found = _TYPE.match(line)
        if found and (line == line.upper() or len(line) == found.end()):
            return _shortened(_with_subject(line, found[0], lines[index + 1 :]))
    if stated.strip():
        return _shortened(stated)
    kept = [line for line in lines[:_NEWS_LINES] if not _is_chrome(line)]
    for line in kept[:3]:
        if not line.endswith((".", ";", ":")) and len(line.split()) >= _FEWEST_WORDS:
            return _shortened(line)
        if len(line) > _SHORT:
            break
    return _shortened(kept[0], _SHORT) if kept else ""


def _is_chrome(line: str) -> bool:
    return bool(_CHROME.match(line) or _DATE_LINE.fullmatch(line) or _RULE.fullmatch(line))


def _with_subject(line: str, kind: str, after: list[str]) -> str:
    """The type of the document, in ordinary letters, and the lines of its subject."""
    taken: list[str] = []
    for candidate in after[: _MOST_SUBJECT_LINES + 1]:
        if _ends_subject(candidate, taken):
            break
        taken.append(candidate)
    own = line[len(kind) :].strip(" .:") if line != kind else ""
    subject = " ".join([own, *taken[:_MOST_SUBJECT_LINES]]).strip()
    return f"{kind.removeprefix('DỰ THẢO').strip().capitalize()} {subject}".strip()


def _ends_subject(candidate: str, taken: list[str]) -> bool:
    if _RULE.fullmatch(candidate) or len(candidate) > _LONGEST_SUBJECT or _DATELINE.fullmatch(candidate):
        return True
    if not taken:
        return begins_anew(".", candidate) or bool(re.match(r"(?:Kính gửi|Căn cứ)\b", candidate))
    goes_on = (candidate[:1].islower() or candidate[:1].isdigit()) and not begins_anew(".", candidate)
    if candidate.endswith((".", ";", ":")) or taken[-1].endswith((".", ";", ":")):
        return not (goes_on and len(candidate) <= _SHORT)
    return bool(begins_anew(".", candidate) or _BODY.match(candidate))


def _shortened(title: str, most: int = _LONGEST_TITLE) -> str:
    words = " ".join(title.split())
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def _issuing_place(lines: list[str]) -> str:
    """The place in the name of the issuer, which stands in capitals above the number."""
    for index, line in enumerate(lines[:12]):
        if line != line.upper() or _TYPE.match(line):
            continue
        if party := _COMMITTEE.match(line):
            level = party["level"].lower()
            return f"{_COMMITTEE_LEVELS.get(level, level)} {_in_ordinary_letters(party['name'])}"
        joined = f"{line} {lines[index + 1]}" if index + 1 < len(lines) and _is_short_office(line) else line
        if found := _ISSUER.match(joined):
            return f"{found['level'].lower()} {_in_ordinary_letters(found['name'])}"
    return ""


def _in_ordinary_letters(name: str) -> str:
    return " ".join(word.capitalize() for word in name.split()[:4])


def _is_short_office(line: str) -> bool:
    return line.upper() in {"ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN", "UBND", "HỘI ĐỒNG NHÂN DÂN"}


def _province(text: str) -> str:
    """The province that is named most, if it is most of those named."""
    named = Counter(filter(None, (_capitalised(found["name"]) for found in _PROVINCE.finditer(text))))
    for name, times in named.most_common(1):
        if times >= _MOSTLY * named.total():
            return f"tỉnh {name}"
    return ""


def _capitalised(name: str) -> str:
    """The words at the front that begin with a capital and go on small; none of a person's name."""
    words = list(takewhile(lambda word: word[:1].isupper() and word[1:].islower(), name.split()))
    if (
        words
        and words[0] in _WORDS["families"]
        and (len(words) >= _PERSON_WORDS or words[0] not in _WORDS["both"])
    ):
        return ""
    return " ".join(words)
