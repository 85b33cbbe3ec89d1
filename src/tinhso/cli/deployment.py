"""Where this deployment keeps its data, and the environment its processes share."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tinhso.base.embedded import EmbeddedError, open_server

SOURCE = Path(__file__).resolve().parents[1]
"""The package itself."""
_CHECKOUT = SOURCE.parents[1]
ROOT = _CHECKOUT if (_CHECKOUT / "pyproject.toml").is_file() else Path.cwd()
"""The checkout; the folder one stands in where the package is installed."""
SETTINGS = "tinhso.site.settings"
ELSEWHERE = "Choose another with --data DIR or TINHSO_DATA."


@dataclass(frozen=True)
class Deployment:
    """One data folder: database, files, stamps, secret key."""

    data: Path

    @property
    def files(self) -> Path:
        """The content-addressed files."""
        return self.data / "files"

    @property
    def stamps(self) -> Path:
        """What has been done already, by hash of what it was done with."""
        return self.data / "stamps"

    @property
    def locale(self) -> Path:
        """The compiled translations."""
        return self.data / "locale"

    @property
    def demo_accounts(self) -> Path:
        """What the demo says about its accounts."""
        return self.data / "demo-accounts.txt"

    def secret_key(self) -> str:
        """The key that signs sessions: made once, readable by its owner only."""
        path = self.data / "secret-key"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii").strip()
        except OSError as error:
            raise EmbeddedError(
                f"The data folder {self.data} cannot be written: {error.strerror}.",
                advice=ELSEWHERE,
            ) from error
        key = secrets.token_urlsafe(48)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(key + "\n")
        return key


def named(option: str | None) -> Deployment:
    """The deployment of `--data`, else of TINHSO_DATA, else `var/` of the root."""
    return Deployment(Path(option or os.environ.get("TINHSO_DATA") or ROOT / "var").absolute())


def settle(deployment: Deployment) -> None:
    """Set what every process of this deployment reads from its environment, except the database."""
    os.environ["TINHSO_DATA"] = str(deployment.data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")  # glibc's own eight a core keep what threads gave back


@contextmanager
def database(deployment: Deployment) -> Iterator[str]:
    """The database's address, in DATABASE_URL too: the administrator's own, or the embedded one."""
    try:
        deployment.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EmbeddedError(
            f"The data folder {deployment.data} cannot be made: {error.strerror}.", advice=ELSEWHERE
        ) from error
    os.environ["TINHSO_SECRET_KEY"] = os.environ.get("TINHSO_SECRET_KEY") or deployment.secret_key()
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    with open_server(deployment.data) as server:
        os.environ["DATABASE_URL"] = server.url
        yield server.url
