"""Papers as DOCX: Times New Roman, measures of the rule, headings one can navigate by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tinhso.papers.content import Paper
from tinhso.papers.late import late

render: Final[Callable[[Paper], bytes]] = late("tinhso.papers.word_document", "render")
"""The paper as DOCX; the same paper gives the same bytes. Raises Refusal for charts without the fonts."""
