"""Writing what packs say of indices. Trees are replaced node by node; published scores only grow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from tinhso.base.actions import Act
from tinhso.base.errors import Conflict, NotFound
from tinhso.base.numbers import places_of
from tinhso.base.packs.info import Words
from tinhso.base.text import near_matches
from tinhso.indices.models import CompositeIndex, Edition, Node, Score
from tinhso.indices.pack_items import EditionItem, IndexItem, NodeItem, ScoreItem
from tinhso.places.resolving import PlaceRows

_BATCH = 500


def both(name: str, words: Words | None) -> dict[str, str]:
    """The two columns of a text in two languages."""
    return {name: words.vi if words else "", f"{name}_en": words.en if words else ""}


def put_indices(pack: str, items: Sequence[IndexItem], act: Act, *, illustrative: bool) -> None:
    """Write indices."""
    for item in items:
        CompositeIndex.objects.update_or_create(
            code=item.code,
            defaults={
                **both("name", item.name),
                **both("publisher", item.publisher),
                "order": item.order,
                "pack": pack,
                "illustrative": illustrative,
            },
        )
    act.record(f"pack:{pack}", subject="indices", data={"written": len(items)})


def _index(code: str) -> CompositeIndex:
    found = CompositeIndex.objects.filter(code=code).first()
    if found is None:
        known = CompositeIndex.objects.values_list("code", flat=True)
        raise NotFound(
            _("Không có bộ chỉ số mang mã “%(code)s”.") % {"code": code},
            near=near_matches(code, known),
            field="index",
        )
    return found


def put_editions(pack: str, items: Sequence[EditionItem], act: Act, *, illustrative: bool) -> None:
    """Write editions with their trees. Raises Conflict where a round would lose a node."""
    for item in items:
        put_edition(item, pack=pack, illustrative=illustrative)
    act.record(f"pack:{pack}", subject="index-editions", data={"written": len(items)})


def put_edition(item: EditionItem, *, pack: str | None, illustrative: bool) -> Edition:
    """Write one edition with its tree; without a pack it stays with the pack that it is of."""
    edition, _created = Edition.objects.update_or_create(
        index=_index(item.index),
        code=item.code,
        defaults={
            **both("name", item.name),
            **both("basis", item.basis),
            **both("why_not", item.why_not),
            "issued": item.issued,
            "years": list(item.years),
            "decimals": item.decimals,
            "source": item.source,
            "illustrative": illustrative,
            **({"pack": pack} if pack is not None else {}),
        },
    )
    _put_nodes(edition, item.nodes, illustrative=illustrative)
    return edition


def _require_unused(edition: Edition, items: Sequence[NodeItem]) -> None:
    """Raises Conflict where a round scores by the edition and its tree would change."""
    if not edition.rounds.exists():
        return
    stored = {
        node.code: (node.parent.code if node.parent else "", node.points, node.group, node.rule)
        for node in edition.nodes.select_related("parent")
    }
    wanted = {
        item.code: (
            item.under,
            item.points,
            item.group,
            item.rule.model_dump(mode="json") if item.rule else None,
        )
        for item in items
    }
    if stored != wanted:
        raise Conflict(
            _("Phiên bản “%(code)s” đang được một đợt đánh giá dùng nên cây chỉ số không đổi được.")
            % {"code": edition.code},
            hint=_("Khai một phiên bản mới mang mã khác."),
        )


def _put_nodes(edition: Edition, items: Sequence[NodeItem], *, illustrative: bool) -> None:
    _require_unused(edition, items)
    rows: dict[str, Node] = {}
    for position, item in enumerate(items):
        rows[item.code], _created = Node.objects.update_or_create(
            edition=edition,
            code=item.code,
            defaults={
                **both("name", item.name),
                "parent": rows.get(item.under),
                "points": item.points,
                "group": item.group,
                "components": item.components,
                "rule": item.rule.model_dump(mode="json") if item.rule else None,
                "evidence": item.evidence,
                "owner": item.owner,
                "verifier": item.verifier,
                "position": position,
                "illustrative": illustrative,
            },
        )
    edition.nodes.exclude(code__in=rows).delete()


def put_scores(pack: str, items: Sequence[ScoreItem], act: Act, *, illustrative: bool) -> None:
    """Append published scores; the place is the unit that carried the code at the end of the year."""
    editions = {(row.index.code, row.code): row for row in Edition.objects.select_related("index")}
    places = PlaceRows(item.place for item in items)
    codes = [item.code for item in items]
    before = {row.code: row for row in Score.objects.filter(pack=pack, code__in=codes, superseded_by=None)}
    rows = [
        Score(
            code=item.code,
            edition=_edition(editions, item),
            year=item.year,
            place=places.on(item.place, place_day(item)),
            node=item.node,
            measure=item.measure,
            value=item.value,
            decimals=places_of(item.value) if item.value is not None else 0,
            rank=item.rank,
            of=item.of,
            published=item.published,
            source=item.source,
            certainty=item.certainty,
            note=item.note,
            supersedes=before.get(item.code),
            pack=pack,
            illustrative=illustrative,
        )
        for item in items
    ]
    Score.objects.bulk_create(rows, batch_size=_BATCH)
    act.record(f"pack:{pack}", subject="index-scores", data={"written": len(rows)}, facts=rows)


def place_day(item: ScoreItem) -> date:
    """The day whose units a result speaks of."""
    return day_of(item.year, item.published)


def day_of(year: int, published: date | None) -> date:
    """The last day of the year; the day of publication, where that ranks merged units."""
    last = date(year, 12, 31)
    reform = date(2025, 7, 1)
    return published if published and last < reform <= published else last


def _edition(editions: dict[tuple[str, str], Edition], item: ScoreItem) -> Edition:
    found = editions.get((item.index, item.edition))
    if found is None:
        raise NotFound(
            _("Không có phiên bản “%(code)s” của bộ chỉ số.") % {"code": f"{item.index} {item.edition}"},
            field="edition",
        )
    return found
