"""What rooms offer to rooms above them, by dotted paths: read by `settings`, which nothing else imports."""

from __future__ import annotations

# Dotted paths to tuples of `tinhso.base.web.nav.NavItem`.
NAV: list[str] = [
    "tinhso.desk.nav.ITEMS",
    "tinhso.steering.nav.ITEMS",
    "tinhso.reading.nav.ITEMS",
    "tinhso.notify.nav.ITEMS",
    "tinhso.committees.nav.ITEMS",
    "tinhso.consultation.nav.ITEMS",
    "tinhso.urging.nav.ITEMS",
    "tinhso.meetings.nav.ITEMS",
    "tinhso.conclusions.nav.ITEMS",
    "tinhso.reports.nav.ITEMS",
    "tinhso.bordergate.nav.ITEMS",
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
    "tinhso.ledger.verbs.VERBS",
    "tinhso.documents.verbs.VERBS",
    "tinhso.indicators.verbs.VERBS",
    "tinhso.warehouse.verbs.VERBS",
    "tinhso.indices.verbs.VERBS",
    "tinhso.opendata.verbs.VERBS",
    "tinhso.exploration.verbs.VERBS",
    "tinhso.bordergate.verbs.VERBS",
    "tinhso.steering.verbs.VERBS",
    "tinhso.reading.verbs.VERBS",
    "tinhso.notify.verbs.VERBS",
    "tinhso.committees.verbs.VERBS",
    "tinhso.consultation.verbs.VERBS",
    "tinhso.urging.verbs.VERBS",
    "tinhso.meetings.verbs.VERBS",
    "tinhso.conclusions.verbs.VERBS",
    "tinhso.reports.verbs.VERBS",
]

# Dotted paths to functions (document) -> `base.web.panels.ListPanel` or None.
DOCUMENT_PANELS: list[str] = [
    "tinhso.indicators.panels.figures_of_document",
    "tinhso.conclusions.panels.of_document",
]

# Dotted paths to `tinhso.indicators.approval.holders.Holder`: papers of rooms above with figures that wait.
FIGURE_HOLDERS: list[str] = ["tinhso.steering.queries.holding.REPORTS"]

# Dotted paths to functions (request, versions of a figure) -> `base.web.panels.Panel` or None.
FIGURE_PANELS: list[str] = ["tinhso.reading.panels.of_figure"]

# Dotted paths to functions (request, agency) -> `base.web.panels.Panel` or None,
# and (post) -> an iterable of `tinhso.people.open_work.Work`.
AGENCY_PANELS: list[str] = ["tinhso.steering.pages.panels.of_agency"]
PLACE_PANELS: list[str] = [  # functions (request, place) -> `base.web.panels.Panel` or None
    "tinhso.steering.pages.panels.of_place",
    "tinhso.indicators.panels.figures_of_place",
]
# Dotted paths to tuples of `tinhso.exploration.parts.Part`: what rooms offer to dashboards by name.
DASHBOARD_PARTS: list[str] = [
    "tinhso.desk.leaders.screen.PARTS",
    "tinhso.desk.today.parts.PARTS",
    "tinhso.exploration.watching.part.PARTS",
    "tinhso.conclusions.parts.PARTS",
]
# Dotted paths to functions (request, indicator, place or None) -> links of `tinhso.base.web.shell.Link`.
INDICATOR_LINKS: list[str] = ["tinhso.exploration.watching.links.of_indicator"]
OPEN_WORK: list[str] = ["tinhso.steering.pages.handing_over.open_work_of"]

# Dotted paths to `tinhso.people.waiting.Source`: what rooms have to say in “Việc của tôi”, and its inbox.
WAITING: list[str] = [
    "tinhso.exploration.watching.inbox.SOURCE",
    "tinhso.meetings.inbox.SOURCE",
    "tinhso.consultation.waiting.SOURCE",
    "tinhso.urging.waiting.SOURCE",
    "tinhso.reports.waiting.SOURCE",
    "tinhso.reports.waiting.OFFICE",
    "tinhso.conclusions.inbox.BALLOTS",
    "tinhso.conclusions.inbox.DRAFTS",
]

# Dotted paths to functions (Wanted) -> an iterable of `tinhso.indicators.targets.asking.Aim`.
TARGETS: list[str] = ["tinhso.indicators.targets.own.aims", "tinhso.steering.aims.of_plans"]

# Dotted paths to functions (request, task) -> `base.web.panels.Panel` or None: where tasks come from.
TASK_PANELS: list[str] = [
    "tinhso.conclusions.panels.of_task",
]

# Dotted paths to functions (request, committee) -> `base.web.panels.ListPanel` or None.
COMMITTEE_PANELS: list[str] = ["tinhso.meetings.of_committee.panel"]

# Dotted paths to functions (request, meeting, item or None) -> `base.web.panels.Panel` or None.
MEETING_PANELS: list[str] = [
    "tinhso.reports.briefing.panel.of_meeting",
    "tinhso.conclusions.panels.of_carried",
    "tinhso.conclusions.panels.of_minutes",
    "tinhso.conclusions.panels.of_ballots",
    "tinhso.conclusions.panels.of_conclusions",
]

