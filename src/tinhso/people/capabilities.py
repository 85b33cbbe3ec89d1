"""What roles are able to do, and how far: the one table all policies read. Code, not groups."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from tinhso.people.models import Role


class Capability(StrEnum):
    """Something a role allows (quyền). The value is what `Principal.may` is asked."""

    READ_PUBLISHED = "figures.read_published"
    READ_SUBMITTED = "figures.read_submitted"
    EDIT_PLANS = "plans.edit"
    EDIT_DOCUMENTS = "documents.edit"
    EDIT_PLACES = "places.edit"
    DEFINE_INDICATORS = "indicators.define"
    REPORT = "reports.write"
    WRITE_FIGURES = "figures.write"
    CONFIRM = "reports.confirm"
    READ_AUDIT = "audit.read"
    MANAGE_ACCOUNTS = "accounts.manage"
    SHARE_VIEWS = "views.share"
    PUBLISH_DATA = "data.publish"
    CONVENE = "meetings.convene"
    DECIDE = "decisions.make"
    CONSULT = "drafts.consult"
    COMMENT = "drafts.comment"
    URGE = "tasks.urge"
    COMPOSE = "papers.compose"
    MANAGE_CHANNELS = "channels.manage"


class Scope(StrEnum):
    """What a key for programs may be limited to (phạm vi của mã truy cập). There are no others."""

    READ = "read"
    REPORT = "report"
    FIGURES = "figures.write"
    CONFIRM = "confirm"
    PLAN = "plan"
    AUDIT = "audit"
    VIEWS = "views"
    MEETINGS = "meetings"
    DRAFTS = "drafts"
    PAPERS = "papers"
    GATES = "gates"


class Reach(StrEnum):
    """How far a capability goes."""

    ALL = "all"
    OWN = "own"


_EVERYBODY: Final = {Capability.READ_PUBLISHED: Reach.ALL}

ABLE: Final[Mapping[Role, Mapping[Capability, Reach]]] = {
    Role.PUBLIC: _EVERYBODY,
    Role.LEADER: {
        Capability.READ_SUBMITTED: Reach.ALL,
        Capability.DECIDE: Reach.ALL,
        Capability.COMMENT: Reach.OWN,
    },
    Role.STANDING_OFFICE: {
        Capability.READ_SUBMITTED: Reach.ALL,
        Capability.EDIT_PLANS: Reach.ALL,
        Capability.EDIT_DOCUMENTS: Reach.ALL,
        Capability.EDIT_PLACES: Reach.ALL,
        Capability.DEFINE_INDICATORS: Reach.ALL,
        Capability.WRITE_FIGURES: Reach.ALL,
        Capability.CONFIRM: Reach.ALL,
        Capability.SHARE_VIEWS: Reach.ALL,
        Capability.PUBLISH_DATA: Reach.ALL,
        Capability.CONVENE: Reach.ALL,
        Capability.CONSULT: Reach.ALL,
        Capability.COMMENT: Reach.OWN,
        Capability.URGE: Reach.ALL,
        Capability.COMPOSE: Reach.ALL,
    },
    Role.REPORTING_OFFICER: {
        Capability.READ_SUBMITTED: Reach.OWN,
        Capability.REPORT: Reach.OWN,
        Capability.WRITE_FIGURES: Reach.OWN,
        Capability.CONSULT: Reach.OWN,
        Capability.COMMENT: Reach.OWN,
    },
    Role.HEAD_OF_AGENCY: {
        Capability.READ_SUBMITTED: Reach.OWN,
        Capability.CONFIRM: Reach.OWN,
        Capability.WRITE_FIGURES: Reach.OWN,
        Capability.CONSULT: Reach.OWN,
        Capability.COMMENT: Reach.OWN,
    },
    Role.AUDITOR: {Capability.READ_SUBMITTED: Reach.ALL, Capability.READ_AUDIT: Reach.ALL},
    Role.ADMINISTRATOR: {
        Capability.MANAGE_ACCOUNTS: Reach.ALL,
        Capability.MANAGE_CHANNELS: Reach.ALL,
        Capability.READ_AUDIT: Reach.ALL,
    },
}
"""`OWN` means: of the agencies in which the role is held."""

SCOPES: Final[Mapping[str, frozenset[Capability]]] = {
    Scope.READ: frozenset({Capability.READ_PUBLISHED, Capability.READ_SUBMITTED}),
    Scope.REPORT: frozenset({Capability.REPORT}),
    Scope.FIGURES: frozenset({Capability.WRITE_FIGURES}),
    Scope.CONFIRM: frozenset({Capability.CONFIRM}),
    Scope.PLAN: frozenset({Capability.EDIT_PLANS, Capability.EDIT_DOCUMENTS, Capability.DEFINE_INDICATORS}),
    Scope.AUDIT: frozenset({Capability.READ_AUDIT}),
    Scope.VIEWS: frozenset({Capability.SHARE_VIEWS}),
    Scope.MEETINGS: frozenset({Capability.CONVENE, Capability.DECIDE}),
    Scope.DRAFTS: frozenset({Capability.CONSULT, Capability.COMMENT}),
    Scope.PAPERS: frozenset({Capability.COMPOSE, Capability.URGE}),
    Scope.GATES: frozenset({Capability.READ_PUBLISHED}),
}
"""What a token's scope opens; at gates duties and companies decide, which are no posts.

Places, accounts, channels and open data are never changed with a token."""

NEED_SECOND_FACTOR: Final = frozenset({Role.STANDING_OFFICE, Role.ADMINISTRATOR})
"""Roles that sign in with a second factor outside demo mode."""


def scopes_open(scopes: frozenset[str] | None, capability: Capability) -> bool:
    """Whether a way of asking with those scopes (None: a person at the keyboard) opens `capability`."""
    if scopes is None or capability is Capability.READ_PUBLISHED:
        return True
    return any(capability in SCOPES.get(scope, ()) for scope in scopes)
