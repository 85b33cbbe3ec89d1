"""Papers as preview pages: every word escaped, no inline style, charts as inline SVG with their table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tinhso.papers import phrases
from tinhso.papers.content import (
    Annex,
    Block,
    Bullets,
    Cell,
    Chart,
    Heading,
    OfficialForm,
    Paper,
    Paragraph,
    Placed,
    Run,
    Table,
    chart_table,
)
from tinhso.papers.drawing import drawn
from tinhso.papers.marks import Dot, Line, Mark, Rect

_FIRST_LEVEL: Final = 2
"""A paper's headings stand below the page's own."""


def render(paper: Paper) -> SafeString:
    """The paper as a piece of a page, its style sheet with it."""
    parts = [
        _opening(paper, paper.form)
        if paper.form
        else format_html("<h2 class=paper-title>{}</h2>", paper.title),
        _blocks(paper.blocks),
        _closing(paper.form) if paper.form else SafeString(""),
        *(_annex(paper, annex) for annex in paper.annexes),
    ]
    return format_html(
        '<link rel="stylesheet" href="{}"><article class="paper" lang="vi">{}</article>',
        static("papers/papers.css"),
        _joined(parts),
    )


def piece(block: Block) -> SafeString:
    """One block alone, for pages that show a paper piece by piece; its style sheet is `papers/papers.css`."""
    return _block(block)


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("\n", "{}", ((part,) for part in parts))


def _lines(words: str) -> SafeString:
    """Escaped words, their line breaks kept."""
    return mark_safe("<br>".join(conditional_escape(line) for line in words.split("\n")))  # noqa: S308  # every line is escaped


def _run(told: Run) -> SafeString:
    words = _lines(told.text)
    for wanted, tag in ((told.underline, "u"), (told.italic, "i"), (told.bold, "b")):
        if wanted:
            words = format_html("<{}>{}</{}>", SafeString(tag), words, SafeString(tag))
    return words


def _runs(told: Paragraph) -> SafeString:
    return format_html_join("", "{}", ((_run(run),) for run in told.runs))


def _blocks(blocks: Sequence[Block]) -> SafeString:
    """The blocks; the first level of heading that they use stands right below the page's own."""
    unused = min((block.level for block in blocks if isinstance(block, Heading)), default=1) - 1
    return _joined(_block(block, unused) for block in blocks)


def _block(block: Block, unused: int = 0) -> SafeString:
    if isinstance(block, Paragraph):
        return _paragraph(block)
    if isinstance(block, Heading):
        level = min(6, block.level + _FIRST_LEVEL - unused)
        return format_html('<h{} class="paper-h{}">{}</h{}>', level, block.level, _lines(block.text), level)
    if isinstance(block, Bullets):
        return _bullets(block)
    if isinstance(block, Table):
        return _table(block)
    return _chart(block) if isinstance(block, Chart) else mark_safe('<hr class="paper-break">')


def _paragraph(told: Paragraph) -> SafeString:
    indent = " paper-indent" if told.indent and told.align == "justify" else ""
    return format_html('<p class="paper-{}{}">{}</p>', told.align, indent, _runs(told))


def _bullets(told: Bullets) -> SafeString:
    if told.ordered:
        items = format_html_join("", "<li>{}</li>", ((_runs(item),) for item in told.items))
        return format_html("<ol>{}</ol>", items)
    items = format_html_join("", "<li>{} {}</li>", ((told.mark, _runs(item)) for item in told.items))
    return format_html('<ul class="paper-marks">{}</ul>', items)


def _table(told: Table) -> SafeString:
    caption = format_html("<caption>{}</caption>", _lines(told.caption)) if told.caption else ""
    return format_html(
        '<div class="paper-scroll" tabindex="0" role="region" aria-label="{}"><table>{}<thead>{}</thead>'
        "<tbody>{}</tbody></table></div>",
        told.caption or _("Bảng: %(caption)s") % {"caption": ", ".join(_heads(told))},
        caption,
        _rows(told, told.placed_header, head=True),
        _rows(told, told.placed, head=False),
    )


def _heads(told: Table) -> list[str]:
    """The words over its columns: what a table without a caption is called by."""
    return [placed.cell.text for row in told.placed_header for placed in row if placed.cell.text]


def _rows(told: Table, rows: Sequence[Sequence[Placed]], *, head: bool) -> SafeString:
    return format_html_join(
        "",
        "<tr>{}</tr>",
        (
            (format_html_join("", "{}", ((_cell(told, placed, head=head),) for placed in row)),)
            for row in rows
        ),
    )


def _cell(told: Table, placed: Placed, *, head: bool) -> SafeString:
    cell: Cell = placed.cell
    align = cell.align or ("center" if head else told.columns[placed.column].align) or "left"
    tag = SafeString("th" if head else "td")
    words = _run(Run(cell.text, bold=cell.bold and not head, italic=cell.italic))
    return format_html(
        '<{} class="paper-{}"{}{}>{}</{}>',
        tag,
        align,
        format_html(' colspan="{}"', cell.span) if cell.span > 1 else "",
        format_html(' rowspan="{}"', cell.rows) if cell.rows > 1 else "",
        words,
        tag,
    )


