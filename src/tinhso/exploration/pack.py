"""What a pack says of views and dashboards: the sections `views` and `dashboards`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from tinhso.base.actions import Act
from tinhso.base.packs.batch import BatchSection
from tinhso.base.packs.info import PackInfo, Words
from tinhso.base.packs.problems import Finding
from tinhso.base.packs.section import Catalogue, Located
from tinhso.exploration import parts
from tinhso.exploration.actions.views import stored
from tinhso.exploration.models import Card, Dashboard, Sharing, View, Width
from tinhso.exploration.pack_items import CardItem, DashboardItem, ViewItem
from tinhso.exploration.spec import Spec
from tinhso.indicators.pack import known_indicators
from tinhso.people.models import Role


class Views(BatchSection[ViewItem]):
    """The section `views`."""

    name = "views"
    schema = ViewItem
    files = ("views.yaml",)

    def key(self, item: ViewItem) -> str:
        """The code."""
        return item.code

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, ViewItem]:
        """The stored views of those codes."""
        del pack
        return {
            row.code: ViewItem(
                code=row.code,
                name=Words(vi=row.name, en=row.name_en),
                description=row.description,
                sharing=Sharing(row.sharing),
                spec=Spec.model_validate(row.spec),
            )
            for row in View.objects.filter(code__in=keys)
        }

    def write_many(self, pack: PackInfo, items: Sequence[ViewItem], act: Act, *, illustrative: bool) -> None:
        """All views that are new or changed."""
        rows = {row.code: row for row in View.objects.filter(code__in=[item.code for item in items])}
        for item in items:
            row = rows.get(item.code) or View(code=item.code, created_at=act.now)
            _fill(row, item, pack, illustrative=illustrative)
            row.spec = stored(item.spec)
            row.save()
        act.record(f"pack:{pack.code}", subject="views", data={"written": len(items)})

    def check(self, items: Sequence[Located[ViewItem]], everything: Catalogue) -> Iterable[Finding]:
        """A view asks for something, and its indicators are known."""
        known = known_indicators(everything)
        for item in items:
            if not item.value.spec.measures:
                yield item.error("spec.measures", _("ít nhất một chỉ số"))
            for position, code in enumerate(item.value.spec.measures):
                if code not in known:
                    expected = _("mã có trong gói, hoặc trong gói được yêu cầu")
                    yield item.error(f"spec.measures.{position}", expected, code)


class Dashboards(BatchSection[DashboardItem]):
    """The section `dashboards`: one item a dashboard, with its cards."""

    name = "dashboards"
    schema = DashboardItem
    files = ("dashboards.yaml",)

    def key(self, item: DashboardItem) -> str:
        """The code."""
        return item.code

    def current(self, pack: PackInfo, keys: Collection[str]) -> Mapping[str, DashboardItem]:
        """The stored dashboards of those codes."""
        del pack
        rows = Dashboard.objects.filter(code__in=keys).prefetch_related("cards__view")
        return {row.code: _item(row) for row in rows}

    def write_many(
        self, pack: PackInfo, items: Sequence[DashboardItem], act: Act, *, illustrative: bool
    ) -> None:
        """All dashboards that are new or changed, each with its cards anew."""
        rows = {row.code: row for row in Dashboard.objects.filter(code__in=[item.code for item in items])}
        named = {card.view for item in items for card in item.cards}
        found = {row.code: row for row in View.objects.filter(code__in=named)}
        for item in items:
            row = rows.get(item.code) or Dashboard(code=item.code, created_at=act.now)
            _fill(row, item, pack, illustrative=illustrative)
            row.roles, row.order, row.on_wall = [str(one) for one in item.roles], item.order, item.on_wall
            row.save()
            Card.objects.filter(dashboard=row).delete()
            Card.objects.bulk_create(
                Card(
                    dashboard=row,
                    position=position,
                    view=found.get(card.view),
                    part=card.part,
                    title=card.title,
                    width=card.width,
                    illustrative=illustrative,
                )
                for position, card in enumerate(item.cards, start=1)
            )
        act.record(f"pack:{pack.code}", subject="dashboards", data={"written": len(items)})

    def check(self, items: Sequence[Located[DashboardItem]], everything: Catalogue) -> Iterable[Finding]:
        """Views are known to the pack, parts are offered."""
        views = everything.keys("views")
        for item in items:
            for position, card in enumerate(item.value.cards):
                if card.view and card.view not in views:
                    yield item.error(f"cards.{position}.view", _("mã một góc nhìn có trong gói"), card.view)
                if card.part and card.part not in parts.offered():
                    yield item.error(f"cards.{position}.part", ", ".join(parts.offered()), card.part)


def _fill(
    row: View | Dashboard, item: ViewItem | DashboardItem, pack: PackInfo, *, illustrative: bool
) -> None:
    """What both have in common."""
    row.name, row.name_en = item.name.vi, item.name.en
    row.description, row.sharing = item.description, item.sharing
    row.origin, row.illustrative = pack.code, illustrative
    row.search_key = row.found_by()


def _item(row: Dashboard) -> DashboardItem:
    cards = sorted(row.cards.all(), key=lambda card: card.position)
    return DashboardItem(
        code=row.code,
        name=Words(vi=row.name, en=row.name_en),
        description=row.description,
        sharing=Sharing(row.sharing),
        roles=tuple(Role(one) for one in row.roles),
        order=row.order,
        on_wall=row.on_wall,
        cards=tuple(
            CardItem(
                view=card.view.code if card.view else "",
                part=card.part,
                title=card.title,
                width=Width(card.width),
            )
            for card in cards
        ),
    )


SECTIONS = (Views(), Dashboards())
