"""The contract every antivirus plug-in fulfils: subclass, name the scanner, and it is tested."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from tinhso.base.files.scanners import EICAR, Scanner


class ScannerContract:
    """Subclassed in a plug-in's own tests."""

    def make(self) -> Scanner:
        """The plug-in under test."""
        raise NotImplementedError

    def test_clean_files_pass(self, tmp_path: Path) -> None:
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as packed:
            packed.writestr("a.txt", "Báo cáo")
        for index, content in enumerate((b"", "Báo cáo".encode(), bytes(range(256)), archive.getvalue())):
            path = tmp_path / str(index)
            path.write_bytes(content)
            assert self.make().scan(path) is None

    def test_the_test_file_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "eicar.com"
        path.write_bytes(EICAR)
        assert self.make().scan(path)

    def test_it_leaves_the_file_as_it_is(self, tmp_path: Path) -> None:
        path = tmp_path / "file"
        path.write_bytes(EICAR)
        self.make().scan(path)
        assert path.read_bytes() == EICAR
