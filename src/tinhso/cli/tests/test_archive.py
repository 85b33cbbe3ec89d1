"""An archive is complete and unaltered, or it is refused before anything is touched."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from tinhso.base.errors import Invalid
from tinhso.cli import archive


@pytest.fixture
def made(tmp_path: Path) -> Path:
    part = tmp_path / "part"
    part.write_bytes(
        b"Ti\xc3\xaan H\xe1\xbb\x8dc l\xe1\xbb\x85, h\xe1\xba\xadu h\xe1\xbb\x8dc v\xc4\x83n" * 1000
    )
    target = tmp_path / "backup.tar"
    with archive.writing(target) as writer:
        writer.add("database.dump", part)
        writer.finish({"made_at": "2026-01-01"})
    return target


def test_what_was_written_is_read_back(made: Path, tmp_path: Path) -> None:
    manifest = archive.verified(made)
    assert manifest["made_at"] == "2026-01-01"
    archive.take(made, "database.dump", tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == (tmp_path / "part").read_bytes()
    assert made.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("position", [600, 5_000, 20_000])
def test_one_altered_byte_is_found(made: Path, position: int) -> None:
    content = bytearray(made.read_bytes())
    content[position] ^= 1
    made.write_bytes(content)
    with pytest.raises(Invalid, match="damaged"):
        archive.verified(made)


def test_truncated_is_refused(made: Path) -> None:
    made.write_bytes(made.read_bytes()[:8_000])
    with pytest.raises(Invalid):
        archive.verified(made)


def test_added_file_is_refused(made: Path, tmp_path: Path) -> None:
    with tarfile.open(made, "a") as tar:
        tar.add(tmp_path / "part", "files/extra")
    with pytest.raises(Invalid, match="files/extra is missing or was added"):
        archive.verified(made)


def test_unfinished_archive_does_not_appear(tmp_path: Path) -> None:
    target = tmp_path / "backup.tar"
    with pytest.raises(RuntimeError), archive.writing(target):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
