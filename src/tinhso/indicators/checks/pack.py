"""What a pack says of rules for figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from tinhso.base.actions import Act
from tinhso.base.packs.batch import BatchSection, unknown_codes
from tinhso.base.packs.info import PackInfo
from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Catalogue, Located
from tinhso.documents.loading import document_ids
from tinhso.indicators.checks.actions import fill
from tinhso.indicators.checks.items import CheckItem, item_of, problems
from tinhso.indicators.models import Adding, Check
from tinhso.indicators.pack import known_indicators


class Checks(BatchSection[CheckItem]):
    """The section `checks`."""

    name = "checks"
    schema = CheckItem
    files = ("checks.yaml", "checks/*.yaml")

    def key(self, item: CheckItem) -> str:
        """The code."""
        return item.code

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, CheckItem]:
        """The stored rules."""
        del pack
        rows = Check.objects.filter(code__in=keys).select_related("document")
        return {row.code: item_of(row) for row in rows}

    def write_many(self, pack: PackInfo, items: Sequence[CheckItem], act: Act, *, illustrative: bool) -> None:
        """All rules that are new or changed."""
        documents = document_ids(item.document for item in items)
        rows = {row.code: row for row in Check.objects.filter(code__in=[item.code for item in items])}
        for item in items:
            row = rows.get(item.code) or Check(code=item.code)
            fill(row, item)
            row.document_id = documents.get(item.document)
            row.pack, row.illustrative = pack.code, illustrative
            row.save()
        act.record(f"pack:{pack.code}", subject="checks", data={"written": len(items)})

    def check(self, items: Sequence[Located[CheckItem]], everything: Catalogue) -> Iterable[Finding]:
        """Codes are known, formulas can be read and say yes or no, documents are there."""
        yield from unknown_codes(items, "document", everything.keys("documents"))
        known = known_indicators(everything)
        summed = {
            code
            for code in everything.keys("indicators")
            if everything.get("indicators", code).adding == Adding.SUM
        }
        for item in items:
            for problem in problems(item.value.rule, known, summed):
                hint = f" {problem.hint}" if problem.hint else ""
                yield item.error(problem.field or "rule", f"{problem.message}{hint}", "")


SECTIONS = (Checks(),)
