"""Become another program that dies with its parent. Run as a script; needs nothing but the standard library.

    python -ISE child.py PARENT SIGNAL UID GID CAPABILITY -- PROGRAM ARGUMENTS…

PARENT is the process whose end ends us, SIGNAL what the kernel then sends. UID, GID and CAPABILITY are -1
when nothing is to be changed. The order matters: the kernel forgets the death signal when the user changes.
"""

from __future__ import annotations

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAPABILITY_VERSION_3 = 0x20080522


class _Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _Sets(ctypes.Structure):
    _fields_ = [
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    ]


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, first: int = 0, second: int = 0) -> None:
    zero = ctypes.c_ulong(0)
    if _libc().prctl(option, ctypes.c_ulong(first), ctypes.c_ulong(second), zero, zero) != 0:
        raise OSError(ctypes.get_errno(), f"prctl {option}")


def _keep_only(capability: int) -> None:
    """Hold `capability` and no other, in every set, so that it survives the coming exec."""
    bit = 1 << capability
    sets = (_Sets * 2)()
    sets[0] = _Sets(bit, bit, bit)
    header = _Header(CAPABILITY_VERSION_3, 0)
    if _libc().capset(ctypes.byref(header), sets) != 0:
        raise OSError(ctypes.get_errno(), "capset")
    _prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability)


def change_user(uid: int, gid: int, capability: int) -> None:
    """Leave root for `uid`:`gid`, taking along at most one capability."""
    if capability >= 0:
        _prctl(PR_SET_KEEPCAPS, 1)
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    if capability >= 0:
        _keep_only(capability)


def die_with(parent: int, signal_number: int) -> None:
    """Ask the kernel for `signal_number` when our parent dies; end at once if `parent` is gone already."""
    _prctl(PR_SET_PDEATHSIG, signal_number)
    if os.getppid() != parent:
        os._exit(0)


def main(argv: list[str]) -> None:
    """Do what the module's docstring says."""
    parent, signal_number, uid, gid, capability = (int(word) for word in argv[1:6])
    command = argv[7:]
    if uid >= 0:
        change_user(uid, gid, capability)
    die_with(parent, signal_number)
    os.execv(command[0], command)  # noqa: S606  # no shell is the point


if __name__ == "__main__":
    main(sys.argv)
