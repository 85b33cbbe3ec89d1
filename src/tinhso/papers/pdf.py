"""Papers as PDF, set by typst in Tinos (the metric twin of Times New Roman)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tinhso.papers.content import Paper
from tinhso.papers.late import late

render: Final[Callable[[Paper], bytes]] = late("tinhso.papers.pdf_document", "render")
"""The paper as PDF; the same paper gives the same bytes. Raises Refusal without the fonts."""
