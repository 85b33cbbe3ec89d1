"""Recognition of pictures: lines found in slanted, noisy, shadowed scans, and read."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections import Counter

import docx
import numpy as np
import pytest
from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from tinhso.base.errors import Invalid
from tinhso.papers.pdf_document import FONTS
from tinhso.reading.core.reader import read
from tinhso.reading.sources import extract
from tinhso.reading.sources.grids import Rule, Rules
from tinhso.reading.sources.ocr import cleaning, lines
from tinhso.reading.sources.tests.files import REPORT, saved
from tinhso.reading.sources.tests.pages import drawn, error_rate, file_of, report, scanned, shadowed

WANTED = extract(report(), "bao-cao.pdf").text
FRONT = WANTED[: WANTED.index(REPORT[-1]) + len(REPORT[-1])]


def front() -> Image.Image:
    """The upper part of the report, down to its last paragraph."""
    page = drawn(report(), dpi=150)
    return page.crop((0, 0, page.width, int(page.height * 0.38)))


def code_of(content: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        extract(content, "anh.png")
    assert str(refused.value.hint)
    return refused.value.code


def test_a_slanted_noisy_scan_is_read() -> None:
    told: list[tuple[int, int]] = []
    content = file_of(scanned(drawn(report()), skew=2.0, salt=0.01))
    read = extract(content, "quet.png", progress=lambda done, of: told.append((done, of)))
    assert error_rate(WANTED, read.text) <= 0.05
    assert read.kind == "scan" and read.confidence is not None and 0.8 < read.confidence <= 1
    assert read.title == "Kế hoạch Chuyển đổi số tỉnh Mẫu năm 2023" and str(read.dated) == "2023-01-05"
    assert "1.761/1.966" in read.text and "2 |  | 82 | 88" in read.text.split("\n") and len(read.notes) == 1
    assert told == sorted(told) and told[-1][0] == told[-1][1] and len(told) > 10


def test_a_photograph_with_a_shadow_in_a_pdf_is_read() -> None:
    content = file_of(shadowed(scanned(drawn(report(), dpi=150), skew=-1.5)), "PDF")
    read = extract(content, "quet.pdf")
    assert error_rate(WANTED, read.text) <= 0.05 and read.kind == "scan" and len(read.pages) == 1


def test_a_red_stamp_over_words_is_faded() -> None:
    page = scanned(front(), skew=0).convert("RGB")
    pen = ImageDraw.Draw(page)
    for radius in range(150, 156):
        pen.ellipse((500 - radius, 600 - radius, 500 + radius, 600 + radius), outline=(215, 45, 50))
    assert error_rate(FRONT, extract(file_of(page), "quet.png").text) <= 0.05


@pytest.mark.parametrize(
    ("words", "colour", "turned"),
    [("MẬT", (205, 40, 45), 0), ("TỐI MẬT", (205, 40, 45), 180), ("MẬT", (40, 40, 40), 0)],
)
def test_stamps_of_secrecy_are_seen_though_red_ones_are_faded(
    words: str, colour: tuple[int, int, int], turned: int
) -> None:
    page = scanned(front(), skew=0, noise=4).convert("RGB")
    letters = ImageFont.truetype(next(str(font) for font in FONTS.glob("*Bold.ttf")), 34)
    pen = ImageDraw.Draw(page)
    pen.text((190, 300), words, fill=colour, font=letters)
    pen.rectangle((175, 295, 195 + pen.textlength(words, letters), 345), outline=colour, width=3)
    assert code_of(file_of(page.rotate(turned))) == "state_secret"


@pytest.mark.parametrize("ground", [(90, 60, 40), (30, 30, 35)])
def test_the_ground_around_a_photographed_sheet_is_cut_off(ground: tuple[int, int, int]) -> None:
    sheet = scanned(front(), skew=0).convert("RGB")
    photograph = Image.new("RGB", (sheet.width + 260, sheet.height + 200), ground)
    photograph.paste(sheet, (110, 90))
    turned = photograph.rotate(2, Image.Resampling.BICUBIC, fillcolor=ground)
    assert error_rate(FRONT, extract(file_of(turned, "JPEG"), "anh.jpg").text) <= 0.05


def test_a_document_of_nothing_but_pictures_is_read() -> None:
    made = docx.Document()
    for _page in range(2):
        made.add_picture(io.BytesIO(file_of(front())))
    read = extract(saved(made), "quet.docx")
    assert (
        read.kind == "scan"
        and len(read.pages) == 2
        and error_rate(FRONT, read.pages[0].of(read.text)) <= 0.05
    )


def test_what_the_listener_raises_ends_the_reading() -> None:
    def impatient(_done: int, _of: int) -> None:
        raise TimeoutError

    for kind in ("PNG", "PDF"):
        with pytest.raises(TimeoutError):
            extract(file_of(drawn(report(), dpi=100), kind), "quet", progress=impatient)


def test_figures_of_a_scan_are_those_of_the_text() -> None:
    scan = extract(file_of(scanned(drawn(report()), skew=-1.2, salt=0.005)), "quet.png")
    wanted, got = ([(one.kind, one.value, one.numerator, one.denominator) for one in read(told).figures]
                   for told in ("\n".join(REPORT), scan.text))  # fmt: skip
    assert len(wanted) > 8 and not Counter(wanted) - Counter(got)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_pages_on_their_side_or_head_are_read(degrees: int) -> None:
    page = scanned(front(), skew=1.0).rotate(degrees, expand=True)
    assert error_rate(FRONT, extract(file_of(page), "quet.png").text) <= 0.05


def test_pictures_without_words_are_refused() -> None:
    blank = Image.new("L", (800, 1000), 255)
    noise = Image.fromarray(np.random.default_rng(1).integers(180, 255, (600, 600), dtype=np.uint8))
    scene = Image.new("L", (600, 600), 200)
    ImageDraw.Draw(scene).ellipse((100, 100, 500, 500), fill=40)
    for picture in (blank, noise, scene, Image.new("L", (8, 8), 0)):
        assert code_of(file_of(picture)) == "image_without_text"
    assert code_of(file_of(blank, "PDF")) == "image_without_text"


def test_broken_and_oversized_pictures_are_refused() -> None:
    whole = file_of(drawn(report(), dpi=72))
    assert code_of(whole[: len(whole) // 2]) == "broken"
    assert code_of(b"\x89PNG\r\n\x1a\n" + bytes(100)) == "broken"
    huge = io.BytesIO()
    Image.new("1", (9_000, 8_000)).save(huge, "PNG")
    assert code_of(huge.getvalue()) == "too_large"


def test_several_pages_in_one_file_are_read() -> None:
    page = drawn(report(), dpi=100).crop((0, 0, 827, 420))
    out = io.BytesIO()
    page.save(out, "TIFF", save_all=True, append_images=[page])
    assert len(extract(out.getvalue(), "quet.tif").pages) == 2


@pytest.mark.parametrize("angle", [-5.0, -2.0, -0.4, 0.0, 1.3, 4.0])
def test_slants_are_measured(angle: float) -> None:
    picture = drawn(report(), dpi=100).rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    assert cleaning.skew_of(cleaning.ink_of(np.asarray(picture))) == pytest.approx(-angle, abs=0.11)


def test_specks_go_and_letters_stay() -> None:
    plain = np.asarray(drawn(report(), dpi=150))
    dirty = np.asarray(scanned(Image.fromarray(plain), skew=0, noise=0, salt=0.02))
    before, after = cleaning.ink_of(dirty), cleaning.ink_of(cleaning.despeckled(dirty))
    wanted = cleaning.ink_of(plain)
    assert (after ^ wanted).sum() < 0.1 * (before ^ wanted).sum()


def test_lines_and_cells_are_found() -> None:
    ink, rules = lines.without_rules(cleaning.ink_of(np.asarray(drawn(report()))))
    assert len(rules.across) >= 5 and len(rules.down) >= 4
    unit = 600 / ink.shape[1]
    scaled = Rules(
        tuple(Rule(rule.at * unit, rule.start * unit, rule.end * unit) for rule in rules.across),
        tuple(Rule(rule.at * unit, rule.start * unit, rule.end * unit) for rule in rules.down),
    )
    boxes = lines.boxes_of(ink, scaled, unit)
    assert 30 <= len(boxes) <= 60 and all(15 <= box.height <= 60 for box in boxes)


def test_nothing_of_recognition_is_loaded_by_starting() -> None:
    code = "import sys, django; django.setup(); import tinhso.reading.sources;"
    code += "print([name for name in ('onnxruntime', 'PIL', 'pypdfium2', 'docx') if name in sys.modules])"
    env = {**os.environ, "PYTHONPATH": str(settings.SOURCE.parent)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert done.stdout.strip().endswith("[]")
