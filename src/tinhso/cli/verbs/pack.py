"""`tinhso pack load` and `tinhso pack check`."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from django.conf import settings

from tinhso.base.packs.home import all_packs, with_required
from tinhso.base.packs.info import pack_codes
from tinhso.base.packs.load import check as check_pack
from tinhso.base.packs.load import load as load_pack
from tinhso.base.packs.problems import PackError
from tinhso.base.packs.report import Entry, LoadReport
from tinhso.cli.exits import Exit


def _codes(named: tuple[str, ...]) -> list[str]:
    """Codes, also when given as folders: `packs/langson` means `langson`."""
    return [Path(name).name for name in named]


class _Bar:
    """A progress line on a terminal's error stream; silent elsewhere."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.shown = sys.stderr.isatty()

    def __call__(self, what: str, done: int, total: int) -> None:
        if self.shown:
            filled = 24 * done // max(total, 1)
            click.echo(f"\r{self.code} {'█' * filled:<24} {what} {done}/{total}\x1b[K", nl=False, err=True)

    def end(self) -> None:
        """Take the line away."""
        if self.shown:
            click.echo("\r\x1b[K", nl=False, err=True)


@click.command(help="Load packs and what they require (all packs when none is named).")
@click.argument("codes", nargs=-1)
@click.option("--plan", is_flag=True, help="Say what would be created, changed, left; write nothing.")
@click.option(
    "--demo/--no-demo",
    default=None,
    help="Load the illustrative part too (default: in demo mode the home pack's).",
)
def load(codes: tuple[str, ...], plan: bool, demo: bool | None) -> int:
    """Load each pack in its own transaction; stop at the first that is wrong."""
    found_wrong = False
    for info in with_required(_codes(codes)) if codes else all_packs():
        bar = _Bar(info.code)
        try:
            report = load_pack(info.code, plan_only=plan, demo=_illustrated(info.code, demo), progress=bar)
        except PackError as error:
            bar.end()
            click.echo(str(error), err=True)
            return Exit.FOUND
        bar.end()
        _say(report)
        found_wrong = found_wrong or bool(report.conflicts)
    return Exit.FOUND if found_wrong else Exit.DONE


def _illustrated(code: str, asked: bool | None) -> bool:
    """Whether a pack's illustrative part is loaded: as asked, else in demo mode the home pack's.

    The illustrative people of other provinces would stand among those of this one.
    """
    return (settings.DEMO and code == settings.HOME_PACK) if asked is None else asked


def _say(report: LoadReport) -> None:
    new, altered = ("to create", "to change") if report.planned else ("created", "changed")
    click.echo(
        f"{report.pack}: {len(report.created)} {new}, {len(report.changed)} {altered}, {report.kept} kept,"
        f" {len(report.conflicts)} in conflict, {len(report.gone)} gone ({report.seconds:.2f} s)"
    )
    if report.planned:
        _list("create", report.created)
        _list("change", report.changed)
    _list("conflict: changed by a person since, left as it is", report.conflicts)
    _list("gone: no longer in the pack, left as it is", report.gone)
    for warning in report.warnings:
        click.echo(f"  warning: {warning}", err=True)


def _list(what: str, entries: list[Entry]) -> None:
    for entry in entries:
        where = f" ({entry.file}:{entry.line})" if entry.file else ""
        click.echo(f"  {what}: {entry.section} {entry.key}{where}")


@click.command(help="Read, validate and lint packs without a database (all packs when none is named).")
@click.argument("codes", nargs=-1)
def check(codes: tuple[str, ...]) -> int:
    """Print every finding as FILE:LINE; exit 1 when one of them is an error."""
    errors = 0
    for code in _codes(codes) or pack_codes():
        findings = check_pack(code)
        for finding in findings:
            click.echo(f"{finding.severity}: {finding}")
        wrong = sum(finding.severity == "error" for finding in findings)
        click.echo(f"{code}: {wrong} errors, {len(findings) - wrong} warnings")
        errors += wrong
    return Exit.FOUND if errors else Exit.DONE
