"""Whose files the cluster's are, and whether that user can reach them."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

from tinhso.base.embedded.errors import EmbeddedError
from tinhso.base.embedded.process import RunAs

CAP_DAC_OVERRIDE = 1
CAP_DAC_READ_SEARCH = 2


def cluster_user(home: Path, cluster: Path) -> RunAs | None:
    """The user PostgreSQL runs as: ourselves (None), or for root the unprivileged owner of the files."""
    if os.geteuid() != 0:
        if cluster.exists() and cluster.stat().st_uid != os.geteuid():
            raise EmbeddedError(
                f"The database in {cluster} belongs to another user (uid {cluster.stat().st_uid}).",
                advice="Run as that user or as root, or choose another folder with --data.",
            )
        return None
    if cluster.exists():
        uid, gid = cluster.stat().st_uid, cluster.stat().st_gid
    else:
        uid, gid = home.stat().st_uid, home.stat().st_gid
    return RunAs(uid, gid) if uid != 0 else _service_account()


def _service_account() -> RunAs:
    for name in ("tinhso", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return RunAs(account.pw_uid, account.pw_gid)
    raise EmbeddedError(
        "PostgreSQL does not run as root, and this machine has neither a user `tinhso` nor `nobody`.",
        advice="Create one: useradd --system tinhso",
    )


def reachable(path: Path, user: RunAs) -> bool:
    """Whether `user` may enter `path` and every directory above it, by the permission bits."""
    return all(_may_enter(step, user) for step in (path, *path.parents))


def _may_enter(directory: Path, user: RunAs) -> bool:
    status = directory.stat()
    if status.st_uid == user.uid:
        return bool(status.st_mode & 0o100)
    if status.st_gid == user.gid:
        return bool(status.st_mode & 0o010)
    return bool(status.st_mode & 0o001)


def search_capability() -> int | None:
    """The smallest capability we hold that lets a user enter closed directories."""
    for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
        name, _, value = line.partition(":")
        if name == "CapPrm":
            held = int(value, 16)
            return next((cap for cap in (CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE) if held >> cap & 1), None)
    return None


def with_access(user: RunAs, home: Path) -> RunAs:
    """`user`, with the capability to enter closed directories if the way to `home` has any."""
    if reachable(home, user):
        return user
    capability = search_capability()
    if capability is None:
        closed = next(step for step in reversed((home, *home.parents)) if not _may_enter(step, user))
        raise EmbeddedError(
            f"The database's user (uid {user.uid}) cannot enter {closed}, and this process may not grant it.",
            advice="Give a folder every user may enter, for example --data /var/lib/tinhso, or open that"
            f" folder with: chmod o+x {closed}",
        )
    return RunAs(user.uid, user.gid, capability)
