"""Every verb of the command line, in the order `tinhso --help` shows them.

Adding a verb is a module in this folder that holds a click command (or group), and one line here. The module
of a verb that needs settings or the database may import models at its top: Django is ready by then.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Needs(Enum):
    """What must be ready before a verb's module is imported."""

    NOTHING = "nothing"
    SETTINGS = "settings"
    DATABASE = "database"


@dataclass(frozen=True)
class Verb:
    """One verb: its words, where its click command stands (`module:name`), what it needs, what it does."""

    words: str
    target: str
    needs: Needs
    does: str
    hidden: bool = False


VERBS: tuple[Verb, ...] = (
    Verb("serve", "tinhso.cli.verbs.serve:serve", Needs.NOTHING, "Serve the product on this machine"),
    Verb("demo", "tinhso.cli.verbs.demo:demo", Needs.NOTHING, "Serve it with packs and demo accounts loaded"),
    Verb("doctor", "tinhso.cli.verbs.doctor:doctor", Needs.NOTHING, "Examine environment, data and database"),
    Verb(
        "migrate",
        "tinhso.cli.verbs.migrate:migrate",
        Needs.DATABASE,
        "Bring the database's tables up to date",
    ),
    Verb(
        "backup", "tinhso.cli.verbs.backup:backup", Needs.DATABASE, "Write database and files to one archive"
    ),
    Verb("restore", "tinhso.cli.verbs.restore:restore", Needs.DATABASE, "Put an archive back and verify it"),
    Verb("audit", "tinhso.cli.verbs.audit:audit", Needs.DATABASE, "Verify or seal the audit trail"),
    Verb("places load", "tinhso.cli.verbs.places:load", Needs.DATABASE, "Load the national tables of places"),
    Verb(
        "pack load",
        "tinhso.cli.verbs.pack:load",
        Needs.DATABASE,
        "Load packs (--plan: only say what would be)",
    ),
    Verb(
        "pack check", "tinhso.cli.verbs.pack:check", Needs.SETTINGS, "Read and lint packs, no database needed"
    ),
    Verb(
        "user",
        "tinhso.cli.verbs.user:user",
        Needs.DATABASE,
        "List, make, reset and close accounts; make keys",
    ),
    Verb(
        "urge run",
        "tinhso.cli.verbs.urge:run",
        Needs.DATABASE,
        "Urge those who owe something (--dry-run: only say what would be told)",
    ),
    Verb(
        "gate export-day",
        "tinhso.cli.verbs.gate:export_day",
        Needs.DATABASE,
        "Write a day's line and its root",
    ),
    Verb(
        "gate verify-day", "tinhso.cli.verbs.gate:verify_day", Needs.DATABASE, "Check order and root of one"
    ),
    Verb(
        "gate simulate",
        "tinhso.cli.verbs.gate:simulate",
        Needs.DATABASE,
        "Drive a made day through the gates",
    ),
    Verb("plan show", "tinhso.cli.verbs.plan:show", Needs.DATABASE, "Say where a plan stands, now or then"),
    Verb(
        "formula eval",
        "tinhso.cli.verbs.formula:evaluate",
        Needs.NOTHING,
        "Calculate a formula, or one a line (--lines)",
    ),
    Verb(
        "read",
        "tinhso.cli.verbs.read:read",
        Needs.SETTINGS,
        "Read figures, documents and contradictions out of files",
    ),
    Verb(
        "index compute",
        "tinhso.cli.verbs.index:compute",
        Needs.SETTINGS,
        "Compute a composite index for places from a JSON or CSV file",
    ),
    Verb(
        "indicators import",
        "tinhso.cli.verbs.indicators:bring",
        Needs.DATABASE,
        "Write down the figures of a file, bad lines listed",
    ),
    Verb(
        "indicators export",
        "tinhso.cli.verbs.indicators:export",
        Needs.DATABASE,
        "Write the figures in force to a file",
    ),
    Verb(
        "indicators check",
        "tinhso.cli.verbs.indicators_check:check",
        Needs.DATABASE,
        "Look over the stored figures by the rules",
    ),
    Verb(
        "index import",
        "tinhso.cli.verbs.index_sheets:bring",
        Needs.DATABASE,
        "Bring an edition's tree in from a spreadsheet (--dry-run: only say what would change)",
    ),
    Verb(
        "index export",
        "tinhso.cli.verbs.index_sheets:take",
        Needs.DATABASE,
        "Write an edition's tree as a spreadsheet",
    ),
    Verb(
        "warehouse rebuild",
        "tinhso.cli.verbs.warehouse:rebuild",
        Needs.DATABASE,
        "Make the warehouse's files anew from the facts",
    ),
    Verb(
        "warehouse status",
        "tinhso.cli.verbs.warehouse:status",
        Needs.DATABASE,
        "Say what is published, what waits, what is broken",
    ),
    Verb(
        "warehouse query",
        "tinhso.cli.verbs.warehouse_query:query",
        Needs.DATABASE,
        "Ask the warehouse: indicators, units, periods",
    ),
    Verb("dataset list", "tinhso.cli.verbs.dataset:show", Needs.DATABASE, "Say which datasets are published"),
    Verb(
        "dataset publish",
        "tinhso.cli.verbs.dataset:publish",
        Needs.DATABASE,
        "Publish a version of a dataset, where anything changed",
    ),
    Verb(
        "report make",
        "tinhso.cli.verbs.report:make",
        Needs.DATABASE,
        "Write a report of a template for a period to a file",
    ),
    Verb(
        "report check",
        "tinhso.cli.verbs.report:check",
        Needs.DATABASE,
        "Check a template: a file, or one that is kept",
    ),
    Verb(
        "meeting briefing",
        "tinhso.cli.verbs.meeting:briefing",
        Needs.DATABASE,
        "Write the briefing pack of a meeting into a folder",
    ),
    Verb(
        "rebuild",
        "tinhso.cli.verbs.rebuild:rebuild",
        Needs.DATABASE,
        "Make the current state anew from the facts (--check: compare)",
    ),
    Verb("demo clear", "tinhso.cli.verbs.demo_clear:clear", Needs.DATABASE, "Remove everything illustrative"),
    Verb("jobs work", "tinhso.cli.verbs.jobs:work", Needs.DATABASE, "Run background jobs, hand out events"),
    Verb("messages", "tinhso.cli.verbs.messages:messages", Needs.NOTHING, "Compile or check translations"),
    Verb("version", "tinhso.cli.verbs.version:version", Needs.NOTHING, "Say which version this is"),
    Verb(
        "prepare", "tinhso.cli.verbs.prepare:prepare", Needs.DATABASE, "What serving needs first", hidden=True
    ),
)


def find(words: list[str]) -> tuple[Verb, list[str]] | None:
    """The verb with the longest name that `words` begin with, and the words after it."""
    for length in (2, 1):
        name = " ".join(words[:length])
        for verb in VERBS:
            if verb.words == name and len(words) >= length:
                return verb, words[length:]
    return None


def known(words: str) -> bool:
    """Whether a verb of that name is registered."""
    return any(verb.words == words for verb in VERBS)
