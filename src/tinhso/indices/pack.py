"""What a pack says of composite indices: the indices, their editions, published results."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from tinhso.base.actions import Act
from tinhso.base.numbers import round_half_up
from tinhso.base.packs.batch import BatchSection, unknown_codes
from tinhso.base.packs.info import PackInfo, Words
from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Catalogue, Located
from tinhso.indices import loading, models
from tinhso.indices.models import Certainty, CompositeIndex, Measure, Score
from tinhso.indices.pack_items import EditionItem, IndexItem, NodeItem, RoundItem, ScoreItem
from tinhso.indices.rounds import demo


def _words(vi: str, en: str) -> Words | None:
    return Words(vi=vi, en=en) if vi else None


class Indices(BatchSection[IndexItem]):
    """The section `indices`."""

    name = "indices"
    schema = IndexItem
    files = ("indices/indices.yaml",)

    def key(self, item: IndexItem) -> str:
        """The code."""
        return item.code

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, IndexItem]:
        """The stored indices."""
        del pack
        return {
            row.code: IndexItem(
                code=row.code,
                name=Words(vi=row.name, en=row.name_en),
                publisher=_words(row.publisher, row.publisher_en),
                order=row.order,
            )
            for row in CompositeIndex.objects.filter(code__in=keys)
        }

    def write_many(self, pack: PackInfo, items: Sequence[IndexItem], act: Act, *, illustrative: bool) -> None:
        """All indices."""
        loading.put_indices(pack.code, items, act, illustrative=illustrative)


class Editions(BatchSection[EditionItem]):
    """The section `index-editions`: one item an edition, with its tree."""

    name = "index-editions"
    schema = EditionItem
    files = ("indices/editions/*.yaml",)

    def key(self, item: EditionItem) -> str:
        """Index and edition."""
        return f"{item.index}/{item.code}"

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, EditionItem]:
        """The stored editions."""
        del pack
        rows = models.Edition.objects.select_related("index").prefetch_related("nodes__parent")
        found = {f"{row.index.code}/{row.code}": row for row in rows}
        return {key: _edition(row) for key, row in found.items() if key in keys}

    def write_many(
        self, pack: PackInfo, items: Sequence[EditionItem], act: Act, *, illustrative: bool
    ) -> None:
        """All editions that are new or changed."""
        loading.put_editions(pack.code, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[EditionItem]], everything: Catalogue) -> Iterable[Finding]:
        """Indices are known; the points of what stands under a node add up to its own."""
        yield from unknown_codes(items, "index", everything.keys("indices"))
        for item in items:
            for position, node in enumerate(item.value.nodes):
                below = [one for one in item.value.nodes if one.under == node.code]
                points = sum((one.points for one in below), start=Decimal(0))
                if below and points != node.points:
                    yield item.error(f"nodes.{position}.points", str(points), node.points)
            counted = any(node.points for node in item.value.nodes)
            if counted is bool(item.value.why_not):
                yield item.error("why_not", _("lý do không tính được, chỉ khi chưa biết điểm"))


def _edition(row: models.Edition) -> EditionItem:
    return EditionItem(
        index=row.index.code,
        code=row.code,
        name=Words(vi=row.name, en=row.name_en),
        basis=_words(row.basis, row.basis_en),
        issued=row.issued,
        years=tuple(row.years),
        decimals=row.decimals,
        why_not=_words(row.why_not, row.why_not_en),
        source=row.source,
        nodes=tuple(_node(node) for node in row.nodes.all()),
    )


def _node(row: models.Node) -> NodeItem:
    same = ("code", "points", "group", "components", "rule", "evidence", "owner", "verifier")
    return NodeItem.model_validate(
        {
            **{name: getattr(row, name) for name in same},
            "name": Words(vi=row.name, en=row.name_en),
            "under": row.parent.code if row.parent else "",
        }
    )


class Scores(BatchSection[ScoreItem]):
    """The section `index-scores`: published results."""

    name = "index-scores"
    schema = ScoreItem
    files = ("indices/scores/*.yaml", "indices/scores/*.csv")

    def key(self, item: ScoreItem) -> str:
        """The code inside its pack."""
        return item.code

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, ScoreItem]:
        """The results in force."""
        rows = Score.objects.filter(pack=pack.code, code__in=keys, superseded_by=None)
        return {row.code: _score(row) for row in rows.select_related("edition__index", "place")}

    def write_many(self, pack: PackInfo, items: Sequence[ScoreItem], act: Act, *, illustrative: bool) -> None:
        """All results that are new or changed."""
        loading.put_scores(pack.code, items, act, illustrative=illustrative)

    def check(self, items: Sequence[Located[ScoreItem]], everything: Catalogue) -> Iterable[Finding]:
        """Editions and nodes are known, a rank lies within its number."""
        for item in items:
            yield from _check_score(item, everything)


def _check_score(item: Located[ScoreItem], everything: Catalogue) -> Iterator[Finding]:
    score = item.value
    edition = everything.get("index-editions", f"{score.index}/{score.edition}")
    if edition is None:
        yield item.error("edition", _("phiên bản có trong gói, hoặc trong gói được yêu cầu"), score.edition)
    elif score.node and score.node not in {node.code for node in edition.nodes}:
        yield item.error("node", _("mã chỉ số của phiên bản"), score.node)
    if score.rank and score.of and score.rank > score.of:
        yield item.error("rank", f"≤ {score.of}", score.rank)


def _score(row: Score) -> ScoreItem:
    same = ("code", "year", "node", "rank", "of", "published", "source", "note")
    return ScoreItem.model_validate(
        {
            **{name: getattr(row, name) for name in same},
            "index": row.edition.index.code,
            "edition": row.edition.code,
            "place": row.place.code,
            "measure": Measure(row.measure),
            "certainty": Certainty(row.certainty),
            "value": None if row.value is None else round_half_up(row.value, row.decimals),
        }
    )


class Rounds(BatchSection[RoundItem]):
    """The section `index-rounds`, for demo files: a pack scores nothing in earnest.

    A round that is there belongs to those who score in it: a changed file is a conflict, never written over.
    """

    name = "index-rounds"
    schema = RoundItem
    files = ("indices/rounds.yaml",)

    def key(self, item: RoundItem) -> str:
        """Index and edition: one round each."""
        return f"{item.index}/{item.edition}"

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, RoundItem]:
        """The rounds that are there, with the steps taken since: what people did is not written over."""
        del pack
        rows = models.Round.objects.select_related("edition__index", "place")
        found = {f"{row.edition.index.code}/{row.edition.code}": row for row in rows}
        return {key: demo.told(row) for key, row in found.items() if key in keys}

    def write_many(self, pack: PackInfo, items: Sequence[RoundItem], act: Act, *, illustrative: bool) -> None:
        """Open the rounds and take their steps, each at its own moment."""
        del pack, act
        for item in items:
            demo.play(item, illustrative=illustrative)

    def check(self, items: Sequence[Located[RoundItem]], everything: Catalogue) -> Iterable[Finding]:
        """Editions and nodes are known; only demo files tell of rounds."""
        for item in items:
            edition = everything.get("index-editions", item.key)
            if edition is None:
                yield item.error(
                    "edition", _("phiên bản có trong gói, hoặc trong gói được yêu cầu"), item.key
                )
                continue
            if not item.illustrative:
                yield item.error("edition", _("đợt đánh giá chỉ khai trong phần minh hoạ"), item.key)
            known = {node.code for node in edition.nodes}
            for at, step in enumerate(item.value.steps):
                if step.node not in known:
                    yield item.error(f"steps.{at}.node", _("mã chỉ số của phiên bản"), step.node)


SECTIONS = (Indices(), Editions(), Scores(), Rounds())
