"""Reads a line that begins with `@`: a table, a chart, a part that agencies write, a proposal, an annex."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import gettext as _

from tinhso.reports.template import nodes
from tinhso.reports.template.figures import Reader
from tinhso.reports.template.lexing import Word, words
from tinhso.reports.template.words import BLOCKS, RULES

MOST_PERIODS: Final = 40


def read_block(text: str, line: int, column: int) -> nodes.Block:
    """The node of what follows `@`. Raises BadTemplate."""
    reader = Reader(line, column)
    head, colon, tail = text.partition(":")
    found = words(head, column)
    name, rest = _name(found, reader)
    form = BLOCKS[name]
    plain, told, _given = reader.split(rest, form.parameters)
    least, most = form.names
    if len(plain) < least:
        message = _("“@%(name)s” cần nêu mã.") % {"name": name}
        raise reader.flaw(found[-1] if found else None, message)
    if len(plain) > most:
        raise reader.flaw(plain[most], _("Thừa “%(word)s”.") % {"word": plain[most].text}, form.parameters)
    title = tail.strip() if colon else ""
    return _MAKERS[name](reader, plain, told, title)


def _name(found: list[Word], reader: Reader) -> tuple[str, list[Word]]:
    """The block's own words, and those after them. Raises BadTemplate."""
    for length in (2, 1):
        name = " ".join(word.folded for word in found[:length])
        if len(found) >= length and name in BLOCKS:
            return name, found[length:]
    if not found:
        raise reader.flaw(None, _("Sau @ chưa có gì."), list(BLOCKS))
    wanted = Word(" ".join(word.text for word in found[:2]), found[0].column)
    raise reader.flaw(wanted, _("Không có “@%(word)s”.") % {"word": wanted.text}, list(BLOCKS))


def _listed(told: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(filter(None, told.get(name, "").split(",")))


_Maker = Callable[[Reader, list[Word], dict[str, str], str], nodes.Block]


def _tasks(reader: Reader, plain: list[Word], told: dict[str, str], title: str) -> nodes.Block:
    only = Word(told.get("chi", ""), reader.column).folded
    if only not in {"", "tre"}:
        raise reader.flaw(None, _("chi= chỉ nhận “tre” (quá hạn)."))
    return nodes.TaskTable(plain[0].text, told.get("don-vi", ""), only, title=title, line=reader.line)


def _series(reader: Reader, plain: list[Word], told: dict[str, str], title: str) -> nodes.Block:
    last = told.get("so-ky", "8")
    if not (last.isdigit() and 2 <= int(last) <= MOST_PERIODS):
        raise reader.flaw(None, _("so-ky là số kỳ, từ 2 đến %(most)d.") % {"most": MOST_PERIODS})
    return nodes.SeriesChart(plain[0].text, told.get("tai", ""), int(last), title=title, line=reader.line)


def _places(reader: Reader, plain: list[Word], told: dict[str, str], title: str) -> nodes.Block:
    places = _listed(told, "tai")
    if len(places) < 2:
        raise reader.flaw(plain[0], _("Nêu ít nhất hai địa bàn: tai=mã,mã."))
    return nodes.PlacesChart(plain[0].text, places, title=title, line=reader.line)


def _slot(reader: Reader, plain: list[Word], told: dict[str, str], title: str) -> nodes.Block:
    agencies = _listed(told, "don-vi")
    if not agencies:
        raise reader.flaw(plain[0], _("Nêu cơ quan gửi phần này: don-vi=mã,mã."))
    return nodes.Slot(plain[0].text, agencies, title, line=reader.line)


def _proposal(reader: Reader, plain: list[Word], _told: dict[str, str], _title: str) -> nodes.Block:
    rule = plain[0].folded
    if rule not in RULES:
        raise reader.flaw(
            plain[0], _("Không có cách đề xuất “%(rule)s”.") % {"rule": plain[0].text}, list(RULES)
        )
    return nodes.Proposal(rule, plain[1].text, line=reader.line)


def _annex(reader: Reader, _plain: list[Word], told: dict[str, str], title: str) -> nodes.Block:
    if not title:
        raise reader.flaw(None, _("Phụ lục cần tên: @phu-luc: Tên phụ lục."))
    way = Word(told.get("huong", ""), reader.column).folded
    if way not in {"", "ngang", "doc"}:
        raise reader.flaw(None, _("huong= nhận “ngang” hoặc “doc”."))
    return nodes.AnnexStart(title, landscape=way == "ngang", line=reader.line)


_MAKERS: Final[Mapping[str, _Maker]] = {
    "bang chi-tieu": lambda reader, plain, told, title: nodes.TargetTable(
        plain[0].text, told.get("tru-cot", ""), told.get("don-vi", ""), title=title, line=reader.line
    ),
    "bang nhiem-vu": _tasks,
    "bang don-vi": lambda reader, plain, _told, title: nodes.AgencyTable(
        plain[0].text, title=title, line=reader.line
    ),
    "bang tru-cot": lambda reader, plain, _told, title: nodes.PillarTable(
        plain[0].text, title=title, line=reader.line
    ),
    "bang chi-so": lambda reader, plain, told, title: nodes.IndicatorTable(
        tuple(word.text for word in plain), _listed(told, "tai"), title=title, line=reader.line
    ),
    "bang so-sanh": lambda reader, _plain, _told, title: nodes.ChangeTable(title=title, line=reader.line),
    "bieu-do chi-tieu": lambda reader, plain, told, title: nodes.TargetChart(
        plain[0].text, told.get("tru-cot", ""), title=title, line=reader.line
    ),
    "bieu-do chi-so": _series,
    "bieu-do dia-ban": _places,
    "bieu-do don-vi": lambda reader, plain, _told, title: nodes.AgencyChart(
        plain[0].text, title=title, line=reader.line
    ),
    "bieu-do tru-cot": lambda reader, plain, _told, title: nodes.PillarChart(
        plain[0].text, title=title, line=reader.line
    ),
    "bieu-do xep-hang": lambda reader, plain, told, title: nodes.RankChart(
        plain[0].text, told.get("tai", ""), title=title, line=reader.line
    ),
    "gop-y": _slot,
    "de-xuat": _proposal,
    "phu-luc": _annex,
    "ngat-trang": lambda reader, _plain, _told, _title: nodes.NewPage(line=reader.line),
}
