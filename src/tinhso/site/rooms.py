"""What rooms offer to rooms above them, by dotted paths: read by `settings`, which nothing else imports."""

from __future__ import annotations

# Dotted paths to tuples of `tinhso.base.web.nav.NavItem`.
NAV: list[str] = [
    "tinhso.desk.nav.ITEMS",
    "tinhso.steering.nav.ITEMS",
    "tinhso.places.nav.ITEMS",
    "tinhso.people.nav.ITEMS",
    "tinhso.documents.nav.ITEMS",
    "tinhso.indicators.nav.ITEMS",
    "tinhso.warehouse.nav.ITEMS",
    "tinhso.indices.nav.ITEMS",
    "tinhso.opendata.nav.ITEMS",
    "tinhso.exploration.nav.ITEMS",
    "tinhso.api.nav.ITEMS",
]

# Dotted paths to the words of the verbs that rooms write into the audit trail.
VERBS: list[str] = [
    "tinhso.base.verbs.VERBS",
    "tinhso.places.verbs.VERBS",
    "tinhso.people.verbs.VERBS",
    "tinhso.documents.verbs.VERBS",
    "tinhso.indicators.verbs.VERBS",
    "tinhso.warehouse.verbs.VERBS",
    "tinhso.indices.verbs.VERBS",
    "tinhso.opendata.verbs.VERBS",
    "tinhso.exploration.verbs.VERBS",
    "tinhso.steering.verbs.VERBS",
]

# Dotted paths to functions (document) -> `tinhso.documents.panels.Panel` or None.
DOCUMENT_PANELS: list[str] = ["tinhso.indicators.panels.figures_of_document"]

# Dotted paths to `tinhso.indicators.approval.holders.Holder`: papers of rooms above with figures that wait.
FIGURE_HOLDERS: list[str] = ["tinhso.steering.queries.holding.REPORTS"]

# Dotted paths to functions (request, agency) -> `tinhso.people.panels.Panel` or None,
# and (post) -> an iterable of `tinhso.people.open_work.Work`.
AGENCY_PANELS: list[str] = ["tinhso.steering.pages.panels.of_agency"]
PLACE_PANELS: list[str] = [  # functions (request, place) -> `tinhso.places.panels.Panel` or None
    "tinhso.steering.pages.panels.of_place",
    "tinhso.indicators.panels.figures_of_place",
]
# Dotted paths to tuples of `tinhso.exploration.parts.Part`: what rooms offer to dashboards by name.
DASHBOARD_PARTS: list[str] = [
    "tinhso.desk.leaders.screen.PARTS",
    "tinhso.exploration.watching.part.PARTS",
]
# Dotted paths to functions (request, indicator, place or None) -> links of `tinhso.base.web.shell.Link`.
INDICATOR_LINKS: list[str] = ["tinhso.exploration.watching.links.of_indicator"]
OPEN_WORK: list[str] = ["tinhso.steering.pages.handing_over.open_work_of"]

# Dotted paths to `tinhso.people.waiting.Source`: what rooms have to say in “Việc của tôi”, and its inbox.
WAITING: list[str] = ["tinhso.exploration.watching.inbox.SOURCE"]

# Dotted paths to functions (Wanted) -> an iterable of `tinhso.indicators.targets.asking.Aim`.
TARGETS: list[str] = ["tinhso.indicators.targets.own.aims", "tinhso.steering.aims.of_plans"]
