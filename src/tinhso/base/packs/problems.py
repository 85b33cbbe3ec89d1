"""What is wrong with a pack: file, line, field, what was expected, what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from tinhso.base.errors import Invalid, Problem

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Finding:
    """One thing a person must (error) or should (warning) mend in a pack's file."""

    file: str
    line: int
    field: str
    expected: str
    found: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        field = _(", trường “%(field)s”") % {"field": self.field} if self.field else ""
        found = _("; đang ghi: %(found)s") % {"found": self.found} if self.found else ""
        return (
            _("%(file)s, dòng %(line)d") % {"file": self.file, "line": self.line}
            + f"{field}: {self.expected}{found}"
        )


class PackError(Invalid):
    """A pack that cannot be loaded (gói dữ liệu sai). Nothing of it was loaded."""

    code = "pack_invalid"

    def __init__(self, pack: str, findings: Sequence[Finding]) -> None:
        self.pack = pack
        self.findings = tuple(sorted(findings))
        super().__init__(
            _("Gói “%(pack)s” có %(count)d chỗ cần sửa; chưa nạp gì.")
            % {"pack": pack, "count": len(self.findings)},
            problems=[Problem("pack_line", str(f), f.field) for f in self.findings],
        )

    def __str__(self) -> str:
        return "\n".join([str(self.message), *map(str, self.findings)])