# Dotted paths to tuples of `tinhso.notify.kinds.NoticeKind`: everything that rooms tell people.
NOTICES: list[str] = [
    "tinhso.consultation.notices.NOTICES",
    "tinhso.indicators.completeness.notices.NOTICES",
    "tinhso.indices.rounds.notices.NOTICES",
    "tinhso.exploration.watching.notices.NOTICES",
    "tinhso.steering.notices.NOTICES",
    "tinhso.steering.report_notices.NOTICES",
    "tinhso.urging.kinds.KINDS",
    "tinhso.meetings.telling.NOTICES",
    "tinhso.reports.notices.NOTICES",
    "tinhso.conclusions.notices.NOTICES",
]

# Modules that declare background work.
JOBS: list[str] = [
    "tinhso.base.jobs.own",
    "tinhso.people.jobs",
    "tinhso.notify.jobs",
    "tinhso.committees.jobs",
    "tinhso.indicators.jobs",
    "tinhso.indicators.checks.jobs",
    "tinhso.indicators.completeness.jobs",
    "tinhso.warehouse.jobs",
    "tinhso.indices.jobs",
    "tinhso.opendata.jobs",
    "tinhso.exploration.watching.jobs",
    "tinhso.bordergate.jobs",
    "tinhso.steering.jobs",
    "tinhso.reading.jobs",
    "tinhso.consultation.jobs",
    "tinhso.urging.jobs",
    "tinhso.meetings.jobs",
    "tinhso.conclusions.jobs",
    "tinhso.reports.jobs",
]

# Modules that declare events: who hands them out knows them all.
EVENTS: list[str] = [
    "tinhso.base.calendar.events",
    "tinhso.base.packs.events",
    "tinhso.places.actions",
    "tinhso.people.events",
    "tinhso.ledger.events",
    "tinhso.documents.events",
    "tinhso.committees.events",
    "tinhso.indicators.events",
    "tinhso.indicators.checks.events",
    "tinhso.warehouse.events",
    "tinhso.indices.events",
    "tinhso.indices.rounds.events",
    "tinhso.opendata.events",
    "tinhso.exploration.events",
    "tinhso.bordergate.events",
    "tinhso.steering.events",
    "tinhso.steering.asked_plans",
    "tinhso.reading.events",
    "tinhso.consultation.events",
    "tinhso.urging.events",
    "tinhso.meetings.events",
    "tinhso.conclusions.events",
    "tinhso.reports.events",
]

# Lists of `tinhso.base.events.dispatch.Subscriber`.
SUBSCRIBERS: list[str] = [
    "tinhso.indicators.completeness.jobs.SUBSCRIBERS",
    "tinhso.warehouse.jobs.SUBSCRIBERS",
    "tinhso.opendata.jobs.SUBSCRIBERS",
    "tinhso.steering.jobs.SUBSCRIBERS",
    "tinhso.steering.report_notices.SUBSCRIBERS",
    "tinhso.steering.asked_plans.SUBSCRIBERS",
    "tinhso.exploration.watching.jobs.SUBSCRIBERS",
    "tinhso.reading.actions.planning.SUBSCRIBERS",
    "tinhso.notify.jobs.SUBSCRIBERS",
    "tinhso.committees.jobs.SUBSCRIBERS",
    "tinhso.consultation.jobs.SUBSCRIBERS",
    "tinhso.urging.jobs.SUBSCRIBERS",
    "tinhso.meetings.jobs.SUBSCRIBERS",
    "tinhso.conclusions.jobs.SUBSCRIBERS",
    "tinhso.reports.jobs.SUBSCRIBERS",
]

# What rooms offer to packs: lists of `tinhso.base.packs.section.Section`, lower storeys first.
PACK_SECTIONS: list[str] = [
    "tinhso.base.packs.calendar.SECTIONS",
    "tinhso.places.pack_national.SECTIONS",
    "tinhso.places.pack.SECTIONS",
    "tinhso.people.pack.SECTIONS",
    "tinhso.documents.pack.SECTIONS",
    "tinhso.notify.pack.SECTIONS",
    "tinhso.committees.pack.SECTIONS",
    "tinhso.indicators.pack_inputs.SECTIONS",
    "tinhso.indicators.pack.SECTIONS",
    "tinhso.indicators.checks.pack.SECTIONS",
    "tinhso.indices.pack.SECTIONS",
    "tinhso.opendata.pack.SECTIONS",
    "tinhso.exploration.pack.SECTIONS",
    "tinhso.bordergate.pack.SECTIONS",
    "tinhso.steering.pack.SECTIONS",
    "tinhso.reading.pack.SECTIONS",
    "tinhso.consultation.pack.SECTIONS",
    "tinhso.urging.pack.SECTIONS",
    "tinhso.meetings.pack.SECTIONS",
    "tinhso.conclusions.pack.SECTIONS",
    "tinhso.reports.pack.SECTIONS",
]
