"""The same paper gives the same bytes: in another process, with another seed of hashes, in another zone."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from tinhso.papers import docx, pdf, serving, xlsx
from tinhso.papers.tests import samples

TELL = """
import hashlib
from tinhso.papers import docx, pdf, xlsx
from tinhso.papers.tests import samples
for paper in (samples.PLAN, samples.LETTER, samples.PARTY, samples.HOSTILE, samples.MINUTES):
    for renderer in (docx, pdf, xlsx):
        print(hashlib.sha256(renderer.render(paper)).hexdigest())
"""


def told(seed: str, zone: str) -> list[str]:
    """The digests another process finds."""
    environment = os.environ | {
        "PYTHONHASHSEED": seed,
        "TZ": zone,
        "LC_ALL": "C",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run(
        [sys.executable, "-c", TELL], env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout.split()


def test_two_processes_make_the_same_files() -> None:
    first, second = told("1", "UTC"), told("4242", "America/Caracas")
    assert first == second and len(set(first)) == 15
    here = [hashlib.sha256(r.render(samples.PLAN)).hexdigest() for r in (docx, pdf, xlsx)]
    assert here == first[:3]


def test_the_same_moment_told_in_another_zone_is_the_same_paper() -> None:
    far = samples.MADE_AT.astimezone(timezone(timedelta(hours=-5)))
    for renderer in (docx, pdf, xlsx):
        assert renderer.render(replace(samples.LETTER, made_at=far)) == renderer.render(samples.LETTER)


def test_another_paper_is_another_file() -> None:
    other = replace(samples.LETTER, made_at=samples.MADE_AT + timedelta(seconds=1))
    for renderer in (docx, pdf, xlsx):
        assert renderer.render(other) != renderer.render(samples.LETTER)


@pytest.mark.parametrize("kind", ["docx", "pdf", "xlsx"])
def test_answers_name_their_file(kind: serving.Format) -> None:
    response = serving.respond(samples.LETTER, kind, "Công văn đôn đốc 2881/VP-KGVX")
    assert response["Content-Type"] == serving.TYPES[kind]
    assert response["Content-Disposition"].endswith(f'filename="cong-van-don-doc-2881-vp-kgvx.{kind}"')
    assert serving.respond(samples.LETTER, kind)["Content-Disposition"].endswith(f'"cong-van-don-doc.{kind}"')
