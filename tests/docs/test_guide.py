"""The guide shows what is there: pictures, links and commands."""

from __future__ import annotations

import re
import shlex
import subprocess
import unicodedata
from pathlib import Path

import pytest

from tinhso.cli.verbs import VERBS

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
PAGES = sorted((ROOT / "docs" / "guide").glob("*.md"))
READMES = [ROOT / "README.md", ROOT / "README.vi.md"]
LINK = re.compile(r"(?<!`)\[[^\]]*\]\(([^)\s]+)\)")
COMMAND = re.compile(r"\./run [^`\n]*")


def links(page: Path) -> list[str]:
    """Addresses of pictures and links, those inside code left out."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [link for link in LINK.findall(text) if "://" not in link]


def anchors(page: Path) -> set[str]:
    """The anchors a reader of Markdown makes of headings."""
    found = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in found}


def width_and_height(picture: Path) -> tuple[int, int]:
    head = picture.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n", picture.name
    return int.from_bytes(head[16:20]), int.from_bytes(head[20:24])


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def test_every_reader_has_a_page() -> None:
    readers = {"lanh-dao", "thuong-truc", "don-vi", "kiem-tra", "quan-tri", "nguoi-dan"}
    wanted = {"README", *readers, "so-lieu", "bo-chi-so", "kham-pha"}
    wanted |= {"hop", "gop-y", "nhiem-vu", "don-doc", "bao-cao", "thong-bao", "cua-khau"}
    assert {page.stem for page in PAGES} == wanted
    front = (ROOT / "docs/guide/README.md").read_text(encoding="utf-8")
    assert all(f"({stem}.md" in front for stem in wanted - {"README"})


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_page_is_short_and_composed(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 120
    assert unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize("page", [*PAGES, *READMES], ids=name)
def test_links_resolve(page: Path) -> None:
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


def test_every_picture_is_used_and_fits() -> None:
    used = {
        (page.parent / link).resolve() for page in [*PAGES, *READMES] for link in links(page) if "png" in link
    }
    there = set(PICTURES.iterdir())
    assert there == used
    assert all(wide == 1366 and high <= 900 for wide, high in map(width_and_height, there))
    assert width_and_height(PICTURES / "leaders.png") == (1366, 768)
    assert sum(picture.stat().st_size for picture in there) < 2_500_000


def commands() -> list[tuple[str, str]]:
    return [
        (name(page), found.split("#")[0].strip())
        for page in PAGES
        for found in COMMAND.findall(page.read_text(encoding="utf-8"))
    ]


def test_the_guide_shows_commands() -> None:
    assert len(commands()) > 15


@pytest.mark.parametrize(("page", "command"), commands())
def test_command_exists(page: str, command: str) -> None:
    words = shlex.split(command)[1:]
    listed = subprocess.run(["./run", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.search(rf"^  {words[0]}\b", listed, flags=re.MULTILINE), page
    if words[0] == "tinhso":
        said = " ".join(words[1:])
        assert any(f"{said} ".startswith(f"{verb.words} ") for verb in VERBS), page
