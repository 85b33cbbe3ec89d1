"""`tinhso user list|add|reset|disable|enable|token|demo`: accounts from the machine's own command line."""

from __future__ import annotations

import getpass
from uuid import UUID

import click
from django.conf import settings

from tinhso.base.audit.context import SystemActor
from tinhso.base.web.wording import moment, read_day
from tinhso.people import demo as demo_accounts
from tinhso.people import managing
from tinhso.people.actions import accounts, keys
from tinhso.people.capabilities import SCOPES
from tinhso.people.models import Role
from tinhso.people.queries import account_named

ROLES = [role.value for role in Role if role is not Role.PUBLIC]
WORDS = sorted(str(scope) for scope in SCOPES)


def operator() -> SystemActor:
    """Who acts: the user of the machine that runs the command."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "?"
    return SystemActor(f"tinhso user · {name}")


@click.group(help="List, make, reset and close accounts; make and take back keys for programs.")
def user() -> None:
    """The group of the verbs below."""


@user.command("list", help="One account a line: name, state, second factor, last sign-in, person.")
@click.option("--role", type=click.Choice(ROLES), default=None, help="Only those who hold this role today.")
def list_accounts(role: str | None) -> None:
    """Tab-separated, for other programs."""
    for row in managing.holding(managing.accounts(), role):
        state = "open" if row.is_active else "closed"
        factor = "totp" if row.has_factor else "-"
        seen = moment(row.last_login)
        person = row.person.full_name if row.person else ""
        click.echo("\t".join((row.username, state, factor, seen, person)))


@user.command(help="Make an account with its person and post; prints the one-time password.")
@click.argument("username")
@click.option("--name", required=True, help="Full name (họ và tên).")
@click.option("--agency", required=True, help="Code of the agency.")
@click.option("--title", required=True, help="Title of the position (chức vụ), made when it is new.")
@click.option("--role", required=True, type=click.Choice(ROLES))
@click.option("--since", default=None, help="First day in the post, 2026-11-21 or 21/11/2026.")
@click.option("--email", default="")
def add(username: str, name: str, agency: str, title: str, role: str, since: str | None, email: str) -> None:
    """Raises click.BadParameter for a day that is none."""
    try:
        first_day = read_day(since) if since else None
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--since") from error
    asked = accounts.Appointment(
        username=username, full_name=name, agency=agency, title=title, role=role, email=email, since=first_day
    )
    account, password = accounts.create(operator(), asked)
    click.echo(f"{account.username}\t{password}")


@user.command(help="Set a new one-time password and print it; sessions of the account end.")
@click.argument("username")
@click.option("--second-factor", is_flag=True, help="Take the second factor away too (a lost telephone).")
def reset(username: str, second_factor: bool) -> None:
    """One line: name and password."""
    found = account_named(username)
    account, password = accounts.reset(operator(), found.pk, second_factor=second_factor)
    click.echo(f"{account.username}\t{password}")


@user.command(help="Close an account: it cannot sign in, its keys stop.")
@click.argument("username")
@click.option("--reason", required=True, help="Written to the audit trail.")
def disable(username: str, reason: str) -> None:
    """Says what was done."""
    account = accounts.close(operator(), account_named(username).pk, reason=reason)
    click.echo(f"{account.username} is closed")


@user.command(help="Open a closed account again.")
@click.argument("username")
def enable(username: str) -> None:
    """Says what was done."""
    account = accounts.reopen(operator(), account_named(username).pk)
    click.echo(f"{account.username} is open")


@user.command(help="Make a key for a program and print its secret; --revoke ID takes one back.")
@click.argument("username")
@click.option("--name", default="", help="What the key is for.")
@click.option("--scope", "scopes", multiple=True, type=click.Choice(WORDS), help="May be repeated.")
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, keys.LONGEST_DAYS))
@click.option("--revoke", default=None, type=click.UUID, help="The id of a key to take back.")
@click.option("--list", "listing", is_flag=True, help="Print the account's keys instead.")
def token(
    username: str, name: str, scopes: tuple[str, ...], days: int, revoke: UUID | None, listing: bool
) -> None:
    """The secret is told this once."""
    account = account_named(username)
    if listing:
        for row in account.tokens.order_by("expires_at"):
            state = "revoked" if row.revoked_at else "open"
            click.echo("\t".join((str(row.pk), row.prefix, state, moment(row.expires_at), row.name)))
        return
    if revoke:
        keys.revoke(operator(), revoke)
        click.echo(f"{revoke} is taken back")
        return
    _token, secret = keys.create(operator(), account, name=name, scopes=scopes, days=days)
    click.echo(secret)


@user.command(help="The demo's accounts, one a line; each signs in with one click at /sign-in/.")
def demo() -> None:
    """Name, role, person and post; nothing outside demo mode."""
    if not settings.DEMO:
        return
    for account in demo_accounts.accounts():
        where = f", {account.post}" if account.post else ""
        click.echo(f"{account.username}  {account.role.label}: {account.name}{where}")
