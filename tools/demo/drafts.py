"""Drafts to be uploaded in the demo, as DOCX, from `drafts.yaml`. `python tools/demo/drafts.py DIR`."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "src"))

from tinhso.papers import docx  # noqa: E402  # runs from a checkout, whose packages it finds by itself
from tinhso.papers.content import Block, Heading, OfficialForm, Paper, text  # noqa: E402  # as above


def block(line: str) -> Block:
    """A line as a heading or a paragraph."""
    marks = len(line) - len(line.lstrip("#"))
    return Heading(line[marks:].strip(), marks) if marks else text(line)


def paper(draft: dict[str, Any], unknown: str, signer: str) -> Paper:
    """The draft as a paper without number and date."""
    form = OfficialForm(
        parent="",
        issuer=draft["issuer"],
        notation=draft["suffix"],
        place=draft["place"],
        date=None,
        type_name=draft["type"],
        abstract=draft["abstract"],
        signing=tuple(draft["signing"]),
        signer=signer,
        recipients=tuple(draft["recipients"]),
        draft=True,
    )
    blocks = tuple(block(line.replace("{unknown}", unknown)) for line in draft["lines"])
    made = datetime(draft["year"], 1, 1, tzinfo=UTC)
    return Paper(f"Dự thảo {draft['type']} {draft['abstract']}", form, blocks, made_at=made)


def main() -> int:
    """Write every draft into the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    told = yaml.safe_load((HERE / "drafts.yaml").read_text(encoding="utf-8"))
    for draft in told["drafts"]:
        path = folder / f"{draft['name']}.docx"
        path.write_bytes(docx.render(paper(draft, told["unknown"], told["signer"])))
        print(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
