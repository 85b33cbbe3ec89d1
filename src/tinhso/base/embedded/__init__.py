"""The embedded database: PostgreSQL's own programs, run as a child of this process. See README.md."""

from tinhso.base.embedded.errors import EmbeddedError
from tinhso.base.embedded.process import die_with_parent, spawn
from tinhso.base.embedded.server import Server, open_server, running

__all__ = ["EmbeddedError", "Server", "die_with_parent", "open_server", "running", "spawn"]