def _chart(chart: Chart) -> SafeString:
    drawing = drawn(chart)
    return format_html(
        '<figure><figcaption>{}</figcaption><svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
        "{}<details><summary>{}</summary>{}</details></figure>",
        chart.title,
        _at(drawing.width),
        _at(drawing.height),
        phrases.chart_words(chart),
        format_html_join("", "{}", ((_mark(mark),) for mark in drawing.marks)),
        format_html("<p class=paper-note>{}</p>", chart.note) if chart.note else "",
        _("Bảng số liệu"),
        _table(chart_table(chart)),
    )


def _at(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _mark(mark: Mark) -> SafeString:
    if isinstance(mark, Rect):
        return format_html(
            '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>',
            *map(_at, (mark.x, mark.y, mark.width, mark.height)),
            mark.fill,
        )
    if isinstance(mark, Line):
        points = " ".join(f"{_at(x)},{_at(y)}" for x, y in mark.points)
        dashes = SafeString(' stroke-dasharray="4 3"') if mark.dashed else ""
        return format_html(
            '<polyline points="{}" fill="none" stroke="{}" stroke-width="{}"{}/>',
            points,
            mark.stroke,
            _at(mark.width),
            dashes,
        )
    if isinstance(mark, Dot):
        return format_html(
            '<circle cx="{}" cy="{}" r="{}" fill="{}"/>', *map(_at, (mark.x, mark.y, mark.radius)), mark.fill
        )
    return format_html(
        '<text x="{}" y="{}" font-size="{}" text-anchor="{}" fill="{}"{}>{}</text>',
        *map(_at, (mark.x, mark.y, mark.size)),
        mark.anchor,
        mark.fill,
        SafeString(' font-weight="bold"') if mark.bold else "",
        mark.text,
    )


def _opening(paper: Paper, form: OfficialForm) -> SafeString:
    nation = phrases.PARTY if form.party else phrases.NATION
    letter = phrases.letter_abstract(form)
    head = format_html(
        '<header class="paper-head"><div>{}<p><b class="paper-ruled">{}</b></p>{}<p>{}</p>{}{}</div>'
        "<div><p><b{}>{}</b></p>{}<p><i>{}</i></p></div></header>",
        format_html("<p>{}</p>", _lines(phrases.in_capitals(form.parent))) if form.parent else "",
        _lines(phrases.in_capitals(form.issuer)),
        SafeString("<p>*</p>") if form.party else "",
        phrases.number_line(form),
        format_html("<p>{}</p>", letter) if letter else "",
        format_html('<p><b class="paper-draft">{}</b></p>', phrases.DRAFT) if form.draft else "",
        SafeString(' class="paper-ruled"') if form.party else "",
        nation,
        "" if form.party else format_html('<p><b class="paper-ruled">{}</b></p>', phrases.MOTTO),
        phrases.place_line(paper, form),
    )
    told = phrases.addressed(form)
    if form.type_name:
        subject = format_html(
            '<h2 class="paper-title">{}<br><span>{}</span></h2>',
            form.type_name.upper(),
            _lines(form.abstract),
        )
    else:
        subject = SafeString("")
    if len(told) > 1:
        lines = format_html_join("", "<li>{}</li>", ((line,) for line in told))
        to = format_html(
            '<div class="paper-to">{}<ul class="paper-marks">{}</ul></div>', phrases.ADDRESSEES, lines
        )
    elif told:
        to = format_html('<p class="paper-center">{} {}</p>', phrases.ADDRESSEES, told[0])
    else:
        to = SafeString("")
    return _joined((head, subject, to))


def _closing(form: OfficialForm) -> SafeString:
    lines = format_html_join("", "<li>{}</li>", ((line,) for line in phrases.listed(form.recipients)))
    recipients = (
        format_html('<b><i>{}</i></b><ul class="paper-marks">{}</ul>', phrases.RECIPIENTS, lines)
        if form.recipients
        else ""
    )
    if not form.co_signing:
        return format_html(
            '<footer class="paper-foot"><div>{}</div>{}</footer>',
            recipients,
            _signature(form.signing, form.signer),
        )
    return format_html(
        '<footer class="paper-foot paper-two">{}{}</footer><div class="paper-received">{}</div>',
        _signature(form.co_signing, form.co_signer),
        _signature(form.signing, form.signer),
        recipients,
    )


def _signature(signing: tuple[str, ...], signer: str) -> SafeString:
    lines = format_html_join("", "<p><b>{}</b></p>", ((line,) for line in signing))
    return format_html('<div>{}<p class="paper-signer"><b>{}</b></p></div>', lines, signer)


def _annex(paper: Paper, annex: Annex) -> SafeString:
    return format_html(
        '<section class="paper-annex"><h2 class="paper-title">{}<br>{}</h2>'
        '<p class="paper-center"><i>{}</i></p>{}</section>',
        phrases.annex_name(annex),
        annex.title.upper(),
        phrases.annex_origin(paper),
        _blocks(annex.blocks),
    )
