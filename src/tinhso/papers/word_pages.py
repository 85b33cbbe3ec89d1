"""Pages of a DOCX: faces, styles, margins, page numbers, and what the file says of itself."""

from __future__ import annotations

from datetime import UTC
from typing import Any, Final

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from tinhso.papers.content import LOWEST_HEADING, Paper
from tinhso.papers.measures import Measures
from tinhso.papers.wordml import el, par, run

FACE: Final = "Times New Roman"
_PAGE_NUMBER_SHARE: Final = 0.45
_THEMED: Final = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
_DEEPEST_BOLD: Final = 3


def tell(document: Document, paper: Paper) -> None:
    """Title, author and moment of the file."""
    told = document.core_properties
    moment = paper.made_at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    told.title, told.author, told.last_modified_by = paper.title[:255], paper.author[:255], paper.author[:255]
    told.created = told.modified = moment
    told.revision, told.language, told.comments = 1, "vi-VN", ""


def style(document: Document, measures: Measures) -> None:
    """Every face is Times New Roman, every letter black."""
    styles: Any = document.styles
    defaults = styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _face(defaults)
    for language in defaults.findall(qn("w:lang")):
        for kind in ("val", "eastAsia", "bidi"):
            language.set(qn(f"w:{kind}"), "vi-VN")
    normal = styles["Normal"]
    _letters(normal, measures["body_pt"])
    _spaces(normal, measures)
    for level in range(1, LOWEST_HEADING + 1):
        heading = styles[f"Heading {level}"]
        _letters(heading, measures["body_pt"])
        heading.font.bold = level <= _DEEPEST_BOLD
        heading.font.italic = level >= _DEEPEST_BOLD
        heading.font.color.rgb = RGBColor(0, 0, 0)
        _spaces(heading, measures)
        heading.paragraph_format.keep_with_next = True
        heading.paragraph_format.first_line_indent = Mm(measures["first_line_mm"])


def _letters(told: ParagraphStyle, size: float) -> None:
    told.font.name = FACE
    told.font.size = Pt(size)
    _face(told.element.get_or_add_rPr())


def _spaces(told: ParagraphStyle, measures: Measures) -> None:
    space = told.paragraph_format
    space.space_before, space.space_after = Pt(0), Pt(measures["paragraph_gap_pt"])
    space.line_spacing = measures["line_spacing"]
    space.widow_control = True


def _face(manner: Any) -> None:
    faces = manner.find(qn("w:rFonts"))
    if faces is None:
        faces = el("rFonts")
        manner.insert(0, faces)
    for name in _THEMED:
        faces.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        faces.set(qn(f"w:{name}"), FACE)


def first_section(document: Document, measures: Measures) -> Section:
    """The section of the text: A4 upright, its page number in the middle above, none on the first page."""
    section: Section = document.sections[0]
    _margins(section, measures)
    header: Any = section.header
    header.is_linked_to_previous = False
    number = measures["page_number_pt"]
    first = header.paragraphs[0]._p
    first.getparent().replace(first, par(_page_number(number), align="center", after=0, line=1))
    section.first_page_header.is_linked_to_previous = False
    return section


def annex_section(document: Document, measures: Measures, *, landscape: bool) -> Section:
    """A section on a new page that counts its pages from 1."""
    section: Section = document.add_section(WD_SECTION.NEW_PAGE)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
    else:
        section.orientation = WD_ORIENT.PORTRAIT
    _margins(section, measures, landscape=landscape)
    manner: Any = section._sectPr
    for old in manner.findall(qn("w:pgNumType")):
        manner.remove(old)
    manner.find(qn("w:pgMar")).addnext(el("pgNumType", {"start": 1}))
    return section


def _margins(section: Section, measures: Measures, *, landscape: bool = False) -> None:
    wide, high = measures["page_width_mm"], measures["page_height_mm"]
    section.page_width, section.page_height = (Mm(high), Mm(wide)) if landscape else (Mm(wide), Mm(high))
    section.top_margin, section.bottom_margin = (
        Mm(measures["margin_top_mm"]),
        Mm(measures["margin_bottom_mm"]),
    )
    section.left_margin, section.right_margin = (
        Mm(measures["margin_left_mm"]),
        Mm(measures["margin_right_mm"]),
    )
    section.header_distance = Mm(measures["margin_top_mm"] * _PAGE_NUMBER_SHARE)
    section.footer_distance = Mm(measures["margin_bottom_mm"] / 2)
    section.different_first_page_header_footer = True


def _page_number(size: float) -> list[Any]:
    def part(*children: Any) -> Any:
        made = run("", size)
        for child in children:
            made.append(child)
        return made

    instruction = el("instrText")
    instruction.text = "PAGE"
    return [
        part(el("fldChar", {"fldCharType": "begin"})),
        part(instruction),
        part(el("fldChar", {"fldCharType": "separate"})),
        run("2", size),
        part(el("fldChar", {"fldCharType": "end"})),
    ]
