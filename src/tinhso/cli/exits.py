"""Exit codes, the same for every verb (docs/cli.md)."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What a verb's end means to a script."""

    DONE = 0
    FOUND = 1
    """The verb did its work and found something wrong: a broken chain, a bad pack, a failed check."""
    USAGE = 2
    """The command was not understood."""
    REFUSED = 3
    """The product refused: bad input, not allowed, in conflict."""
    ENVIRONMENT = 4
    """The machine stood in the way: no database, no disk, a port in use."""
    INTERRUPTED = 130
